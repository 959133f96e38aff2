"""What became of a register since a plan was made for it: why the plan cannot be carried out as it was shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, RowMapping, or_, select

from mandate_registry.rules.integrity import KEYS, flaws, key_of, references
from mandate_registry.rules.lifecycle.lifecycle import ChangeKind
from mandate_registry.services.changesets.planned_change import (
    KEY_COLUMNS,
    PLANNABLE,
    PlannedChange,
    Settled,
    key_text,
    settled,
)
from mandate_registry.services.register.register_writer import EntryRow, current


class OutdatedEntry(NamedTuple):
    """Of which entry something else is so than a plan was made for: `code` says what, `detail` in a line."""

    table: str
    key: str
    code: str
    detail: str

    def __str__(self) -> str:
        """Return the sentence about the entry."""
        return f"{self.key} {self.detail}"


def outdated(
    connection: Connection, register_id: int, changes: Sequence[PlannedChange], end: datetime
) -> list[OutdatedEntry]:
    """Find why a plan cannot be carried out any more; `end` is from when what it ends would end.

    An entry that it names has changed, a key that it adds is there, or is that of a draft; or the register as it would
    be refers to what is gone, runs in a circle, or says two things of one key. A handful of queries for each table.
    """
    if not changes:
        return []
    since = min(change.from_version for change in changes)
    moved = {table: _moved(connection, register_id, table, since) for table in PLANNABLE}
    if found := list(_touched(changes, moved)):
        return found
    done = settled(changes, end)
    if not any(moved.values()) and all(one.kind is one.change.kind and one.change.is_as_made for one in done):
        return []
    return unfit(connection, register_id, done)


def unfit(connection: Connection, register_id: int, done: Sequence[Settled]) -> list[OutdatedEntry]:
    """Find what would be wrong with a register, as it is now, for the sake of what a plan does."""
    standing = {table: current(connection, register_id, table) for table in KEYS}
    return list(dict.fromkeys(_unfit(standing, done)))


def _moved(connection: Connection, register_id: int, table: str, version: int) -> Sequence[RowMapping]:
    """Return the rows of a table that later versions of the register added or ended."""
    rows = PLANNABLE[table]
    columns = [rows.c[name] for name in ("id", "known_from", "known_until", *KEY_COLUMNS[table])]
    columns += [rows.c.approved] if table == "mandates" else []
    later = or_(rows.c.known_from > version, rows.c.known_until > version)
    return connection.execute(select(*columns).where(rows.c.register_id == register_id, later)).mappings().all()


def _touched(changes: Iterable[PlannedChange], moved: Mapping[str, Sequence[RowMapping]]) -> Iterator[OutdatedEntry]:
    """Find the entries named in a plan that are not as they were when it was made, each once."""
    rows_of: dict[tuple[str, Any], list[RowMapping]] = defaultdict(list)
    for table, rows in moved.items():
        for row in rows:
            rows_of[table, row["id"]].append(row)
            rows_of[table, " / ".join(row[name] for name in KEY_COLUMNS[table])].append(row)
    named: set[tuple[str, str]] = set()
    for change in changes:
        if (change.table, change.key) in named:
            continue
        about = [*rows_of.get((change.table, change.entry), ()), *rows_of.get((change.table, change.key), ())]
        later = [row for row in about if _version(row) > change.from_version]
        if later or change.forgotten:
            named.add((change.table, change.key))
            yield OutdatedEntry(change.table, change.key, *_what(change, later))


def _version(row: RowMapping) -> int:
    """Return the last version of the register that added or ended a row."""
    return int(max(row["known_from"], row["known_until"] or 0))


def _what(change: PlannedChange, later: Iterable[RowMapping]) -> tuple[str, str]:
    present = [row for row in later if row["known_until"] is None]
    if any(row.get("approved", True) is False for row in present):
        return "drafted", "is a draft in the register by now"
    if change.kind is ChangeKind.ADDED and present:
        return "added", "was added to the register in the meantime"
    return "changed", "has changed in the register in the meantime"


def _unfit(standing: Mapping[str, Sequence[EntryRow]], done: Sequence[Settled]) -> Iterator[OutdatedEntry]:
    closed = {(one.change.table, one.change.from_row) for one in done}
    tables: dict[str, list[Any]] = {
        table: [entry.fact for entry in entries if (table, entry.row) not in closed]
        for table, entries in standing.items()
    }
    first = {table: len(facts) for table, facts in tables.items()}
    for one in done:
        if one.after is not None and one.change.table in tables:
            tables[one.change.table].append(one.after)
    there = {(table, key_of(table, fact)[0]) for table, facts in tables.items() for fact in facts}
    gone = {(one.change.table, one.change.key) for one in done if one.after is None} - there
    for flaw in flaws(tables):
        fact = tables[flaw.table][flaw.index]
        if flaw.index >= first[flaw.table]:
            code = "gone" if flaw.code == "unknown_code" else flaw.code
            yield OutdatedEntry(flaw.table, key_text(flaw.table, fact), code, f"does not fit any more: {flaw.detail}")
            continue
        for _, target, missing in references(flaw.table, fact):
            if (target, missing) in gone:
                name = f"{flaw.table.replace('_', ' ')} {key_text(flaw.table, fact)}"
                yield OutdatedEntry(target, missing, "needed", f"is referred to by {name} in the meantime")
