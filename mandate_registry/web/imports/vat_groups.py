"""The decision types of which it is asked whether their amounts are with VAT, grouped by what is suggested for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from mandate_registry.register_folder.amounts.likely_vat import LikelyBasis
from mandate_registry.rules.facts import Vat
from mandate_registry.web.language import lazy
from mandate_registry.web.terms import BASES

BY_NATURE = lazy("Suggested, because these are payments under public law.")
BY_ROWS = lazy("Suggested from your file, which says it of other amounts of the same decision type: row %(rows)s.")
OPEN = lazy("Nothing is suggested: for these the answer above counts, unless you choose another here")
MAX_NAMED = 10
"""So many rows are named."""


class TypeAmounts(NamedTuple):
    """A decision type with its place in the form, and its amounts."""

    at: int
    title: str
    amounts: list[str]


class VatGroup(NamedTuple):
    """The types with the same suggestion: its title, why it is suggested, and the types."""

    title: str
    why: str
    types: list[TypeAmounts]


def vat_groups(types: Mapping[str, list[str]], likely: Mapping[str, LikelyBasis]) -> Iterator[VatGroup]:
    """Yield the types by what is suggested for them; first those for which nothing is."""
    places = [TypeAmounts(at, title, amounts) for at, (title, amounts) in enumerate(types.items())]
    if rest := [one for one in places if one.title not in likely]:
        yield VatGroup(str(OPEN), "", rest)
    for basis in Vat:
        for is_of_rows in (True, False):
            found = [
                one
                for one in places
                if one.title in likely
                and (likely[one.title].basis, bool(likely[one.title].rows)) == (basis, is_of_rows)
            ]
            rows = sorted({row for one in found for row in likely[one.title].rows})
            if found:
                yield VatGroup(str(BASES[basis]), _why(rows), found)


def _why(rows: list[int]) -> str:
    named = ", ".join(map(str, rows[:MAX_NAMED])) + (", …" if len(rows) > MAX_NAMED else "")
    return str(BY_ROWS) % {"rows": named} if rows else str(BY_NATURE)
