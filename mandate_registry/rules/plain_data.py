"""Values as plain data, which JSON can hold: the one place that writes amounts, moments and `all`, and reads them.

What is kept of a check, what its receipt claims and what the API sends are this data. Names are those of Python; the
API and receipts write them in camelCase (`canonical.in_camel_case`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from mandate_registry.rules.facts import Vat
from mandate_registry.rules.moments import rfc3339
from mandate_registry.rules.notation import parse_amount
from mandate_registry.rules.questions import Money

ALL = "all"
"""Instead of a list of conditions: that all of them are confirmed."""


def to_plain(value: Any) -> Any:
    """Return a value as plain data.

    Moments become RFC 3339 in UTC, amounts texts with two decimals, sets sorted lists, data classes objects of all
    their fields; ids and codes become text.
    """
    kind: Any = type(value)
    if kind in _PLAIN:
        return value
    if isinstance(value, Mapping):
        return {name: to_plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [to_plain(item) for item in value]
    if isinstance(value, frozenset):
        return sorted(value)
    if names := _names_of(kind):
        return {name: to_plain(getattr(value, name)) for name in names}
    return _text(value)


_PLAIN = frozenset({str, int, bool, type(None)})


@lru_cache
def _names_of(kind: Any) -> tuple[str, ...]:
    """Return the names of the fields of a data class, none of any other class."""
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) else ()


def _text(value: Any) -> str:
    if isinstance(value, datetime):
        return rfc3339(value)
    return f"{value:.2f}" if isinstance(value, Decimal) else str(value)


def money_of(plain: Mapping[str, str]) -> Money:
    """Read an amount; ValueError when it is none."""
    return Money(parse_amount(plain["value"]), plain["currency"], Vat(plain["vat"]))


def moment_of(plain: str) -> datetime:
    """Read a moment; ValueError when it is none."""
    return datetime.fromisoformat(plain)
