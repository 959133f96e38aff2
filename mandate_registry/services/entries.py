"""Reading the register entry by entry, and adding to it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import Text, cast, select

from mandate_registry.errors import Conflict, FieldError, Forbidden, InvalidInput, NotFound
from mandate_registry.rules.granting import oversteps
from mandate_registry.rules.integrity import DATED_KEYS, KEYS, is_backward, key_of, references, unknown_code
from mandate_registry.rules.moments import beginning_of, end_of
from mandate_registry.rules.periods import Period
from mandate_registry.services.callers import Role
from mandate_registry.services.loading import decision_types_of, mandates_with_parents
from mandate_registry.services.recording import Entry, as_entry, open_register
from models import TABLES, mandate_seats, registers

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from uuid import UUID

    from sqlalchemy import Connection

    from mandate_registry.rules.facts import Fact, Mandate
    from mandate_registry.rules.integrity import Flaw
    from mandate_registry.services.callers import Caller
    from mandate_registry.services.installation import Installation
    from mandate_registry.services.recording import OpenRegister


@dataclass(frozen=True, slots=True)
class Stored:
    """An entry with the organisation (OIN) whose register holds it, and that organisation's time zone."""

    organisation: str
    time_zone: str
    entry: Entry


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list; `next_after` is where the next one begins, None at the end."""

    items: list[Stored]
    next_after: int | None


@dataclass(frozen=True, slots=True)
class Draft:
    """A fact to be added, its dates still dates: they begin at 00:00 in the organisation's time zone.

    `first_day` and `last_day` bound the valid period, the last day included. `consents` gives the dates of the
    consents of Awb 10:4 by the fact's field.
    """

    organisation: str
    fact: Any
    first_day: date | None = None
    last_day: date | None = None
    consents: Mapping[str, date] | None = None


def create(caller: Caller, installation: Installation, table: str, draft: Draft) -> Stored:
    """Add a fact to a register, known from now on.

    InvalidInput names every field that refers to nothing (an organisation without a register too), runs in a circle,
    ends before it begins or oversteps the law; Conflict when the register has this entry already.
    """
    if table == "organisations":
        return _found(caller, installation, draft)
    caller.must_keep(draft.organisation)
    with installation.writing() as connection:
        zone = time_zone(connection, draft.organisation)
        register = open_register(connection, draft.organisation)
        fact = replace(_dated(draft, ZoneInfo(zone)), recorded=Period(register.recorded_at))
        _refuse_flaws(_flaws(register, table, fact, draft.organisation))
        _refuse_duplicate(register, table, fact)
        return _add(register, table, fact, draft.organisation, zone)


def _found(caller: Caller, installation: Installation, draft: Draft) -> Stored:
    """Found a new organisation, with an empty register."""
    if caller.role is not Role.ADMINISTRATOR:
        raise Forbidden("Only an administrator adds an organisation.")
    with installation.writing() as connection:
        register = open_register(connection, draft.organisation)
        if not register.is_new:
            raise Conflict("This organisation has a register already.", FieldError("oin", "duplicate", "exists"))
        fact = replace(draft.fact, recorded=Period(register.recorded_at))
        return _add(register, "organisations", fact, draft.organisation, fact.time_zone)


def _add(register: OpenRegister, table: str, fact: Fact, organisation: str, zone: str) -> Stored:
    identity = uuid4()
    for _ in register.add(table, [(identity, fact)]):
        pass
    rows = TABLES[table]
    row = register.connection.execute(select(rows).where(rows.c.id == identity)).mappings().one()
    return Stored(organisation, zone, as_entry(table, row))


def time_zone(connection: Connection, oin: str) -> str:
    """Give the time zone of an organisation; InvalidInput when it has no register here."""
    rows = TABLES["organisations"]
    found = connection.scalar(select(rows.c.time_zone).where(rows.c.oin == oin, rows.c.recorded_until.is_(None)))
    if found is None:
        raise InvalidInput(FieldError("organisation", "unknown_code", f"{oin} has no register here"))
    return str(found)


def _dated(draft: Draft, zone: ZoneInfo) -> Any:
    """Give the fact with the instants that its dates stand for."""
    since = beginning_of(draft.first_day, zone) if draft.first_day else None
    until = end_of(draft.last_day, zone) if draft.last_day else None
    consents = {field: beginning_of(day, zone) for field, day in (draft.consents or {}).items()}
    return replace(draft.fact, valid=Period(since, until), **consents)


def _flaws(register: OpenRegister, table: str, fact: Any, organisation: str) -> list[Flaw | FieldError]:
    """Find everything that is wrong with a new fact, given the register as it is."""
    found: list[Flaw | FieldError] = [*_unknown(register, table, fact)]
    if is_backward(fact):
        found.append(FieldError("valid_until", "last_day_before_first", "the last day is before the first"))
    if table == "mandates" and not found:
        found += _oversteps(register, fact, organisation)
    return found


def _unknown(register: OpenRegister, table: str, fact: Fact) -> list[FieldError]:
    """Find every code that the register does not know; a fact that refers to itself is a circle."""
    found = []
    for field, target, code in references(table, fact):
        if target == table and code == key_of(table, fact)[0]:
            found.append(FieldError(field, "circle", f"{code!r} is above or part of itself"))
        elif not _is_known(register, target, code):
            found.append(FieldError(field, "unknown_code", unknown_code(target, code)))
    return found


def _is_known(register: OpenRegister, target: str, code: str) -> bool:
    rows = TABLES["positions" if target == "categories" else target]
    column = rows.c.category if target == "categories" else rows.c[KEYS[target][0]]
    wanted = select(rows.c.row).where(
        rows.c.register_id == register.id, column == code, rows.c.recorded_until.is_(None)
    )
    return register.connection.execute(wanted.limit(1)).first() is not None


def _oversteps(register: OpenRegister, mandate: Mandate, organisation: str) -> list[Flaw]:
    numbers = [mandate.parent] if mandate.parent else []
    known = mandates_with_parents(register.connection, register.id, numbers, register.recorded_at)
    at = mandate.valid.since or register.recorded_at
    parents, _ = known.chain(mandate, at)
    types = decision_types_of(register.connection, organisation, register.recorded_at)
    return oversteps(mandate, parents, types, at)


def _refuse_flaws(found: list[Flaw | FieldError]) -> None:
    if found:
        raise InvalidInput(*(FieldError(flaw.field, flaw.code, flaw.detail) for flaw in found))


def _refuse_duplicate(register: OpenRegister, table: str, fact: Fact) -> None:
    rows, names, key = TABLES[table], KEYS[table], key_of(table, fact)
    wanted = select(rows.c.valid_from).where(
        rows.c.register_id == register.id,
        rows.c.recorded_until.is_(None),
        *(rows.c[name] == value for name, value in zip(names, key, strict=True)),
    )
    found = register.connection.scalars(wanted).all()
    if found and (table not in DATED_KEYS or fact.valid.since in found):
        detail = f"{' / '.join(key)} stands in the register already"
        raise Conflict(f"The register has this entry already: {detail}.", FieldError(names[0], "duplicate", detail))


def get(caller: Caller, installation: Installation, table: str, identity: UUID) -> Stored:
    """Give an entry as the register has it now; NotFound when it is none of the caller's."""
    with installation.reading() as connection:
        rows = TABLES[table]
        found = connection.execute(_visible(caller, table).where(rows.c.id == identity)).mappings().first()
    if found is None:
        raise NotFound("There is no such entry.")
    return _stored(table, found)


