"""The statements that the database refuses, by what they try to do to a table."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, select

from models import (
    TABLES,
    changes,
    changesets,
    events,
    expected_checks,
    mandate_seats,
    planned_changes,
    registers,
)

Steps = tuple[str, ...]
"""Statements of which the last one is to be refused; those before it prepare for it."""

KNOWN = {**TABLES, "changesets": changesets, "expected_checks": expected_checks, "planned_changes": planned_changes}
LOGS = {
    "events": events,
    "changes": changes,
    "mandate_seats": mandate_seats,
}
RECORDED = {**KNOWN, **LOGS}
GUARDED = {**RECORDED, "registers": registers}
NEXT = "UPDATE registers SET version = version + 1"
CURRENT = "(SELECT version FROM registers)"
CLOSED_AT = ["NULL", "1", "known_from + 1", CURRENT, f"{CURRENT} + 1", "1000000"]
OTHER = {"Integer": "7", "BigInteger": "7", "Amount": "7", "Boolean": "true", "Date": "'2020-01-01'"}
OTHER |= {"Instant": "'2030-01-01 00:00:00.000000'", "LargeBinary": "'x'"}
WITHOUT_KEY = ("appointments", "absences")
"""Tables in which several current rows may say the same."""


def copy(table: str, row: str = "", verb: str = "INSERT", **values: str) -> str:
    """Return the statement that adds a copy of a row, with these columns otherwise."""
    columns = [column.name for column in GUARDED[table].columns]
    kept = [name for name in columns if name not in values and name != "row"]
    names = ", ".join(f'"{name}"' for name in (*kept, *values))
    taken = ", ".join([*(f'"{name}"' for name in kept), *values.values()])
    return f"{verb} INTO {table} ({names}) SELECT {taken} FROM {table} {row} LIMIT 1"


def set_to_itself(table: str) -> Iterator[Steps]:
    for column in RECORDED[table].columns:
        yield (f'UPDATE {table} SET "{column.name}" = "{column.name}"',)


def set_to_nothing(table: str) -> Iterator[Steps]:
    for column in RECORDED[table].columns:
        yield (f'UPDATE {table} SET "{column.name}" = {"-row" if column.name == "row" else "NULL"}',)


def closed_at_no_version_under_way(table: str) -> Iterator[Steps]:
    for rows in ("known_until IS NULL", "known_until IS NOT NULL"):
        for version in CLOSED_AT:
            yield (f"UPDATE {table} SET known_until = {version} WHERE {rows}",)


def closed_again(table: str) -> Iterator[Steps]:
    for version in ("NULL", CURRENT, f"{CURRENT} - 1"):
        yield NEXT, f"UPDATE {table} SET known_until = {version} WHERE known_until IS NOT NULL"


_NOTHING = (None, (), False)


def closed_and_changed(connection: Connection, table: str) -> Iterator[Steps]:
    columns = KNOWN[table].c
    current = connection.execute(select(KNOWN[table]).where(columns.known_until.is_(None)).limit(1)).mappings().one()
    for column in columns:
        if column.name == "row":
            taken = "-row"
        else:
            taken = "NULL" if current[column.name] not in _NOTHING else OTHER.get(type(column.type).__name__, "'x'")
        close = f'UPDATE {table} SET known_until = {CURRENT}, "{column.name}" = {taken} WHERE known_until IS NULL'
        if column.name != "known_until":
            yield NEXT, close


def deleted(table: str) -> Iterator[Steps]:
    yield (f"DELETE FROM {table}",)
    yield NEXT, f"DELETE FROM {table}"


def emptied(table: str) -> Iterator[Steps]:
    """Yield what only PostgreSQL knows."""
    yield (f"TRUNCATE {table} CASCADE",)


def replaced(table: str) -> Iterator[Steps]:
    """Yield what only SQLite knows."""
    same = f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} LIMIT 1"
    if table != "mandate_seats":
        yield from [(same,), (NEXT, same), (same.replace("INSERT OR REPLACE", "REPLACE"),)]


def replaced_by_its_key(table: str) -> Iterator[Steps]:
    """Yield what only SQLite knows, and only of tables in which no two current rows have the same key."""
    values = {"known_from": CURRENT, "known_until": "NULL"}
    if table not in WITHOUT_KEY:
        yield NEXT, copy(table, "WHERE known_until IS NULL", "INSERT OR REPLACE", **values)


def added_to_no_version_under_way(table: str) -> Iterator[Steps]:
    for version in ("0", "1", "known_from", CURRENT, f"{CURRENT} + 1"):
        yield (copy(table, known_from=version, known_until="NULL"),)


def added_closed(table: str) -> Iterator[Steps]:
    yield NEXT, copy(table, known_from=CURRENT, known_until=f"{CURRENT} + 1")


def told_of_no_version_under_way(table: str) -> Iterator[Steps]:
    """Yield what adds to the events or to the changes."""
    for version in ("1", CURRENT, f"{CURRENT} + 1"):
        yield (copy(table, version=version),)


def changes_of_a_time_known_already() -> Iterator[Steps]:
    for moment in ("NULL", "entered_at", "'1900-01-01 00:00:00.000000'"):
        yield NEXT, copy("changes", "ORDER BY version DESC", version=CURRENT, recorded_at=moment)


def registers_counted_otherwise() -> Iterator[Steps]:
    for what in (
        "version = version - 1",
        "version = 0",
        "oin = 'x'",
        "id = id + 100",
        "changed_at = NULL",
        "changed_at = '1900-01-01 00:00:00.000000'",
        "changed_at = '2900-01-01 00:00:00.000000'",
    ):
        yield (f"UPDATE registers SET {what}",)


def all_of(connection: Connection, table: str) -> Iterator[Steps]:
    """Yield every statement that is tried on a table."""
    yield from deleted(table)
    yield from (emptied if connection.dialect.name == "postgresql" else replaced)(table)
    if table in KNOWN:
        yield from added_to_no_version_under_way(table)
        yield from added_closed(table)
        yield from closed_at_no_version_under_way(table)
        yield from closed_again(table)
        yield from closed_and_changed(connection, table)
    if table in KNOWN and connection.dialect.name == "sqlite":
        yield from replaced_by_its_key(table)
    if table in RECORDED:
        yield from set_to_itself(table)
        yield from set_to_nothing(table)
    if table in ("events", "changes"):
        yield from told_of_no_version_under_way(table)
    yield from {"changes": changes_of_a_time_known_already, "registers": registers_counted_otherwise}.get(
        table, tuple
    )()
