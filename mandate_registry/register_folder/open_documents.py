"""The sheets of an .ods: it keeps of every cell the text that it shows beside the value that is stored."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import IO, TYPE_CHECKING, cast

from lxml import etree

from mandate_registry.register_folder.archives import chunks, open_archive
from mandate_registry.register_folder.grids import Grid, Range, Room
from mandate_registry.register_folder.laid import Typed
from mandate_registry.register_folder.number_formats import EXACT, exact
from mandate_registry.register_folder.problems import unreadable
from mandate_registry.register_folder.runs import PLAIN, Look, joined
from mandate_registry.register_folder.shown_texts import is_bare, shows_day, shows_number

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lxml.etree import _Element as Element

    from mandate_registry.register_folder.runs import Looks, Run, Shown

MOST_BYTES = 100_000_000
MOST_ELEMENTS = 3_000_000
MOST_KEPT = 200_000
"""So many elements may come before a row or a style ends."""
MOST_CELLS = 1_200_000
"""So many cells and rows may stand in it and be laid out, empty ones counted where they are not told to repeat."""
CONTENT = "content.xml"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
ERROR = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}value-type"
FAILURES = ("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "Err:")
MOST_TIMES = 1_048_576
"""So many rows a sheet has at most; a row or a cell is repeated no more often."""
MOST_COLUMNS = 16_384
"""So many columns a sheet has at most."""
NUMBERS = {"float", "currency", "percentage"}
SPACES = {f"{TEXT}s": " ", f"{TEXT}tab": "\t", f"{TEXT}line-break": "\n"}


def read_open_document(path: Path) -> list[Grid]:
    """Read all sheets of an .ods; raise InvalidRegister when it cannot be read or a formula in it failed."""
    with open_archive(path, MOST_BYTES, MOST_ELEMENTS) as archive:
        if CONTENT not in archive.namelist():
            raise unreadable(path.name, "not_readable", "is not a readable .ods file")
        with archive.open(CONTENT) as stream:
            reader = _Reader(path.name, Room(path.name, MOST_CELLS))
            for element in _elements(stream, ("style", "table-column", "table-row", "table"), path.name):
                reader.take(element)
    return reader.grids


def _elements(stream: IO[bytes], names: tuple[str, ...], file: str) -> Iterator[Element]:
    """Yield the elements of those names out of XML, and forget each when it has been looked at."""
    tags = [f"{{*}}{name}" for name in names]
    parser = etree.XMLPullParser(
        ("end",), tag=tags, resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    )
    kept = 0
    try:
        for chunk in chunks(stream):
            parser.feed(chunk)
            kept += chunk.count(b"<")
            for _, found in parser.read_events():
                element = cast("Element", found)
                yield element
                _forget(element)
                kept = 0
            if kept > MOST_KEPT:
                raise unreadable(file, "too_large", f"has a row of more than {MOST_KEPT:,} elements")
        parser.close()
    except etree.XMLSyntaxError as error:
        raise unreadable(file, "not_readable", "is damaged") from error


def _forget(element: Element) -> None:
    element.clear()
    while (before := element.getprevious()) is not None and (parent := element.getparent()) is not None:
        parent.remove(before)


@dataclass(slots=True)
class _Reader:
    """Takes the elements in the order in which they end; a row belongs to the sheet that ends next.

    `gap` counts empty rows until a filled one comes: every sheet ends in a million of them.
    """

    file: str
    room: Room
    grids: list[Grid] = field(default_factory=list)
    looks: dict[str, Looks] = field(default_factory=dict)
    grid: Grid = field(default_factory=lambda: Grid(""))
    ranges: list[Range] = field(default_factory=list)
    gap: int = 0
    concealed: set[str] = field(default_factory=set)
    columns: int = 0

    def take(self, element: Element) -> None:
        """Note a style, a row, or that a sheet is whole."""
        kind = etree.QName(element).localname
        if kind == "style":
            self._note_style(element)
        elif kind == "table-row":
            self._take_row(element)
        elif kind == "table-column":
            self._take_column(element)
        elif kind == "table":
            self.grid.is_hidden, self.columns = element.get(f"{TABLE}style-name") in self.concealed, 0
            self._finish(element.get(f"{TABLE}name", ""))

    def _note_style(self, style: Element) -> None:
        properties = style.find(f"{STYLE}text-properties")
        if properties is not None:
            self.looks[style.get(f"{STYLE}name", "")] = frozenset(_looks_of(properties))
        properties = style.find(f"{STYLE}table-properties")
        if properties is not None and properties.get(f"{TABLE}display", "true") == "false":
            self.concealed.add(style.get(f"{STYLE}name", ""))

    def _take_column(self, column: Element) -> None:
        first = self.columns
        self.columns = min(first + self._times(column, "number-columns-repeated"), MOST_COLUMNS)
        if _is_hidden(column):
            self.grid.hidden |= frozenset(range(first, self.columns))

    def _finish(self, name: str) -> None:
        self.grid.name = name
        self.grid.finish(self.ranges, self.file)
        self.grids.append(self.grid)
        self.grid, self.ranges, self.gap = Grid(""), [], 0

    def _take_row(self, row: Element) -> None:
        if next(row.iterancestors(f"{TABLE}table-cell"), None) is not None:
            raise unreadable(self.file, "not_readable", "has a table within a cell: put it on a sheet of its own")
        times = self._times(row, "number-rows-repeated")
        cells = [cell for cell in row if etree.QName(cell).localname.endswith("table-cell")]
        while cells and _is_empty(cells[-1]):
            cells.pop()
        self.room.take(1 + len(row))
        if not cells:
            self.gap += times
            return
        width = sum(self._times(cell, "number-columns-repeated") for cell in cells)
        self.room.take(self.gap + times * width)
        self.grid.rows.extend([] for _ in range(self.gap))
        self.gap = 0
        read = [(self._read(cell), cell) for cell in cells]
        self.room.read(
            times * sum(len(shown.text) * self._times(cell, "number-columns-repeated") for (shown, _), cell in read)
        )
        for _ in range(times):
            self._add(read)
            if _is_hidden(row):
                self.grid.hide(len(self.grid.rows))

    def _add(self, cells: list[tuple[tuple[Shown, Typed | None], Element]]) -> None:
        row = len(self.grid.rows)
        texts: list[str] = []
        self.grid.rows.append(texts)
        for (shown, stored), cell in cells:
            self._note_range(cell, row, len(texts))
            for _ in range(self._times(cell, "number-columns-repeated")):
                if stored:
                    self.grid.typed[row + 1, len(texts)] = stored
                texts.append(self.grid.note(row + 1, len(texts), shown))

    def _note_range(self, cell: Element, row: int, place: int) -> None:
        down, across = self._times(cell, "number-rows-spanned"), self._times(cell, "number-columns-spanned")
        if down > 1 or across > 1:
            self.ranges.append(Range(row, place, row + down - 1, place + across - 1))

    def _read(self, cell: Element) -> tuple[Shown, Typed | None]:
        kind = cell.get(f"{OFFICE}value-type")
        shown = self._shown(cell)
        text = shown.text
        if self._has_failed(cell, text):
            where = f"{self.grid.name or 'sheet'} {len(self.grids) + 1}, row {len(self.grid.rows) + 1}"
            raise unreadable(self.file, "invalid_value", f"has a formula that failed, or without a result ({where})")
        if kind in NUMBERS:
            return self._read_number(shown, cell.get(f"{OFFICE}value", ""))
        if kind == "date":
            day = cell.get(f"{OFFICE}date-value", "").removesuffix("T00:00:00")
            return (
                _odd(shown, day)
                if text and not shows_day(text, day)
                else (_or(shown, day), Typed(day, is_shown=bool(text)))
            )
        return shown, None

    def _read_number(self, shown: Shown, value: str) -> tuple[Shown, Typed | None]:
        """Return what a number shows, and what is stored: words beside it count, and a scaled one is no value."""
        plain, text = self._exact(value), shown.text
        has_digits = any(map(str.isdigit, text))
        if has_digits and not shows_number(text, Decimal(plain)):
            return _odd(shown, plain)
        if text and not (has_digits and is_bare(text)):
            return shown, None
        return _or(shown, plain), None if text == plain and "." not in text else Typed(plain, is_shown=bool(text))

    def _shown(self, cell: Element) -> Shown:
        own = self.looks.get(cell.get(f"{TABLE}style-name", ""), PLAIN)
        return joined(self._runs(cell, own))

    def _runs(self, cell: Element, own: Looks) -> Iterator[Run]:
        """Yield the parts of a cell, but for those of a note: its own paragraphs, and what stands within them."""
        for number, paragraph in enumerate(cell.iterchildren(f"{TEXT}p")):
            if number:
                yield "\n", own
            yield from self._parts(paragraph, own)

    def _parts(self, element: Element, looks: Looks) -> Iterator[Run]:
        yield element.text or "", looks
        for one in element.iterchildren():
            if one.tag in SPACES:
                yield SPACES[one.tag], looks
            elif one.tag != f"{OFFICE}annotation":
                yield from self._parts(one, looks | self.looks.get(one.get(f"{TEXT}style-name", ""), PLAIN))
            yield one.tail or "", looks

    def _has_failed(self, cell: Element, text: str) -> bool:
        is_formula = cell.get(f"{TABLE}formula") is not None
        is_failure = text.startswith(FAILURES) or cell.get(f"{OFFICE}value-type") is None
        return cell.get(ERROR) == "error" or (is_formula and is_failure)

    def _exact(self, value: str) -> str:
        try:
            number = Decimal(f"{float(value):.15g}")
        except (ValueError, InvalidOperation) as error:
            raise unreadable(self.file, "not_readable", "is damaged") from error
        return exact(number) if abs(number) < EXACT else str(float(value))

    def _times(self, element: Element, name: str) -> int:
        times = element.get(f"{TABLE}{name}", "1")
        if not times.isascii() or not times.isdecimal() or len(times) > len(str(MOST_TIMES)):
            raise unreadable(self.file, "not_readable", "is damaged")
        return max(int(times), 1)


def _or(shown: Shown, stored: str) -> Shown:
    return shown._replace(text=shown.text or stored)


def _odd(shown: Shown, stored: str) -> tuple[Shown, None]:
    """Return a cell that shows something else than is stored, with that in brackets: no column takes it for a value."""
    return shown._replace(text=f"{shown.text} [{stored}]", is_odd=True), None


def _is_empty(cell: Element) -> bool:
    return not _text_of(cell) and cell.get(f"{OFFICE}value-type") is None and cell.get(f"{TABLE}formula") is None


def _is_hidden(row: Element) -> bool:
    """Return True if a row or a column is hidden."""
    groups = row.iterancestors(f"{TABLE}table-row-group", f"{TABLE}table-column-group")
    is_folded = any(group.get(f"{TABLE}display") == "false" for group in groups)
    return is_folded or row.get(f"{TABLE}visibility", "visible") != "visible"


def _text_of(cell: Element) -> str:
    """Return what a cell shows: its own paragraphs, not those of a note."""
    return "".join(text for paragraph in cell.iterchildren(f"{TEXT}p") for text in map(str, paragraph.itertext()))


def _looks_of(properties: Element) -> Iterator[Look]:
    """Yield what a style says of how its text looks."""
    if properties.get(f"{STYLE}text-line-through-style", "none") != "none":
        yield Look.STRUCK
    position = properties.get(f"{STYLE}text-position", "").partition(" ")[0].rstrip("%")
    if position.startswith(("sub", "-")):
        yield Look.SUBSCRIPT
    elif position not in {"", "0"}:
        yield Look.SUPERSCRIPT
