"""Stopping a person at a moment. It takes away, so it counts at once; what gives back is approved by somebody else."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from mandate_registry.errors import Forbidden
from mandate_registry.rules.facts import Employee
from mandate_registry.rules.lifecycle import lifecycle
from mandate_registry.rules.lifecycle.lifecycle import Event, EventRefusal
from mandate_registry.services.callers import Caller
from mandate_registry.services.changesets.drafts import EventDetails, describe, four_eyes
from mandate_registry.services.changesets.early_refusals import Precondition
from mandate_registry.services.changesets.entry_changes import opened
from mandate_registry.services.changesets.entry_proposals import EntryChange, WaitingChange, propose_changes
from mandate_registry.services.changesets.plans import write_changes
from mandate_registry.services.changesets.validation import as_invalid
from mandate_registry.services.impact.gains import gains
from mandate_registry.services.installation import Installation
from mandate_registry.services.permissions import Right
from mandate_registry.services.register.entries import EntryView, read
from mandate_registry.services.register.register_writer import EntryRow, RegisterWriter, entries_of


def stop(
    caller: Caller,
    installation: Installation,
    identity: UUID,
    precondition: Precondition,
    details: EventDetails,
    until: datetime | None = None,
) -> EntryView:
    """Stop a person from the moment of the account (now) until a moment, or until resumed, and return the employee.

    `identity` is of the employment of that time. NotFound when there is none; Stale when it is not in the state that
    the caller saw; Forbidden when the caller does not keep the register; InvalidInput when the person is not employed
    then, or is stopped then already.
    """

    def judge(register: RegisterWriter, stored: EntryView) -> None:
        _stopped(register, stored, details, until)

    opened_now = opened(caller, installation, "employees", identity, Right.KEEP, precondition, judge=judge)
    with opened_now as (register, stored):
        since = write_stop(register, stored, details, until)
        if four_eyes(register) and gains(caller, register):
            raise Forbidden("You would be able to decide more by this yourself: let a colleague stop this person.")
        describe(register, [identity], Event.SUSPENSION, None, EventDetails(since, details.reason))
        register.record(caller, Event.SUSPENSION.value)
        return read(caller, register.connection, "employees", identity)


def write_stop(register: RegisterWriter, stored: EntryView, details: EventDetails, until: datetime | None) -> datetime:
    """Write that a person is stopped, and return from which moment; InvalidInput as in `stop`."""
    since = details.effective_at or register.clock
    fact = _stopped(register, stored, details, until)
    register.close("employees", [stored.entry])
    register.put("employees", stored.entry.id, fact)
    return since


def _stopped(register: RegisterWriter, stored: EntryView, details: EventDetails, until: datetime | None) -> Employee:
    """Return a person as he is when stopped; InvalidInput as in `stop`."""
    employee, since = stored.entry.fact, details.effective_at or register.clock
    try:
        return lifecycle.stop(employee, _employments(register, employee), since, until)
    except EventRefusal as refusal:
        raise as_invalid(refusal) from refusal


def resume(
    caller: Caller, installation: Installation, identity: UUID, precondition: Precondition, details: EventDetails
) -> EntryView | WaitingChange:
    """Propose that a person is resumed from the moment of the account (now), and return what waits for approval.

    It counts from the approval at the earliest. Where the organisation asks for no four eyes it counts at once, and the
    employee is returned. Refused as `stop`; InvalidInput when the person is not stopped then.
    """

    def judge(register: RegisterWriter, stored: EntryView) -> None:
        resumed(register, stored.entry.fact.number, details.effective_at or register.moment)

    opened_now = opened(caller, installation, "employees", identity, Right.KEEP, precondition, judge=judge)
    with opened_now as (register, stored):
        number, at = stored.entry.fact.number, details.effective_at or register.moment
        changes = [EntryChange("employees", entry.id, entry, fact) for entry, fact in resumed(register, number, at)]
        effective = EventDetails(at, details.reason)
        if four_eyes(register):
            changeset = propose_changes(caller, register, changes, f"Resumption of {number}", details.reason)
            describe(register, [identity], Event.PROPOSAL, changeset, effective)
            register.record(caller, f"propose a {Event.RESUMPTION}")
            return WaitingChange(identity, changeset)
        write_changes(register, [one.planned(register.version).settled for one in changes])
        describe(register, [identity], Event.RESUMPTION, None, effective)
        register.record(caller, Event.RESUMPTION.value)
        return read(caller, register.connection, "employees", identity)


def resumed(register: RegisterWriter, number: str, at: datetime) -> list[tuple[EntryRow, Employee]]:
    """Return the entries of an employee that change when the person is resumed at a moment, each as it then is.

    A suspension binds the person in every employment, so it ends in each. InvalidInput when the person is not stopped
    then.
    """
    entries = entries_of(register, "employees", number)
    try:
        after = lifecycle.resume_person([entry.fact for entry in entries], at)
    except EventRefusal as refusal:
        raise as_invalid(refusal) from refusal
    return [(entry, fact) for entry, fact in zip(entries, after, strict=True) if fact != entry.fact]


def _employments(register: RegisterWriter, employee: Employee) -> list[Employee]:
    return [entry.fact for entry in entries_of(register, "employees", employee.number)]
