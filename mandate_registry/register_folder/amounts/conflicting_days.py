"""Days that contradict each other: the last of a month and the first, or the day first and the month first."""

from __future__ import annotations

from typing import NamedTuple

from mandate_registry.register_folder.amounts.bounds import days_by_bound
from mandate_registry.register_folder.column_notation import Notation, notation_of_days, order_of
from mandate_registry.register_folder.grid.sheet_layout import SheetLayout
from mandate_registry.register_folder.sheet.open_questions import cells_of, days_of
from mandate_registry.register_folder.sheet.plan import Bound, Plan
from mandate_registry.register_folder.sheet.row_selection import selected


class Day(NamedTuple):
    """A day that tells whether it is itself within, and where it stands in the file."""

    row: int
    place: int
    text: str


def contradicting_days(laid: SheetLayout, plan: Plan, column: str) -> list[Day]:
    """Return the days of a column that tell a bound, those of the rarer one first; none where all tell the same."""
    cells = list(cells_of(selected(laid, plan), plan, column))
    notation = Notation(plan.notation or notation_of_days(one.meant for one in cells))
    found: dict[Bound, list[Day]] = {}
    for one in cells:
        if one.at:
            for bound in days_by_bound([one.text], notation):
                found.setdefault(bound, []).append(Day(*one.at, one.text))
    return [day for days in sorted(found.values(), key=len) for day in days] if len(found) > 1 else []


def days_that_tell(laid: SheetLayout, plan: Plan) -> dict[Notation, tuple[int, str]]:
    """Return the first day that can only have the day first, and the first that can only have the month, by that.

    Each is its row and its text.
    """
    found: dict[Notation, tuple[int, str]] = {}
    for one in days_of(laid, plan):
        if one.at and (notation := order_of(one.meant)) in (Notation.DAY_FIRST, Notation.MONTH_FIRST):
            found.setdefault(notation, (one.at[0], one.meant))
    return found
