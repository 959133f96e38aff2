"""Looks facts up by their code at a moment, and compares names."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from typing import Any, TypeVar
from unicodedata import category, normalize

from mandate_registry.rules.facts import Fact

T = TypeVar("T", bound=Fact)


def fact_at(index: dict[str, list[T]], key: str, at: datetime) -> T | None:
    """Return the fact of a code that is valid at a moment, None when there is none."""
    for fact in index.get(key, ()):
        if at in fact.valid:
            return fact
    return None


def lineage(index: dict[str, list[Any]], code: str, at: datetime) -> Iterator[str]:
    """Yield a code and the codes of all above it, at a moment; nothing when it is unknown then."""
    seen: set[str] = set()
    fact = fact_at(index, code, at)
    while fact and fact.code not in seen:
        seen.add(fact.code)
        yield fact.code
        fact = fact_at(index, fact.parent, at) if fact.parent else None


def lineage_ever(index: dict[str, list[Any]], codes: Iterable[str]) -> set[str]:
    """Return codes with those of all that are, were or will be above them."""
    found: set[str] = set()
    waiting = list(codes)
    while waiting:
        code = waiting.pop()
        if code not in found:
            found.add(code)
            waiting.extend(fact.parent for fact in index.get(code, ()) if fact.parent)
    return found


APOSTROPHES = frozenset("'`\N{ACUTE ACCENT}\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}") | frozenset(
    "\N{SINGLE HIGH-REVERSED-9 QUOTATION MARK}\N{PRIME}\N{FULLWIDTH APOSTROPHE}\N{MODIFIER LETTER PRIME}"
    "\N{MODIFIER LETTER TURNED COMMA}\N{MODIFIER LETTER APOSTROPHE}\N{MODIFIER LETTER REVERSED COMMA}"
)
DASH, MINUS = "Pd", "\N{MINUS SIGN}"


def same_name(name: str) -> str:
    """Return a name as it is compared: the one way to write it (`check.md`, The question).

    Case, composed and combining letters, apostrophes, hyphens and blanks do not tell names apart. Letters of other
    alphabets do, and so do signs that are not seen.
    """
    folded = normalize("NFD", name).casefold()
    if not folded.isascii():
        folded = normalize("NFC", "".join(map(_plain, folded)))
    return " ".join(folded.replace("`", "'").split())


def holds_any(text: str, parts: Collection[str]) -> bool:
    """Return True if a text holds one of these parts, however each is written; an empty part is in none."""
    written = same_name(text)
    return any(part and same_name(part) in written for part in parts)


def _plain(sign: str) -> str:
    """Return an apostrophe or a hyphen as it is typed; any other sign as it is."""
    if sign in APOSTROPHES:
        return "'"
    return "-" if category(sign) == DASH or sign == MINUS else sign
