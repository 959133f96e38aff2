"""Writing facts: a row is never edited; it is known until some version of the register, and new rows are added."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, RowMapping, Table, bindparam, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from mandate_registry.log.changes import append_changes
from mandate_registry.log.commitments import PERSONAL, RETENTION_MARKS, commit_rows, seal
from mandate_registry.rules.facts import Fact
from mandate_registry.rules.integrity import KEYS
from mandate_registry.services.callers import Caller
from mandate_registry.services.installation import now
from mandate_registry.services.register.employment import must_work_here
from models import TABLES, as_fact, as_row, changes, checks, mandate_seats, registers

CHUNK_SIZE = 500
CLOCK_STEP = timedelta(microseconds=1)
SALT = 16
"""How many random bytes hide what is personal in what the log commits to."""


@dataclass(frozen=True, slots=True)
class EntryRow:
    """A fact as it stands in the register: its row, and the identity that its versions share."""

    row: int
    id: UUID
    fact: Any


@dataclass(slots=True)
class RegisterWriter:
    """A register locked for writing. What is written belongs to the next version, which `record` makes true.

    `version` is that of the last change that was recorded; `reached` counts what is under way.
    What is written counts from `moment` on, where nothing else is said; what takes power away counts from `clock`, the
    moment by the clock of this host, which may be the earlier. `touched` has the tables written to, and `forgotten` the
    rows of which what was personal is erased, by table.
    """

    connection: Connection
    id: int
    oin: str
    version: int
    reached: int
    moment: datetime
    clock: datetime
    touched: set[str] = field(default_factory=set)
    forgotten: dict[str, list[int]] = field(default_factory=dict)

    @property
    def is_new(self) -> bool:
        """Return whether nothing has ever been recorded."""
        return self.version == 0

    def add(self, table: str, facts: Iterable[tuple[UUID, Fact]], *, ahead: int = 0) -> Iterator[int]:
        """Add facts under their identities; yields the number of rows written, chunk by chunk.

        `ahead` counts the versions of this same change that come before the one that knows these facts.
        """
        for chunk in _chunks(facts):
            self.insert(TABLES[table], [{"id": id_} | as_row(table, fact) for id_, fact in chunk], ahead=ahead)
            if table == "mandates":
                self._name_seats([fact for _, fact in chunk])
            yield len(chunk)

    def put(self, table: str, identity: UUID, fact: Fact) -> None:
        """Add one fact under its identity."""
        for _ in self.add(table, [(identity, fact)]):
            pass

    def insert(self, table: Table, rows: list[dict[str, Any]], *, ahead: int = 0) -> None:
        """Add rows to a table of what the register says."""
        version = self.reach(self.version + 1 + ahead)
        self.touched.add(table.name)
        known = {"register_id": self.id, "known_from": version}
        self.connection.execute(insert(table), [known | row for row in salted(table.name, rows)])

    def close(self, table: str, entries: Iterable[EntryRow]) -> None:
        """Close these entries: from the next version on the register no longer states them."""
        self.end(TABLES[table], sorted({entry.row for entry in entries}))

    def end(self, table: Table, numbers: Sequence[int]) -> None:
        """Close these rows: from the next version on the register no longer states them."""
        if numbers:
            version = self.reach(self.version + 1)
            self.touched.add(table.name)
            ended = update(table).where(table.c.row == bindparam("ended")).values(known_until=version)
            self.connection.execute(ended, [{"ended": number} for number in numbers])

    def forget(self, table: str, rows: Sequence[RowMapping]) -> None:
        """Erase what is personal in these rows; the seal is left, to which the log committed."""
        self.reach(self.version + 1)
        target = RETENTION_MARKS[table]
        nothing = dict.fromkeys(PERSONAL[table], "") | {"salt": None}
        for row in rows:
            erased = update(target).where(target.c.row == row["row"])
            self.connection.execute(erased.values(sealed=seal(table, row), **nothing))
        if rows:
            self.forgotten[table] = sorted(row["row"] for row in rows)

    def reach(self, version: int) -> int:
        """Count a version that is under way: the database lets nothing be written into one that is recorded."""
        if version > self.reached:
            self.connection.execute(_COUNTED, {"register": self.id, "reached": version})
            self.reached = version
        return version

    @contextmanager
    def dry_run(self) -> Iterator[None]:
        """Undo whatever is written in the meantime: it was only to see what would happen."""
        reached, savepoint = self.reached, self.connection.begin_nested()
        try:
            yield
        finally:
            savepoint.rollback()
            self.reached = reached

    def record(self, caller: Caller, act: str, moments: Sequence[datetime | None] = ()) -> None:
        """Make what was written known from this moment on, as the last thing before it is committed.

        `moments` are those from which each version is held to be known, where that is not now; None is since ever.
        Departed when the register said before this change that the caller does not work there any more.
        Whoever asks now waits until this is committed: no answer is given that this change makes untrue (`keeping`).
        """
        must_work_here(self.connection, caller, self.version)
        committed = self._committed(len(moments) or 1)  # which takes long where rows are many, and nobody waits yet
        self.connection.execute(select(registers.c.id).where(registers.c.id == self.id).with_for_update())
        entered = now()
        known = moments or [max(entered, self.moment, *self._after_answers())]
        common = {"register_id": self.id, "entered_at": entered, "actor": caller.actor, "act": act}
        made = [
            common | {"version": self.version + place, "recorded_at": at} for place, at in enumerate(known, start=1)
        ]
        self.reach(self.version + len(made))
        self.connection.execute(insert(changes), made)
        self.connection.execute(_CHANGED, {"register": self.id, "moment": known[-1]})
        append_changes(self.connection, self.oin, made, committed)

    def _after_answers(self) -> list[datetime]:
        """Return the moment after the last answer about this register, which did not know what is under way.

        Where the clock of who answered is ahead of this one, that moment is still to come.
        """
        last = self.connection.scalar(_ANSWERED, {"register": self.id})
        return [last + CLOCK_STEP] if last else []

    def _committed(self, count: int) -> list[dict[str, Any]]:
        """Return what the versions under way commit to of their rows, and of which rows they forget who it is."""
        forgotten = {"forgotten": self.forgotten} if self.forgotten else {}
        first = self.version + 1
        under_way = range(first, first + count)
        return [commit_rows(self.connection, self.id, one, self.touched) | forgotten for one in under_way]

    def _name_seats(self, facts: Iterable[Any]) -> None:
        names = [
            {"register_id": self.id, "name": name, "number": fact.number}
            for fact in facts
            for seat in fact.seats
            for name in seat.names
        ]
        insert_missing(self.connection, mandate_seats, names)


_ANSWERED = select(func.max(checks.c.recorded_at)).where(checks.c.register_id == bindparam("register"))
_THIS = registers.c.id == bindparam("register")
_COUNTED = update(registers).where(_THIS).values(version=bindparam("reached"))
_CHANGED = update(registers).where(_THIS).values(changed_at=bindparam("moment"))


def salted(table: str, rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return rows that are to be added to a table, each with a salt of its own where the table has salts."""
    if table not in PERSONAL:
        return list(rows)
    return [row | {"salt": secrets.token_bytes(SALT)} for row in rows]


