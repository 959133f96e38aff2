"""Empty cells in a column of limits, where they may have been merged with a limit above: as text files lose that.

An empty limit is no limit, so it is asked once for the file what they mean.
"""

from __future__ import annotations

from collections.abc import Iterator

from mandate_registry.register_folder.grid.sheet_layout import SheetLayout
from mandate_registry.register_folder.matrix.matrix import cell_at
from mandate_registry.register_folder.sheet.cell_sources import RowError
from mandate_registry.register_folder.sheet.filled_from_above import filled_from_above
from mandate_registry.register_folder.sheet.plan import Plan
from mandate_registry.register_folder.sheet.row_selection import reason_unread, with_corrections

LIMITS = ("above_amount", "max_amount")
"""The columns in which an empty cell grants more than an amount."""
EMPTY = "empty_limit"


def empty_limits(laid: SheetLayout, plan: Plan) -> Iterator[RowError]:
    """Yield the empty limits of a list of mandates of which nobody said what they mean, and one may be that above.

    Where some were filled from above, those that could not be are still to be answered.
    """
    if plan.table != "mandates" or plan.functions:
        return
    for column in LIMITS:
        place = plan.columns.get(column)
        is_told = "" in plan.meanings.get(column, {})
        if place is not None and not is_told and (_is_filled(plan, place) or filled_from_above(laid, plan, column)):
            yield from _empty(laid, plan, column, place)


def _is_filled(plan: Plan, place: int) -> bool:
    return any(cell.endswith(f":{place}") for cell in plan.mended)


def _empty(laid: SheetLayout, plan: Plan, column: str, place: int) -> Iterator[RowError]:
    unread, heading = reason_unread(laid, plan), laid.headings[place]
    for row, texts in with_corrections(laid, plan).rows:
        if row not in unread and not cell_at(texts, place):
            yield RowError(row, heading, column, EMPTY, "", place)
