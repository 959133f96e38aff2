"""Cells that hold no value of their own: what says "as above", no name of a person, and a row of totals."""

from __future__ import annotations

import re
import unicodedata

from mandate_registry.register_folder.names.name_keys import known_as

DITTO = frozenset(
    (
        *("idem", "idem dito", "dito", "ditto", "zelfde", "hetzelfde", "same", "as above", "same as above"),
        *("see above", "zie boven", "zie hierboven", "als boven", "als hierboven", "gelijk aan hierboven"),
    )
)
"""Words that stand for what is above them, as `known_as` has them."""
MARKS = re.compile(r"[\s–—-]*(?:[\"”“„〃″]|''|’’|,,|\u00b4\u00b4|``)[\s\"”“„〃″'’`\u00b4–—-]*")
"""Signs that do so, such as a quotation mark alone."""
STROKES = ("-", "–", "—", "--")
NONE_OF_IT = frozenset(("geen", "n v t", "nvt", "niet van toepassing", "none", "n a"))
"""Words that say that there is none, as `known_as` has them."""
IN_WORDS = ("conditions", "instructions", "cases", "legal_basis", "within", "counterparties", "except", "parent")
"""Columns that may be empty, and in which such a word or stroke would count as one of its own."""
ALL = frozenset(("alle", "allemaal", "alles", "all", "any"))
OF_ALL = ("cases", "within", "counterparties")
"""The columns that limit nothing when they are empty: all of them is what that says."""
NOBODY = frozenset(
    (
        *("vacature", "vacant", "vacancy", "n n", "nn", "n v t", "nvt", "n t b", "ntb", "t b d", "tbd", "geen", "none"),
        *("onbekend", "unknown", "nog in te vullen", "nader in te vullen", "in te vullen"),
    )
)
"""What stands in a column of names where there is no person, as `known_as` has it."""
NAME = re.compile(r"[^\W\d_][^\n/;]*(?<![*†‡\]])(?<![0-9¹²³]\))(?<![¹²³⁰⁴-⁹])")
"""A name begins with a letter, is of one person in one line, and ends in no mark of a footnote."""
APOSTROPHES = "'’‘`\u00b4"
TOTALS = re.compile(r"(?:sub|eind)?tota(?:al|l|len|als)(?: [0-9 .,:]+)?|sum|som")
"""The first cell of a row with totals, as `known_as` has it."""
BEGIN_OF_TOTALS = re.compile(r"tot|su|so", re.IGNORECASE)
"""What is looked for first, because a file may have many rows."""


def is_as_above(text: str) -> bool:
    """Return True if a cell says no more than that it is as above."""
    return known_as(text) in DITTO or MARKS.fullmatch(text) is not None


def is_name(text: str) -> bool:
    """Return True if a text may be the name of one person: none is `vacature`, `1` or `A. Jansen 1)`."""
    return not is_nobody(text) and NAME.fullmatch(text.strip().lstrip(APOSTROPHES)) is not None


def is_key(text: str) -> bool:
    """Return True if a text may be the number or the reference of an entry: not a stroke, nor with signs unseen."""
    return any(map(str.isalnum, text)) and not any(unicodedata.category(sign) == "Cf" for sign in text)


def is_nobody(text: str) -> bool:
    """Return True if a text says that there is nobody, or nothing, such as `vacature` and `n.v.t.`."""
    return known_as(text) in NOBODY


def is_without_value(column: str, text: str) -> bool:
    """Return True if a cell of a column `IN_WORDS` likely says that there is none, or, of what limits, that all are."""
    word = known_as(text)
    return text.strip() in STROKES or word in NONE_OF_IT or (column in OF_ALL and word in ALL)


def is_total(text: str) -> bool:
    """Return True if the first cell of a row says that it is one of totals."""
    return BEGIN_OF_TOTALS.search(text) is not None and TOTALS.fullmatch(known_as(text)) is not None
