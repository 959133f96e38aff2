"""Somebody else's file: sheets with headings of their own, and rows that keep their place."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from mandate_registry.register_folder.cell_types import tidy
from mandate_registry.register_folder.columns import VITAL
from mandate_registry.register_folder.grid.grids import MAX_ROWS, Grid, too_many_rows
from mandate_registry.register_folder.grid.sheet_layout import Mark, RawCell, SheetLayout
from mandate_registry.register_folder.page.page_files import read_markdown, read_web_page
from mandate_registry.register_folder.problems import unreadable
from mandate_registry.register_folder.sheet.lapsed_rows import lapsed_rows
from mandate_registry.register_folder.table_sources import open_sheets
from mandate_registry.register_folder.text.delimited_text import read_separated
from mandate_registry.register_folder.word.word_documents import read_document
from mandate_registry.register_folder.workbook.ods_files import read_open_document
from mandate_registry.register_folder.workbook.xls_files import read_old_workbook
from mandate_registry.register_folder.workbook.xlsx_files import read_workbook

__all__ = ["ENDINGS", "Mark", "RawCell", "SheetLayout", "is_register", "read_sheets"]

MAX_COLUMNS = 200
TABLE_ROWS = 100
"""So many rows tell how wide a table usually is."""

READERS: Mapping[str, Callable[[Path], list[Grid]]] = {
    ".xlsx": read_workbook,
    ".xls": read_old_workbook,
    ".ods": read_open_document,
    ".csv": read_separated,
    ".tsv": read_separated,
    ".txt": read_separated,
    ".docx": read_document,
    ".html": read_web_page,
    ".htm": read_web_page,
    ".md": read_markdown,
}
ENDINGS = tuple(READERS)
"""The endings of the files that can be read."""


def read_sheets(content: bytes, name: str) -> dict[str, SheetLayout]:
    """Read all sheets, or tables, with something in them from the bytes of a file of that name.

    Raise InvalidRegister when it cannot be read, holds nothing, or more than MAX_ROWS rows or MAX_COLUMNS columns
    in a sheet.
    """
    reader = READERS.get(Path(name).suffix.lower())
    if reader is None:
        raise unreadable(name, "not_readable", f"is none of the files that can be read: {', '.join(ENDINGS)}")
    with TemporaryDirectory(prefix="mandates-") as directory:
        laid = [_laid(grid, name) for grid in reader(_kept(content, name, directory))]
    found = {sheet.name: sheet for sheet in laid if sheet.headings}
    if not found:
        raise unreadable(name, "empty", "holds nothing, or no table")
    return found


def is_register(content: bytes, name: str) -> bool:
    """Return whether a file is a register rather than a spreadsheet: a zip, or a workbook with its vital sheets."""
    if not name.lower().endswith(".xlsx"):
        return name.lower().endswith(".zip")
    with TemporaryDirectory(prefix="mandates-") as directory, open_sheets(_kept(content, name, directory)) as sheets:
        return sheets.keys() >= VITAL


def _kept(content: bytes, name: str, directory: str) -> Path:
    file = Path(directory) / Path(name).name
    file.write_bytes(content)
    return file


def _laid(grid: Grid, file: str) -> SheetLayout:
    texts = ((number, [tidy(cell) for cell in cells]) for number, cells in enumerate(grid.rows, start=1))
    rows = [(number, cells) for number, cells in texts if any(cells)]
    place = _header(rows)
    body = rows[place + 1 :]
    if len(body) > MAX_ROWS:
        raise too_many_rows(file)
    headings = _headings(rows[place:])
    if len(headings) > MAX_COLUMNS:
        raise unreadable(file, "too_large", f"holds more than {MAX_COLUMNS} columns: leave out what is not needed")
    numbers = {number for number, _ in body}
    elsewhere = (text for row, texts in grid.notes.items() if row not in numbers for text in texts)
    above = (*elsewhere, *grid.above, *(" ".join(filter(None, cells)) for _, cells in rows[:place]))
    lapsed = lapsed_rows(body)
    marks = _marks(grid, body, lapsed)
    typed = {where: one for where, one in grid.typed.items() if where[0] in numbers}
    notes = {row: tuple(texts) for row, texts in grid.notes.items() if row in numbers}
    hidden = grid.hidden & frozenset(range(len(headings)))
    seen = (marks, typed, hidden, grid.is_hidden, notes, grid.has_look_elsewhere, lapsed)
    return SheetLayout(grid.name, headings, body, above, *seen)


def _marks(
    grid: Grid, body: Sequence[tuple[int, Sequence[str]]], lapsed: Collection[int]
) -> dict[int, frozenset[Mark]]:
    """Return the marks of the rows of a list, with those that say themselves that they count no more."""
    marks = {row: grid.marks.get(row, frozenset()) for row, _ in body}
    marked = {row: own - {Mark.STRUCK} | {Mark.LAPSED} if row in lapsed else own for row, own in marks.items()}
    return {row: own for row, own in marked.items() if own}


def _header(rows: list[tuple[int, list[str]]]) -> int:
    """Return the place of the headings: the first row more than half as full as the fullest of the first rows.

    A title, a date or a note above the table fills fewer cells.
    """
    filled = [sum(map(bool, cells)) for _, cells in rows[:TABLE_ROWS]]
    fullest = max(filled, default=0)
    return next((place for place, count in enumerate(filled) if 2 * count > fullest), 0)


def _headings(rows: list[tuple[int, list[str]]]) -> tuple[str, ...]:
    """Return the headings, as many as the widest row has cells: a column without one is not lost."""
    if not rows:
        return ()
    width = max(max((place for place, cell in enumerate(cells, start=1) if cell), default=0) for _, cells in rows)
    first = rows[0][1][:width]
    return (*first, *[""] * (width - len(first)))
