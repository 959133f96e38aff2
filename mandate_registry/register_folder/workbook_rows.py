"""The rows of a register in a workbook: what is stored as a number or a day is read as the column has it, or refused.

In a column of codes or words a cell is what the sheet shows: 123 under the format `000000` is `000123`. In one of
amounts it is what is stored. Where the two may differ otherwise, nobody knows which is meant.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, time

from mandate_registry.register_folder import cell_types
from mandate_registry.register_folder.amounts.limits import read_limit, stated_values
from mandate_registry.register_folder.columns import TABLES, Column
from mandate_registry.register_folder.grid.grids import spread
from mandate_registry.register_folder.grid.text_runs import TextLook
from mandate_registry.register_folder.names.translation import SHOWN_NUMBER
from mandate_registry.register_folder.problems import MAX_ERRORS, CellError, InvalidRegister
from mandate_registry.register_folder.workbook.number_formats import EXACT, shown_number
from mandate_registry.register_folder.workbook.workbook_sheets import WorkbookCell
from mandate_registry.register_folder.workbook.workbooks import Workbook, shown_text

COLUMNS: Mapping[str, Mapping[str, Column]] = {
    table.name: {column.name: column for column in table.columns} for table in TABLES
}
NUMBERS = (cell_types.AMOUNT, cell_types.LEVELS, cell_types.RANK)
NOT_SURE = "is stored as a number or a date under a format: format the cell as text, and type what is meant"
STRUCK = "is struck through: empty the cell or take its row out, or take the line away"


def rows_of(workbook: Workbook, sheet: str) -> Iterator[list[str]]:
    """Yield the rows of a sheet of the register as text, from row 1 on; none of an empty one.

    What a merged range holds stands in each of its cells. Raise InvalidRegister with the cells that are struck, or of
    which it is not sure what they say.
    """
    reader = _Rows(workbook, sheet)
    ranges = workbook.read(sheet, reader.take).ranges
    reader.raise_if_unsure()
    spread(reader.rows, ranges, sheet)
    yield from reader.rows


class _Rows:
    """Takes the cells of one sheet; `known` are the columns of its table, `names` those of its first row by place."""

    def __init__(self, workbook: Workbook, sheet: str) -> None:
        self.workbook, self.sheet = workbook, sheet
        self.rows: list[list[str]] = []
        self.known = COLUMNS.get(sheet, {})
        self.first = 0
        self.names: dict[int, str] = {}
        self.errors: list[CellError] = []

    def take(self, cell: WorkbookCell) -> None:
        """Lay a cell down."""
        self.first = self.first or cell.row
        text = self._text(cell)
        if cell.row == self.first:
            self.names[cell.place] = text.strip()
        self.workbook.budget.lay(self.rows, cell.row, cell.place, text)

    def raise_if_unsure(self) -> None:
        """Raise InvalidRegister if a cell was not sure."""
        if self.errors:
            raise InvalidRegister(self.errors[:MAX_ERRORS])

    def _text(self, cell: WorkbookCell) -> str:
        if isinstance(cell.value, str | tuple):
            found = shown_text(cell.value, cell.style, self.workbook.file)
            return self._refused(cell, STRUCK) if found.is_struck else found.text
        if TextLook.STRUCK in cell.style.looks:
            return self._refused(cell, STRUCK)
        text, stored = shown_number(cell.value, cell.style.code)
        column = self.known.get(self.names.get(cell.place, ""))
        if column and column.cell in cell_types.DAYS:
            return stored.text if isinstance(cell.value, date) and stored else text
        if column and column.cell in NUMBERS:
            return self._number(cell, text)
        if isinstance(cell.value, time) or (stored and not stored.is_shown):
            return self._refused(cell, NOT_SURE)
        return text

    def _number(self, cell: WorkbookCell, text: str) -> str:
        """Return a number as it is stored, where the sheet shows no other: no percentage, and no other currency."""
        value, is_number = cell.value, SHOWN_NUMBER.fullmatch(read_limit(text).amount)
        if not isinstance(value, float) or not is_number or stated_values(text).get("currency", "EUR") != "EUR":
            return self._refused(cell, NOT_SURE)
        return str(int(value)) if value.is_integer() and abs(value) < EXACT else str(value)

    def _refused(self, cell: WorkbookCell, detail: str) -> str:
        name = self.names.get(cell.place)
        self.errors.append(CellError(self.sheet, cell.row, name, "invalid_value", detail))
        return ""
