"""A list that is brought in once more: what its mandates say already is suggested, and not asked again."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

from mandate_registry.register_folder.grid.sheet_layout import Mark
from mandate_registry.register_folder.matrix.matrix import cell_at
from mandate_registry.register_folder.sheet.plan import Plan
from mandate_registry.register_folder.sheet.row_selection import is_rubric, is_skipped
from mandate_registry.register_folder.spreadsheets import SheetLayout
from mandate_registry.web.register_names import RegisterNames


def with_present(plan: Plan, laid: SheetLayout, names: RegisterNames) -> Plan:
    """Return a plan with what the register says of the mandates of a list, where it has each number in it.

    That is to whom they may be named, and that hidden rows are read: they were. What was answered stays as it is.
    """
    rows = _present(plan, laid, names)
    if not rows:
        return plan
    hidden = [row for row, marks in laid.marks.items() if Mark.HIDDEN in marks]
    read = {str(Mark.HIDDEN): True} if hidden and all(row in rows for row in hidden) else {}
    disclosure, _count = Counter(str(fact.disclosure) for fact in rows.values()).most_common(1)[0]
    return replace(plan, disclosure=plan.disclosure or disclosure, marked={**read, **plan.marked})


def _present(plan: Plan, laid: SheetLayout, names: RegisterNames) -> dict[int, Any]:
    """Return the mandates of the register by the rows that state their numbers; nothing where one is not there."""
    place = plan.columns.get("number")
    if plan.table != "mandates" or place is None or plan.functions:
        return {}
    gone = {row for row, marks in laid.marks.items() if marks & {Mark.STRUCK, Mark.LAPSED}}
    stated = {
        row: number
        for row, cells in laid.rows
        if not (row in gone or is_skipped(plan, cells) or is_rubric(laid, plan, cells))
        and (number := cell_at(cells, place).strip())
    }
    facts = names.facts("mandates")
    found = {row: facts[number] for row, number in stated.items() if number in facts}
    return found if len(found) == len(stated) else {}
