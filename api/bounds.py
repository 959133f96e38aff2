"""How much a JSON body or a query may hold: more costs more to validate than to send."""

from __future__ import annotations

from typing import Any

from mandate_registry.errors import FieldError, InvalidInput

WIDEST = 40
"""How many fields an object has at most; no schema has as many."""

MOST_BEYOND = 5_000
"""How many fields of all objects together may be more than that: who sends some by mistake is told which."""

MOST_VALUES = 100_000
"""How many fields and items a body may have in all: a batch of the largest questions has four fifths of it."""

DEEPEST = 10
"""How many objects and lists may stand in each other."""


def must_be_bounded(found: dict[str, Any]) -> None:
    """Raise InvalidInput when there are too many fields, too many values, or too many of them in each other."""
    left, beyond = MOST_VALUES, MOST_BEYOND
    level: list[dict[str, Any] | list[Any]] = [found]
    for _ in range(DEEPEST):
        for one in level:
            left -= len(one)
            beyond -= max(0, len(one) - WIDEST) if isinstance(one, dict) else 0
            if beyond < 0:
                raise _refused(f"has too many fields: no object takes more than {WIDEST}")
            if left < 0:
                raise _refused(f"has more than {MOST_VALUES} fields and items")
        level = [value for one in level for value in _values(one) if isinstance(value, dict | list)]
        if not level:
            return
    raise _refused(f"has more than {DEEPEST} objects and lists in each other")


def must_be_few(names: int) -> None:
    """Raise InvalidInput when a query has too many parameters."""
    if names > WIDEST:
        raise InvalidInput(FieldError("", "too_many", f"the query has more than {WIDEST} parameters"))


def _values(one: Any) -> Any:
    return one.values() if isinstance(one, dict) else one


def _refused(detail: str) -> InvalidInput:
    return InvalidInput(FieldError("", "too_many", f"the body {detail}"))
