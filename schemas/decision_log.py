"""The wire format of the decision log: the names are those of the NLGov Authorization Decision Log 1.0, not ours."""

from __future__ import annotations

from typing import ClassVar

from schemas import fields
from schemas.base import Schema
from schemas.queries import Paged
from schemas.values import Count, Value

LATEST = 2**64 - 1


class DecisionLogQuery(Paged):
    """Which records are wanted."""

    organisation = fields.oin()
    since = fields.instant()
    until = fields.instant()


class Payload(Value):
    """An object of which the standard names the keys."""

    json_type: ClassVar[type] = dict


class DecisionRecordOut(Schema):
    """The record of one call to one register; `parent_span_id` is left out where nobody said who called."""

    trace_id = Value(data_key="trace_id")
    span_id = Value(data_key="span_id")
    parent_span_id = Value(data_key="parent_span_id")
    event_name = Value(data_key="event_name")
    timestamp = Count(0, LATEST)
    status = Value()
    attributes = Payload()
    resource = Payload()
    body = Payload()
