"""Which rows of a sheet get a condition out of words in a column of limits."""

from __future__ import annotations

from collections import defaultdict

from mandate_registry.register_folder.grid.sheet_layout import SheetLayout
from mandate_registry.register_folder.matrix.matrix import cell_at
from mandate_registry.register_folder.sheet.plan import Plan, word_of
from mandate_registry.register_folder.sheet.row_selection import is_skipped, selected


def rows_with_conditions(laid: SheetLayout, plan: Plan) -> dict[str, list[int]]:
    """Return the rows of the file by the words that are kept as a condition, as they stand there."""
    found: dict[str, dict[int, None]] = defaultdict(dict)
    places = {plan.columns[name]: set(words) for name, words in plan.conditions.items() if name in plan.columns}
    rows = selected(laid, plan).rows if places else []
    for row, texts in (one for one in rows if not is_skipped(plan, one[1])):
        for place, words in places.items():
            if (text := cell_at(texts, place)) and word_of(text) in words:
                found[text][row] = None
    return {text: list(numbers) for text, numbers in found.items()}
