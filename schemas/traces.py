"""The wire format of traces: who asked what."""

from __future__ import annotations

import re
from functools import partial

from mandate_registry.rules.answers import Outcome
from schemas import fields
from schemas.answers import ShownEmployeeOut
from schemas.base import Listed, Nested, Schema
from schemas.queries import InBody, Paged
from schemas.questions import RefIn
from schemas.values import Value, Written

_outcome = partial(Written, re.compile("|".join([*Outcome, "refused", "listed"])), "an outcome, refused or listed")


class Wanted:
    """Which questions are wanted, wherever that is said."""

    organisation = fields.oin()
    asker = fields.oin()
    decision_type = fields.code()
    outcome = _outcome()
    since = fields.instant()
    until = fields.instant()


class CheckQuery(Wanted, Paged):
    """Which questions are wanted, by what may stand in an address."""


class TracedRef(RefIn):
    """An employee whom questions were about, by what does not change."""

    id = fields.identity()
    number = fields.number()
    organisation = fields.oin()


class CheckSearch(Wanted, InBody, Schema):
    """Which questions are wanted, also by what may not stand in an address."""

    employee = Nested(TracedRef)


class TraceOut(Schema):
    """That a question was asked, and what came of it."""

    id = fields.identity()
    organisation = Value()
    kind = Value()
    recorded_at = fields.instant()
    asker = Value(allow_none=True)
    asked_by = Value(allow_none=True)
    channel = Value()
    purpose = Value(allow_none=True)
    employees = Listed(ShownEmployeeOut)
    decision_type = Value(allow_none=True)
    outcome = Value()
    trace_id = Value()
