"""What forms say of events of mandates and people."""

from __future__ import annotations

from schemas import fields
from schemas.base import Nested, Schema
from schemas.mandate_events import Giver
from schemas.pages.mandate_forms import AmendedIn
from schemas.values import Word


class EventFormIn(Schema):
    """Why, from which day on, and by which instrument; with a changeset as a step of that one."""

    effective_at = fields.day()
    reason = fields.sentence(required=True)
    instrument = fields.line()
    changeset = fields.identity()


class StopIn(Schema):
    """Why a person is stopped, and up to and including which day."""

    reason = fields.sentence(required=True)
    until = fields.day()


class ResumeIn(Schema):
    """Why a person is resumed."""

    reason = fields.sentence(required=True)


class SuspendIn(EventFormIn):
    """A suspension, up to and including a day."""

    until = fields.day()


class AmendIn(EventFormIn):
    """What a mandate is to say from a day on."""

    changes = Nested(AmendedIn, required=True)


class ConsentedIn(Schema):
    """A consent, and when it was given (Awb 10:4)."""

    giver = Word(Giver, required=True)
    effective_at = fields.day()
    reason = fields.text()
