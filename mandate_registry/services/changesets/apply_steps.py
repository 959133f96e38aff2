"""Carrying out the steps of a changeset: what it says becomes what the register says, all of it or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select

from mandate_registry.errors import Conflict
from mandate_registry.rules.facts import Mandate
from mandate_registry.rules.lifecycle import lifecycle
from mandate_registry.rules.lifecycle.lifecycle import Event, EventRefusal
from mandate_registry.rules.moments import beginning_of
from mandate_registry.services.changesets.validation import as_invalid, validate
from mandate_registry.services.register.changeset_store import Step
from mandate_registry.services.register.register_writer import EntryRow, RegisterWriter, as_entry, find_entry
from models import TABLES

TAKES_AWAY = (Event.SUSPENSION, Event.REVOCATION)
"""What counts from the earlier moment where the clocks of hosts differ: nothing that is acknowledged counts later."""
VETTED = (Event.GRANT, Event.AMENDMENT)
"""What is held to the law again when it is carried out: the register may have changed since it was proposed."""


@dataclass(frozen=True, slots=True)
class AppliedStep:
    """A step that was carried out, with the moment from which it counts."""

    step: Step
    effective_at: datetime


def apply_steps(register: RegisterWriter, steps: Sequence[Step], instrument: str | None) -> list[AppliedStep]:
    """Carry out steps, in order. InvalidInput and Conflict say why the register as it is now does not allow it."""
    done = _dated(register, steps, instrument)
    for identity in dict.fromkeys(step.mandate for step in steps):
        _write(register, identity, [one for one in done if one.step.mandate == identity])
    for identity in dict.fromkeys(step.mandate for step in steps if step.event in VETTED):
        validate(register, "mandates", [entry.fact for entry in stretches_of(register, identity)], identity)
    return done


def _now(register: RegisterWriter, step: Step) -> datetime:
    return register.clock if step.event in TAKES_AWAY else register.moment


def refuse_impossible(register: RegisterWriter, steps: Sequence[Step], instrument: str | None) -> None:
    """Raise what says that the state of a mandate allows no such step, as `apply_steps` does; nothing is written."""
    done = _dated(register, steps, instrument)
    for identity in dict.fromkeys(step.mandate for step in steps):
        _after(stretches_of(register, identity), [one for one in done if one.step.mandate == identity])


def _dated(register: RegisterWriter, steps: Sequence[Step], instrument: str | None) -> list[AppliedStep]:
    dated = _date_of(register, instrument)
    stated = (step.effective_at or _beginning(register, step) or dated for step in steps)
    return [AppliedStep(step, at or _now(register, step)) for step, at in zip(steps, stated, strict=True)]


def _beginning(register: RegisterWriter, step: Step) -> datetime | None:
    """Return the moment from which a grant counts: that from which the mandate is valid."""
    granted = stretches_of(register, step.mandate) if step.event is Event.GRANT else []
    return granted[0].fact.valid.since if granted else None


def _write(register: RegisterWriter, identity: UUID, done: Iterable[AppliedStep]) -> None:
    before = stretches_of(register, identity)
    after = _after(before, done)
    facts = [entry.fact for entry in before]
    register.close("mandates", [entry for entry in before if entry.fact not in after])
    for fact in after:
        if fact not in facts:
            register.put("mandates", identity, fact)


def _after(before: Sequence[EntryRow], done: Iterable[AppliedStep]) -> tuple[Mandate, ...]:
    """Return what the register says of a mandate after these steps."""
    if not before:
        raise Conflict("A mandate of this changeset stands in the register no longer.")
    after: tuple[Mandate, ...] = tuple(entry.fact for entry in before)
    for one in done:
        after = _apply_event(after, one)
    return after


def _apply_event(stretches: tuple[Mandate, ...], done: AppliedStep) -> tuple[Mandate, ...]:
    """Apply one step to a mandate and return its versions."""
    at, step = done.effective_at, done.step
    if step.event is not Event.GRANT and step.event is not Event.CONSENT and not stretches[0].approved:
        raise Conflict("This mandate is a draft: it is edited, not amended, suspended or revoked.")
    try:
        match step.event:
            case Event.GRANT:
                return lifecycle.approve(stretches)
            case Event.AMENDMENT:
                return lifecycle.amend(stretches, at, step.values)
            case Event.SUSPENSION:
                return lifecycle.suspend(stretches, at, step.until)
            case Event.RESUMPTION:
                return lifecycle.resume(stretches, at)
            case Event.REVOCATION:
                return lifecycle.revoke(stretches, at)
            case _:
                return lifecycle.consent(stretches, step.giver, at)
    except EventRefusal as refusal:
        raise as_invalid(refusal) from refusal


def stretches_of(register: RegisterWriter, identity: UUID) -> list[EntryRow]:
    """Return the stretches of a mandate as the register says them now, in order of time."""
    rows = TABLES["mandates"]
    wanted = select(rows).where(rows.c.register_id == register.id, rows.c.id == identity, rows.c.known_until.is_(None))
    found = [as_entry("mandates", row) for row in register.connection.execute(wanted).mappings()]
    return sorted(found, key=lambda entry: entry.fact.valid.beginning)


def _date_of(register: RegisterWriter, reference: str | None) -> datetime | None:
    """Return the moment from which an instrument works: retroactively where it says so, else from its own date."""
    if reference is None:
        return None
    entry = find_entry(register, "instruments", reference)
    day = entry and entry.fact.works_from
    home = find_entry(register, "organisations", register.oin)
    return beginning_of(day, ZoneInfo(home.fact.time_zone)) if day and home else None
