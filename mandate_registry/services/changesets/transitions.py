"""Deciding on what is proposed: submitted, approved by somebody else, rejected, withdrawn, published."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID

from mandate_registry.errors import Conflict, Forbidden
from mandate_registry.rules.lifecycle.lifecycle import ChangesetState, Event
from mandate_registry.services.callers import Caller
from mandate_registry.services.changesets.apply_steps import apply_steps, stretches_of
from mandate_registry.services.changesets.drafts import EventDetails, describe, four_eyes, with_hand
from mandate_registry.services.changesets.plans import apply_plan, read_plan
from mandate_registry.services.changesets.proposal_sources import delete_source
from mandate_registry.services.changesets.validation import validate_instrument
from mandate_registry.services.expected_checks.expectations import refuse_flips
from mandate_registry.services.impact.gains import gains
from mandate_registry.services.permissions import Right
from mandate_registry.services.register.changeset_store import OPEN, Changeset, StoredChangeset, save
from mandate_registry.services.register.register_writer import RegisterWriter


@dataclass(frozen=True, slots=True)
class Transition:
    """From which states something leads to which state."""

    sources: tuple[ChangesetState, ...]
    target: ChangesetState


TRANSITIONS = {
    Event.SUBMISSION: Transition((ChangesetState.DRAFT, ChangesetState.REJECTED), ChangesetState.SUBMITTED),
    Event.APPROVAL: Transition((ChangesetState.SUBMITTED,), ChangesetState.APPROVED),
    Event.REJECTION: Transition((ChangesetState.SUBMITTED,), ChangesetState.REJECTED),
    Event.WITHDRAWAL: Transition(OPEN, ChangesetState.WITHDRAWN),
    Event.PUBLICATION: Transition((ChangesetState.APPROVED,), ChangesetState.PUBLISHED),
}
DECISIONS = (Event.APPROVAL, Event.REJECTION)
"""What an approver does; all else is done by who keeps the register."""


def right_to(event: Event) -> Right:
    """Return the right that lets a caller do this with a mandate or a changeset."""
    return Right.APPROVE if event in DECISIONS else Right.KEEP


def decide(
    caller: Caller, register: RegisterWriter, kept: StoredChangeset, event: Event, details: EventDetails
) -> None:
    """Bring a changeset to its next state; an approval carries it out.

    Forbidden when the caller may not, above all when who proposed would approve; Conflict when the changeset is not in
    a state for it, or when an answer would change that the organisation expects.
    """
    must_be_decidable(caller, register, kept, event, details)
    hands = with_hand(kept.changeset, caller) if event is Event.SUBMISSION else kept.changeset.proposers
    save(register, replace(kept.changeset, state=TRANSITIONS[event].target, proposers=hands), kept)
    describe(register, (*_about(register, kept.changeset), kept.changeset.id), event, kept.changeset.id, details)
    if event is Event.APPROVAL:
        put_into_effect(register, kept)
        refuse_flips(register)
        _refuse_gain(caller, register)
    elif event is Event.WITHDRAWAL:
        _drop_drafts(register, kept)
    if event in (Event.APPROVAL, Event.WITHDRAWAL):
        delete_source(register.connection, kept.changeset.id)


def must_be_decidable(
    caller: Caller, register: RegisterWriter, kept: StoredChangeset, event: Event, details: EventDetails
) -> None:
    """Refuse as `decide` what needs no carrying out to be refused; nothing is written."""
    caller.must(right_to(event), register.oin)
    if kept.changeset.state not in TRANSITIONS[event].sources:
        raise Conflict(f"This changeset is {kept.changeset.state}: that leads to no {event}.")
    validate_instrument(register, details.instrument)
    if event is Event.APPROVAL:
        _refuse_own(caller, register, kept)


def _about(register: RegisterWriter, changeset: Changeset) -> tuple[UUID, ...]:
    """Return the mandates, and the people, that a changeset concerns; of an import its plan tells."""
    if changeset.is_import:
        return changeset.mandates
    plan = read_plan(register.connection, changeset.id)
    return (*changeset.mandates, *(one.entry for one in plan if one.table == "employees"))


def _refuse_own(caller: Caller, register: RegisterWriter, kept: StoredChangeset) -> None:
    """Refuse who had a hand in it: four eyes see more than two (`docs/explanation/security.md`)."""
    if caller.actor in kept.changeset.proposers and four_eyes(register):
        raise Forbidden("Who proposed a change does not approve it: somebody else does.")


def _refuse_gain(caller: Caller, register: RegisterWriter) -> None:
    """Refuse who could decide more by what he approves, as a holder or as a deputy."""
    if four_eyes(register) and gains(caller, register):
        raise Forbidden("Who gains power by a change does not approve it: somebody else does.")


def put_into_effect(register: RegisterWriter, kept: StoredChangeset) -> None:
    """Apply a changeset, its plan and its steps, and record an event for each mandate."""
    changeset = kept.changeset
    apply_plan(register, changeset.id)
    for done in apply_steps(register, changeset.steps, changeset.instrument):
        details = EventDetails(done.effective_at, changeset.reason, changeset.instrument)
        describe(register, [done.step.mandate], done.step.event, changeset.id, details)


def _drop_drafts(register: RegisterWriter, kept: StoredChangeset) -> None:
    """Remove the drafts of a withdrawn changeset from the register."""
    for step in kept.changeset.steps:
        if step.event is Event.GRANT:
            register.close("mandates", stretches_of(register, step.mandate))
