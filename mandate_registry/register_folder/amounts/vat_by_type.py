"""The basis of amounts that do not tell it, where their decision types do: a subsidy has no VAT, a purchase has."""

from __future__ import annotations

from collections.abc import Sequence

from mandate_registry.register_folder.matrix.matrix import cell_at
from mandate_registry.register_folder.sheet.plan import Plan, word_of


def type_of(plan: Plan, cells: Sequence[str]) -> str:
    """Return what a row says of its decision types; "" where the list has no column of them."""
    place = plan.columns.get("decision_types")
    return "" if place is None else cell_at(cells, place)


def basis_of(plan: Plan, cells: Sequence[str]) -> str:
    """Return the basis that was answered for the amounts of a row, by its decision type or for all others."""
    return plan.vat_by.get(word_of(type_of(plan, cells))) or plan.fixed.get("vat", "")
