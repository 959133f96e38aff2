"""What registers say, held against what their changes committed to."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Row, func, select

from mandate_registry.log.commitments import KNOWN, PERSONAL, RETENTION_MARKS, commit, digest_of, is_erased, written
from mandate_registry.log.entry_verification import LogState
from mandate_registry.log.log_differences import DifferenceKind, LogDifference, named
from mandate_registry.log.tree_reader import streamed
from models import TABLES, changes, events, log_commitments, mandate_seats, registers

Version = tuple[int, int]
"""Of a register, by its number."""

_COMMITTED = (
    select(log_commitments, registers.c.oin)
    .join(registers, registers.c.id == log_commitments.c.register_id)
    .order_by(log_commitments.c.position)
)


@dataclass(slots=True)
class RowVerifier:
    """Holding rows against commitments: `touched` has the tables in which rows bear a version, or ended with it.

    `forgotten` has the rows of which changes said that they forgot them, by table.
    """

    connection: Connection
    touched: dict[Version, set[str]] = field(default_factory=lambda: defaultdict(set))
    forgotten: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))

    def differences(self, progress: Callable[[int], None]) -> Iterator[LogDifference]:
        """Find the rows that are not as the change that added or ended them committed to, in the order of the log."""
        self._find_touched()
        for number, row in enumerate(streamed(self.connection, _COMMITTED)):
            names = self.touched.pop((row.register_id, row.version), set())
            yield from self._change(row, names)
            progress(number)
        for (register_id, version), names in sorted(self.touched.items()):
            yield from (self._strange(register_id, version, name) for name in sorted(names))

    def _find_touched(self) -> None:
        columns = [(table, table.c[name]) for table in KNOWN.values() for name in ("known_from", "known_until")]
        for table, version in [*columns, (events, events.c.version), (changes, changes.c.version)]:
            bears = select(table.c.register_id, version).where(version.is_not(None)).distinct()
            for register_id, number in self.connection.execute(bears):
                self.touched[register_id, number].add(table.name)

    def _change(self, row: Row[Any], names: set[str]) -> Iterator[LogDifference]:
        committed = json.loads(row.commitment)
        tables = (names | committed["added"].keys() | committed["ended"].keys()) & KNOWN.keys()
        found = commit(self.connection, row.register_id, row.version, sorted(tables))
        if found["change"] != committed["change"]:
            name = f"version {row.version} of the register of {row.oin}"
            yield LogDifference(
                "changes", name, DifferenceKind.CHANGED, f"It is not what entry {row.position} commits to."
            )
        of_change = f"version {row.version} of the register of {row.oin}"
        for table in sorted(found["added"].keys() | committed["added"].keys()):
            rows = (committed["added"].get(table, {}), found["added"].get(table, {}))
            yield from self._added(table, *rows, of_change)
        for table in sorted(found["ended"].keys() | committed["ended"].keys()):
            wrong = set(found["ended"].get(table, ())) ^ set(committed["ended"].get(table, ()))
            for one in sorted(wrong):
                name = named(self.connection, KNOWN[table], one)
                yield LogDifference(
                    table, name, DifferenceKind.CHANGED, f"It did not end with {of_change}, or ended with another."
                )
        for table, rows in committed.get("forgotten", {}).items():
            self.forgotten[table] |= set(rows)

    def _added(
        self, table: str, committed: Mapping[str, str], found: Mapping[str, str], of_change: str
    ) -> Iterator[LogDifference]:
        for row in sorted(committed.keys() | found.keys(), key=_in_order):
            if committed.get(row) == found.get(row):
                continue
            if row not in committed:
                moved = self._is_committed(f'"{row}":"{found[row]}"')
                kind = DifferenceKind.CHANGED if moved else DifferenceKind.INSERTED
                yield LogDifference(table, self._named(table, row), kind, f"{of_change.capitalize()} did not add it.")
            elif row not in found:
                yield LogDifference(
                    table, self._named(table, row), self._lost(table, row, committed[row]), f"It is of {of_change}."
                )
            else:
                kind = DifferenceKind.REORDERED if self._is_committed(f'"{found[row]}"') else DifferenceKind.CHANGED
                detail = f"It does not say any more what {of_change} recorded."
                yield LogDifference(table, self._named(table, row), kind, detail)

    def _lost(self, table: str, row: str, committed: str) -> DifferenceKind:
        """Return what became of a row that is not there, or not of the version that added it."""
        column = RETENTION_MARKS[table].c.row
        there = self.connection.execute(written(column.table, column == int(row))).mappings().one_or_none()
        if there is not None:
            says = digest_of(table, there)
            is_another = says != committed and self._is_committed(f'"{says}"')
            return DifferenceKind.REORDERED if is_another else DifferenceKind.CHANGED
        last = self.connection.scalar(select(func.max(column)))
        return DifferenceKind.TRUNCATED if last is None or last < int(row) else DifferenceKind.DELETED

    def _named(self, table: str, row: str) -> str:
        return named(self.connection, RETENTION_MARKS[table], int(row))

    def _is_committed(self, text: str) -> bool:
        """Return whether some change committed to this, as it stands in canonical JSON."""
        wanted = select(log_commitments.c.commitment)
        rows = streamed(self.connection, wanted)
        return any(text.encode() in row.commitment for row in rows)

    def _strange(self, register_id: int, version: int, name: str) -> LogDifference:
        """Name a row of a version of which no entry tells, in a table where there is one."""
        what = f"version {version} of register {register_id}"
        if name == "changes":
            return LogDifference(name, what, DifferenceKind.INSERTED, "No entry of the log tells of it.")
        table = RETENTION_MARKS[name]
        its = select(table.c.row).where(table.c.register_id == register_id).order_by(table.c.row)
        began = table.c.version if name == "events" else table.c.known_from
        if (row := self.connection.scalar(its.where(began == version))) is not None:
            detail = f"No entry of the log tells of {what}."
            return LogDifference(name, named(self.connection, table, row), DifferenceKind.INSERTED, detail)
        row = self.connection.execute(its.where(table.c.known_until == version).limit(1)).scalar_one()
        detail = f"No entry of the log tells of {what}, with which it ended."
        return LogDifference(name, named(self.connection, table, row), DifferenceKind.CHANGED, detail)


def _in_order(row: str) -> tuple[int, str]:
    return (int(row), "") if row.isdigit() else (0, row)


def erasures(connection: Connection, forgotten: Mapping[str, set[int]]) -> Iterator[LogDifference]:
    """Find rows whose personal values are erased though no change says so, or are there though one does."""
    for name in PERSONAL:
        table = RETENTION_MARKS[name]
        without = select(table).where(table.c.sealed.is_not(None) | table.c.salt.is_(None))
        found = {row["row"]: is_erased(name, row) for row in connection.execute(without).mappings()}
        for row in sorted(found.keys() | forgotten[name]):
            if row not in forgotten[name]:
                detail = "Its personal values or their salt are erased, and no entry of the log tells of that."
                yield LogDifference(name, named(connection, table, row), DifferenceKind.CHANGED, detail)
            elif not found.get(row):
                detail = "Its personal values were erased, and something stands there again."
                yield LogDifference(name, named(connection, table, row), DifferenceKind.CHANGED, detail)


def seats(connection: Connection) -> Iterator[LogDifference]:
    """Find names of seats that do not follow from the mandates."""
    mandates = TABLES["mandates"]
    said = connection.execute(select(mandates.c.register_id, mandates.c.number, mandates.c.seats).distinct())
    follow = {(row.register_id, name, row.number) for row in said for seat in row.seats for name in seat.names}
    found = {tuple(row) for row in connection.execute(select(mandate_seats))}
    for register_id, name, number in sorted(follow ^ found):
        kind = DifferenceKind.DELETED if (register_id, name, number) in follow else DifferenceKind.INSERTED
        detail = (
            "It follows from that mandate."
            if kind is DifferenceKind.DELETED
            else "No seat of that mandate bears this name."
        )
        yield LogDifference("mandate_seats", f"{name} of mandate {number} in register {register_id}", kind, detail)


def counted(connection: Connection, state: LogState) -> Iterator[LogDifference]:
    """Find registers whose version or last change is not that of the last entry about them."""
    for row in connection.execute(select(registers).order_by(registers.c.id)):
        name = f"row {row.id} (organisation {row.oin})"
        if row.oin not in state.versions:
            yield LogDifference("registers", name, DifferenceKind.INSERTED, "No entry of the log tells of it.")
        elif (row.version, row.changed_at) != state.versions[row.oin]:
            detail = f"The last entry about it is of version {state.versions[row.oin][0]}."
            yield LogDifference("registers", name, DifferenceKind.CHANGED, detail)
