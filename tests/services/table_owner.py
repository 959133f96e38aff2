"""What the owner of a database can do to its tables, whatever guards them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Boolean, Column, Connection, Date, Integer, Table, Uuid, inspect, select, update
from sqlalchemy import delete as delete_all

from mandate_registry.canonical import canonical, digest
from mandate_registry.log.commitments import KNOWN, commit
from mandate_registry.log.log_writer import open_log
from mandate_registry.log.verification import COVERED
from models import log_checkpoints, log_commitments, log_entries, log_heads, log_subtrees
from models.types import Amount, Instant


def unguard(connection: Connection) -> None:
    """Do what only the owner of a database can: drop what stands in the way of editing."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        for table in COVERED:
            _drop_constraints(connection, table.name)
        return
    connection.exec_driver_sql("PRAGMA ignore_check_constraints = ON")
    triggers = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    for (name,) in connection.exec_driver_sql(triggers).all():
        connection.exec_driver_sql(f"DROP TRIGGER {name}")
    indexes = "SELECT name FROM sqlite_master WHERE type = 'index' AND sql LIKE 'CREATE UNIQUE%'"
    for (name,) in connection.exec_driver_sql(indexes).all():
        connection.exec_driver_sql(f"DROP INDEX {name}")


def _drop_constraints(connection: Connection, table: str) -> None:
    inspector = inspect(connection)
    for constraint in [*inspector.get_foreign_keys(table), *inspector.get_check_constraints(table)]:
        connection.exec_driver_sql(f"ALTER TABLE {table} DROP CONSTRAINT {constraint['name']}")
    for index in inspector.get_indexes(table):
        if index["unique"] and "duplicates_constraint" not in index:
            connection.exec_driver_sql(f"DROP INDEX {index['name']}")


def rows_of(connection: Connection, table: Table) -> list[dict[str, Any]]:
    """Return the rows of a table, as the database keeps them, in the order of their keys."""
    keys = ", ".join(column.name for column in table.primary_key)
    rows = connection.exec_driver_sql(f'SELECT * FROM "{table.name}" ORDER BY {keys}').mappings()
    return [dict(row) for row in rows]


def where(table: Table, row: dict[str, Any]) -> tuple[str, list[Any]]:
    """Return the condition that is true of one row, and its values."""
    keys = [column.name for column in table.primary_key]
    return " AND ".join(f'"{key}" = ?' for key in keys), [row[key] for key in keys]


def run(connection: Connection, statement: str, values: list[Any]) -> None:
    marked = statement.replace("?", "%s") if connection.dialect.name == "postgresql" else statement
    assert connection.exec_driver_sql(marked, tuple(values)).rowcount == 1, statement


def other(column: Column[Any], value: Any) -> Any:
    """Return another value that a column could have."""
    match value:
        case None:
            return b"x" * 32 if column.name == "sealed" else _first(column)
        case int() if isinstance(column.type, Boolean):
            return not value
        case bytes() | memoryview():
            return bytes(value) + b"x"
        case int():
            return value + 1000
        case date():
            return value + timedelta(days=1)
        case _:
            return uuid4() if isinstance(value, UUID) else _otherwise(column, value)


def _first(column: Column[Any]) -> Any:
    """Return a value where there was none, as both databases take it."""
    texts: dict[type, Any] = {
        Boolean: True,
        Instant: "2020-01-01 00:00:00.000000",
        Date: "2020-01-01",
        Uuid: uuid4().hex,
    }
    return texts.get(type(column.type), 7 if isinstance(column.type, Integer | Amount) else "x")


def _otherwise(column: Column[Any], text: str) -> str:
    if isinstance(column.type, Uuid):
        return uuid4().hex
    if isinstance(column.type, Instant | Date):
        return f"19{text[2:]}"
    return f"{text[:-1]}{'y' if text.endswith('x') else 'x'}"


def change(connection: Connection, table: Table, column: str, row: dict[str, Any], value: Any) -> None:
    condition, values = where(table, row)
    run(connection, f'UPDATE "{table.name}" SET "{column}" = ? WHERE {condition}', [value, *values])


def delete(connection: Connection, table: Table, row: dict[str, Any]) -> None:
    condition, values = where(table, row)
    run(connection, f'DELETE FROM "{table.name}" WHERE {condition}', values)


def insert(connection: Connection, table: Table, row: dict[str, Any]) -> None:
    names = ", ".join(f'"{name}"' for name in row)
    marks = ", ".join("?" * len(row))
    run(connection, f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})', list(row.values()))


def insert_copy(connection: Connection, table: Table, row: dict[str, Any]) -> None:
    """Insert a row like another one, but for what no two rows may share."""
    shared = {column.name for column in table.primary_key if not column.foreign_keys or len(table.primary_key) == 1}
    shared |= {column.name for column in table.columns if column.unique}
    insert(connection, table, row | {name: other(table.c[name], row[name]) for name in shared})


def swap(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    """Swap the keys of two rows that differ; everything else in them stays."""
    first, second = rows[0], next(row for row in rows[1:] if _differ(table, rows[0], row))
    key = next(
        column.name for column in reversed(table.primary_key.columns) if first[column.name] != second[column.name]
    )
    aside = other(table.c[key], other(table.c[key], second[key]))
    change(connection, table, key, first, aside)
    change(connection, table, key, second, first[key])
    change(connection, table, key, first | {key: aside}, second[key])


def _differ(table: Table, one: dict[str, Any], another: dict[str, Any]) -> bool:
    """Return whether two rows differ by the last column of their key only, and say different things."""
    *same, key = [column.name for column in table.primary_key]
    is_all_key = len(table.columns) == len(table.primary_key)
    return one[key] != another[key] and (is_all_key or all(one[name] == another[name] for name in same))


def tampered(connection: Connection, table: Table, how: str) -> None:
    """Do one thing to a table: change a column, delete, insert or swap rows, or cut off the last one."""
    rows = rows_of(connection, table)
    match how:
        case "delete":
            delete(connection, table, rows[0])
        case "truncate":
            delete(connection, table, rows[-1])
        case "insert":
            insert_copy(connection, table, rows[0])
        case "swap":
            swap(connection, table, rows)
        case _:
            name, _, to = how.partition(" ")
            row = next((row for row in rows if row[name] is not None), rows[0])
            is_emptied = bool(to) and row[name] is not None
            change(connection, table, name, row, None if is_emptied else other(table.c[name], row[name]))


def ways(table: Table) -> Iterator[str]:
    """Yield everything that can be done to a table."""
    for column in table.columns:
        yield column.name
        if column.nullable:
            yield f"{column.name} to nothing"
    yield from ("delete", "truncate", "insert", "swap")


def rewrite(connection: Connection) -> None:
    """Make the log anew for the rows as they are now."""
    entries = connection.execute(select(log_entries).order_by(log_entries.c.position)).all()
    for one in (log_checkpoints, log_entries, log_subtrees):
        connection.execute(delete_all(one))
    connection.execute(update(log_heads).values(size=0, peaks=b""))
    for position, entry in entries:
        content = json.loads(entry)
        if content["kind"] == "change":
            at = log_commitments.c.position == position
            row = connection.execute(select(log_commitments).where(at)).one()
            commitment = canonical(commit(connection, row.register_id, row.version, KNOWN))
            connection.execute(update(log_commitments).where(at).values(commitment=commitment))
            content["commitment"] = digest(commitment)
        open_log(connection).append([content])
