"""Somebody else's spreadsheet: a table with headings of its own, and rows that keep their place."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from mandate_registry.register_folder.cells import tidy
from mandate_registry.register_folder.columns import VITAL
from mandate_registry.register_folder.formulas import unescaped
from mandate_registry.register_folder.problems import unreadable
from mandate_registry.register_folder.sources import open_spreadsheet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mandate_registry.register_folder.sources import Sheet

MOST_ROWS = 50_000
MOST_COLUMNS = 200
SAMPLES = 3


@dataclass(frozen=True, slots=True)
class Laid:
    """A sheet as it lies there: its name, its headings, and its rows with their place in the file (from 1)."""

    name: str
    headings: tuple[str, ...]
    rows: list[tuple[int, list[str]]]

    def column(self, place: int) -> list[str]:
        """Give the cells of a column, in the order of the rows; of a row that is shorter, an empty one."""
        return [cells[place] if place < len(cells) else "" for _, cells in self.rows]

    def sample(self, place: int) -> list[str]:
        """Give the first values that a column has."""
        return list(dict.fromkeys(cell for cell in self.column(place) if cell))[:SAMPLES]


def read_sheets(content: bytes, name: str) -> dict[str, Laid]:
    """Read all sheets with something in them from the bytes of a .csv or an .xlsx of that name.

    InvalidRegister when it cannot be read, holds nothing, or more than MOST_ROWS rows or MOST_COLUMNS columns.
    """
    with _opened(content, name) as sheets:
        laid = {sheet: _laid(sheet, found, name) for sheet, found in sheets.items()}
    found = {sheet: one for sheet, one in laid.items() if one.headings}
    if not found:
        raise unreadable(name, "empty", "holds nothing")
    return found


def is_register(content: bytes, name: str) -> bool:
    """Tell whether a file is a register rather than a spreadsheet: a zip, or a workbook with its vital sheets."""
    if not name.lower().endswith(".xlsx"):
        return name.lower().endswith(".zip")
    with _opened(content, name) as sheets:
        return sheets.keys() >= VITAL


@contextmanager
def _opened(content: bytes, name: str) -> Iterator[dict[str, Sheet]]:
    with TemporaryDirectory(prefix="mandates-") as directory:
        file = Path(directory) / Path(name).name
        file.write_bytes(content)
        with open_spreadsheet(file) as sheets:
            yield sheets


def _laid(name: str, sheet: Sheet, file: str) -> Laid:
    rows: list[tuple[int, list[str]]] = []
    for number, cells in enumerate(sheet.rows(), start=1):
        texts = [tidy(unescaped(cell) if sheet.escaped else cell) for cell in cells]
        if any(texts):
            rows.append((number, texts))
        if len(rows) > MOST_ROWS:
            raise unreadable(file, "too_large", f"holds more than {MOST_ROWS} rows: divide it")
    place = _header(rows)
    headings = tuple(rows[place][1]) if rows else ()
    if len(headings) > MOST_COLUMNS:
        raise unreadable(file, "too_large", f"holds more than {MOST_COLUMNS} columns: leave out what is not needed")
    return Laid(name, headings, rows[place + 1 :])


def _header(rows: list[tuple[int, list[str]]]) -> int:
    """Give the place of the headings: the first row with more than one cell, for a title may stand above them."""
    return next((place for place, (_, cells) in enumerate(rows) if sum(map(bool, cells)) > 1), 0)