def list_entries(
    caller: Caller, installation: Installation, table: str, filters: Mapping[str, str], limit: int, after: int = 0
) -> Page:
    """Give a page of what the register says now.

    `filters` gives values by column, and an OIN by `organisation`; of mandates also a `decision_type` that they list
    and a `holder`, a name in one of their seats. `after` is a `next_after` given before.
    """
    rows = TABLES[table]
    conditions = (_condition(table, name, value) for name, value in filters.items())
    wanted = _visible(caller, table).where(rows.c.row > after, *conditions)
    with installation.reading() as connection:
        found = connection.execute(wanted.order_by(rows.c.row).limit(limit + 1)).mappings().all()
    items = [_stored(table, row) for row in found[:limit]]
    return Page(items, items[-1].entry.row if len(found) > limit else None)


def _condition(table: str, name: str, value: str) -> Any:
    """Give the condition of a filter; codes are kept as a JSON list, in which no other text looks like one."""
    rows = TABLES[table]
    if name == "organisation":
        return registers.c.oin == value
    if name == "decision_type":
        return cast(rows.c.decision_types, Text).contains(f'"{value}"', autoescape=True)
    if name == "holder":
        named = select(mandate_seats.c.number).where(
            mandate_seats.c.register_id == rows.c.register_id, mandate_seats.c.name == value
        )
        return rows.c.number.in_(named)
    return rows.c[name] == value


def _visible(caller: Caller, table: str) -> Any:
    """Select the current rows of the registers that the caller keeps."""
    if caller.role is Role.PARTNER:
        raise Forbidden("A partner asks checks; it does not read the register.")
    rows, homes = TABLES[table], TABLES["organisations"].alias("homes")
    wanted = (
        select(rows, registers.c.oin.label("home"), homes.c.time_zone.label("zone"))
        .join(registers, registers.c.id == rows.c.register_id)
        .join(homes, (homes.c.register_id == registers.c.id) & homes.c.recorded_until.is_(None))
        .where(rows.c.recorded_until.is_(None))
    )
    return wanted if caller.role is Role.ADMINISTRATOR else wanted.where(registers.c.oin == caller.organisation)


def _stored(table: str, row: Any) -> Stored:
    return Stored(row["home"], row["zone"], as_entry(table, row))
