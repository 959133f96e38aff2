"""Writing facts: a row is never edited; its recorded period is closed, and new rows are added."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from mandate_registry.services.installation import now
from models import TABLES, as_fact, as_row, mandate_seats, registers

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Connection, RowMapping, Table

    from mandate_registry.rules.facts import Fact

CHUNK = 2000


@dataclass(frozen=True, slots=True)
class Entry:
    """A fact as it stands in the register: its row, and the identity that its versions share."""

    row: int
    id: UUID
    fact: Any


@dataclass(frozen=True, slots=True)
class OpenRegister:
    """A register locked for writing, and the moment at which what is written is recorded."""

    connection: Connection
    id: int
    recorded_at: datetime
    is_new: bool = False

    def add(self, table: str, facts: Iterable[tuple[UUID, Fact]]) -> Iterator[int]:
        """Add facts under their identities; yields the number of rows written, chunk by chunk."""
        for chunk in _chunks(facts):
            rows = [{"id": id_, "register_id": self.id} | as_row(table, fact) for id_, fact in chunk]
            self.connection.execute(insert(TABLES[table]), rows)
            if table == "mandates":
                self._name_seats([fact for _, fact in chunk])
            yield len(rows)

    def close(self, table: str, entries: Sequence[Entry]) -> None:
        """Say of these entries that the register no longer says so."""
        if entries:
            rows = TABLES[table]
            closed = update(rows).where(rows.c.row == bindparam("closed")).values(recorded_until=self.recorded_at)
            self.connection.execute(closed, [{"closed": entry.row} for entry in entries])

    def _name_seats(self, facts: Iterable[Any]) -> None:
        names = [
            {"register_id": self.id, "name": name, "number": fact.number}
            for fact in facts
            for seat in fact.seats
            for name in seat.names
        ]
        _insert_missing(self.connection, mandate_seats, names)


def open_register(connection: Connection, oin: str) -> OpenRegister:
    """Lock the register of an organisation, made if it is not there, so that one writer changes it at a time."""
    row = _locked(connection, oin)
    if row is None:
        _insert_missing(connection, registers, [{"oin": oin, "version": 0, "changed_at": now()}])
        row = _locked(connection, oin)
    moment = max(now(), row.changed_at + timedelta(microseconds=1))
    values = {"version": registers.c.version + 1, "changed_at": moment}
    connection.execute(update(registers).where(registers.c.id == row.id).values(values))
    return OpenRegister(connection, row.id, moment, is_new=row.version == 0)


def _insert_missing(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    """Insert the rows that are not there yet, also when another writer inserts them at this moment."""
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    connection.execute(dialect.insert(table).on_conflict_do_nothing(), rows)


def _locked(connection: Connection, oin: str) -> Any:
    locked = select(registers).where(registers.c.oin == oin).with_for_update(key_share=True)  # checks may refer to it
    return connection.execute(locked).one_or_none()


def current(connection: Connection, register_id: int, table: str) -> list[Entry]:
    """Give everything that the register says now in this table, whenever it is valid."""
    rows = TABLES[table]
    wanted = select(rows).where(rows.c.register_id == register_id, rows.c.recorded_until.is_(None))
    return [as_entry(table, row) for row in connection.execute(wanted.order_by(rows.c.row)).mappings()]


def as_entry(table: str, row: RowMapping) -> Entry:
    """Make the entry of a row."""
    return Entry(row["row"], row["id"], as_fact(table, row))


def _chunks(items: Iterable[Any]) -> Iterator[list[Any]]:
    chunk: list[Any] = []
    for item in items:
        chunk.append(item)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
