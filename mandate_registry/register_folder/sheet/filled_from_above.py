"""Empty cells that were merged with the one above, as text files and .ods lose that: filled once somebody says so."""

from __future__ import annotations

from mandate_registry.register_folder.grid.sheet_layout import SheetLayout
from mandate_registry.register_folder.matrix.matrix import cell_at
from mandate_registry.register_folder.sheet.empty_cells import is_as_above
from mandate_registry.register_folder.sheet.plan import Plan
from mandate_registry.register_folder.sheet.row_selection import reason_unread, with_corrections


def filled_from_above(laid: SheetLayout, plan: Plan, column: str) -> dict[str, str]:
    """Return what stands above the empty cells of a column, by cell as `Plan.mended` names it.

    Only the rows right above count: not across an empty row, nor a row that is not read. Such a cell stays empty, and
    is asked about at its row.
    """
    place = plan.columns.get(column)
    if place is None or plan.functions:
        return {}
    unread, found, above, last = reason_unread(laid, plan), {}, "", 0
    for row, texts in with_corrections(laid, plan).rows:
        text = cell_at(texts, place)
        if row in unread or row != last + 1:
            above = ""
        last = row
        if row in unread:
            continue
        if not text and above:
            found[f"{row}:{place}"] = above
        elif text:
            above = "" if is_as_above(text) else text
    return found
