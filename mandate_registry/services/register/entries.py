"""Reading the register entry by entry, as it was valid and known at any moment."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, Text, and_, bindparam, cast, exists, or_, select

from mandate_registry.errors import NotFound
from mandate_registry.rules.lifecycle.lifecycle import Status
from mandate_registry.rules.lookup import same_name
from mandate_registry.services.callers import Caller
from mandate_registry.services.installation import Installation
from mandate_registry.services.pagination import Page, Slice, page_of
from mandate_registry.services.register.mandate_status import MandateStatus, could_have, mandate_statuses
from mandate_registry.services.register.points_in_time import NOW, PointInTime, begun, now_by_register
from mandate_registry.services.register.register_writer import EntryRow, as_entry
from mandate_registry.services.register.version_state import entry_of, name_of
from models import TABLES, changes, mandate_seats, registers

CHUNK_SIZE = 200
"""How many mandates are read at once to find those of a status."""

WORDS = {
    "bodies": ("code", "name"),
    "units": ("code", "name"),
    "positions": ("code", "title"),
    "decision_types": ("code", "title_nl", "title_en"),
    "employees": ("number",),
    "instruments": ("reference", "title"),
    "mandates": ("number", "legal_basis"),
    "agreements": ("number", "partner", "basis"),
}
"""By table, the columns in which words are searched; the names of employees are compared as a check does."""

# Made once: SQLAlchemy makes every column of an alias anew.
_HOMES = TABLES["organisations"].alias("homes")
_OTHERS = {name: table.alias("other") for name, table in TABLES.items()}


@dataclass(frozen=True, slots=True)
class EntryView:
    """An entry with the organisation (OIN) whose register holds it, and that organisation's time zone.

    `standing` says of a mandate what became of it; `tag` changes whenever the entry does.
    """

    organisation: str
    time_zone: str
    entry: EntryRow
    recorded_at: datetime | None
    tag: str
    standing: MandateStatus | None = None


def get(caller: Caller, installation: Installation, table: str, identity: UUID, when: PointInTime = NOW) -> EntryView:
    """Return an entry; NotFound when it is none of the caller's, or was not there then."""
    with installation.reading() as connection:
        when.must_be_past(caller, connection)
        return read(caller, connection, table, identity, when)


def read(caller: Caller, connection: Connection, table: str, identity: UUID, when: PointInTime = NOW) -> EntryView:
    """Return an entry, as `get` does, within a transaction."""
    wanted = _visible(caller, table, when).where(TABLES[table].c.id == identity)
    found = connection.execute(wanted).mappings().all()
    if not found:
        raise NotFound("There is no such entry.")
    return entry_views(connection, table, found[:1], when)[0]


def list_entries(
    caller: Caller, installation: Installation, table: str, wanted: Slice, when: PointInTime = NOW
) -> Page[EntryView]:
    """Return a page of what the register says, each entry once.

    It is filtered by values of columns, by `words` in what people call it (WORDS), and by `ends_by`, a moment at which
    it has ended; mandates also by a `decision_type` that they list, a `holder`, a name in one of their seats, and a
    `status`. A tuple stands for any of its values.
    """
    with installation.reading() as connection:
        when.must_be_past(caller, connection)
        return list_within(caller, connection, table, wanted, when)


def list_within(
    caller: Caller, connection: Connection, table: str, wanted: Slice, when: PointInTime = NOW
) -> Page[EntryView]:
    """Return a page, as `list_entries` does, within a transaction."""
    query = _visible(caller, table, when)
    for name, value in wanted.filters.items():
        if table == "employees" and name in ("name", "words"):
            query = query.where(_is_called(connection, query, name, value))
        else:
            query = query.where(could_have(value, when) if name == "status" else condition(table, name, value))

    def page(part: Slice) -> Page[EntryView]:
        return page_of(connection, query, TABLES[table], part, lambda rows: entry_views(connection, table, rows, when))

    status = wanted.filters.get("status")
    return _standing(page, wanted, status) if status else page(wanted)


def _standing(page: Callable[[Slice], Page[EntryView]], wanted: Slice, status: Status) -> Page[EntryView]:
    """Return a page of the mandates of a status: it follows from the facts, so they are read until the page is full."""
    found: list[EntryView] = []
    part = replace(wanted, limit=CHUNK_SIZE)
    while len(found) <= wanted.limit:
        read_now = page(part)
        found += [one for one in read_now.items if one.standing and one.standing.status is status]
        if read_now.next_after is None:
            break
        part = replace(part, after=read_now.next_after)
    shown = found[: wanted.limit]
    return Page(shown, shown[-1].entry.row if len(found) > wanted.limit else None)


