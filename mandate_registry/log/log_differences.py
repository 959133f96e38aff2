"""What can be wrong between the log and what it is about, in words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Table, func, select

from mandate_registry.rules.integrity import KEYS

_KNOWN_BY = KEYS | {
    "changesets": ("title",),
    "expected_checks": ("name",),
    "planned_changes": ("table_name", "key"),
    "events": ("event",),
}


class DifferenceKind(StrEnum):
    """What was done to a row, or to the log as a whole."""

    CHANGED = "changed"
    DELETED = "deleted"
    INSERTED = "inserted"
    REORDERED = "reordered"
    TRUNCATED = "truncated"
    ROLLED_BACK = "rolled back"
    REWRITTEN = "rewritten"


@dataclass(frozen=True, slots=True)
class LogDifference:
    """That something is not as the log has it: in which table, which row of it, and what became of that."""

    table: str
    row: str
    kind: DifferenceKind
    detail: str

    def __str__(self) -> str:
        return f"{self.table}, {self.row}: {self.kind}. {self.detail}"


def gone(connection: Connection, column: Any, value: Any) -> DifferenceKind:
    """Return whether a row that is not there was cut off at the end of its table, or taken from between others."""
    last = connection.scalar(select(func.max(column)))
    return DifferenceKind.TRUNCATED if last is None or last < value else DifferenceKind.DELETED


def named(connection: Connection, table: Table, row: int) -> str:
    """Name a row by its number, and by what it is known by, where it is still there."""
    keys = [table.c[name] for name in _KNOWN_BY[table.name]]
    found = connection.execute(select(*keys).where(table.c.row == row)).first()
    return f"row {row}" + (f" ({' / '.join(map(str, found))})" if found else "")
