"""Reading an XLSX workbook: typed cells become text as the format wants it; dangerous sheets are refused."""

from __future__ import annotations

import re
from contextlib import contextmanager
from datetime import date, datetime, time
from functools import cache
from typing import IO, TYPE_CHECKING

from python_calamine import CalamineWorkbook

from mandate_registry.register_folder.archives import chunks, open_archive
from mandate_registry.register_folder.problems import unreadable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from mandate_registry.register_folder.problems import InvalidRegister

MOST_CELLS = 10_000_000  # the reader lays out a sheet as a full grid of 32 bytes a cell, however sparse it is
EXACT = 2**53  # above it a spreadsheet no longer knows the last digits of a number

LONGEST_CELL = 1 << 20  # bytes of XML; a cell holds at most 32,767 characters

CELL = re.compile(rb"<(?:[^\s<>/]*:)?c(?=[\s/>])([^>]*)>")
PLACE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{1,3})([0-9]{1,7})["']""")
FAILED = re.compile(rb"""\bt\s*=\s*["']e["']""")
UNCOMPUTED = re.compile(
    rb"""<c\s(?![^>]*\bt="str")([^>]*)>\s*<f[^>]*(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>"""
)


@contextmanager
def open_workbook(path: Path) -> Iterator[CalamineWorkbook]:
    """Open a workbook that is safe to read; InvalidRegister otherwise."""
    with open_archive(path) as archive:
        for member in archive.infolist():
            with archive.open(member) as stream:
                _Part(path.name, member.filename).inspect(stream)
    with sound(path.name):
        workbook = CalamineWorkbook.from_path(path)
    with workbook:
        yield workbook


def rows_of(
    workbook: CalamineWorkbook, sheet: str, write: Callable[[object], str] | None = None
) -> Iterator[list[str]]:
    """Yield the rows of a sheet as text, from row 1 on; none of an empty one. `write` writes a typed cell."""
    write = write or text_of
    with sound(sheet):
        found = workbook.get_sheet_by_name(sheet)
        if found.start is None:
            return
        for row in found.iter_rows():
            yield [cell if type(cell) is str else write(cell) for cell in row]


def text_of(cell: object) -> str:
    """Write a typed cell as the register folder does: 50000.0 is `50000`, a day `2024-07-01`, true `yes`."""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < EXACT:
        return str(int(cell))
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def exact_text_of(cell: object) -> str:
    """Write a typed cell as `text_of` does, a fraction so that it is not taken for thousands: 12.345 is `12.3450`."""
    if isinstance(cell, float) and not cell.is_integer():
        return f"{cell:.2f}" if cell == round(cell, 2) else f"{cell!r}0"
    return text_of(cell)


@contextmanager
def sound(file: str) -> Iterator[None]:
    """Turn every failure of the workbook reader into InvalidRegister: what it cannot read is no workbook."""
    try:
        yield
    except (OSError, ValueError) as error:
        raise unreadable(file, "not_readable", "is not a readable workbook") from error
    except BaseException as error:
        # A panic in the reader's native code is no Exception, and its class cannot be imported.
        if type(error).__module__ in {"pyo3_runtime", "python_calamine", "python_calamine._python_calamine"}:
            raise unreadable(file, "not_readable", "is not a readable workbook") from error
        raise


class _Part:
    """One part of a workbook, looked through for what the reader would choke on or silently drop.

    A failed formula and one without a result read as empty, and an empty limit is no limit; a single cell in
    the last corner makes the reader lay out a grid of billions.
    """

    def __init__(self, file: str, name: str) -> None:
        self.file, self.name = file, name
        self.width = self.height = 0

    def inspect(self, stream: IO[bytes]) -> None:
        """Raise InvalidRegister unless every cell in this part can be read."""
        is_xml = self.name.lower().endswith((".xml", ".rels", ".vml"))
        look, whole = (self._look, self._whole_cells) if is_xml else (self._look_for_cells, _all_but_a_word)
        rest = b""
        for chunk in chunks(stream):
            text = rest + chunk
            cut = whole(text)
            look(text[:cut])
            rest = text[cut:]
        look(rest)

    def _whole_cells(self, text: bytes) -> int:
        """Tell up to where `text` can be looked at without cutting through a cell, or at least a tag."""
        for mark in (b"<c ", b"<"):
            cut = text.rfind(mark)
            if cut >= 0 and len(text) - cut < LONGEST_CELL:
                return cut
        raise self._refusal("not_readable", "has a cell that is too long")

    def _look_for_cells(self, text: bytes) -> None:
        if b"sheetData" in text:
            raise self._refusal("not_readable", "has a sheet that calls itself something else")

    def _look(self, text: bytes) -> None:
        for attributes in CELL.findall(text):
            self._measure(attributes)
        if self.width * self.height > MOST_CELLS:
            raise self._refusal("too_large", "has cells far outside its tables")
        if uncomputed := UNCOMPUTED.search(text):
            raise self._refusal("invalid_value", "has a formula without a result", uncomputed[1])

    def _measure(self, attributes: bytes) -> None:
        places = PLACE.findall(attributes)
        if not places or b"&" in attributes:
            raise self._refusal("not_readable", "has a cell without a place")
        for letters, digits in places:
            self.width, self.height = max(self.width, _column_number(letters)), max(self.height, int(digits))
        if FAILED.search(attributes):
            raise self._refusal("invalid_value", "has a formula that failed", attributes)

    def _refusal(self, code: str, detail: str, attributes: bytes = b"") -> InvalidRegister:
        place = PLACE.search(attributes)
        cell = f", cell {(place[1] + place[2]).decode()}" if place else ""
        return unreadable(self.file, code, f"{detail} ({self.name}{cell})")


def _all_but_a_word(text: bytes) -> int:
    return max(len(text) - len(b"sheetData"), 0)


@cache
def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - ord("A") + 1
    return number
