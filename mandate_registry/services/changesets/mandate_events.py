"""What happens to one mandate: the same few acts by every way in, API, pages and command line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from mandate_registry.errors import Conflict, FieldError, InvalidInput
from mandate_registry.rules.lifecycle.lifecycle import Event, Status
from mandate_registry.services.callers import Caller
from mandate_registry.services.changesets.apply_steps import apply_steps, refuse_impossible
from mandate_registry.services.changesets.drafts import EventDetails, describe, must_be_free, propose
from mandate_registry.services.changesets.early_refusals import Precondition
from mandate_registry.services.changesets.entry_changes import as_instants, opened
from mandate_registry.services.changesets.plans import has_plan
from mandate_registry.services.changesets.transitions import TRANSITIONS, decide, must_be_decidable, right_to
from mandate_registry.services.changesets.validation import validate_instrument
from mandate_registry.services.installation import Installation
from mandate_registry.services.register.changeset_store import Step, StoredChangeset, open_in
from mandate_registry.services.register.entries import EntryView, read
from mandate_registry.services.register.mandate_status import MandateStatus
from mandate_registry.services.register.register_writer import RegisterWriter

EFFECTIVE_AT_ONCE = (Event.SUSPENSION, Event.REVOCATION, Event.CONSENT)
"""What needs no approval: it takes away (Awb 10:8: at any time), or records what another declared (Awb 10:4)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateCommand:
    """An event of a mandate, as somebody asks for it.

    `details` says from when, why and by which instrument; `until` ends a suspension; `giver` of a consent is holder or
    superior; `values` and `dates` are what an amendment says (as in a correction). With `changeset` it becomes a step
    of that draft.
    """

    event: Event
    details: EventDetails
    until: datetime | None = None
    giver: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    dates: Mapping[str, date | None] = field(default_factory=dict)
    changeset: UUID | None = None


def execute(
    caller: Caller, installation: Installation, identity: UUID, precondition: Precondition, command: MandateCommand
) -> EntryView:
    """Apply an event to a mandate and return the mandate; a withdrawn draft as it was before.

    NotFound when there is no such mandate; Stale when it is not in the state that the caller saw; Forbidden when the
    caller may not; Conflict when its state does not allow it; InvalidInput when the law does not.
    """
    right = right_to(command.event)

    def judge(register: RegisterWriter, stored: EntryView) -> None:
        _require_possible(caller, register, stored, command)

    with opened(caller, installation, "mandates", identity, right, precondition, judge=judge) as (register, stored):
        if command.event in TRANSITIONS:
            _decide(caller, register, stored, command)
        else:
            _execute(caller, register, stored, command)
        register.record(caller, command.event.value)
        if command.event is Event.WITHDRAWAL and not stored.entry.fact.approved:
            return _as_withdrawn(stored, register.reached)
        return read(caller, register.connection, "mandates", identity)


def _as_withdrawn(stored: EntryView, version: int) -> EntryView:
    """Return a draft as it last stood: the register has it no longer."""
    gone = MandateStatus(Status.WITHDRAWN, None, version)
    return replace(stored, standing=gone, tag=f"{version}-{gone.status}")


def _require_possible(caller: Caller, register: RegisterWriter, stored: EntryView, command: MandateCommand) -> None:
    """Refuse what the state of a mandate does not allow, as `execute` does; nothing is written."""
    if command.event in TRANSITIONS:
        must_be_decidable(caller, register, _open_on(register, stored), command.event, command.details)
        return
    validate_instrument(register, command.details.instrument)
    refuse_impossible(register, [as_step(stored, command)], command.details.instrument)
    if not _counts_at_once(command):
        must_be_free(register, stored.entry.id, command.changeset)


def _decide(caller: Caller, register: RegisterWriter, stored: EntryView, command: MandateCommand) -> None:
    """Decide on the changeset that is open on this mandate, as long as it concerns nothing else."""
    decide(caller, register, _open_on(register, stored), command.event, command.details)


def _open_on(register: RegisterWriter, stored: EntryView) -> StoredChangeset:
    kept = open_in(register.connection, [register.id]).get(stored.entry.id)
    if kept is None:
        raise Conflict("Nothing is proposed for this mandate.")
    if len(kept.changeset.mandates) > 1 or has_plan(register.connection, kept.changeset.id):
        raise Conflict(f"Changeset {kept.changeset.id} concerns other entries too: decide on it as a whole.")
    return kept


def must_be_possible(caller: Caller, register: RegisterWriter, stored: EntryView, command: MandateCommand) -> None:
    """Refuse what cannot happen, or cannot be proposed, as `execute` does; nothing is kept."""
    with register.dry_run():
        _execute(caller, register, stored, command)


def _execute(caller: Caller, register: RegisterWriter, stored: EntryView, command: MandateCommand) -> None:
    validate_instrument(register, command.details.instrument)
    step = as_step(stored, command)
    if _counts_at_once(command):
        (done,) = apply_steps(register, [step], command.details.instrument)
        details = EventDetails(done.effective_at, command.details.reason, command.details.instrument)
        describe(register, [stored.entry.id], command.event, None, details)
        return
    with register.dry_run():  # what cannot be carried out is not proposed
        apply_steps(register, [step], command.details.instrument)
    title = f"{command.event.value.capitalize()} of mandate {stored.entry.fact.number}"
    propose(caller, register, title, step, command.details, command.changeset)


def _counts_at_once(command: MandateCommand) -> bool:
    return command.event in EFFECTIVE_AT_ONCE and command.changeset is None


def as_step(stored: EntryView, command: MandateCommand) -> Step:
    """Return what an event does to a mandate as a step; InvalidInput when an amendment changes nothing."""
    if command.event is Event.AMENDMENT and not (command.values or command.dates):
        raise InvalidInput(FieldError("changes", "required", "an amendment says what changes"))
    values = dict(command.values) | as_instants(command.dates, stored.entry.fact.valid, stored.time_zone)
    period = values.pop("valid")
    ends = {"valid_from": period.since, "valid_until": period.until}
    values |= {name: moment for name, moment in ends.items() if name in command.dates}
    return Step(command.event, stored.entry.id, command.details.effective_at, command.until, values, command.giver)