def condition(table: str, name: str, value: Any) -> Any:
    """Return the condition of a filter; codes are kept as a JSON list, in which no other text looks like one."""
    rows = TABLES[table]
    values = value if isinstance(value, tuple) else (value,)
    if name == "organisation":
        return registers.c.oin == value
    if name == "words":
        return or_(*(rows.c[column].icontains(value, autoescape=True) for column in WORDS[table]))
    if name == "ends_by":
        return rows.c.valid_until <= value
    if name == "decision_type":
        listed = cast(rows.c.decision_types, Text)
        return or_(*(listed.contains(f'"{one}"', autoescape=True) for one in values))
    if name == "holder":
        named = select(mandate_seats.c.number).where(
            mandate_seats.c.register_id == rows.c.register_id, mandate_seats.c.name.in_(values)
        )
        return rows.c.number.in_(named)
    return rows.c[name].in_(values)


def _is_called(connection: Connection, query: Select[Any], name: str, sought: str) -> Any:
    """Return the condition that an employee whom a query finds has this name, or has these words in it.

    No database compares names as `same_name` does, so that is done here.
    """
    rows, sought_as = TABLES["employees"], same_name(sought)
    known = connection.execute(query.with_only_columns(rows.c.row, rows.c.name)).all()
    called = ((row, same_name(called)) for row, called in known)
    found = [row for row, one in called if (one == sought_as if name == "name" else sought_as in one)]
    is_called = rows.c.row.in_(bindparam("called", found, expanding=True, literal_execute=True))
    return is_called | condition("employees", name, sought) if name == "words" else is_called


def _visible(caller: Caller, table: str, when: PointInTime) -> Any:
    """Select the rows of the registers that the caller reads, as known and valid at a moment."""
    return readable(caller, table).where(when.knows(TABLES[table]), _at_one_time(table, when))


def readable(caller: Caller, table: str) -> Any:
    """Select all rows that there ever were of the registers that the caller reads."""
    rows, homes = TABLES[table], _HOMES
    began = and_(changes.c.register_id == rows.c.register_id, changes.c.version == rows.c.known_from)
    wanted = (
        select(
            rows,
            registers.c.oin.label("home"),
            homes.c.time_zone.label("zone"),
            changes.c.recorded_at.label("recorded_at"),
            entry_of(rows.c.register_id, rows.c.known_from).label("made"),
        )
        .join(registers, registers.c.id == rows.c.register_id)
        .join(homes, (homes.c.register_id == registers.c.id) & homes.c.known_until.is_(None))
        .join(changes, began)
    )
    return caller.narrowed(wanted, registers.c.oin)


def _at_one_time(table: str, when: PointInTime) -> Any:
    """Return the condition that lets one row stand for each entry: the one valid then, else the one nearest to now."""
    rows = TABLES[table]
    if when.valid_at is not None or table != "mandates":
        return when.finds_valid(rows)
    other, moment = _OTHERS[table], now_by_register()
    later = or_(rows.c.valid_from.is_(None) & other.c.valid_from.is_not(None), other.c.valid_from > rows.c.valid_from)
    nearer = or_(
        begun(other, moment) & (~begun(rows, moment) | later),
        ~begun(other, moment) & ~begun(rows, moment) & (other.c.valid_from < rows.c.valid_from),
    )
    return ~exists().where(other.c.id == rows.c.id, when.knows(other), nearer).correlate(rows, registers)


def entry_views(connection: Connection, table: str, rows: Sequence[Any], when: PointInTime) -> list[EntryView]:
    """Make entries of rows, and tell where mandates stand."""
    entries = [(row["register_id"], as_entry(table, row)) for row in rows]
    found = mandate_statuses(connection, entries, when) if table == "mandates" else {}
    return [_entry_view(row, entry, found.get(entry.id)) for row, (_, entry) in zip(rows, entries, strict=True)]


def _entry_view(row: Any, entry: EntryRow, standing: MandateStatus | None) -> EntryView:
    tag = name_of(row["known_from"], row["made"])
    if standing:
        tag = f"{name_of(max(row['known_from'], standing.version), row['made'], standing.made)}-{standing.status}"
    return EntryView(row["home"], row["zone"], entry, row["recorded_at"], tag, standing)