def open_register(connection: Connection, oin: str) -> RegisterWriter:
    """Lock the register of an organisation, made if it is not there, so that one writer changes it at a time."""
    row = _locked(connection, oin)
    if row is None:
        insert_missing(connection, registers, [{"oin": oin, "version": 0}])
        row = _locked(connection, oin)
    return RegisterWriter(connection, row.id, oin, row.version, row.version, *_moments(row.changed_at))


def read_register(connection: Connection, oin: str) -> RegisterWriter:
    """Return the register of an organisation as it stands, not locked, to be read; one that is not there is new."""
    row = connection.execute(select(registers).where(registers.c.oin == oin)).one_or_none()
    number, version, changed_at = (row.id, row.version, row.changed_at) if row else (0, 0, None)
    return RegisterWriter(connection, number, oin, version, version, *_moments(changed_at))


def _moments(changed_at: datetime | None) -> tuple[datetime, datetime]:
    """Return the moment from which a change counts, after the last one whatever the clock says, and the clock's."""
    clock = now()
    return max(clock, changed_at + CLOCK_STEP) if changed_at else clock, clock


def find_register(connection: Connection, oin: str) -> int | None:
    """Return the register of an organisation, None when there is none."""
    return connection.scalar(select(registers.c.id).where(registers.c.oin == oin))


def insert_missing(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    """Insert the rows that are not there yet, also when another writer inserts them at this moment."""
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    connection.execute(dialect.insert(table).on_conflict_do_nothing(), rows)


def _locked(connection: Connection, oin: str) -> Any:
    locked = select(registers).where(registers.c.oin == oin).with_for_update(key_share=True)  # checks may refer to it
    return connection.execute(locked).one_or_none()


def current(connection: Connection, register_id: int, table: str) -> list[EntryRow]:
    """Return everything that the register says now in this table, whenever it is valid."""
    rows = TABLES[table]
    wanted = select(rows).where(rows.c.register_id == register_id, rows.c.known_until.is_(None))
    return [as_entry(table, row) for row in connection.execute(wanted.order_by(rows.c.row)).mappings()]


def entries_of(register: RegisterWriter, table: str, code: str) -> list[EntryRow]:
    """Return the entries of this code as the register says them now."""
    rows = TABLES[table]
    wanted = select(rows).where(
        rows.c.register_id == register.id, rows.c[KEYS[table][0]] == code, rows.c.known_until.is_(None)
    )
    return [as_entry(table, row) for row in register.connection.execute(wanted.order_by(rows.c.row)).mappings()]


def find_entry(register: RegisterWriter, table: str, code: str) -> EntryRow | None:
    """Return the entry of this code as the register says it now, None when there is none."""
    return next(iter(entries_of(register, table, code)), None)


def as_entry(table: str, row: RowMapping) -> EntryRow:
    """Make the entry of a row."""
    return EntryRow(row["row"], row["id"], as_fact(table, row))


def _chunks(items: Iterable[Any]) -> Iterator[list[Any]]:
    chunk: list[Any] = []
    for item in items:
        chunk.append(item)
        if len(chunk) == CHUNK_SIZE:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
