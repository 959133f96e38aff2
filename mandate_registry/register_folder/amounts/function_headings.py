"""What the heading of a function in a matrix says of limits: `Buyer (up to € 10.000)`."""

from __future__ import annotations

import re

from mandate_registry.register_folder.amounts.limits import CURRENCIES, WORDS
from mandate_registry.register_folder.amounts.multiples import TIMES
from mandate_registry.register_folder.sheet.heading_match import OTHER_SIDE, folded
from mandate_registry.register_folder.sheet.plan import Bound

BOUNDS = {
    Bound.WITHIN: "tot en met|t m|tm|max|maximaal|maximum|ten hoogste|hoogstens|niet meer dan|up to and including|"
    "at most|not more than",
    Bound.BEYOND: "tot|minder dan|lager dan|kleiner dan|until|up to|below|less than",
}
"""The words that tell whether amounts are themselves within, and that no title of a position has."""
_WORD = "|".join(re.escape(word) for word in sorted(WORDS, key=len, reverse=True))
_CURRENCY = "|".join(pattern.pattern for pattern in CURRENCIES.values())
_NUMBER = "[0-9]{1,3}(?:[., ][0-9]{3})+|[0-9]{5,}"
_MARKED = rf"(?:(?<!\w)(?:{_WORD})[\s:]*+|(?:{_CURRENCY})\s*+)++[0-9]"
_AFTER = rf"[0-9][0-9.,]*(?:,-)?\s*(?:{_CURRENCY}|\bk\b|\bmln\b|\bmiljoen\b|\bduizend\b)"
LIMIT = re.compile(rf"(?:{_MARKED}|{_NUMBER}|{_AFTER}).*", re.IGNORECASE)
"""An amount in a heading: with a word or a currency before it, with thousands, or with a currency after it."""

MAX_LENGTH = 300
"""So many signs has a heading at most that is read for a limit."""


def limit_of_heading(heading: str) -> str:
    """Return the limit that stands in the heading of a function; "" if there is none."""
    if len(heading) > MAX_LENGTH:
        return ""
    found = LIMIT.search(TIMES.sub(" ", heading))
    return found[0].strip(" ,;:)]") if found else ""


def bound_of_function(heading: str) -> Bound | None:
    """Return whether the heading of a function tells that amounts are themselves within; None when it tells neither."""
    bounds, _ = _bounds_and_others(heading)
    return bounds[0] if len(bounds) == 1 else None


def is_of_lower_limits(heading: str) -> bool:
    """Return True if the heading of a function tells that the amounts below it are lower limits."""
    _, others = _bounds_and_others(heading)
    return any(f" {word} " in others for word in OTHER_SIDE["max_amount"].split("|"))


def _bounds_and_others(heading: str) -> tuple[list[Bound], str]:
    """Return the bounds that a heading tells, and its other words."""
    words = f" {folded(heading)} "
    found = []
    for bound, phrases in BOUNDS.items():
        present = [phrase for phrase in phrases.split("|") if f" {phrase} " in words]
        found.extend([bound] * bool(present))
        for phrase in present:
            words = words.replace(f" {phrase} ", "  ")
    return found, words
