"""Whether the text that a sheet shows of a number or a day is all of it, and nothing besides."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from mandate_registry.register_folder.column_notation import MONTH

MAX_DECIMALS = 12
HUNDRED = 100
WORD = re.compile(r"[^\W\d_]+")
BESIDE_NUMBERS = set(".,'\u2019-%")
BESIDE_DAYS = set(" \u00a0-/.,")
DAYS_OF_THE_WEEK = {
    *("ma", "di", "wo", "do", "vr", "za", "zo", "mon", "tue", "wed", "thu", "fri", "sat", "sun"),
    *("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"),
    *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
}


def shows_number(text: str, number: Decimal) -> bool:
    """Return True if the digits of a text are those of a number, which may be rounded, or of its percentage."""
    digits = re.sub(r"[^0-9]", "", text).lstrip("0")
    scaled = abs(number) * (HUNDRED if "%" in text else 1)
    rounded = (scaled.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP) for places in range(MAX_DECIMALS))
    return any(f"{one:f}".replace(".", "").lstrip("0") == digits for one in rounded) and any(map(str.isdigit, text))


def is_bare(text: str) -> bool:
    """Return True if a text has nothing besides the digits of a number but blanks and the sign of a currency."""
    return all(
        one.isdigit() or one.isspace() or one in BESIDE_NUMBERS or unicodedata.category(one) == "Sc" for one in text
    )


def shows_day(text: str, day: str) -> bool:
    """Return True if a text shows the day, the month and the year of a day (2026-12-01), and no words besides."""
    try:
        found = date.fromisoformat(day)
    except ValueError:
        return False
    words = [word.casefold() for word in WORD.findall(text)]
    months = [word for word in words if MONTH.get(word) == found.month]
    signs = set(re.sub(r"[^\W_]+", "", text))
    if len(months) > 1 or {*words} - {*months} - DAYS_OF_THE_WEEK or not signs <= BESIDE_DAYS:
        return False
    numbers = sorted(map(int, re.findall(r"[0-9]+", text)))
    parts = [found.day] if months else [found.day, found.month]
    return numbers in (sorted([*parts, found.year]), sorted([*parts, found.year % HUNDRED]))
