"""The sheets of an .xls, the format of Excel before 2007, as it shows them."""

from __future__ import annotations

import io
import struct
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from zipfile import BadZipFile

import xlrd
from xlrd.biffh import XLRDError
from xlrd.book import Book
from xlrd.compdoc import CompDocError
from xlrd.formatting import XF
from xlrd.sheet import Cell, Sheet

from mandate_registry.register_folder.grid.grids import Grid, Range, SizeBudget
from mandate_registry.register_folder.grid.text_runs import Looks, Run, TextLook, joined
from mandate_registry.register_folder.problems import InvalidRegister, unreadable
from mandate_registry.register_folder.workbook.format_codes import OTHER, bearable
from mandate_registry.register_folder.workbook.number_formats import shown_number

MAX_BYTES = 5_000_000
TEXT = xlrd.XL_CELL_TEXT
ESCAPEMENTS = {1: TextLook.SUPERSCRIPT, 2: TextLook.SUBSCRIPT}
MIDNIGHT_OF_1900 = 1
"""Below it a date is a time of day."""
BROKEN = (
    XLRDError,
    CompDocError,
    struct.error,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    TypeError,
    ValueError,
    OSError,
    BadZipFile,
)
"""What the reader raises, depending on where a file is damaged."""


def read_old_workbook(path: Path) -> list[Grid]:
    """Read all sheets of an .xls; raise InvalidRegister when it cannot be read or a formula in it failed."""
    if path.stat().st_size > MAX_BYTES:
        raise unreadable(path.name, "too_large", f"is larger than {MAX_BYTES // 10**6} MB: save it as .xlsx")
    try:
        with xlrd.open_workbook(str(path), logfile=io.StringIO(), formatting_info=True, ragged_rows=True) as workbook:
            budget = SizeBudget(path.name)
            return [_Reader(workbook, sheet, path.name, budget).grid() for sheet in workbook.sheets()]
    except BROKEN as error:
        detail = "is not a readable .xls file: open it in a spreadsheet and save it as .xlsx"
        raise unreadable(path.name, "not_readable", detail) from error


class _Reader:
    """Reads one sheet."""

    def __init__(self, workbook: Book, sheet: Sheet, file: str, budget: SizeBudget) -> None:
        self.workbook, self.sheet, self.file, self.budget = workbook, sheet, file, budget

    def grid(self) -> Grid:
        """Return the sheet with what its cells show."""
        columns = (place for place, look in self.sheet.colinfo_map.items() if look.hidden or look.width == 0)
        grid = Grid(self.sheet.name, hidden=frozenset(columns), is_hidden=bool(self.sheet.visibility))
        for row in range(self.sheet.nrows):
            cells = self.sheet.row(row)
            self.budget.take(len(cells))
            grid.rows.append([self._text(grid, row, place, cell) for place, cell in enumerate(cells)])
            if self._is_hidden(row):
                grid.hide(row + 1)
        for (row, _), note in self.sheet.cell_note_map.items():
            self.budget.read(len(note.text))
            grid.annotate(row + 1, note.text)
        merged = self.sheet.merged_cells
        grid.finish([Range(top, left, under - 1, beside - 1) for top, under, left, beside in merged], self.file)
        return grid

    def _text(self, grid: Grid, row: int, place: int, cell: Cell) -> str:
        if cell.ctype == xlrd.XL_CELL_ERROR:
            raise self._refusal("has a formula that failed", row, place)
        if cell.ctype == TEXT and not cell.value:
            raise self._refusal("has a formula without a result: write what it gives, or empty the cell", row, place)
        text, stored = shown_number(self._value(cell), self._code(cell))
        if stored:
            grid.typed[row + 1, place] = stored
        font = self._style(cell).font_index
        runs = self._runs(text, font, self.sheet.rich_text_runlist_map.get((row, place)))
        return grid.note(row + 1, place, joined(runs, self.file))

    def _runs(self, text: str, font: int, runs: Sequence[tuple[int, int]] | None) -> list[Run]:
        """Return the parts of a text, each from where a font begins to where the next one does."""
        begins = [(0, font), *(runs or ())]
        ends = [*(begin for begin, _ in begins[1:]), len(text)]
        return [(text[begin:end], self._looks(font)) for (begin, font), end in zip(begins, ends, strict=True)]

    def _looks(self, index: int) -> Looks:
        font = self.workbook.font_list[index]
        raised = ESCAPEMENTS.get(font.escapement)
        return frozenset([TextLook.STRUCK] * bool(font.struck_out) + ([raised] if raised else []))

    def _refusal(self, detail: str, row: int, place: int) -> InvalidRegister:
        where = f"{self.sheet.name}, cell {xlrd.colname(place)}{row + 1}"
        return unreadable(self.file, "invalid_value", f"{detail} ({where})")

    def _value(self, cell: Cell) -> object:
        if cell.ctype == xlrd.XL_CELL_BOOLEAN:
            return bool(cell.value)
        if cell.ctype == xlrd.XL_CELL_DATE:
            day: datetime = xlrd.xldate_as_datetime(float(cell.value), self.workbook.datemode)
            return day if float(cell.value) >= MIDNIGHT_OF_1900 else day.time()
        return cell.value

    def _code(self, cell: Cell) -> str:
        found = self.workbook.format_map.get(self._style(cell).format_key)
        return bearable(str(found.format_str)) if found else OTHER

    def _style(self, cell: Cell) -> XF:
        return self.workbook.xf_list[cell.xf_index or 0]

    def _is_hidden(self, row: int) -> bool:
        found = self.sheet.rowinfo_map.get(row)
        return bool(found and (found.hidden or found.height == 0))
