"""A text file with a mark between its cells: which mark, and the rows."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path

from mandate_registry.register_folder.formulas import unescaped
from mandate_registry.register_folder.grid.grids import ABOVE, MAX_ROWS, Grid, SizeBudget, too_many_rows
from mandate_registry.register_folder.problems import CellError, InvalidRegister, unreadable
from mandate_registry.register_folder.text.encodings import encoding_of

SEPARATORS = ";\t|,"
MAX_BYTES = 20_000_000
MAX_LINES = 500_000
MAX_LINE_LENGTH = 1 << 20
LOOKED_AT = 100
"""So many rows are looked at for the mark between cells: a title and a note may stand above the table."""
STATED = re.compile(r'"?sep=([;,\t|])"?\r?\n?', re.IGNORECASE)
FEW = 4
"""In a table of fewer columns, a remark of several lines may well have as many marks as a row."""
GUARDED = re.compile(r'="([^"]*)"')


def read_separated(path: Path) -> list[Grid]:
    """Read a .csv, .tsv or .txt as its one sheet; raise InvalidRegister when it cannot be read."""
    if path.stat().st_size > MAX_BYTES:
        raise unreadable(path.name, "too_large", f"is larger than {MAX_BYTES // 10**6} MB: divide it")
    content = path.read_bytes()
    if max(content.count(b"\n"), content.count(b"\r")) > MAX_LINES:
        raise unreadable(path.name, "too_large", f"has more than {MAX_LINES:,} lines: divide it")
    encoding = encoding_of(content, path.name)
    opened = partial(_text, content, encoding)
    grid, budget = Grid(path.stem), SizeBudget(path.name)
    stated = STATED.match(opened().readline(MAX_LINE_LENGTH))
    separator = stated[1] if stated else separator_of(opened)
    width = filled = 0
    for number, cells in enumerate(csv_rows(opened(), separator, path.name)):
        budget.take(len(cells))
        width = max(width, len(cells))
        if width >= FEW and any(_has_a_row(cell, separator, width) for cell in cells):
            detail = "a quotation mark opens in this row and closes some rows further on: these rows would be one cell"
            raise InvalidRegister([CellError(path.name, number + 1, None, "not_readable", detail)])
        grid.rows.append([] if stated and number == 0 else [_plain(cell) for cell in cells])
        filled += any(cells)
        if filled > MAX_ROWS + ABOVE:
            raise too_many_rows(path.name)
    return [grid]


def separator_of(opened: Callable[[], io.TextIOBase]) -> str:
    """Return the mark that divides most of the first rows into as many cells as one another."""
    return max(SEPARATORS, key=lambda separator: _fit(opened(), separator))


def csv_rows(text: io.TextIOBase, separator: str, file: str) -> Iterator[list[str]]:
    """Yield the rows of a CSV text; raise InvalidRegister where it cannot be read further."""
    row = 0
    try:
        for cells in csv.reader(_lines(text), delimiter=separator, strict=True):
            row += 1
            yield cells
    except csv.Error as error:
        detail = f"cannot be read from here on: {error}"
        raise InvalidRegister([CellError(file, row + 1, None, "not_readable", detail)]) from error


def _has_a_row(cell: str, separator: str, width: int) -> bool:
    """Return True if a line within a cell is divided as a row is: an open quotation mark has swallowed it."""
    return "\n" in cell and any(line.count(separator) >= width - 1 for line in cell.splitlines()[1:])


def _text(content: bytes, encoding: str) -> io.TextIOBase:
    return io.TextIOWrapper(io.BytesIO(content), encoding, newline="")


def _fit(text: io.TextIOBase, separator: str) -> int:
    """Return how many of the first rows have the width that most rows with more than one cell have."""
    widths: Counter[int] = Counter()
    try:
        for cells in islice(csv.reader(_lines(text), delimiter=separator), LOOKED_AT):
            widths[len(cells)] += 1
    except csv.Error:
        return 0
    return max((count for width, count in widths.items() if width > 1), default=0)


def _plain(cell: str) -> str:
    """Return a cell without what keeps a spreadsheet from reading it as a number or a formula."""
    guarded = GUARDED.fullmatch(cell.strip())
    return guarded[1] if guarded else unescaped(cell)


def _lines(text: io.TextIOBase) -> Iterator[str]:
    """Yield lines of a bearable length: a file of nothing but separators would fill the memory as one row."""
    while line := text.readline(MAX_LINE_LENGTH):
        if len(line) >= MAX_LINE_LENGTH:
            raise csv.Error("a line is too long")
        yield line
