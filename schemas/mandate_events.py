"""The wire format of what happens to mandates, and of the history that it leaves."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import marshmallow as ma

from mandate_registry.rules.facts import Mandate
from schemas import fields
from schemas.base import Listed, Nested, Schema
from schemas.entries import PeriodOut, including, own
from schemas.log import MAX_NUMBER
from schemas.mandates import MANDATES
from schemas.values import Count, Flag, Value, Word


class Giver(StrEnum):
    """Whose consent it is (Awb 10:4)."""

    HOLDER = "holder"
    SUPERIOR = "superior"


class _EventIn(Schema):
    """From when something counts (otherwise now), and by which instrument."""

    effective_at = fields.instant(allow_none=True)
    instrument = fields.line(allow_none=True)


class DecisionIn(_EventIn):
    """A submission, an approval or a withdrawal."""

    reason = fields.text()


class RejectionIn(_EventIn):
    """A rejection, which says why."""

    reason = fields.sentence(required=True)


class ConsentIn(DecisionIn):
    """A consent of the holder, or of whom the holder works under (Awb 10:4)."""

    giver = Word(Giver, required=True)


class ActIn(RejectionIn):
    """A revocation or a resumption: at once, or as a step of a changeset that is being drafted."""

    changeset = fields.identity()


class SuspensionIn(ActIn):
    """A suspension, which may have an end."""

    until = fields.instant(allow_none=True)


class StopIn(Schema):
    """From when a person is stopped (otherwise now), until when (otherwise until resumed), and why."""

    effective_at = fields.instant(allow_none=True)
    until = fields.instant(allow_none=True)
    reason = fields.sentence(required=True)


class ResumeIn(Schema):
    """From when a person is resumed (otherwise from the approval), and why."""

    effective_at = fields.instant(allow_none=True)
    reason = fields.sentence(required=True)


class AmendmentIn(ActIn):
    """What a mandate is to say otherwise."""

    changes = Nested(MANDATES.corrects, required=True)


class PublicationIn(DecisionIn):
    """Where an instrument was published."""

    published_as = fields.line(required=True)
    publication_url = fields.address(required=True)


class StretchOut(Schema):
    """What a mandate said for a stretch of time, to the instant."""

    since = fields.instant(allow_none=True)
    until = fields.instant(allow_none=True)
    approved = Flag()
    suspensions = Listed(PeriodOut)
    revoked_at = fields.instant(allow_none=True)
    holder_consent = fields.instant(allow_none=True)
    superior_consent = fields.instant(allow_none=True)
    no_superior = Flag()
    consent_statute = fields.item(allow_none=True)
    Meta = including(own(Mandate))

    @ma.pre_dump
    def spread(self, fact: Mandate, **_: object) -> dict[str, Any]:
        """Lay the fact and its period side by side."""
        period = {"since": fact.valid.since, "until": fact.valid.until}
        return {name: getattr(fact, name) for name in self.fields if name not in period} | period


class EmployeeHappenedOut(Schema):
    """Something that happened to an employee, such as being stopped."""

    event = Value()
    effective_at = fields.instant()
    entered_at = fields.instant()
    actor = Value()
    reason = Value()


class HappenedOut(Schema):
    """Something that happened to a mandate, and what the register said of it from then on."""

    event = Value()
    effective_at = fields.instant(allow_none=True)
    retroactive = Flag()
    recorded_at = fields.instant(allow_none=True)
    entered_at = fields.instant()
    actor = Value()
    reason = Value()
    instrument = Value(allow_none=True)
    changeset = fields.identity(allow_none=True)
    log_index = Count(0, MAX_NUMBER)
    stretches = Listed(StretchOut)
