"""An amount with the words around it: `tot € 25.000,- excl. btw` says an amount, a bound, a basis and a currency."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from mandate_registry.register_folder.column_notation import Notation, as_amount
from mandate_registry.register_folder.sheet.heading_match import folded
from mandate_registry.register_folder.sheet.plan import Bound, word_of

_BASIS = r"[\s.]{0,3}(?:de\s)?(?:btw|vat|b\.t\.w\.)\)?"
VAT = {
    "incl": re.compile(rf"\(?\b(?:incl(?:usief|uding)?|met){_BASIS}", re.IGNORECASE),
    "excl": re.compile(rf"\(?\b(?:excl(?:usief|uding)?|zonder|ex){_BASIS}", re.IGNORECASE),
}
"""How a basis is written, by its name."""
OF_VAT = re.compile(r"\b(?:btw|vat|b\.t\.w)", re.IGNORECASE)
VAT_HINTS = {"incl": re.compile(r"\bincl", re.IGNORECASE), "excl": re.compile(r"\bexcl", re.IGNORECASE)}
"""What tells that a text also speaks of the other basis, as `incl./excl. btw` does."""
CURRENCIES = {
    "EUR": re.compile(r"€|\beuro?s?\b", re.IGNORECASE),
    "USD": re.compile(r"\bUS ?\$|\$|\bUSD\b|\bdollars?\b", re.IGNORECASE),
    "GBP": re.compile(r"£|\bGBP\b", re.IGNORECASE),
    "CHF": re.compile(r"\bCHF\b", re.IGNORECASE),
    "SEK": re.compile(r"\bSEK\b", re.IGNORECASE),
    "DKK": re.compile(r"\bDKK\b", re.IGNORECASE),
    "NOK": re.compile(r"\bNOK\b", re.IGNORECASE),
}
"""How a currency is written, by its code (ISO 4217)."""
CODE_OF_CURRENCY = re.compile("[A-Z]{3}")
MAX_LENGTH = 80
"""So many characters has a cell with an amount at most."""
KEPT = 10_000
"""So many short cells are remembered with what they say."""
AROUND = re.compile(r"([^0-9]*)([0-9](?:.*[0-9])?)([^0-9]*)")
"""What stands before the first digit, from the first digit to the last, and after it."""
DIGITS = re.compile("[0-9]")
AFTER = ("", ",-", ",--", ",=", ",–", ",—", ".-", ".--")
"""What may stand after an amount, its basis and its currency left aside."""
READ_BESIDE = ("vat", "currency")
"""What amounts may tell of themselves, and headings of all below them."""
AMOUNTS = ("above_amount", "max_amount", "row_limit", "function_limit")
"""The columns with amounts; of a matrix also the limit of a row, and that of a function."""
LIKE_AMOUNT = re.compile(r"[^0-9]{0,20}[0-9][0-9.,\s]*[,.\-]*[^0-9]{0,12}")
MAX_AROUND = 60
"""So many characters has a cell at most that looks like an amount."""

_WORDS = {
    (
        "max_amount",
        Bound.WITHIN,
    ): "tot en met|t/m|t.m.|tm|max|max.|maximaal|maximum|ten hoogste|hoogstens|niet meer dan|"
    "up to and including|at most|not more than|<=|≤|=<",
    ("max_amount", Bound.BEYOND): "tot|tot een bedrag van|minder dan|lager dan|kleiner dan|beneden|onder|until|up to|"
    "below|less than|under|<",
    ("above_amount", Bound.WITHIN): "vanaf|van|from|minimaal|minimum|min.|ten minste|tenminste|minstens|at least|>=|≥",
    ("above_amount", Bound.BEYOND): "boven|meer dan|hoger dan|groter dan|above|over|more than|>",
}
WORDS = {word: meaning for meaning, words in _WORDS.items() for word in words.split("|")}
"""The words before an amount: of which column they tell, and whether the amount is itself within."""

INCLUDED, EXCLUDED = ("incl", "inclusief", "inclusive"), ("excl", "exclusief", "exclusive")
"""What a heading says of a last day; above amounts they are mostly of the basis."""
HEADINGS: dict[str, dict[Bound, tuple[str, ...]]] = {
    "until": {
        Bound.WITHIN: ("up to and including", "tot en met", "t m", "laatste", "last", "through", *INCLUDED),
        Bound.BEYOND: ("tot", "per", "until", "till", *EXCLUDED),
    },
    "max_amount": {
        Bound.WITHIN: (
            *("up to and including", "tot en met", "t m", "maximum", "maximale", "maximaal", "max", "limiet", "limit"),
            *("plafond", "grens", "bovengrens", "begrenzing", "mandaatbedrag", "maximumbedrag", "budget"),
        ),
        Bound.BEYOND: ("tot", "minder dan", "until", "below", "less than", "up to"),
    },
    "above_amount": {
        Bound.WITHIN: ("vanaf", "minimum", "minimaal", "ondergrens", "from", "at least"),
        Bound.BEYOND: ("boven", "meer dan", "above", "over", "more than"),
    },
}
"""The words of a heading that tell whether a last day or an amount is itself within, the longer ones first."""


class Limit(NamedTuple):
    """What a cell with an amount says: the amount as it is written, and what its words tell.

    `amount` is the whole cell when it says anything else besides. `side` is the column that its words are about.
    """

    amount: str
    bound: Bound | None
    beside: Mapping[str, str]
    side: str = ""


def text_before_amount(text: str) -> str:
    """Return what stands before an amount, as its words are compared: small letters, and no colon at the end."""
    return word_of(text).removesuffix(":").rstrip()


def read_limit(text: str) -> Limit:
    """Return the amount of a cell with its bound; `beside` holds `vat` and `currency` if other cells state them."""
    return _read_limit(text) if len(text := text.strip()) <= MAX_LENGTH else Limit(text, None, {})


@lru_cache(maxsize=KEPT)
def _read_limit(text: str) -> Limit:
    beside, found = stated_values(text), AROUND.fullmatch(text)
    before, after = (_without(found[1], beside), _without(found[3], beside)) if found else ("", text)
    word = text_before_amount(before)
    if found is None or after not in AFTER or (word and word not in WORDS):
        return Limit(text, None, beside)
    side, bound = WORDS.get(word, ("", None))
    return Limit(found[2], bound, beside, side)


def is_amount(text: str) -> bool:
    """Return True if a cell is one amount with words that are known, in whichever notation it is written."""
    amount = read_limit(text).amount
    return any(as_amount(amount, notation) is not None for notation in (Notation.COMMA, Notation.POINT))


def _without(text: str, beside: Mapping[str, str]) -> str:
    """Return a text without the words that tell its basis and its currency."""
    for name, patterns in (("vat", VAT), ("currency", CURRENCIES)):
        if name in beside:
            text = patterns[beside[name]].sub("", text)
    return text.strip()


def stated_values(text: str) -> Mapping[str, str]:
    """Return the basis and the currency that a heading or a cell tells, as fixed values; none of which it tells two."""
    return _stated_in_short(text) if len(text) <= MAX_LENGTH else _stated_values(text)


def _stated_values(text: str) -> Mapping[str, str]:
    text = DIGITS.sub(" ", text)
    bases = {name for name in VAT if VAT[name].search(text)}
    hints = {name for name in VAT if VAT_HINTS[name].search(text)}
    kinds = {"vat": bases | hints if bases else bases}
    kinds["currency"] = {name for name, pattern in CURRENCIES.items() if pattern.search(text)}
    return MappingProxyType({name: next(iter(found)) for name, found in kinds.items() if len(found) == 1})


_stated_in_short = lru_cache(maxsize=KEPT)(_stated_values)
"""As `_stated_values`, remembered: the cells of a list say the same many times."""


def currency_of(text: str) -> str | None:
    """Return the code of a currency that a text is the sign or the name of."""
    return next((code for code, pattern in CURRENCIES.items() if pattern.fullmatch(text.strip())), None)


def is_currency(text: str) -> bool:
    """Return True if a text is the code, the sign or the name of a currency."""
    return CODE_OF_CURRENCY.fullmatch(text) is not None or currency_of(text) is not None


def bound_of_heading(column: str, heading: str) -> Bound | None:
    """Return whether a heading tells that the day or amount is itself within; None when it tells neither, or both."""
    if heading.strip() == column:
        return _OF_THE_REGISTER[column]
    words = f" {folded(heading)} "
    found = []
    named = "until" if column.endswith("until") else LIKE.get(column, column)
    for bound, phrases in HEADINGS[named].items():
        present = [phrase for phrase in phrases if f" {phrase} " in words]
        found.extend([bound] * bool(present))
        for phrase in present:
            words = words.replace(f" {phrase} ", "  ")
    is_odd = named != "until" and VAT_HINTS["incl"].search(heading) and not OF_VAT.search(heading)
    return found[0] if len(found) == 1 and not (found == [Bound.BEYOND] and is_odd) else None


_OF_THE_REGISTER = {"max_amount": Bound.WITHIN, "above_amount": Bound.BEYOND} | dict.fromkeys(
    ("valid_until", "employed_until"), Bound.WITHIN
)
LIKE = {"row_limit": "max_amount", "function_limit": "max_amount"}
"""The limits that are maxima as well."""
BOUNDED = (*_OF_THE_REGISTER, "row_limit", "function_limit")
"""The columns of which it must be known whether the day or the amount is itself within."""


def looks_like_amount(text: str) -> bool:
    """Return True if a cell seems to be an amount with a few words around it."""
    return len(text) <= MAX_AROUND and LIKE_AMOUNT.fullmatch(text) is not None
