"""What a number format shows around the digits of a number, and which digits; and what one of dates shows of a day."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

GENERAL = {"", "General", "@"}
OTHER = "other"
"""The format of a built-in number that is not in BUILT_IN: nobody knows what it shows."""
MAX_LENGTH = 255
"""So many signs has a format at most, as in a spreadsheet."""
CACHE_SIZE = 8192
"""So many parts of formats are remembered: more than a file has."""
PART_OF_A_DATE = "m"
BUILT_IN = (
    {0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 49: "@"}
    | dict.fromkeys((5, 6, 37, 38, 41, 42), "#,##0")
    | dict.fromkeys((7, 8, 39, 40, 43, 44), "#,##0.00")
    | {14: "d-m-yyyy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm"}
    | {21: "h:mm:ss", 22: "d-m-yyyy h:mm", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss"}
    | dict.fromkeys((*range(27, 37), *range(50, 59)), PART_OF_A_DATE)
)
"""What the built-in formats show, by their number; the sign of a currency that a country adds is not known."""

PIECE = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|.', re.DOTALL)
TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|(?P<blank>_.)|(?P<fill>\*.)|\[\$(?P<currency>[^\]-]*)(?:-[^\]]*)?\]|'
    r"(?P<colour>\[(?:black|blue|cyan|green|magenta|red|white|yellow|color ?\d+)\])|"
    r"(?P<digits>general|[0#?.,]+)|(?P<percent>%)|(?P<sign>[^\w;\"\\\[\]@*_/]|\u20ac)",
    re.IGNORECASE | re.DOTALL,
)
DIGITS = re.compile(r"([0#?]*(?:,[0#?]+)*)(?:\.([0#?]*))?")
LITERAL = re.compile(r'"([^"]*)"|\\(.)|\[\$([^\]-]*)(?:-[^\]]*)?\]', re.DOTALL)
BESIDE_DATES = set(" \u00a0-/.,:")


class Section(NamedTuple):
    """A part of a number format: what it shows before and after the digits, and which digits; "" where it shows none.

    `sign` stands before all of it.
    """

    before: str
    digits: str
    after: str
    percent: bool
    sign: str


def section_of(code: str, number: float) -> Section | None:
    """Return the part of a format that shows a number; None when it shows it in a way that is not understood."""
    parts = _parts(code)
    if len(parts) == 1 or number > 0 or (number == 0 and len(parts) == len(["positive", "negative"])):
        return _section(parts[0], "-" if number < 0 else "")
    return _section(parts[1] if number < 0 else parts[2], "")


def bearable(code: str) -> str:
    """Return a format, or OTHER in the place of one that is longer than a spreadsheet allows."""
    return code if len(code) <= MAX_LENGTH else OTHER


@lru_cache(maxsize=CACHE_SIZE)
def is_date(code: str) -> bool:
    """Return True if a format shows days or times."""
    bare = _bare_of_literals(code)
    return (
        code not in GENERAL
        and code != OTHER
        and _section(_parts(code)[0], "") is None
        and bool(set(bare) & set("dmyhs"))
    )


@lru_cache(maxsize=CACHE_SIZE)
def shows_a_day(code: str) -> bool:
    """Return True if a format shows the day, the month and the year, and no words besides."""
    first = _parts(code)[0]
    said = "".join(text for found in LITERAL.findall(first) for text in found)
    return set("dmy") <= set(_bare_of_literals(first)) and set(said) <= BESIDE_DATES


def _bare_of_literals(code: str) -> str:
    return re.sub(r"\[(?!h+\]|m+\]|s+\])[^\]]*\]", "", LITERAL.sub("", code), flags=re.IGNORECASE).lower()


@lru_cache(maxsize=CACHE_SIZE)
def _parts(code: str) -> list[str]:
    parts = [""]
    for piece in PIECE.findall(code):
        if piece == ";":
            parts.append("")
        else:
            parts[-1] += piece
    return parts


@lru_cache(maxsize=CACHE_SIZE)
def _section(part: str, sign: str) -> Section | None:
    texts, digits, percent, end = ["", ""], "", False, 0
    for found in TOKEN.finditer(part):
        if found.start() != end:
            return None
        end = found.end()
        if found["digits"]:
            if digits:
                return None
            digits = found["digits"]
        elif found["percent"]:
            percent = True
        else:
            texts[bool(digits)] += _literal(found)
    if end != len(part) or not (digits.lower() == "general" or DIGITS.fullmatch(digits)):
        return None
    return Section(texts[0], digits, texts[1], percent, sign)


def _literal(found: re.Match[str]) -> str:
    if found["blank"]:
        return " "
    return found["quoted"] or found["escaped"] or found["currency"] or found["sign"] or ""
