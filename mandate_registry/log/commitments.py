"""What a change of a register commits to: the digest of every row that it added, and the rows that it ended.

The log holds the digest of all this, and nothing of what the rows say. A digest never tells a name: what is personal
goes into it behind a salt of its own, so that it means nothing any more when both are erased.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, Connection, RowMapping, Select, Table, Text, bindparam, select, type_coerce

from mandate_registry.canonical import as_text, canonical, digest
from mandate_registry.rules.fields import FACTS, personal
from mandate_registry.rules.moments import rfc3339
from models import TABLES, changes, changesets, events, expected_checks, planned_changes
from models.types import Written

KNOWN: dict[str, Table] = TABLES | {
    "changesets": changesets,
    "expected_checks": expected_checks,
    "planned_changes": planned_changes,
}
"""The tables of what registers say, whose rows are known from a version and until one."""

RETENTION_MARKS: dict[str, Table] = KNOWN | {"events": events}
"""Those tables, and that of what happened to their entries, of which each row bears one version."""

PERSONAL: dict[str, tuple[str, ...]] = {
    "changesets": ("reason", "title"),
    "events": ("reason",),
    "planned_changes": ("fact",),
} | {table: names for table, fact in FACTS.items() if (names := personal(fact))}
"""The columns that may tell who somebody is, by table; such a table has a column `salt` and one `sealed`."""

_MARKS = {"row", "register_id", "known_from", "known_until"}
"""The columns of which a commitment says by itself what they hold."""

_CHUNKED = {"yield_per": 1000}
"""So many rows are read at once: an import adds more than there is room for."""

_REGISTER: BindParameter[int] = bindparam("register_id")
_VERSION: BindParameter[int] = bindparam("version")


def commit(connection: Connection, register_id: int, version: int, tables: Collection[str]) -> dict[str, Any]:
    """Return what a version of a register commits to, where only these of the tables in KNOWN were touched."""
    return commit_rows(connection, register_id, version, tables) | commit_change(connection, register_id, version)


def commit_change(connection: Connection, register_id: int, version: int) -> dict[str, Any]:
    """Return what a version commits to of its change: who made it, when and how."""
    change = connection.execute(_bearing(changes, "version"), _these(register_id, version)).mappings().one()
    return {"change": digest_of("changes", change)}


def commit_rows(connection: Connection, register_id: int, version: int, tables: Collection[str]) -> dict[str, Any]:
    """Return what a version commits to of its rows, before its change is recorded too; as long as there are many."""
    added = {name: _added(connection, KNOWN[name], register_id, version) for name in tables}
    ended = {name: _ended(connection, KNOWN[name], register_id, version) for name in tables}
    happened = connection.execute(_bearing(events, "version"), _these(register_id, version))
    added["events"] = {str(row["row"]): digest_of("events", row) for row in happened.mappings()}
    return {
        "added": {name: rows for name, rows in added.items() if rows},
        "ended": {name: rows for name, rows in ended.items() if rows},
    }


def entry_of(oin: str, version: int, recorded_at: datetime | None, commitment: bytes) -> dict[str, Any]:
    """Return the log's entry of a change, by its commitment in canonical JSON."""
    return {
        "kind": "change",
        "register": oin,
        "version": version,
        "recordedAt": recorded_at and rfc3339(recorded_at),
        "commitment": digest(commitment),
    }


def written(table: Table, *conditions: Any) -> Select[Any]:
    """Select rows with each value as the database keeps it: nothing is read that could be written in another way."""
    columns = [type_coerce(one, Text).label(one.name) if isinstance(one.type, Written) else one for one in table.c]
    return select(*columns).where(*conditions)


def digest_of(table: str, row: Mapping[str, Any] | RowMapping) -> str:
    """Return the digest of a row as `written`. What is null is left out: a column added later changes no digest."""
    personal = PERSONAL.get(table, ())
    plain = {name: _plain(value) for name, value in row.items() if value is not None and name not in _MARKS}
    if personal:
        for name in ("salt", "sealed", *personal):
            plain.pop(name, None)
        plain["sealed"] = as_text(row["sealed"] if is_erased(table, row) else seal(table, row))
    return digest(canonical(plain))


def seal(table: str, row: Mapping[str, Any] | RowMapping) -> bytes:
    """Commit to the personal values of a row behind its salt."""
    return hashlib.sha256((row["salt"] or b"") + canonical([row[name] for name in PERSONAL[table]])).digest()


def is_erased(table: str, row: Mapping[str, Any] | RowMapping) -> bool:
    """Return whether only the seal is left of the personal values of a row."""
    return bool(row["sealed"]) and row["salt"] is None and not any(row[name] for name in PERSONAL[table])


def _added(connection: Connection, table: Table, register_id: int, version: int) -> dict[str, str]:
    rows = connection.execute(_bearing(table, "known_from"), _these(register_id, version), execution_options=_CHUNKED)
    names = tuple(rows.keys())
    return {str(row.row): digest_of(table.name, dict(zip(names, row, strict=True))) for row in rows}


def _ended(connection: Connection, table: Table, register_id: int, version: int) -> list[int]:
    return sorted(connection.scalars(_ending(table), _these(register_id, version)))


@cache
def _bearing(table: Table, column: str) -> Select[Any]:
    """Select the rows that bear a version in this column: made once, for that takes longer than to run it."""
    return written(table, table.c.register_id == _REGISTER, table.c[column] == _VERSION)


@cache
def _ending(table: Table) -> Select[Any]:
    return select(table.c.row).where(table.c.register_id == _REGISTER, table.c.known_until == _VERSION)


def _these(register_id: int, version: int) -> dict[str, int]:
    return {_REGISTER.key: register_id, _VERSION.key: version}


def _plain(value: Any) -> str | bool:
    """Write a value as text, the same from both databases."""
    if isinstance(value, str | bool):
        return value
    if isinstance(value, datetime):
        return rfc3339(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return digest(value)
    return str(value)
