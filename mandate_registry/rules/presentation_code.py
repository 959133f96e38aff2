"""The presentation code, by which whoever holds it is shown a card: how it is made, written and read.

It is 100 random bits in the alphabet of Crockford, without letters that look like digits, in groups of four:
`7KQ3-M9XW-2B4T-R8ND-C6HF`. Capitals, spaces and dashes make no difference; O is read as 0, I and L as 1.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from mandate_registry.rules.directory import Directory

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH, GROUP = 20, 4
CODE = re.compile(rf"[0-9A-TV-Za-tv-z](?:[ -]*[0-9A-TV-Za-tv-z]){{{LENGTH - 1}}}")
"""A text that may be a code: whether it is, only the register knows."""

_FOLDED = str.maketrans("OIL", "011", " -")


class NameForm(StrEnum):
    """How a card shows the name that the register has: in full, as initial and surname, or not at all."""

    FULL = "full"
    SHORT = "short"
    NONE = "none"


class Presented:
    """A code as it was presented: known by its digest (SHA-256). Its text is kept nowhere, and written only masked.

    `at` is when that was, None being now. It is a value by itself, of which nobody writes the parts.
    """

    __slots__ = ("at", "digest", "masked")

    def __init__(self, digest: bytes, masked: str, at: datetime | None = None) -> None:
        self.digest, self.masked, self.at = digest, masked, at

    @classmethod
    def of(cls, text: str) -> Presented:
        """Read a code; any text has a digest, so that one that is none takes the same work."""
        folded = fold(text)
        return cls(sha256(folded.encode()).digest(), f"{folded[:GROUP]}-…")

    def __str__(self) -> str:
        return self.masked

    __repr__ = __str__

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Presented) and (self.digest, self.at) == (other.digest, other.at)

    def __hash__(self) -> int:
        return hash(self.digest)


def make() -> str:
    """Make a code that nobody can guess."""
    return written("".join(secrets.choice(ALPHABET) for _ in range(LENGTH)))


def fold(text: str) -> str:
    """Write a code so that all ways to write it are one."""
    return text.upper().translate(_FOLDED)


def is_unmistakable(text: str) -> bool:
    """Return whether a text is written as a code and as nothing else: a name has no digits, a number seldom so many.

    Of codes written on one string, one in two thousand has no digit or no letter, and looks like a name or a number.
    """
    if not CODE.fullmatch(text):
        return False
    in_groups = re.fullmatch(rf"\w{{{GROUP}}}(?:[ -]\w{{{GROUP}}}){{{LENGTH // GROUP - 1}}}", text)
    return bool(in_groups) or (any(map(str.isdigit, text)) and any(map(str.isalpha, text)))


def written(text: str) -> str:
    """Write a code in its groups."""
    folded = fold(text)
    return "-".join(folded[place : place + GROUP] for place in range(0, len(folded), GROUP))


def shown_name(name: str, form: NameForm) -> str | None:
    """Return the name in that form; the initial is that of the first word, and all after it the surname."""
    if form is NameForm.NONE:
        return None
    first, *surname = name.split()
    return f"{first[0]}. {' '.join(surname)}" if surname and form is NameForm.SHORT else name


def covers(directory: Directory, chosen: Iterable[str], code: str, at: datetime) -> bool:
    """Return whether a decision type is one of those chosen, below one of them, or a component of one."""
    within = {part for one in chosen for part in directory.parts(one, at)}
    return not within.isdisjoint(directory.types_above(code, at))
