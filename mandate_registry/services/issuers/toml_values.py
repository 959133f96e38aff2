"""How the settings in a file are spelt: each function reads one value; ValueError when it cannot be."""

from __future__ import annotations


def text(value: object) -> str:
    """Read a text that says something."""
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"{value!r} is not a text")
    return value


def texts(value: object) -> frozenset[str]:
    """Read a list of texts; one text by itself is a list of one."""
    return frozenset(map(text, value if isinstance(value, list) else [value]))


def flag(value: object) -> bool:
    """Read true or false."""
    if not isinstance(value, bool):
        raise ValueError(f"{value!r} is neither true nor false")  # noqa: TRY004 - a wrong value to whoever wrote the file
    return value
