"""What a spreadsheet shows of a number: its format decides, and what is not surely known is said to be so."""

from __future__ import annotations

import math
import re
import unicodedata
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal

from mandate_registry.register_folder.grid.sheet_layout import RawCell
from mandate_registry.register_folder.workbook.format_codes import DIGITS, GENERAL, Section, section_of, shows_a_day

EXACT = 2**53  # above it a spreadsheet no longer knows the last digits of a number
SHOWN_DIGITS = 11
"""A cell without a format of its own shows so many signs of a number at most."""
ISO = re.compile(r"(?:\[[^\]]*\])?y{4}\\?-mm\\?-dd(?:;@)?", re.IGNORECASE)
THOUSAND = 1000


def shown_number(cell: object, code: str) -> tuple[str, RawCell | None]:
    """Return the text of a cell under a number format, and what it is stored as when its text may not tell.

    Words that a format shows belong to the text. Where it shows something else than the number, or not the whole of a
    day, the format stands beside it in brackets, and no column takes the cell for a value.
    """
    if isinstance(cell, bool):
        return ("yes" if cell else "no"), None
    if isinstance(cell, int | float):
        is_plain = code in GENERAL and float(cell).is_integer() and abs(cell) < EXACT
        return (str(int(cell)), None) if is_plain else _shown_number(float(cell), code)
    if isinstance(cell, date):
        text = day_of(cell)
        if code not in GENERAL and not shows_a_day(code):
            return _odd(text, code)
        return text, RawCell(text, is_shown=bool(ISO.fullmatch(code)) and len(text) == len("2026-12-01"))
    text = str(cell)
    return text, None if isinstance(cell, str) else RawCell(text, is_shown=False)


def day_of(cell: date) -> str:
    """Return a day, or a moment where it has a time of day."""
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    return cell.isoformat()


def exact(number: Decimal) -> str:
    """Write a number so that it is not taken for thousands: 12.345 is `12.3450`, 1.1 `1.10`, 50000 `50000`."""
    if number == number.to_integral_value():
        return f"{number:.0f}"
    text = f"{number.normalize():f}"
    decimals = len(text.partition(".")[2])
    return f"{number:.2f}" if decimals <= len("00") else f"{text}0"


def _odd(text: str, code: str) -> tuple[str, RawCell]:
    text = f"{text} [{code}]"
    return text, RawCell(text, is_shown=False)


def _shown_number(value: float, code: str) -> tuple[str, RawCell | None]:
    if abs(value) >= EXACT or not math.isfinite(value):
        return str(value), RawCell(str(value), is_shown=False)
    number = Decimal(int(value)) if value.is_integer() else Decimal(f"{value:.15g}")  # what a spreadsheet knows of it
    plain = exact(number)
    if code in GENERAL:
        text = _general(number)
        return text, None if text == plain else RawCell(plain, is_shown=len(text) <= SHOWN_DIGITS)
    section = section_of(code, value)
    if section is None:
        return _odd(plain, code)
    digits = _digits(abs(number), section)
    text = " ".join(f"{section.sign}{section.before}{digits}{section.after}".split())
    if not text or (not digits and number):
        return _odd(plain, code)
    if not _is_harmless(section) or not digits:
        return _in_words(number, section, text, plain, code)
    is_shown = "," not in section.digits or abs(number) < THOUSAND
    return text, None if is_shown and text == plain and "." not in text else RawCell(plain, is_shown)


def _general(number: Decimal) -> str:
    return f"{number.normalize():f}" if number != number.to_integral_value() else f"{number:.0f}"


def _in_words(number: Decimal, section: Section, text: str, plain: str, code: str) -> tuple[str, RawCell | None]:
    """Return what a format with words shows: with a decimal comma, and not of a number that it rounds."""
    digits = _digits(abs(number), section)
    if digits and Decimal(digits.rstrip("%")) != abs(number) * (100 if section.percent else 1):
        return _odd(plain, code)
    return text.replace(digits, digits.replace(".", ","), 1) if digits else text, None


def _is_harmless(section: Section) -> bool:
    """Return True if a format shows nothing besides the digits but blanks and the sign of a currency."""
    beside = f"{section.before}{section.after}"
    return all(sign.isspace() or unicodedata.category(sign) == "Sc" for sign in beside)


def _digits(number: Decimal, section: Section) -> str:
    """Write a number with the zeros and the decimals of its format; thousands are not set apart."""
    if not section.digits:
        return ""
    scaled = number * 100 if section.percent else number
    percent = "%" * section.percent
    found = DIGITS.fullmatch(section.digits)
    if found is None:
        return f"{_general(scaled)}{percent}"
    whole, decimals = found[1] or "", found[2] or ""
    text = f"{scaled.quantize(Decimal(1).scaleb(-len(decimals)), ROUND_HALF_UP):f}"
    before, _, after = text.partition(".")
    before = before.lstrip("0").zfill(whole.count("0"))
    after = f"{after[: decimals.count('0')]}{after[decimals.count('0') :].rstrip('0')}"
    joined = f"{before}.{after}" if after or section.digits.endswith(".") else before
    return f"{joined}{percent}" if joined else ""
