"""Deciding on what is proposed: submitted, approved by somebody else, rejected, withdrawn, published."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID

from mandate_registry.errors import Conflict, Forbidden
from mandate_registry.rules.lifecycle import Event, State
from mandate_registry.services.callers import Caller
from mandate_registry.services.changing.carrying import carry_out, stretches_of
from mandate_registry.services.changing.drafting import Account, four_eyes, tell, with_hand
from mandate_registry.services.changing.expecting import refuse_flips
from mandate_registry.services.changing.gains import gains
from mandate_registry.services.changing.plans import carry_out_plan, read_plan
from mandate_registry.services.changing.vetting import vet_instrument
from mandate_registry.services.changing.wishes import drop_wish
from mandate_registry.services.permissions import Right
from mandate_registry.services.registers.changesets import OPEN, Changeset, Kept, keep
from mandate_registry.services.registers.recording import OpenRegister


@dataclass(frozen=True, slots=True)
class Transition:
    """From which states something leads to which state."""

    sources: tuple[State, ...]
    target: State


TRANSITIONS = {
    Event.SUBMISSION: Transition((State.DRAFT, State.REJECTED), State.SUBMITTED),
    Event.APPROVAL: Transition((State.SUBMITTED,), State.APPROVED),
    Event.REJECTION: Transition((State.SUBMITTED,), State.REJECTED),
    Event.WITHDRAWAL: Transition(OPEN, State.WITHDRAWN),
    Event.PUBLICATION: Transition((State.APPROVED,), State.PUBLISHED),
}
DECISIONS = (Event.APPROVAL, Event.REJECTION)
"""What an approver does; all else is done by who keeps the register."""


def right_to(event: Event) -> Right:
    """Return the right that lets a caller do this with a mandate or a changeset."""
    return Right.APPROVE if event in DECISIONS else Right.KEEP


def decide(caller: Caller, register: OpenRegister, kept: Kept, event: Event, account: Account) -> None:
    """Bring a changeset to its next state; an approval carries it out.

    Forbidden when the caller may not, above all when who proposed would approve; Conflict when the changeset is not in
    a state for it, or when an answer would change that the organisation expects.
    """
    must_be_decidable(caller, register, kept, event, account)
    hands = with_hand(kept.changeset, caller) if event is Event.SUBMISSION else kept.changeset.proposers
    keep(register, replace(kept.changeset, state=TRANSITIONS[event].target, proposers=hands), kept)
    tell(register, (*_about(register, kept.changeset), kept.changeset.id), event, kept.changeset.id, account)
    if event is Event.APPROVAL:
        put_into_effect(register, kept)
        refuse_flips(register)
        _refuse_gain(caller, register)
    elif event is Event.WITHDRAWAL:
        _drop_drafts(register, kept)
    if event in (Event.APPROVAL, Event.WITHDRAWAL):
        drop_wish(register.connection, kept.changeset.id)


def must_be_decidable(caller: Caller, register: OpenRegister, kept: Kept, event: Event, account: Account) -> None:
    """Refuse as `decide` what needs no carrying out to be refused; nothing is written."""
    caller.must(right_to(event), register.oin)
    if kept.changeset.state not in TRANSITIONS[event].sources:
        raise Conflict(f"This changeset is {kept.changeset.state}: that leads to no {event}.")
    vet_instrument(register, account.instrument)
    if event is Event.APPROVAL:
        _refuse_own(caller, register, kept)


def _about(register: OpenRegister, changeset: Changeset) -> tuple[UUID, ...]:
    """Return the mandates, and the people, that a changeset concerns; of an import its plan tells."""
    if changeset.is_import:
        return changeset.mandates
    plan = read_plan(register.connection, changeset.id)
    return (*changeset.mandates, *(one.entry for one in plan if one.table == "employees"))


def _refuse_own(caller: Caller, register: OpenRegister, kept: Kept) -> None:
    """Refuse who had a hand in it: four eyes see more than two (`docs/explanation/security.md`)."""
    if caller.actor in kept.changeset.proposers and four_eyes(register):
        raise Forbidden("Who proposed a change does not approve it: somebody else does.")


def _refuse_gain(caller: Caller, register: OpenRegister) -> None:
    """Refuse who could decide more by what he approves, as a holder or as a deputy."""
    if four_eyes(register) and gains(caller, register):
        raise Forbidden("Who gains power by a change does not approve it: somebody else does.")


def put_into_effect(register: OpenRegister, kept: Kept) -> None:
    """Let a changeset happen, its plan and its steps, and tell what happened to each mandate."""
    changeset = kept.changeset
    carry_out_plan(register, changeset.id)
    for done in carry_out(register, changeset.steps, changeset.instrument):
        account = Account(done.effective_at, changeset.reason, changeset.instrument)
        tell(register, [done.step.mandate], done.step.event, changeset.id, account)


def _drop_drafts(register: OpenRegister, kept: Kept) -> None:
    """Let the drafts of a changeset that is withdrawn stand in the register no longer."""
    for step in kept.changeset.steps:
        if step.event is Event.GRANT:
            register.close("mandates", stretches_of(register, step.mandate))
