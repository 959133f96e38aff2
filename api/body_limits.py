"""How much a JSON body or a query may hold: more costs more to validate than to send."""

from __future__ import annotations

from typing import Any

from mandate_registry.errors import FieldError, InvalidInput

MAX_WIDTH = 40
"""How many fields an object has at most; no schema has as many."""

MAX_BEYOND = 5_000
"""How many fields of all objects together may be more than that: who sends some by mistake is told which."""

MAX_VALUES = 100_000
"""How many fields and items a body may have in all: a batch of the largest questions has four fifths of it."""

_MAX_QUOTES = 4 * MAX_VALUES + 2
"""How many quotes stand around as many names and texts."""

_BLANK = b" \t\r\n"

MAX_DEPTH = 10
"""How many objects and lists may stand in each other."""


def must_be_small(data: bytes) -> None:
    """Raise InvalidInput when there are too many fields and items in a text of JSON, which is not parsed for it.

    Parsing holds up all other callers and takes many times the memory of the text; counting does neither. What stands
    in texts does not count.
    """
    if _values_at_most(data) <= MAX_VALUES:
        return
    bare = data.replace(rb"\\", b"").replace(rb"\"", b"")
    if bare.count(b'"') > _MAX_QUOTES or _values_outside_texts(bare) > MAX_VALUES:
        raise _refused(f"has more than {MAX_VALUES} fields and items")


def _values_at_most(data: bytes) -> int:
    """Return how many fields and items there are, were no object and no list empty and no comma in a text."""
    return data.count(b",") + data.count(b"{") + data.count(b"[")


def _values_outside_texts(bare: bytes) -> int:
    """Return how many fields and items there are in JSON in whose texts no quote stands."""
    outside = b'"'.join(bare.split(b'"')[::2]).translate(None, _BLANK)
    return _values_at_most(outside) - outside.count(b"[]") - outside.count(b"{}")


def must_be_bounded(found: dict[str, Any]) -> None:
    """Raise InvalidInput when an object has too many fields, or too many of all stand in each other."""
    beyond = MAX_BEYOND
    level: list[dict[str, Any] | list[Any]] = [found]
    for _ in range(MAX_DEPTH):
        for one in level:
            beyond -= max(0, len(one) - MAX_WIDTH) if isinstance(one, dict) else 0
            if beyond < 0:
                raise _refused(f"has too many fields: no object takes more than {MAX_WIDTH}")
        level = [value for one in level for value in _values(one) if isinstance(value, dict | list)]
        if not level:
            return
    raise _refused(f"has more than {MAX_DEPTH} objects and lists in each other")


def must_be_few(names: int) -> None:
    """Raise InvalidInput when a query has too many parameters."""
    if names > MAX_WIDTH:
        raise InvalidInput(FieldError("", "too_many", f"the query has more than {MAX_WIDTH} parameters"))


def _values(one: Any) -> Any:
    return one.values() if isinstance(one, dict) else one


def _refused(detail: str) -> InvalidInput:
    return InvalidInput(FieldError("", "too_many", f"the body {detail}"))
