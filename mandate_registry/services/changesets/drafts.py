"""Proposing what happens to mandates: drafts that others approve, and steps of a changeset."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import insert

from mandate_registry.errors import Conflict, FieldError
from mandate_registry.rules.facts import Mandate
from mandate_registry.rules.lifecycle.lifecycle import ChangesetState, Event
from mandate_registry.services.callers import Caller
from mandate_registry.services.register.changeset_store import Changeset, Step, StoredChangeset, find, open_in, save
from mandate_registry.services.register.entries import EntryView
from mandate_registry.services.register.register_writer import RegisterWriter, find_entry, salted
from models import events

EDITABLE = (ChangesetState.DRAFT, ChangesetState.REJECTED)


@dataclass(frozen=True, slots=True)
class EventDetails:
    """What is told of something that happens: from when it counts (None: now), why, and by which instrument."""

    effective_at: datetime | None = None
    reason: str = ""
    instrument: str | None = None


def draft_mandate(
    caller: Caller, register: RegisterWriter, identity: UUID, mandate: Mandate, changeset: UUID | None
) -> None:
    """Draft a mandate, in a changeset of its own or in this one."""
    register.put("mandates", identity, replace(mandate, approved=False))
    details = EventDetails(instrument=mandate.instrument)
    propose(caller, register, f"Mandate {mandate.number}", Step(Event.GRANT, identity), details, changeset)


def edit_mandate(caller: Caller, register: RegisterWriter, stored: EntryView, mandate: Mandate) -> None:
    """Change a draft; Conflict when the mandate is none. Who edits it has a hand in it."""
    kept = draft_on(register, stored)
    register.close("mandates", [stored.entry])
    register.put("mandates", stored.entry.id, mandate)
    save(register, replace(kept.changeset, proposers=with_hand(kept.changeset, caller)), kept)
    describe(register, [stored.entry.id], Event.EDIT, kept.changeset.id)


def draft_on(register: RegisterWriter, stored: EntryView) -> StoredChangeset:
    """Return the changeset in which a mandate is drafted; Conflict when it is no draft, or not to be edited now."""
    kept = open_in(register.connection, [register.id]).get(stored.entry.id)
    if kept is None or stored.entry.fact.approved:
        raise Conflict("This mandate has been approved: it is amended, suspended or revoked, not edited.")
    must_be_editable(kept)
    return kept


def propose(
    caller: Caller, register: RegisterWriter, title: str, step: Step, details: EventDetails, changeset: UUID | None
) -> None:
    """Propose a step: in a changeset that is being drafted, or in one of its own.

    A grant waits as a draft; what is proposed for a mandate that is there goes to whoever approves at once. Conflict
    when a changeset is open on the mandate already.
    """
    must_be_free(register, step.mandate, changeset)
    if changeset is not None:
        _add_to(caller, register, step, changeset)
        return
    state = ChangesetState.DRAFT if step.event is Event.GRANT else ChangesetState.SUBMITTED
    made = Changeset(
        uuid4(), title, details.instrument, details.reason, (step,), state=state, proposers=(caller.actor,)
    )
    save(register, made)
    describe(register, made.mandates, _proposed(step), made.id, details)


def must_be_free(register: RegisterWriter, mandate: UUID, changeset: UUID | None) -> None:
    """Raise Conflict if a changeset other than `changeset` (None: any at all) is open on a mandate."""
    other = open_in(register.connection, [register.id]).get(mandate)
    if other and other.changeset.id != changeset:
        raise Conflict("A changeset is open on this mandate already: decide on that one first.")


def four_eyes(register: RegisterWriter) -> bool:
    """Return whether the organisation asks that somebody else approves."""
    home = find_entry(register, "organisations", register.oin)
    return home is None or home.fact.four_eyes


def _add_to(caller: Caller, register: RegisterWriter, step: Step, identity: UUID) -> None:
    kept = draft_of(register, identity)
    changeset = replace(
        kept.changeset, steps=(*kept.changeset.steps, step), proposers=with_hand(kept.changeset, caller)
    )
    save(register, changeset, kept)
    describe(register, [step.mandate], _proposed(step), identity, EventDetails(step.effective_at))


def draft_of(register: RegisterWriter, identity: UUID) -> StoredChangeset:
    """Return a changeset that is being drafted; Conflict when the register has none of this id."""
    kept = find(register.connection, identity)
    if kept is None or kept.register_id != register.id:
        detail = "is no changeset of this register"
        raise Conflict("There is no such changeset in this register.", FieldError("changeset", "unknown", detail))
    must_be_editable(kept)
    return kept


def _proposed(step: Step) -> Event:
    return Event.DRAFT if step.event is Event.GRANT else Event.PROPOSAL


def must_be_editable(kept: StoredChangeset) -> None:
    """Refuse to edit what waits for approval or has been decided: what is approved must be what was read."""
    if kept.changeset.state not in EDITABLE:
        raise Conflict(f"This changeset is {kept.changeset.state}: it is edited only as a draft, or when rejected.")


def with_hand(changeset: Changeset, caller: Caller) -> tuple[str, ...]:
    """Return everyone who had a hand in a changeset, with this caller."""
    return tuple(dict.fromkeys((*changeset.proposers, caller.actor)))


_PLAIN = EventDetails()


def describe(
    register: RegisterWriter,
    mandates: Iterable[UUID],
    event: Event,
    changeset: UUID | None,
    details: EventDetails = _PLAIN,
) -> None:
    """Save an event of these mandates."""
    effective_at = details.effective_at or register.moment
    common: dict[str, Any] = {
        "register_id": register.id,
        "version": register.reach(register.version + 1),
        "event": event.value,
        "effective_at": effective_at,
        "retroactive": effective_at < register.clock,
        "reason": details.reason,
        "instrument": details.instrument,
        "changeset_id": changeset,
    }
    rows = [common | {"mandate_id": mandate} for mandate in mandates]
    if rows:
        register.connection.execute(insert(events), salted(events.name, rows))
