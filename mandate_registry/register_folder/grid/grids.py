"""What a reader makes of a sheet, whichever kind of file it is in: rows of texts, and merged ranges spread out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from mandate_registry.register_folder.grid.sheet_layout import Mark, RawCell
from mandate_registry.register_folder.grid.text_runs import ShownText, struck
from mandate_registry.register_folder.problems import InvalidRegister, unreadable

MAX_CELLS = 1_000_000
"""So many cells may all sheets of somebody else's file have together, empty ones between others counted."""
MAX_TEXT = 50_000_000
"""So many signs may stand in them together."""
MAX_COPIES = 200_000
"""So many cells may merged ranges of a sheet fill: four columns of as many rows as there may be."""
MAX_BESIDE = 300_000
"""So many elements may a workbook have that are no cells: parts that look different, conditional formats, links."""
MAX_ROWS = 50_000
"""So many rows may a sheet of somebody else's file have."""


ABOVE = 1000
"""So many rows may stand above the headings."""


@dataclass(slots=True)
class Grid:
    """A sheet as it is read: its rows from the first of the file on; the other fields as `SheetLayout` has them.

    `struck` are the cells, by row (from 1) and place, that are struck as a whole.
    """

    name: str
    rows: list[list[str]] = field(default_factory=list)
    above: tuple[str, ...] = ()
    hidden: frozenset[int] = frozenset()
    is_hidden: bool = False
    marks: dict[int, frozenset[Mark]] = field(default_factory=dict)
    typed: dict[tuple[int, int], RawCell] = field(default_factory=dict)
    struck: set[tuple[int, int]] = field(default_factory=set)
    notes: dict[int, list[str]] = field(default_factory=dict)
    has_look_elsewhere: bool = False

    def hide(self, row: int) -> None:
        """Note that a row (from 1) is hidden."""
        self.marks[row] = self.marks.get(row, frozenset()) | {Mark.HIDDEN}

    def annotate(self, row: int, text: str) -> None:
        """Add the text of a note to a row (from 1)."""
        self.marks[row] = self.marks.get(row, frozenset()) | {Mark.NOTED}
        self.notes.setdefault(row, []).append(" ".join(text.split()))

    def note(self, row: int, place: int, shown: ShownText) -> str:
        """Note how a cell looks that stands in a row (from 1) at a place; return its text."""
        if shown.is_struck:
            self.struck.add((row, place))
        if stored := shown.typed:
            self.typed[row, place] = stored
        return shown.text

    def finish(self, ranges: Sequence[Range], file: str) -> None:
        """Repeat what merged ranges hold in each of their cells, and mark the rows with a struck cell."""
        for (row, place), (top, left) in spread(self.rows, ranges, file):
            stored = self.typed.get((top + 1, left))
            if stored:
                self.typed[row + 1, place] = stored
            else:
                self.typed.pop((row + 1, place), None)
            if (top + 1, left) in self.struck:
                self.struck.add((row + 1, place))
            else:
                self.struck.discard((row + 1, place))
        for row in {row for row, _ in self.struck}:
            self._mark_struck(row)

    def _mark_struck(self, row: int) -> None:
        """Mark a row with a struck cell; where others are not struck, its struck cells are no values."""
        cells = self.rows[row - 1]
        filled = [place for place, cell in enumerate(cells) if cell.strip()]
        gone = [place for place in filled if (row, place) in self.struck]
        if gone:
            self.marks[row] = self.marks.get(row, frozenset()) | {Mark.STRUCK}
        for place in gone if gone != filled else ():
            self.typed[row, place] = struck(cells[place])
            cells[place] = self.typed[row, place].text


Place = tuple[int, int]
"""A row and a place in it, both from 0."""


@dataclass(frozen=True, slots=True)
class Range:
    """Cells that are merged into one, from `top` and `left` to `bottom` and `right`, which belong to it."""

    top: int
    left: int
    bottom: int
    right: int


