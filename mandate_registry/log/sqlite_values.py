"""How values are written on SQLite, which keeps anything in any column: a value has one way to be written here.

What is written in another way may be read as the same value, but is found or compared as another one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Date,
    Dialect,
    Integer,
    LargeBinary,
    Row,
    Select,
    Table,
    Uuid,
    cast,
    func,
    select,
)

from mandate_registry.log.log_differences import DifferenceKind, LogDifference
from mandate_registry.log.tree_reader import streamed
from models.types import Amount, Instant


def non_canonical_values(connection: Connection, tables: Iterable[Table]) -> Iterator[LogDifference]:
    """Find the values that are not written as the registry writes them."""
    if connection.dialect.name != "sqlite":
        return
    for table in tables:
        for row in streamed(connection, _as_kept(table)):
            yield from _of_row(connection.dialect, table, row)


@cache
def _as_kept(table: Table) -> Select[Any]:
    """Select the kinds of all values, and then their bytes."""
    kinds = [func.typeof(column) for column in table.columns]
    return select(*kinds, *(cast(column, LargeBinary) for column in table.columns))


def _of_row(dialect: Dialect, table: Table, row: Row[Any]) -> Iterator[LogDifference]:
    columns = list(table.columns)
    for column, kind, content in zip(columns, row[: len(columns)], row[len(columns) :], strict=True):
        if not _is_written_so(dialect, column, kind, content):
            keys = list(table.primary_key.columns)
            known = [row[len(columns) + columns.index(key)] for key in keys]
            name = " / ".join(bytes(one or b"").decode(errors="replace") for one in known)
            detail = f"Its {column.name} is not written as the registry writes it."
            yield LogDifference(table.name, f"row {name}", DifferenceKind.CHANGED, detail)


def _is_written_so(dialect: Dialect, column: Column[Any], kind: str, content: bytes | None) -> bool:
    if content is None:
        return bool(column.nullable)
    if isinstance(column.type, LargeBinary):
        return kind == "blob"
    if isinstance(column.type, Boolean):
        return kind == "integer" and content in (b"0", b"1")
    if isinstance(column.type, Integer | Amount):
        return kind == "integer"
    try:
        return kind == "text" and _again(dialect, column, content.decode()) == content.decode()
    except ValueError:
        return False


def _again(dialect: Dialect, column: Column[Any], text: str) -> Any:
    """Read a moment, a day or an id, and write it."""
    if not isinstance(column.type, Instant | Date | Uuid):
        return text
    kept = column.type.dialect_impl(dialect)
    read, write = kept.result_processor(dialect, None), kept.bind_processor(dialect)
    value = read(text) if read else text
    return write(value) if write else value
