"""Columns of a list of mandates that are not to be left out in one go with others: they may hold a limit."""

from __future__ import annotations

import re

from mandate_registry.register_folder.amounts.limits import CURRENCIES
from mandate_registry.register_folder.column_notation import Notation, as_day
from mandate_registry.register_folder.sheet.heading_match import folded
from mandate_registry.register_folder.spreadsheets import SheetLayout

WORDS = re.compile(
    r"\b(bedrag\w*|\w*grens|\w*limiet|limit|maxim\w+|max|minim\w+|min|plafond|budget|ceiling|threshold|amount|euro?|"
    r"financi\w+|drempel\w*|vanaf|tot|t m|boven|geldig\w*|datum|\w*datum|begin\w*|eind\w*|from|until|date|valid\w*|"
    r"mede\w*|samen|paraaf|paraf\w*|co|cosign\w*|joint\w*|tweede|vier ogen|zaak|zaken|\w*zaaknummer|project\w*|case\w*|"
    r"eenheid|eenheden|afdeling\w*|team\w*|unit\w*|gebied|terrein|werkterrein|voorwaarde\w*|condition\w*|behalve|"
    r"uitzonder\w*|uitgezonderd|voorbehoud|except\w*|beperking\w*|restrict\w*|bijzonderhe\w*|opmerking\w*|remark\w*|btw|vat|valuta|currency)\b"
)
"""What is in the heading of a column with limits, days, co-holders, cases, units or conditions."""


def has_weight(laid: SheetLayout, place: int) -> bool:
    """Return True if a column may limit a mandate, by its heading or by what stands in it."""
    texts = [text for text in laid.column(place) if text]
    return bool(WORDS.search(folded(laid.headings[place]))) or any(map(_limits, texts))


def _limits(text: str) -> bool:
    money = any(pattern.search(text) for pattern in CURRENCIES.values()) and any(map(str.isdigit, text))
    return money or as_day(text, Notation.DAY_FIRST) is not None
