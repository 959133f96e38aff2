"""Values of facts as plain JSON and back, by the types of the columns that keep them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from sqlalchemy import Date

from models.facts import TABLES
from models.types import Amount, Instant, Written


def to_plain(table: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """Write values of these columns so that JSON can keep them."""
    return {name: None if value is None else _write(_type(table, name), value) for name, value in values.items()}


def from_plain(table: str, plain: Mapping[str, Any]) -> dict[str, Any]:
    """Read what `to_plain` wrote."""
    return {name: None if value is None else _read(_type(table, name), value) for name, value in plain.items()}


@cache
def _type(table: str, name: str) -> Any:
    return TABLES[table].c[name].type


def _write(kind: Any, value: Any) -> Any:
    if isinstance(kind, Written):
        return kind.write(value)
    if isinstance(kind, Amount):
        return str(value)
    return value.isoformat() if isinstance(kind, Instant | Date) else value


def _read(kind: Any, plain: Any) -> Any:
    if isinstance(kind, Written):
        return kind.remembered(plain)
    if isinstance(kind, Amount):
        return Decimal(plain)
    if isinstance(kind, Instant):
        return datetime.fromisoformat(plain)
    return date.fromisoformat(plain) if isinstance(kind, Date) else plain
