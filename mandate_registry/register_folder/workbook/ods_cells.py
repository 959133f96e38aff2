"""The cells of an .ods: what each shows, what is stored in it, and the notes at it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import NamedTuple, cast

from lxml.etree import _Element as Element

from mandate_registry.register_folder.grid.sheet_layout import RawCell
from mandate_registry.register_folder.grid.text_runs import PLAIN, Looks, Run, ShownText, joined
from mandate_registry.register_folder.problems import unreadable
from mandate_registry.register_folder.workbook.number_formats import EXACT, exact
from mandate_registry.register_folder.workbook.shown_texts import is_bare, shows_day, shows_number

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
PARAGRAPH, ANNOTATION = f"{TEXT}p", f"{OFFICE}annotation"
KIND, FORMULA = f"{OFFICE}value-type", f"{TABLE}formula"
ERROR = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}value-type"
FAILURES = ("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "Err:")
MAX_TIMES = 1_048_576
"""So many rows a sheet has at most; a row or a cell is repeated no more often."""
MAX_DEPTH = 50
"""So deep may parts of text stand within one another."""
NUMBERS = {"float", "currency", "percentage"}
SPACES = {f"{TEXT}s": " ", f"{TEXT}tab": "\t", f"{TEXT}line-break": "\n"}


class OdsCell(NamedTuple):
    """What a cell shows and is stored as, how often it is repeated, and how many rows and columns it spans."""

    shown: ShownText
    stored: RawCell | None
    times: int
    down: int
    across: int


@dataclass(slots=True)
class CellReader:
    """Reads the cells of a file; `looks` are those of its styles, by name."""

    file: str
    looks: dict[str, Looks] = field(default_factory=dict)

    def read(self, cell: Element, where: str) -> OdsCell:
        """Read a cell; InvalidRegister when a formula in it failed, or gave nothing."""
        said = dict(attributes_of(cell))
        down, across = (repeats(said, name, self.file) for name in ("rows-spanned", "columns-spanned"))
        return OdsCell(*self._read(cell, said, where), repeats(said, "columns-repeated", self.file), down, across)

    def _read(self, cell: Element, said: Mapping[str, str], where: str) -> tuple[ShownText, RawCell | None]:
        kind, shown = said.get(KIND), self._shown(cell, said)
        text = shown.text
        if _has_failed(said, text):
            raise unreadable(self.file, "invalid_value", f"has a formula that failed, or without a result ({where})")
        if kind in NUMBERS:
            return self._read_number(shown, said.get(f"{OFFICE}value", ""))
        if kind == "date":
            day = said.get(f"{OFFICE}date-value", "").removesuffix("T00:00:00")
            return (
                _odd(shown, day)
                if text and not shows_day(text, day)
                else (_or(shown, day), RawCell(day, is_shown=bool(text)))
            )
        return shown, None

    def _read_number(self, shown: ShownText, value: str) -> tuple[ShownText, RawCell | None]:
        """Return what a number shows, and what is stored: words beside it count, and a scaled one is no value."""
        plain, text = self._exact(value), shown.text
        has_digits = any(map(str.isdigit, text))
        if has_digits and not shows_number(text, Decimal(plain)):
            return _odd(shown, plain)
        if text and not (has_digits and is_bare(text)):
            return shown, None
        return _or(shown, plain), None if text == plain and "." not in text else RawCell(plain, is_shown=bool(text))

    def _shown(self, cell: Element, said: Mapping[str, str]) -> ShownText:
        own = self.looks.get(said.get(f"{TABLE}style-name", ""), PLAIN)
        if len(cell) == 1 and cell[0].tag == PARAGRAPH and not len(cell[0]):
            return joined([(cell[0].text or "", own)], self.file)
        return joined(self._runs(cell, own), self.file)

    def _runs(self, cell: Element, own: Looks) -> Iterator[Run]:
        """Yield the parts of a cell, but for those of a note: its own paragraphs, and what stands within them."""
        for number, paragraph in enumerate(cell.iterchildren(PARAGRAPH)):
            if number:
                yield "\n", own
            yield from self._parts(paragraph, own)

    def _parts(self, element: Element, looks: Looks, depth: int = 0) -> Iterator[Run]:
        if depth > MAX_DEPTH:
            raise unreadable(self.file, "too_large", f"has text more than {MAX_DEPTH} deep within one another")
        yield element.text or "", looks
        for one in element.iterchildren():
            if one.tag in SPACES:
                yield SPACES[one.tag], looks
            elif one.tag != ANNOTATION:
                yield from self._parts(one, looks | self.looks.get(one.get(f"{TEXT}style-name", ""), PLAIN), depth + 1)
            yield one.tail or "", looks

    def _exact(self, value: str) -> str:
        try:
            number = Decimal(f"{float(value):.15g}")
        except (ValueError, InvalidOperation) as error:
            raise unreadable(self.file, "not_readable", "is damaged") from error
        return exact(number) if abs(number) < EXACT else str(float(value))


def attributes_of(element: Element) -> Mapping[str, str]:
    """Return what an element says of itself."""
    return cast("Mapping[str, str]", element.attrib)


def repeats(said: Mapping[str, str], name: str, file: str) -> int:
    """Return how often the attributes of an element say that it is repeated, or how much it spans."""
    times = said.get(f"{TABLE}number-{name}")
    if times is None:
        return 1
    if not times.isascii() or not times.isdecimal() or len(times) > len(str(MAX_TIMES)):
        raise unreadable(file, "not_readable", "is damaged")
    return max(int(times), 1)


def is_empty(cell: Element) -> bool:
    """Return True if nothing is in a cell, but perhaps notes."""
    return (not len(cell) or not _text_of(cell)) and cell.get(KIND) is None and cell.get(FORMULA) is None


def notes_of(cell: Element) -> Iterator[str]:
    """Yield the notes at a cell."""
    if len(cell):
        for note in cell.iterchildren(ANNOTATION):
            yield "\n".join("".join(map(str, line.itertext())) for line in note.iter(PARAGRAPH))


def _has_failed(said: Mapping[str, str], text: str) -> bool:
    is_failure = text.startswith(FAILURES) or said.get(KIND) is None
    return said.get(ERROR) == "error" or (said.get(FORMULA) is not None and is_failure)


def _or(shown: ShownText, stored: str) -> ShownText:
    return shown._replace(text=shown.text or stored)


def _odd(shown: ShownText, stored: str) -> tuple[ShownText, None]:
    """Return a cell that shows something else than is stored, with that in brackets: no column takes it for a value."""
    return shown._replace(text=f"{shown.text} [{stored}]", is_odd=True), None


def _text_of(cell: Element) -> str:
    """Return what a cell shows: its own paragraphs, not those of a note."""
    return "".join(text for paragraph in cell.iterchildren(PARAGRAPH) for text in map(str, paragraph.itertext()))
