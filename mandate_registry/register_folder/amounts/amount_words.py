"""An amount among the words of a cell: `bouwsom t/m € 1.000.000` says a limit, and what it is the limit of."""

from __future__ import annotations

import re
from typing import NamedTuple
from unicodedata import category

from mandate_registry.register_folder.amounts.limits import (
    AFTER,
    CURRENCIES,
    LIKE,
    WORDS,
    is_amount,
    stated_values,
    text_before_amount,
)

MAX_LENGTH = 300
"""So many characters has a cell at most in which an amount is looked for."""
NUMBER = re.compile(r"[0-9](?:[0-9.,'’\s]*[0-9])?")
GROUPED = re.compile(r"[0-9]{1,3}(?:[.,'’\s][0-9]{3})+(?:[.,][0-9]{1,2})?")
"""A number whose thousands are set apart, as those of amounts are."""
_SIGN = "|".join(pattern.pattern for pattern in CURRENCIES.values())
_TAIL = "|".join(map(re.escape, sorted(filter(None, AFTER), key=len, reverse=True)))
SIGN_BEFORE = re.compile(rf"(?:{_SIGN})\s*$", re.IGNORECASE)
SIGN_AFTER = re.compile(rf"(?:{_TAIL})?\s*(?:{_SIGN})|(?:{_TAIL})", re.IGNORECASE)
OTHERWISE = re.compile(
    r"[%‰¼½¾\[]|\b(?:procent|percent|promille|miljoen|mln|mio|million|miljard|mrd|billion|ton|duizend|thousand"
    r"|mille)\b|(?<!per )\b(?:keer|maal|times)\b|[0-9]\s*[kmx]\b",
    re.IGNORECASE,
)
"""What makes another number of an amount, or tells that a part of its cell looks different."""
NOT = ("niet", "geen", "nooit", "not", "no", "never")
"""A bound after one of these words is another one."""
IN_DOUBT = re.compile(
    r"\+|\bv\.?a\.|\b(?:meer|minder|hoger|lager|groter|kleiner|boven|onder|daarboven|daaronder|min|minimaal|minimum"
    r"|ondergrens|drempel|uitzondering|uitgezonderd|behalve|tenzij|mits|samen|tezamen|gezamenlijk|gelijk"
    r"|more|less|higher|lower|greater|over|starting|except|unless|together|jointly)\b|overschrijd|exceed",
    re.IGNORECASE,
)
"""What may turn a limit round, except something from it, or share it, beside the amount and its bound."""
OF_VAT = re.compile(r"btw|b\.t\.w|\bvat\b|omzetbelasting|\b(?:incl|excl)", re.IGNORECASE)
CODE_BEFORE = re.compile(r"[A-Z]{2,}\S*$")
"""What may be the code of a currency that is not known, as SRD or kEUR."""
NEXT = re.compile(r"\s*(?:$|[^\w\s]|(?:per|excl|incl|exclusief|inclusief|ex|zonder|met|without|with)\b)", re.IGNORECASE)
"""How it goes on after a number without a currency: another word may be one."""
KNOWN_SIGNS = "€$£"
AMBIGUOUS = ("van", "from", "over", "onder", "under")
"""Words of a bound that say something else as well, where no amount follows them."""

BOUNDS = tuple(word for word in WORDS if word not in AMBIGUOUS)
"""The words that bound an amount and say nothing else."""


class Amount(NamedTuple):
    """An amount in a cell with the words that bound it, and whether these or its currency tell that it is one."""

    text: str
    is_sure: bool


class _Found(NamedTuple):
    """A number in a cell, with its currency: where it begins and ends, and whether it has one."""

    start: int
    end: int
    has_currency: bool


def holds_amount(text: str) -> bool:
    """Return True if there is an amount among the words of a cell, or more than one."""
    return any(_amount_at(text, one) for one in NUMBER.finditer(text[:MAX_LENGTH]))


def amount_among(column: str, text: str) -> Amount | None:
    """Return the amount among the words of a cell in a column of limits; None without one, or where it is not sure.

    That is so of two numbers, of parts and multiples, and where words tell of the other limit or deny a bound.
    """
    numbers = list(NUMBER.finditer(text)) if len(text) <= MAX_LENGTH and not OTHERWISE.search(text) else []
    found = _amount_at(text, numbers[0]) if len(numbers) == 1 and not is_amount(text) else None
    if found is None or any(sign.isdigit() and not sign.isascii() for sign in text):
        return None
    before = text_before_amount(text[: found.start])
    word = _bound_word(before)
    rest = before.removesuffix(word).rstrip()
    side = LIKE.get(column, column)
    is_denied = rest.rpartition(" ")[2] in NOT or rest.endswith(("-", "–", "/"))
    beside = f"{rest} {text[found.end :].casefold()}"
    is_other = (not word and side != "max_amount") or (word and WORDS[word][0] != side) or _tells_other(side, beside)
    if is_denied or is_other or _is_doubtful(text, found, word, beside):
        return None
    amount = f"{word} {text[found.start : found.end]}".strip()
    return Amount(amount, bool(found.has_currency or word)) if is_amount(amount) else None


def _is_doubtful(text: str, found: _Found, word: str, beside: str) -> bool:
    """Return True if what stands around an amount may change it: its bound, its basis, its currency or its digits.

    `word` bounds it, `beside` is all that stands before and after these.
    """
    before = text[: found.start].rstrip()
    is_foreign = CODE_BEFORE.search(before) or any(category(one) == "Sc" and one not in KNOWN_SIGNS for one in text)
    goes_on = not found.has_currency and not NEXT.match(text, found.end)
    is_apart = not word and text[found.start].isdigit() and re.search(r"\d\s\d", text[found.start : found.end])
    has_bound_apart = not word and any(re.search(rf"(?<!\w){re.escape(one)}(?!\w)", beside) for one in BOUNDS)
    is_untold = OF_VAT.search(text) and "vat" not in stated_values(text)
    return bool(IN_DOUBT.search(beside) or is_foreign or goes_on or is_apart or has_bound_apart or is_untold)


def _amount_at(text: str, number: re.Match[str]) -> _Found | None:
    """Return a number with its currency; None where nothing tells that it is an amount."""
    before, after = SIGN_BEFORE.search(text, 0, number.start()), SIGN_AFTER.match(text, number.end())
    start, end = before.start() if before else number.start(), after.end() if after else number.end()
    is_part = text[start - 1 : start].isalnum() or text[end : end + 1].isalnum()
    has_currency = bool(before or after)
    is_meant = has_currency or GROUPED.fullmatch(number[0])
    return _Found(start, end, has_currency) if is_meant and not is_part else None


def _bound_word(before: str) -> str:
    """Return the longest word of a bound with which a text ends; "" where it ends with none."""
    found = [word for word in WORDS if before.endswith(word) and not _is_letter(before.removesuffix(word)[-1:], word)]
    return max(found, key=len, default="")


def _is_letter(before: str, word: str) -> bool:
    return before.isalnum() and word[0].isalnum()


def _tells_other(side: str, text: str) -> bool:
    """Return True if words tell of the other limit than that of their column."""
    other = [word for word, (about, _) in WORDS.items() if about != side and word not in AMBIGUOUS]
    return any(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text) for word in other) or (
        side == "max_amount" and "boven" in text
    )
