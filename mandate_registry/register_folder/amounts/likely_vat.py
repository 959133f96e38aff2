"""Which basis the amounts of a decision type likely have: a suggestion that somebody confirms, never an answer.

What the file says of another amount of the same type goes before what the type is by its nature: there is no VAT on
what the government pays or imposes under public law.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection
from typing import NamedTuple

from mandate_registry.register_folder.amounts.limits import AMOUNTS
from mandate_registry.register_folder.grid.sheet_layout import SheetLayout
from mandate_registry.register_folder.names.name_keys import known_as
from mandate_registry.register_folder.sheet.open_questions import cells_of
from mandate_registry.register_folder.sheet.plan import Plan, word_of
from mandate_registry.register_folder.sheet.row_selection import selected

OF_PUBLIC_LAW = re.compile(
    r"\b(?:\w*subsidies?|subsidie\w*|uitkering(?:en)?|\w*bijstand|bijstandsuitkering(?:en)?|pgb|"
    r"persoonsgebonden budget(?:ten)?|dwangsom(?:men)?|bestuurlijke boetes?|leges|kwijtschelding|kwijtschelden|"
    r"maatwerkvoorziening(?:en)?)\b"
)
"""Words of types whose amounts are payments under public law."""
OF_PURCHASES = re.compile(
    r"\b(?:\w*opdracht(?:en)?|inkoop\w*|inkopen|aankoop|aanschaf\w*|factu\w+|\w*overeenkomst(?:en)?|\w*contract(?:en)?|"
    r"kopen|verkoop|huur|huren|software)\b"
)
"""Words of types that are about buying or selling, whatever else they name."""
NONE = "none"


class LikelyBasis(NamedTuple):
    """A basis, and the rows of the file that say it of the same decision type; none where the type is so by nature."""

    basis: str
    rows: tuple[int, ...] = ()


def likely_bases(laid: SheetLayout, plan: Plan, types: Collection[str]) -> dict[str, LikelyBasis]:
    """Return by decision type, as the file writes it, the basis that its amounts likely have; others are left out."""
    said = _said(laid, plan) if types else {}
    found = ((one, _likely(one, said.get(word_of(one), {}))) for one in types)
    return {one: likely for one, likely in found if likely}


def _likely(text: str, said: dict[str, list[int]]) -> LikelyBasis | None:
    """Return what rows say of a type, where they say the same; or else what the type is by nature."""
    if said:
        basis, rows = next(iter(said.items()))
        return LikelyBasis(basis, tuple(dict.fromkeys(rows))) if len(said) == 1 else None
    return LikelyBasis(NONE) if is_of_public_law(text) else None


def is_of_public_law(text: str) -> bool:
    """Return True if a decision type is by nature a payment under public law, and about no purchase."""
    name = known_as(text)
    return bool(OF_PUBLIC_LAW.search(name)) and not OF_PURCHASES.search(name)


def _said(laid: SheetLayout, plan: Plan) -> dict[str, dict[str, list[int]]]:
    """Return by type and basis the rows with an amount that tells it, of those that are read."""
    found: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    read = selected(laid, plan)
    for one in (cell for name in AMOUNTS for cell in cells_of(read, plan, name)):
        if one.at and one.about and "vat" in one.told:
            found[word_of(one.about)][one.told["vat"]].append(one.at[0])
    return found
