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
from mandate_registry.rules.lifecycle import Event, State
from mandate_registry.services.callers import Caller
from mandate_registry.services.registers.changesets import Changeset, Kept, Step, find, keep, open_in
from mandate_registry.services.registers.entries import Stored
from mandate_registry.services.registers.recording import OpenRegister, find_entry, salted
from models import events

EDITABLE = (State.DRAFT, State.REJECTED)


@dataclass(frozen=True, slots=True)
class Account:
    """What is told of something that happens: from when it counts (None: now), why, and by which instrument."""

    effective_at: datetime | None = None
    reason: str = ""
    instrument: str | None = None


def draft_mandate(
    caller: Caller, register: OpenRegister, identity: UUID, mandate: Mandate, changeset: UUID | None
) -> None:
    """Draft a mandate, in a changeset of its own or in this one."""
    register.put("mandates", identity, replace(mandate, approved=False))
    account = Account(instrument=mandate.instrument)
    propose(caller, register, f"Mandate {mandate.number}", Step(Event.GRANT, identity), account, changeset)


def edit_mandate(caller: Caller, register: OpenRegister, stored: Stored, mandate: Mandate) -> None:
    """Change a draft; Conflict when the mandate is none. Who edits it has a hand in it."""
    kept = draft_on(register, stored)
    register.close("mandates", [stored.entry])
    register.put("mandates", stored.entry.id, mandate)
    keep(register, replace(kept.changeset, proposers=with_hand(kept.changeset, caller)), kept)
    tell(register, [stored.entry.id], Event.EDIT, kept.changeset.id)


def draft_on(register: OpenRegister, stored: Stored) -> Kept:
    """Return the changeset in which a mandate is drafted; Conflict when it is no draft, or not to be edited now."""
    kept = open_in(register.connection, [register.id]).get(stored.entry.id)
    if kept is None or stored.entry.fact.approved:
        raise Conflict("This mandate has been approved: it is amended, suspended or revoked, not edited.")
    must_be_editable(kept)
    return kept


def propose(
    caller: Caller, register: OpenRegister, title: str, step: Step, account: Account, changeset: UUID | None
) -> None:
    """Propose a step: in a changeset that is being drafted, or in one of its own.

    A grant waits as a draft; what is proposed for a mandate that is there goes to whoever approves at once. Conflict
    when a changeset is open on the mandate already.
    """
    must_be_free(register, step.mandate, changeset)
    if changeset is not None:
        _add_to(caller, register, step, changeset)
        return
    state = State.DRAFT if step.event is Event.GRANT else State.SUBMITTED
    made = Changeset(
        uuid4(), title, account.instrument, account.reason, (step,), state=state, proposers=(caller.actor,)
    )
    keep(register, made)
    tell(register, made.mandates, _proposed(step), made.id, account)


def must_be_free(register: OpenRegister, mandate: UUID, changeset: UUID | None) -> None:
    """Refuse what is proposed for a mandate on which another changeset is open than this one; Conflict."""
    other = open_in(register.connection, [register.id]).get(mandate)
    if other and other.changeset.id != changeset:
        raise Conflict("A changeset is open on this mandate already: decide on that one first.")


def four_eyes(register: OpenRegister) -> bool:
    """Tell whether the organisation asks that somebody else approves."""
    home = find_entry(register, "organisations", register.oin)
    return home is None or home.fact.four_eyes


def _add_to(caller: Caller, register: OpenRegister, step: Step, identity: UUID) -> None:
    kept = draft_of(register, identity)
    changeset = replace(
        kept.changeset, steps=(*kept.changeset.steps, step), proposers=with_hand(kept.changeset, caller)
    )
    keep(register, changeset, kept)
    tell(register, [step.mandate], _proposed(step), identity, Account(step.effective_at))


def draft_of(register: OpenRegister, identity: UUID) -> Kept:
    """Return a changeset that is being drafted; Conflict when the register has none of this id."""
    kept = find(register.connection, identity)
    if kept is None or kept.register_id != register.id:
        detail = "is no changeset of this register"
        raise Conflict("There is no such changeset in this register.", FieldError("changeset", "unknown", detail))
    must_be_editable(kept)
    return kept


def _proposed(step: Step) -> Event:
    return Event.DRAFT if step.event is Event.GRANT else Event.PROPOSAL


def must_be_editable(kept: Kept) -> None:
    """Refuse to edit what waits for approval or has been decided: what is approved must be what was read."""
    if kept.changeset.state not in EDITABLE:
        raise Conflict(f"This changeset is {kept.changeset.state}: it is edited only as a draft, or when rejected.")


def with_hand(changeset: Changeset, caller: Caller) -> tuple[str, ...]:
    """Give everyone who had a hand in a changeset, with this caller."""
    return tuple(dict.fromkeys((*changeset.proposers, caller.actor)))


_PLAIN = Account()


def tell(
    register: OpenRegister, mandates: Iterable[UUID], event: Event, changeset: UUID | None, account: Account = _PLAIN
) -> None:
    """Keep that something happened to these mandates."""
    effective_at = account.effective_at or register.moment
    common: dict[str, Any] = {
        "register_id": register.id,
        "version": register.reach(register.version + 1),
        "event": event.value,
        "effective_at": effective_at,
        "retroactive": effective_at < register.clock,
        "reason": account.reason,
        "instrument": account.instrument,
        "changeset_id": changeset,
    }
    rows = [common | {"mandate_id": mandate} for mandate in mandates]
    if rows:
        register.connection.execute(insert(events), salted(events.name, rows))
