"""What the single remarks of a column are, where not all of them are what the column is used for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from enum import StrEnum

from mandate_registry.register_folder.grid.sheet_layout import SheetLayout
from mandate_registry.register_folder.matrix.matrix import cell_at
from mandate_registry.register_folder.sheet.plan import Plan, word_of
from mandate_registry.register_folder.sheet.row_selection import is_skipped, selected

MAX_REMARKS = 200
"""So many different remarks are shown one by one; of more than that each is what its column is used for."""


class Remark(StrEnum):
    """What a remark is: a condition, an instruction for inside only, or not used."""

    CONDITION = "conditions"
    INSTRUCTION = "instructions"
    UNUSED = "unused"


BODY, WITH, DISCLOSURE = "body:", "with:", "disclosure:"
"""With what the use of a remark begins that says on behalf of which body (its code follows), together with the holder
of which other row (its number), or to whom the mandate may be named."""
BESIDE = {BODY: "on_behalf_of", DISCLOSURE: "disclosure"}
"""The columns of the register of which such a remark says what stands in them."""
COLUMNS = (Remark.CONDITION.value, Remark.INSTRUCTION.value)
"""The columns of remarks."""


def remarks(laid: SheetLayout, plan: Plan, column: str) -> dict[str, list[int]]:
    """Return the rows by the remarks in a column, each once; none where it has too many to be told one by one."""
    found = _rows(laid, plan, column)
    return dict(found.values()) if len(found) <= MAX_REMARKS else {}


def has_too_many(laid: SheetLayout, plan: Plan, column: str) -> bool:
    """Return True if a column of a list of mandates has so many remarks that they are not told one by one."""
    return plan.table == "mandates" and len(_rows(laid, plan, column)) > MAX_REMARKS


def remarks_by_use(laid: SheetLayout, plan: Plan) -> dict[str, dict[str, list[int]]]:
    """Return the rows by remark, for each use of one that is not that of its column."""
    used: dict[str, dict[str, list[int]]] = defaultdict(dict)
    for column, uses in plan.remarks.items():
        for word, (text, rows) in _rows(laid, plan, column).items() if uses else ():
            if word in uses:
                used[uses[word]][text] = rows
    return dict(used)


def _rows(laid: SheetLayout, plan: Plan, column: str) -> Mapping[str, tuple[str, list[int]]]:
    """Return by word of a column how it is first written, and the rows that are read with it."""
    found: dict[str, tuple[str, list[int]]] = {}
    place = plan.columns.get(column)
    rows = () if place is None else selected(laid, plan).rows
    for row, cells in rows:
        if place is not None and (text := cell_at(cells, place)) and not is_skipped(plan, cells):
            _, seen = found.setdefault(word_of(text), (text, []))
            seen.extend([row] if row not in seen[-1:] else [])
    return found
