"""Canonical JSON, of which the same value always has the same bytes; its names, and digests and text of bytes."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Collection, Iterable
from functools import lru_cache
from typing import Any

import rfc8785

_CAPITAL = re.compile("[A-Z]")


_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))
_HIGHEST = 2**53 - 1
_SCALARS = frozenset({str, bool, type(None)})


def canonical(value: Any) -> bytes:
    """Write a value as canonical JSON (RFC 8785); numbers are whole and below 2**53, everything else is text.

    What `_is_usual` accepts is written by the encoder of Python, which is 20 times as fast. It is the same there.
    """
    if _is_usual(value):
        try:
            return _ENCODER.encode(value).encode()
        except UnicodeEncodeError:
            pass  # half a surrogate: rfc8785 refuses it with an error of its own
    return rfc8785.dumps(value)


def read_canonical(content: bytes) -> Any:
    """Read canonical JSON; ValueError when it is written in any other way, or has too much in each other to be read."""
    try:
        value = json.loads(content)
        is_canonical = canonical(value) == content
    except RecursionError as error:
        raise ValueError(str(error)) from error
    if not is_canonical:
        message = "this is not canonical JSON"
        raise ValueError(message)
    return value


def _is_usual(value: Any) -> bool:
    """Return whether a value has names in ASCII only, and otherwise texts, lists, whole numbers, booleans and None.

    Names in ASCII are in the same order as code points and as UTF-16.
    """
    kind = type(value)
    if kind is dict:
        return _are_ascii(value) and _are_usual(value.values())
    if kind is list or kind is tuple:
        return _are_usual(value)
    return kind in _SCALARS or (kind is int and -_HIGHEST <= value <= _HIGHEST)


def _are_usual(values: Collection[Any]) -> bool:
    return _SCALARS.issuperset(map(type, values)) or all(map(_is_usual, values))


def _are_ascii(names: Iterable[Any]) -> bool:
    try:
        return "".join(names).isascii()
    except TypeError:  # one is no text
        return False


def digest(content: bytes) -> str:
    """Return the SHA-256 of bytes, as text."""
    return as_text(hashlib.sha256(content).digest())


@lru_cache(maxsize=4096)
def camel_case(name: str) -> str:
    """Write a name of Python as JSON has it."""
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def in_camel_case(value: Any) -> Any:
    """Write the names of a value, and of all that is in it, as JSON has them."""
    if isinstance(value, dict):
        return {camel_case(name): in_camel_case(item) for name, item in value.items()}
    return [in_camel_case(item) for item in value] if isinstance(value, list) else value


def in_snake_case(value: Any) -> Any:
    """Write the names of a value, and of all that is in it, as Python has them: the opposite of `in_camel_case`."""
    if isinstance(value, dict):
        return {_CAPITAL.sub(_apart, name): in_snake_case(item) for name, item in value.items()}
    return [in_snake_case(item) for item in value] if isinstance(value, list) else value


def _apart(capital: re.Match[str]) -> str:
    return f"_{capital[0].lower()}"


def as_text(content: bytes) -> str:
    """Write bytes as base64url without padding (RFC 7515, 2)."""
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def as_bytes(text: str) -> bytes:
    """Read what `as_text` wrote; ValueError when it is not that."""
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
