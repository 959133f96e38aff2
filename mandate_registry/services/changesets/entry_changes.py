"""Adding to the register entry by entry, and correcting what it says."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select

from mandate_registry.errors import Conflict, FieldError, InvalidInput
from mandate_registry.rules.lifecycle.approval import forbidden
from mandate_registry.rules.moments import beginning_of, end_of
from mandate_registry.rules.periods import Period
from mandate_registry.services.callers import Caller
from mandate_registry.services.changesets.drafts import draft_mandate, draft_of, draft_on, edit_mandate
from mandate_registry.services.changesets.early_refusals import Precondition, opened_as_seen, opened_for
from mandate_registry.services.changesets.entry_proposals import (
    EntryChange,
    WaitingChange,
    drafted,
    must_wait,
    propose_entry,
)
from mandate_registry.services.changesets.validation import validate
from mandate_registry.services.installation import Installation
from mandate_registry.services.permissions import Right
from mandate_registry.services.register.entries import EntryView, read
from mandate_registry.services.register.register_writer import RegisterWriter, open_register, read_register
from models import TABLES


@dataclass(frozen=True, slots=True)
class Draft:
    """A fact to be added, its dates still dates: they begin at 00:00 in the organisation's time zone.

    `dates` has the first and the last day of the valid period (`valid_from`, `valid_until`, the last day included) and
    the days of the consents of Awb 10:4 (`holder_consent`, `superior_consent`), as far as they are stated.
    """

    organisation: str
    fact: Any
    dates: Mapping[str, date | None] = field(default_factory=dict)
    changeset: UUID | None = None


@dataclass(frozen=True, slots=True)
class Correction:
    """What the register is to say of an entry from now on: `values` by the fact's field, and dates as in a draft.

    With `changeset` it waits in that draft.
    """

    values: Mapping[str, Any]
    dates: Mapping[str, date | None] = field(default_factory=dict)
    changeset: UUID | None = None


def create(caller: Caller, installation: Installation, table: str, draft: Draft) -> EntryView | WaitingChange:
    """Add a fact to a register, known from now on; a mandate is added as a draft, which somebody else approves.

    What else gives power waits in a changeset (`rules.lifecycle.approval`). InvalidInput names every field that refers
    to nothing (an organisation without a register too), runs in a circle, ends before it begins or oversteps the law;
    Conflict when the register has this entry already.
    """
    if table == "organisations":
        return _create_organisation(caller, installation, draft)
    with opened_for_entry(caller, installation, table, draft) as (register, added):
        if table == "mandates":
            draft_mandate(caller, register, added.identity, added.after, draft.changeset)
        elif waiting := _proposed(caller, installation, register, added, draft.changeset):
            return waiting
        else:
            register.put(table, added.identity, added.after)
        register.record(caller, f"add to {table}")
        return read(caller, register.connection, table, added.identity)


@contextmanager
def opened_for_entry(
    caller: Caller, installation: Installation, table: str, draft: Draft
) -> Iterator[tuple[RegisterWriter, EntryChange]]:
    """Lock the register that a draft is for, and yield what the draft adds to it; refused as by `create`, before."""

    def judge(register: RegisterWriter) -> None:
        _new_entry(register, table, draft)

    with opened_for(caller, installation, Right.KEEP, lambda _: draft.organisation, judge) as register:
        yield register, _new_entry(register, table, draft)


def _new_entry(register: RegisterWriter, table: str, draft: Draft) -> EntryChange:
    zone = time_zone(register.connection, draft.organisation)
    fact = replace(draft.fact, **as_instants(draft.dates, draft.fact.valid, zone))
    validate(register, table, [fact])
    if draft.changeset is not None:
        draft_of(register, draft.changeset)
    return EntryChange(table, uuid4(), None, fact)


def _create_organisation(caller: Caller, installation: Installation, draft: Draft) -> EntryView:
    """Found a new organisation, with an empty register."""
    caller.must_administer()
    with installation.reading_first() as connection:
        _must_be_new(read_register(connection, draft.organisation))
    with installation.writing() as connection:
        register = open_register(connection, draft.organisation)
        _must_be_new(register)
        identity = uuid4()
        register.put("organisations", identity, draft.fact)
        register.record(caller, "found")
        return read(caller, connection, "organisations", identity)


def _must_be_new(register: RegisterWriter) -> None:
    if not register.is_new:
        raise Conflict("This organisation has a register already.", FieldError("oin", "duplicate", "exists"))


def change(
    caller: Caller,
    installation: Installation,
    table: str,
    identity: UUID,
    precondition: Precondition,
    correction: Correction,
) -> EntryView | WaitingChange:
    """Change an entry of the register from now on; a mandate only while it is a draft.

    What gives power waits in a changeset (`rules.lifecycle.approval`). NotFound when there is no such entry; Stale when
    it is not in the state that the caller saw; InvalidInput and Conflict as when it is added. What changes nothing is
    not recorded.
    """

    def judge(register: RegisterWriter, stored: EntryView) -> None:
        if corrected_entry(caller, register, stored, table, correction) and table == "mandates":
            draft_on(register, stored)

    with opened(caller, installation, table, identity, Right.KEEP, precondition, judge=judge) as (register, stored):
        corrected = corrected_entry(caller, register, stored, table, correction)
        if corrected is None:
            return stored
        if table == "mandates":
            edit_mandate(caller, register, stored, corrected.after)
        elif waiting := _proposed(caller, installation, register, corrected, correction.changeset):
            return waiting
        else:
            register.close(table, [stored.entry])
            register.put(table, identity, corrected.after)
        register.record(caller, f"correct {table}")
        return read(caller, register.connection, table, identity)


def corrected_entry(
    caller: Caller, register: RegisterWriter, stored: EntryView, table: str, correction: Correction
) -> EntryChange | None:
    """Return what a correction changes of an entry, None when it changes nothing; refused as by `change`."""
    caller.must(Right.KEEP, register.oin)
    identity, before = stored.entry.id, stored.entry.fact
    begun = drafted(register, correction.changeset, table, identity) if correction.changeset else None
    fact = _corrected(caller, stored, correction, begun or before)
    if fact == (begun or before):
        return None
    if refused := forbidden(table, before, fact):
        raise InvalidInput(FieldError(refused.field, "not_by_correction", refused.why))
    validate(register, table, [fact], identity)
    return EntryChange(table, identity, stored.entry, fact)


def _proposed(
    caller: Caller, installation: Installation, register: RegisterWriter, change: EntryChange, changeset: UUID | None
) -> WaitingChange | None:
    """Propose a change that gives power, or is to be part of a draft; None when it counts at once."""
    found = must_wait(caller, register, change, installation.settings.days_back)
    if found is None and changeset is None:
        return None
    proposed = propose_entry(caller, register, change, changeset, found.why if found else "")
    register.record(caller, f"propose a change of {change.table}")
    return WaitingChange(change.identity, proposed, found)


def opened(  # noqa: PLR0913 - what is changed, by whom, and how it is judged
    caller: Caller,
    installation: Installation,
    table: str,
    identity: UUID,
    right: Right,
    precondition: Precondition,
    *,
    judge: Callable[[RegisterWriter, EntryView], object] = lambda _register, _stored: None,
) -> AbstractContextManager[tuple[RegisterWriter, EntryView]]:
    """Lock the register of an entry to change it there, and yield both; refused as by `opened_as_seen`."""

    def present(connection: Connection) -> EntryView:
        return read(caller, connection, table, identity)

    return opened_as_seen(caller, installation, right, precondition, present, judge)


def _corrected(caller: Caller, stored: EntryView, correction: Correction, fact: Any) -> Any:
    """Return a fact as it is to be: as the register says it, or as a draft does already."""
    if "four_eyes" in correction.values and correction.values["four_eyes"] != fact.four_eyes:
        caller.must_administer()
    return replace(fact, **correction.values, **as_instants(correction.dates, fact.valid, stored.time_zone))


def time_zone(connection: Connection, oin: str) -> str:
    """Return the time zone of an organisation; InvalidInput when it has no register here."""
    rows = TABLES["organisations"]
    found = connection.scalar(select(rows.c.time_zone).where(rows.c.oin == oin, rows.c.known_until.is_(None)))
    if found is None:
        raise InvalidInput(FieldError("organisation", "unknown_code", f"{oin} has no register here"))
    return str(found)


def as_instants(dates: Mapping[str, date | None], valid: Period, zone: str) -> dict[str, Any]:
    """Return the fields that dates stand for: the valid period, as far as it is not stated as it was, and consents."""
    where = ZoneInfo(zone)
    instants: dict[str, Any] = {
        name: day and (end_of(day, where) if name == "valid_until" else beginning_of(day, where))
        for name, day in dates.items()
    }
    since, until = instants.pop("valid_from", valid.since), instants.pop("valid_until", valid.until)
    return instants | {"valid": Period(since, until)}
