"""Days, amounts and closed words as other systems write them, and as the register folder does.

Of a whole column at once, because one cell does not say how it is to be read: `3/4/2026` is a day in April or in March.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from enum import StrEnum

NO_END = re.compile(r"9999-12-31|31[-/.]12[-/.]9999|99991231")
"""What a system writes that cannot leave a last day empty."""
ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?)?")
COMPACT = re.compile(r"([12][0-9]{3})([0-9]{2})([0-9]{2})")
IN_NUMBERS = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})(?: 0?0:00(?::00)?)?")
IN_WORDS = re.compile(r"([0-9]{1,2})\.? ([a-z]+)\.? ([0-9]{4})")
MONTHS = (
    *(("jan", "januari", "january"), ("feb", "februari", "february"), ("mrt", "maart", "march", "mar")),
    *(("apr", "april"), ("mei", "may"), ("jun", "juni", "june"), ("jul", "juli", "july")),
    *(("aug", "augustus", "august"), ("sep", "sept", "september"), ("okt", "oktober", "october", "oct")),
    *(("nov", "november"), ("dec", "december")),
)
MONTH = {word: number for number, words in enumerate(MONTHS, start=1) for word in words}

WITH_COMMA = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]{1,2})?|[0-9]+,[0-9]{1,2}")
WITH_POINT = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]{1,2})?|[0-9]+\.[0-9]{1,2}")
SET_APART = re.compile(r"[0-9]{1,3}(?:[ \u00a0\u202f'’][0-9]{3})+(?:[.,][0-9]{1,2})?")
BLANKS = re.compile(r"[ \u00a0\u202f'’]")


class Notation(StrEnum):
    """How the days or the amounts of a column are written; NONE where no cell of it could be read in two ways."""

    NONE = "none"
    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"
    COMMA = "comma"
    POINT = "point"
    OPEN = "open"
    """Days of which none tells whether the day or the month comes first, or only one that it is the month."""
    TWO = "two"
    """Days of which some have the day first, as all with dashes or points do, and others can only have the month."""


def notation_of_days(cells: Iterable[str]) -> Notation:
    """Return how the days in these cells are written: NONE without a day, OPEN if none tells, TWO if they contradict.

    A cell that can be read in one way only decides whether the day or the month comes first. Only with slashes may the
    month; that it does in one day only does not decide about others.
    """
    found = [cell for cell in map(str.strip, cells) if IN_NUMBERS.fullmatch(cell) and not NO_END.fullmatch(cell)]
    notations = {cell: order_of(cell) for cell in found}
    month_first = [cell for cell, one in notations.items() if one is Notation.MONTH_FIRST]
    day_first = [cell for cell, one in notations.items() if one is Notation.DAY_FIRST]
    is_any_open = Notation.OPEN in notations.values()
    if month_first and day_first:
        return Notation.TWO
    if month_first:
        return Notation.OPEN if len(month_first) == 1 and is_any_open else Notation.MONTH_FIRST
    if is_any_open and not any("/" in cell for cell in day_first):
        return Notation.OPEN
    return Notation.DAY_FIRST if found else Notation.NONE


def order_of(cell: str) -> Notation:
    """Return what a day in numbers tells of the others: which comes first, OPEN if it may be either; otherwise NONE.

    With dashes or points the day comes first.
    """
    if not IN_NUMBERS.fullmatch(cell.strip()):
        return Notation.NONE
    slashed = re.sub(r"[-.]", "/", cell)
    day, month = as_day(slashed, Notation.DAY_FIRST), as_day(slashed, Notation.MONTH_FIRST)
    if day == month:
        return Notation.NONE
    if "/" not in cell:
        return Notation.DAY_FIRST if day else Notation.NONE
    return Notation.OPEN if day and month else Notation.DAY_FIRST if day else Notation.MONTH_FIRST


def notation_of_amounts(cells: Iterable[str]) -> Notation:
    """Return whether decimals follow a comma or a point; by most cells, for an amount never has three decimals."""
    texts = [_bare(cell) for cell in cells]
    comma, point = (sum(bool(one.fullmatch(text)) for text in texts) for one in (WITH_COMMA, WITH_POINT))
    if not comma and not point:
        return Notation.NONE
    return Notation.COMMA if comma >= point else Notation.POINT


def as_day(text: str, notation: Notation) -> str | None:
    """Write a day as `2026-12-01`; None when it is none."""
    text = text.strip().lower()
    parts = _in_numbers(text, notation) or _in_words(text)
    if found := ISO.fullmatch(text) or COMPACT.fullmatch(text):
        parts = int(found[1]), int(found[2]), int(found[3])
    try:
        return date(*parts).isoformat() if parts else None
    except ValueError:
        return None


def is_no_end(text: str) -> bool:
    """Return whether this is how a system writes that there is no last day."""
    return bool(NO_END.fullmatch(text.strip()[:10]))


def as_amount(text: str, notation: Notation) -> str | None:
    """Write an amount as `50000.00`; None when it is none, or is not written as the rest of its column."""
    text = _bare(text)
    if text.isascii() and text.isdigit():
        return text.lstrip("0") or "0"
    pattern, thousands = (WITH_POINT, ",") if notation is Notation.POINT else (WITH_COMMA, ".")
    return text.replace(thousands, "").replace(",", ".") if pattern.fullmatch(text) else None


def _bare(text: str) -> str:
    """Return a number without the blanks that set its thousands apart."""
    text = text.strip()
    return BLANKS.sub("", text) if SET_APART.fullmatch(text) else text


def _in_numbers(text: str, notation: Notation) -> tuple[int, int, int] | None:
    found = IN_NUMBERS.fullmatch(text)
    if not found:
        return None
    day, month, year = int(found[1]), int(found[3]), int(found[4])
    return (year, day, month) if notation is Notation.MONTH_FIRST and found[2] == "/" else (year, month, day)


def _in_words(text: str) -> tuple[int, int, int] | None:
    found = IN_WORDS.fullmatch(text)
    return (int(found[3]), MONTH[found[2]], int(found[1])) if found and found[2] in MONTH else None
