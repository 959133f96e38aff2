"""What would happen if something were done to a mandate or another entry: it is done, looked at, and undone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from mandate_registry.rules.decision.coverage import covered
from mandate_registry.rules.facts import DecisionType, Mandate
from mandate_registry.rules.lifecycle.approval import Need
from mandate_registry.services.callers import Caller
from mandate_registry.services.changesets.apply_steps import apply_steps
from mandate_registry.services.changesets.changeset_impact import ComparedRegisters, Impact, compare
from mandate_registry.services.changesets.drafts import EventDetails
from mandate_registry.services.changesets.early_refusals import Precondition
from mandate_registry.services.changesets.entry_changes import (
    Correction,
    Draft,
    corrected_entry,
    opened,
    opened_for_entry,
)
from mandate_registry.services.changesets.entry_proposals import EntryChange, must_wait
from mandate_registry.services.changesets.mandate_events import MandateCommand, as_step, must_be_possible
from mandate_registry.services.changesets.person_suspension import write_stop
from mandate_registry.services.changesets.plans import write_changes
from mandate_registry.services.installation import Installation
from mandate_registry.services.permissions import Right
from mandate_registry.services.register.loader import Loader
from mandate_registry.services.register.register_writer import RegisterWriter
from models import TABLES, as_fact


@dataclass(frozen=True, slots=True)
class EventPreview:
    """What an event would do: from when it counts, which answers change, and the mandates (numbers) that rest on it."""

    effective_at: datetime
    impact: Impact
    below: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EntryPreview:
    """What a change of an entry would do, and why it waits for somebody else's approval; None if it does not."""

    impact: Impact
    waits: Need | None


def preview_event(
    caller: Caller, installation: Installation, identity: UUID, precondition: Precondition, command: MandateCommand
) -> EventPreview:
    """Return what an event would do to a mandate if it counted now; nothing is kept. Refused as the event itself is."""
    with opened(caller, installation, "mandates", identity, Right.KEEP, precondition) as (register, stored):
        must_be_possible(caller, register, stored, command)
        with register.dry_run():
            (done,) = apply_steps(register, [as_step(stored, command)], command.details.instrument)
            below = _below(register, stored.entry.fact.number, done.effective_at)
            seen = compare(register)
    return EventPreview(done.effective_at, seen.impact(), below)


def preview_entry(caller: Caller, installation: Installation, table: str, draft: Draft) -> EntryPreview:
    """Return what adding an entry would do if it counted now; nothing is kept. Refused as `entry_changes.create`."""
    with opened_for_entry(caller, installation, table, draft) as (register, added):
        seen, waits = _read_preview(caller, installation, register, added)
    return EntryPreview(seen.impact(), waits)


def preview_correction(
    caller: Caller,
    installation: Installation,
    table: str,
    identity: UUID,
    precondition: Precondition,
    correction: Correction,
) -> EntryPreview | None:
    """Return what correcting an entry would do, as `preview_entry`; None when it would say nothing else."""
    with opened(caller, installation, table, identity, Right.KEEP, precondition) as (register, stored):
        corrected = corrected_entry(caller, register, stored, table, correction)
        if corrected is None:
            return None
        seen, waits = _read_preview(caller, installation, register, corrected)
    return EntryPreview(seen.impact(), waits)


def preview_stop(
    caller: Caller,
    installation: Installation,
    identity: UUID,
    precondition: Precondition,
    details: EventDetails,
    until: datetime | None = None,
) -> Impact:
    """Return what stopping a person would do; nothing is kept. Refused as `person_suspension.stop`."""
    opened_now = opened(caller, installation, "employees", identity, Right.KEEP, precondition)
    with opened_now as (register, stored), register.dry_run():
        write_stop(register, stored, details, until)
        seen = compare(register)
    return seen.impact()


def _read_preview(
    caller: Caller, installation: Installation, register: RegisterWriter, change: EntryChange
) -> tuple[ComparedRegisters, Need | None]:
    waits = must_wait(caller, register, change, installation.settings.days_back)
    with register.dry_run():
        write_changes(register, [change.planned(register.version).settled])
        return compare(register), waits


def _below(register: RegisterWriter, number: str, at: datetime) -> tuple[str, ...]:
    """Return the numbers of the mandates below one, as far as they count at a moment or after it."""
    found: set[str] = set()
    level = {number}
    while level:
        facts = _children(register, level)
        lasting = {fact.number for fact in facts if not fact.is_revoked(at) and not fact.valid.is_over(at)}
        level = lasting - found
        found |= level
    return tuple(sorted(found))


def _children(register: RegisterWriter, numbers: set[str]) -> Sequence[Mandate]:
    rows = TABLES["mandates"]
    wanted = select(rows).where(
        rows.c.register_id == register.id, rows.c.known_until.is_(None), rows.c.parent.in_(numbers), rows.c.approved
    )
    return [as_fact("mandates", row) for row in register.connection.execute(wanted).mappings()]


def preview_reach(
    caller: Caller, installation: Installation, organisation: str, mandate: Mandate
) -> list[DecisionType]:
    """Return the decision types that a mandate would cover today, by its own words; InvalidInput without a register."""
    caller.must(Right.READ, organisation)
    with installation.reading() as connection:
        loader = Loader(connection, None, installation.remembered)
        directory, moment = loader.directory(organisation), loader.moment(organisation)
    return list(covered(directory, mandate, moment))
