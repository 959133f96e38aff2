"""The sheets of an .xlsx that somebody else made, as it shows them."""

from __future__ import annotations

from pathlib import Path

from mandate_registry.register_folder.grid.grids import ABOVE, MAX_ROWS, Grid, too_many_rows
from mandate_registry.register_folder.grid.text_runs import ShownText
from mandate_registry.register_folder.workbook.format_codes import GENERAL
from mandate_registry.register_folder.workbook.number_formats import EXACT, shown_number
from mandate_registry.register_folder.workbook.workbook_sheets import WorkbookCell
from mandate_registry.register_folder.workbook.workbooks import Workbook, open_workbook, shown_text

MAX_ELEMENTS = 2_200_000
"""So many have sheets of a million cells, with all that is read beside them: a cell and its value, and the rows."""


def read_workbook(path: Path) -> list[Grid]:
    """Read all sheets of an .xlsx; raise InvalidRegister when it is not safe to read, or too large."""
    with open_workbook(path, MAX_ELEMENTS) as workbook:
        return [_Sheet(workbook, name).grid for name in workbook.names]


class _Sheet:
    """Reads one sheet."""

    def __init__(self, workbook: Workbook, name: str) -> None:
        self.workbook, self.grid = workbook, Grid(name, is_hidden=name in workbook.outline.hidden)
        self.row = self.rows = 0
        reader = workbook.read(name, self._take)
        for row in reader.hidden:
            self.grid.hide(row)
        self.grid.hidden = reader.hidden_columns
        for row, text in workbook.notes(name):
            self.grid.annotate(row, text)
        self._widen()
        self.grid.finish(reader.ranges, workbook.file)

    def _widen(self) -> None:
        """Fill all rows with empty cells up to the width of the widest; raise InvalidRegister if that is too large."""
        width = max(map(len, self.grid.rows), default=0)
        self.workbook.budget.take(sum(width - len(cells) for cells in self.grid.rows))
        for cells in self.grid.rows:
            cells.extend([""] * (width - len(cells)))

    def _take(self, cell: WorkbookCell) -> None:
        row, place = cell.row, cell.place
        if row != self.row:
            self.row, self.rows = row, self.rows + 1
            if self.rows > MAX_ROWS + ABOVE:
                raise too_many_rows(self.workbook.file)
        self.workbook.budget.lay(self.grid.rows, row, place, self._text(cell))

    def _text(self, cell: WorkbookCell) -> str:
        """Return what a cell shows, and note what it is stored as where that may be another."""
        row, place, value, style = cell
        if not style.looks:
            if isinstance(value, str):
                return value
            if type(value) is float and style.code in GENERAL and value.is_integer() and abs(value) < EXACT:
                return str(int(value))
        if isinstance(value, str | tuple):
            return self.grid.note(row, place, shown_text(value, style, self.workbook.file))
        text, stored = shown_number(value, style.code)
        if stored:
            self.grid.typed[row, place] = stored
        return self.grid.note(row, place, ShownText(text, bool(style.looks)))
