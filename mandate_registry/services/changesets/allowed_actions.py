"""What a caller may do with a changeset as it stands: what the pages offer, and why they do not offer the rest."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from mandate_registry.rules.lifecycle.lifecycle import Event
from mandate_registry.services.callers import Caller
from mandate_registry.services.changesets.drafts import EDITABLE
from mandate_registry.services.changesets.plans import has_plan
from mandate_registry.services.changesets.proposals import Proposal
from mandate_registry.services.changesets.transitions import DECISIONS, TRANSITIONS
from mandate_registry.services.installation import Installation
from mandate_registry.services.permissions import Right
from models import TABLES


@dataclass(frozen=True, slots=True)
class AllowedActions:
    """Which events a caller may bring about, and whether he may edit.

    `has_hand`: it waits for an approval that the caller might give, had he no hand in it himself.
    """

    events: frozenset[Event]
    editing: bool
    has_hand: bool


def allowed_actions(caller: Caller, installation: Installation, proposal: Proposal) -> AllowedActions:
    """Return what a caller may do with a changeset; deciding refuses the rest (`transitions.decide`)."""
    changeset, oin = proposal.kept.changeset, proposal.organisation
    keeps, approves = (caller.may(right, oin) for right in (Right.KEEP, Right.APPROVE))
    events = {
        event
        for event, transition in TRANSITIONS.items()
        if changeset.state in transition.sources and (approves if event in DECISIONS else keeps)
    }
    if not changeset.instrument:
        events.discard(Event.PUBLICATION)
    if not changeset.steps and not _has_plan(installation, proposal):
        events.discard(Event.SUBMISSION)
    has_hand = Event.APPROVAL in events and caller.actor in changeset.proposers and _four_eyes(installation, proposal)
    if has_hand:
        events.remove(Event.APPROVAL)
    return AllowedActions(
        frozenset(events), keeps and changeset.state in EDITABLE and not changeset.is_import, has_hand
    )


def _has_plan(installation: Installation, proposal: Proposal) -> bool:
    with installation.reading() as connection:
        return has_plan(connection, proposal.kept.changeset.id)


def _four_eyes(installation: Installation, proposal: Proposal) -> bool:
    rows = TABLES["organisations"]
    wanted = select(rows.c.four_eyes).where(rows.c.oin == proposal.organisation, rows.c.known_until.is_(None))
    with installation.reading() as connection:
        return connection.scalar(wanted) is not False
