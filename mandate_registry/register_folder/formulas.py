"""Cells that a spreadsheet would take for a formula, and the quote that keeps it from doing so."""

from __future__ import annotations


def escaped(text: str) -> str:
    """Put a quote before what a spreadsheet would take for a formula, and before what looks so escaped."""
    return f"'{text}" if text.lstrip("'").startswith(_FORMULA) else text


def unescaped(text: str) -> str:
    """Remove the quote that `escaped` added."""
    return text[1:] if text.startswith("'") and text.lstrip("'").startswith(_FORMULA) else text


_FORMULA = ("=", "+", "-", "@", "\t", "\r")
