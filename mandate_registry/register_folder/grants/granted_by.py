"""The decision (besluit) that grants the mandates of a list: one that the register has not comes in with them."""

from __future__ import annotations

from collections.abc import Iterator

from mandate_registry.register_folder.grid.sheet_layout import SheetLayout
from mandate_registry.register_folder.names.translation import CodesByName
from mandate_registry.register_folder.names.written_alike import letters_of
from mandate_registry.register_folder.sheet.cell_sources import RowError
from mandate_registry.register_folder.sheet.plan import Plan

TABLE = "instruments"
COLUMNS = ("reference", "title", "adopted_by", "adopted_on", "in_force_from")
"""What is told of it, by column; days as 2026-12-31."""
NEEDED = ("reference", "title")


def is_granted_anew(plan: Plan) -> bool:
    """Return True if the mandates of a list are granted by a decision that comes into the register with them."""
    return plan.table == "mandates" and bool(plan.granting) and "instrument" not in plan.columns


def granting_sheet(plan: Plan) -> list[tuple[SheetLayout, Plan]]:
    """Return the sheet of the decision that comes with a list, with its plan; none where none does."""
    if not is_granted_anew(plan):
        return []
    row = (0, [plan.granting.get(name, "") for name in COLUMNS])
    columns = {name: place for place, name in enumerate(COLUMNS)}
    return [(SheetLayout("", COLUMNS, [row]), Plan("", TABLE, columns))]


def refused_granting(plan: Plan, names: CodesByName) -> Iterator[RowError]:
    """Yield what is still to be told of the decision, and that the register has its reference or its title."""
    if not is_granted_anew(plan):
        return
    stated = [plan.granting.get(name, "") for name in NEEDED]
    if not all(stated):
        yield RowError(None, "", "instrument", "added_untold")
    elif any(is_reference_taken(text, names) for text in stated):
        yield RowError(None, "", "instrument", "added_taken", stated[0])


def is_reference_taken(text: str, names: CodesByName) -> bool:
    """Return True if the register has a decision of this title, or of this reference in whichever case."""
    return not names.is_free(TABLE, text) or letters_of(text) in map(letters_of, names.codes.get(TABLE, ()))
