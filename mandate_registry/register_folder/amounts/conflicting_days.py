"""The cells of a column of days that contradict each other: some are the last of a month, others the first."""

from __future__ import annotations

from typing import NamedTuple

from mandate_registry.register_folder.amounts.bounds import days_by_bound
from mandate_registry.register_folder.grid.sheet_layout import SheetLayout
from mandate_registry.register_folder.sheet.open_questions import cells_of
from mandate_registry.register_folder.sheet.plan import Bound, Plan
from mandate_registry.register_folder.sheet.row_selection import selected
from mandate_registry.register_folder.written_values import Notation, notation_of_days


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
