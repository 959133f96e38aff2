"""The wire format of changesets, and of their impact."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import marshmallow as ma

from mandate_registry.rules.facts import Mandate
from mandate_registry.rules.lifecycle.lifecycle import ChangesetState
from schemas import fields
from schemas.answers import MandateRef
from schemas.base import Listed, Nested, Schema
from schemas.entries import including, own
from schemas.queries import KnowledgeQuery, Paged
from schemas.values import Flag, Value, Word


class ChangesetPatch(Schema):
    """What may be changed of a changeset that is being drafted; what is not given stays."""

    title = fields.line()
    instrument = fields.line(allow_none=True)
    reason = fields.text()


class ChangesetIn(ChangesetPatch):
    """A changeset to be drafted."""

    organisation = fields.oin(required=True)
    title = fields.line(required=True)


class ChangesetQuery(Paged, KnowledgeQuery):
    """Which changesets are wanted."""

    organisation = fields.oin()
    state = Word(ChangesetState)


class ChangesOut(Schema):
    """What an amendment says otherwise, to the instant; what it leaves as it is, is not there."""

    valid_from = fields.instant(allow_none=True)
    valid_until = fields.instant(allow_none=True)
    holder_consent = fields.instant(allow_none=True)
    superior_consent = fields.instant(allow_none=True)
    no_superior = Flag()
    consent_statute = fields.item(allow_none=True)
    Meta = including(own(Mandate, but=("number",)))


class StepOut(Schema):
    """What a changeset does to one mandate."""

    event = Value()
    mandate = Nested(MandateRef)
    effective_at = fields.instant(allow_none=True)
    until = fields.instant(allow_none=True)
    changes = Nested(ChangesOut, allow_none=True)


class ChangesetOut(Schema):
    """A changeset, and who last did something to it."""

    id = fields.identity()
    organisation = Value()
    title = Value()
    instrument = Value(allow_none=True)
    reason = Value()
    state = Word(ChangesetState)
    is_import = Flag()
    proposers = Listed(Value())
    actor = Value()
    recorded_at = fields.instant(allow_none=True)
    steps = Listed(StepOut)

    @ma.pre_dump
    def spread(self, proposal: Any, **_: object) -> dict[str, Any]:
        """Lay the changeset and what is known about it side by side."""
        changeset = proposal.kept.changeset
        fields = ("id", "title", "instrument", "reason", "state", "is_import", "proposers")
        own = {name: getattr(changeset, name) for name in fields}
        return own | {
            "organisation": proposal.organisation,
            "actor": proposal.actor,
            "recorded_at": proposal.recorded_at,
            "steps": [_step(step, proposal.numbers) for step in changeset.steps],
        }


def _step(step: Any, numbers: Mapping[Any, str]) -> dict[str, Any]:
    mandate = {"id": str(step.mandate), "number": numbers[step.mandate]}
    moments = {"effective_at": step.effective_at, "until": step.until}
    return {"event": step.event, "mandate": mandate, "changes": step.values or None} | moments


class VerdictOut(Schema):
    """An outcome with its reason and the number of the mandate that it rests on."""

    outcome = Value()
    reason = Value(allow_none=True)
    mandate = Value(allow_none=True)