class SizeBudget:
    """How many cells, and how much text, a file may still have."""

    def __init__(self, file: str, most: int = MAX_CELLS) -> None:
        self.file, self.most, self.taken = file, most, 0
        self.seen = self.text = self.beside = 0

    def take(self, cells: int) -> None:
        """Count cells before they are laid out; raise InvalidRegister when there are too many."""
        self.taken += cells
        if self.taken > self.most:
            raise too_many_cells(self.file, self.most)

    def look(self, cells: int = 1) -> None:
        """Count cells that may be empty; raise InvalidRegister when there are too many."""
        self.seen += cells
        if self.seen > self.most:
            raise too_many_cells(self.file, self.most)

    def read(self, length: int) -> None:
        """Count text; raise InvalidRegister when there is too much."""
        self.text += length
        if self.text > MAX_TEXT:
            raise unreadable(self.file, "too_large", f"has more than {MAX_TEXT:,} signs of text: divide it")

    def count_beside(self) -> None:
        """Count an element of no cell, or of the looks of one; raise InvalidRegister when there are too many."""
        self.beside += 1
        if self.beside > MAX_BESIDE:
            detail = f"has more than {MAX_BESIDE:,} formats, rules and links beside its cells: leave out some"
            raise unreadable(self.file, "too_large", detail)

    def lay(self, rows: list[list[str]], row: int, place: int, text: str) -> None:
        """Write a cell into the rows of a sheet, at a row (from 1) and a place in it."""
        if (missing := row - len(rows)) > 0:
            self.take(2 * missing)
            rows.extend([] for _ in range(missing))
        cells = rows[row - 1]
        if (missing := place + 1 - len(cells)) > 0:
            self.take(missing)
            cells.extend([""] * missing)
        elif cells[place]:
            raise unreadable(self.file, "not_readable", f"has a cell twice (row {row}, cell {place + 1})")
        cells[place] = text


def too_many_cells(file: str, most: int) -> InvalidRegister:
    """Refuse a file that has more cells than may be laid out."""
    detail = f"has more than {most:,} cells, or cells far outside its tables: leave out what is not needed"
    return unreadable(file, "too_large", detail)


def too_many_rows(file: str) -> InvalidRegister:
    """Refuse a file of which a sheet has more rows than may be read."""
    return unreadable(file, "too_large", f"holds more than {MAX_ROWS:,} rows: divide it")


def spread(rows: list[list[str]], ranges: Sequence[Range], file: str) -> list[tuple[Place, Place]]:
    """Write what a merged range holds into each of its cells; return each cell written, with where its text is from.

    A range that is the only thing in its rows is a title: its text stays where it stands. A sheet shows of a range
    only its first cell, so what the others hold is left out. InvalidRegister when the ranges are larger than the sheet.
    """
    width = max(map(len, rows), default=0)
    within = [one for one in (_clipped(one, rows, width) for one in ranges) if one]
    if sum((one.bottom - one.top + 1) * (one.right - one.left + 1) for one in within) > MAX_COPIES:
        detail = f"has merged cells that are more than {MAX_COPIES:,} cells together: divide some of them"
        raise unreadable(file, "too_large", detail)
    filled = [sum(map(bool, map(str.strip, cells))) for cells in rows]
    titles = [one for one in within if _is_alone(one, rows, filled)]
    written = [copy for one in within for copy in _copies(one)]
    alone = {(one.top, one.left) for one in titles}
    for (row, place), (top, left) in written:
        cells = rows[row]
        cells.extend([""] * (place + 1 - len(cells)))
        cells[place] = "" if (top, left) in alone else rows[top][left]
    return [(place, origin) for place, origin in written if origin not in alone]


def _clipped(one: Range, rows: list[list[str]], width: int) -> Range | None:
    bottom, right = min(one.bottom, len(rows) - 1), min(one.right, width - 1)
    if one.top > bottom or one.left > right or one.left >= len(rows[one.top]):
        return None
    return Range(one.top, one.left, bottom, right)


def _is_alone(one: Range, rows: list[list[str]], filled: list[int]) -> bool:
    inside = (sum(map(bool, map(str.strip, rows[row][one.left : one.right + 1]))) for row in _rows_of(one))
    return all(filled[row] <= count for row, count in zip(_rows_of(one), inside, strict=True))


def _rows_of(one: Range) -> range:
    return range(one.top, one.bottom + 1)


def _copies(one: Range) -> list[tuple[Place, Place]]:
    origin = (one.top, one.left)
    places = ((row, place) for row in _rows_of(one) for place in range(one.left, one.right + 1))
    return [(place, origin) for place in places if place != origin]
