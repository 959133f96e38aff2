"""The cells of one sheet of a workbook, told one after the other."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from math import isfinite
from typing import NamedTuple

from mandate_registry.register_folder.grid.grids import Range, SizeBudget
from mandate_registry.register_folder.problems import InvalidRegister, unreadable
from mandate_registry.register_folder.workbook.workbook_texts import Rich, Style, Text

MAX_MERGES = 50_000
MAX_ROWS = 1_048_576  # a spreadsheet itself has no more
MAX_COLUMNS = 16_384  # as in a spreadsheet
MAX_TEXT_LENGTH = 32_767  # as in a spreadsheet
BESIDE_A_PART = 200
"""So many signs count for each part of a text that looks different, besides its own: they cost time in each cell."""
MAX_WIDTH = 3
"""So many letters has the name of a column at most."""
OFF = {"0", "false"}
BEGINNING = datetime(1899, 12, 30)  # noqa: DTZ001 - a cell knows no zone
LATER = 1462
"""So many days later begins a workbook that counts from 1904."""
FIRST_SURE_DAY = 61
"""Before it, spreadsheets count a day that there was not."""
DAY = 86_400


class WorkbookCell(NamedTuple):
    """A cell with something in it: its row (from 1) and place in it (from 0), what it holds, and how it looks."""

    row: int
    place: int
    value: str | Rich | float | bool | date | time
    style: Style


class SheetReader:
    """Takes the elements of a sheet; tells `take` of its cells, and keeps its merged ranges, hidden rows and columns.

    What a formula did not give, or failed to give, is no empty cell: an empty limit is no limit.
    """

    def __init__(  # noqa: PLR0913 - what a cell may refer to
        self,
        file: str,
        part: str,
        texts: Sequence[str | Rich],
        styles: Sequence[Style],
        budget: SizeBudget,
        take: Callable[[WorkbookCell], None],
        *,
        from_1904: bool,
    ) -> None:
        self.file, self.part, self.texts, self.styles = file, part, texts, styles
        self.budget, self.take, self.from_1904 = budget, take, from_1904
        self.ranges: list[Range] = []
        self.hidden: set[int] = set()
        self.folded: list[tuple[int, int]] = []
        self.is_hidden = False
        self.rows = 0
        self.row, self.digits = 0, ""
        self.cell: Mapping[str, str] | None = None
        self.value: list[str] | None = None
        self.is_value = self.is_formula = False
        self.text: Text | None = None

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Handle the start of an element."""
        if name == "c":
            self.cell, self.value, self.is_formula, self.text = attributes, None, False, None
            self.budget.look()
        elif self.text:
            if name != "t" or self.text.parts:
                self.budget.count_beside()
            self.text.start(name, attributes)
        elif name == "v":
            self._begin_value()
        elif name == "f":
            self.is_formula = self.cell is not None
        elif name == "row":
            self._begin_row(attributes)
        elif name == "is":
            self.text = Text()
        else:
            self._start_beside(name, attributes)

    def end(self, name: str) -> None:
        """Handle the end of an element."""
        if name == "v":
            self.is_value = False
        elif name == "c" and self.cell is not None:
            self._end_cell(self.cell)
            self.cell = None
        elif self.text:
            self.text.end(name)

    def data(self, data: str) -> None:
        """Handle text."""
        if self.is_value and self.value is not None:
            self.value.append(data)
        elif self.text:
            self.text.data(data)

    def _start_beside(self, name: str, attributes: Mapping[str, str]) -> None:
        self.budget.count_beside()
        if name == "col":
            self._note_columns(attributes)
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))

    def _begin_value(self) -> None:
        if self.cell is not None and self.value is not None:
            raise unreadable(self.file, "not_readable", f"has a cell with two values ({self.part})")
        self.value, self.is_value = [], True

    def _begin_row(self, attributes: Mapping[str, str]) -> None:
        self.rows += 1
        if self.rows > MAX_ROWS:
            raise unreadable(self.file, "too_large", f"has more than {MAX_ROWS:,} rows")
        self.is_hidden = attributes.get("hidden", "0") not in OFF or attributes.get("ht") == "0"

    def _note_columns(self, attributes: Mapping[str, str]) -> None:
        first, last = (attributes.get(name, "")[: len("16384")] for name in ("min", "max"))
        is_hidden = attributes.get("hidden", "0") not in OFF or attributes.get("width") == "0"
        if is_hidden and first.isdecimal() and last.isdecimal():
            self.folded.append((max(int(first), 1) - 1, min(int(last), MAX_COLUMNS)))
        if len(self.folded) > MAX_COLUMNS:
            raise unreadable(self.file, "too_large", f"has more than {MAX_COLUMNS:,} columns")

    @property
    def hidden_columns(self) -> frozenset[int]:
        """The places of the hidden columns."""
        found: set[int] = set()
        reached = 0
        for first, last in sorted(self.folded):
            found.update(range(max(first, reached), last))
            reached = max(reached, last)
        return frozenset(found)

    def _merge(self, reference: str) -> None:
        if len(self.ranges) == MAX_MERGES:
            raise unreadable(self.file, "too_large", f"has more than {MAX_MERGES:,} merged cells: leave out some")
        first, _, last = reference.partition(":")
        (top, left), (bottom, right) = self._place(first), self._place(last or first)
        self.ranges.append(Range(top - 1, left, bottom - 1, right))

    def _end_cell(self, cell: Mapping[str, str]) -> None:
        row, place = self._place(cell.get("r", ""))
        value = self._value(cell, cell.get("t", "n"))
        if value is None:
            return
        if self.is_hidden:
            self.hidden.add(row)
        index = cell.get("s", "0")
        style = self.styles[int(index)] if index.isdecimal() and int(index) < len(self.styles) else Style()
        held = self._moment(value) if style.is_date and isinstance(value, float) else value
        self.take(WorkbookCell(row, place, held, style))

    def _value(self, cell: Mapping[str, str], kind: str) -> str | Rich | float | bool | date | None:
        written = None if self.value is None else "".join(self.value)
        text = self.text.whole() if self.text else written
        self.text = None
        if kind == "e":
            raise self._refusal("has a formula that failed", cell)
        if self.is_formula and not (text and str(text).strip()) and (kind != "str" or text is None):
            raise self._refusal("has a formula without a result", cell)
        if text is None or (type(text) is str and not text.strip()):
            return None
        found = text if kind in {"str", "inlineStr"} or type(text) is not str else self._typed(text, kind)
        if type(found) is str:
            self._measure(len(found))
        elif type(found) is tuple:
            self._measure(sum(len(part) for part, _ in found))
            self.budget.read(BESIDE_A_PART * len(found))
        return found

    def _measure(self, length: int) -> None:
        if length > MAX_TEXT_LENGTH:
            raise unreadable(self.file, "too_large", f"has a cell of more than {MAX_TEXT_LENGTH:,} signs")
        self.budget.read(length)

    def _typed(self, text: str, kind: str) -> str | Rich | float | bool | date:
        try:
            if kind == "s":
                return self.texts[int(text)]
            if kind == "b":
                return bool(int(text))
            return datetime.fromisoformat(text) if kind == "d" else _number(text)
        except (ValueError, IndexError) as error:
            raise unreadable(self.file, "not_readable", "is damaged") from error

    def _moment(self, number: float) -> float | date | time:
        """Return the day, moment or time of day that a number under a format of dates is; the number if it is none."""
        days = number + LATER if self.from_1904 else number
        seconds = round(number * DAY)
        if 0 <= number < 1:
            return (BEGINNING + timedelta(seconds=seconds)).time() if seconds < DAY else number
        try:
            found = BEGINNING + timedelta(seconds=round(days * DAY))
        except (OverflowError, ValueError):
            return number
        return found if number >= 0 and days >= FIRST_SURE_DAY else number

    def _place(self, reference: str) -> tuple[int, int]:
        """Return the row (from 1) and the place in it (from 0) of a reference such as B12.

        Most cells stand in the same row as the cell before.
        """
        if reference.endswith(self.digits) and (place := PLACES.get(reference[: -len(self.digits)])) is not None:
            return self.row, place
        letters = reference.rstrip("0123456789")
        digits = reference[len(letters) :]
        if (
            not letters.isascii()
            or not letters.isalpha()
            or len(letters) > MAX_WIDTH
            or not 0 < len(digits) <= len("1048576")
        ):
            raise unreadable(self.file, "not_readable", f"has a cell without a place ({self.part})")
        if (row := int(digits)) == 0:
            raise unreadable(self.file, "not_readable", f"has a cell without a place ({self.part})")
        self.row, self.digits, PLACES[letters] = row, digits, _column(letters)
        return row, PLACES[letters]

    def _refusal(self, detail: str, cell: Mapping[str, str]) -> InvalidRegister:
        where = f"{self.part}, cell {cell.get('r', '')}"
        return unreadable(self.file, "invalid_value", f"{detail} ({where})")


PLACES: dict[str, int] = {}
"""The places of columns in a row by their letters, as far as they were asked for."""


def _number(text: str) -> float:
    """Return the number that a cell holds; ValueError for what only Python takes for one, as `1_0` and `nan`."""
    number = float(text)
    if not isfinite(number) or "_" in text:
        raise ValueError(text)
    return number


def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
