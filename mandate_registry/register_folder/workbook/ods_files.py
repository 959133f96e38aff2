"""The sheets of an .ods: it keeps of every cell the text that it shows beside the value that is stored."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, cast

from lxml import etree
from lxml.etree import _Element as Element

from mandate_registry.register_folder.archives import MAX_MEMBERS, chunks, open_archive
from mandate_registry.register_folder.grid.grids import ABOVE, MAX_ROWS, Grid, Range, SizeBudget, too_many_rows
from mandate_registry.register_folder.grid.text_runs import TextLook
from mandate_registry.register_folder.problems import unreadable
from mandate_registry.register_folder.workbook.ods_cells import (
    TABLE,
    CellReader,
    OdsCell,
    attributes_of,
    is_empty,
    notes_of,
    repeats,
)

MAX_BYTES = 100_000_000
MAX_ELEMENTS = 1_500_000
MAX_KEPT = 200_000
"""So many elements may come before a row or a style ends."""
MAX_CELLS = 600_000
"""So many cells may be laid out, and so many stand in it, a row counted as one; what is told to repeat is one."""
MAX_ROWS_AND_STYLES = 150_000
"""So many rows, columns and styles may stand in it, empty ones among them; what is told to repeat is one."""
MAX_STYLES = 20_000
"""So many styles may it have; they cost more time than empty rows."""
KINDS = ("style", "table-column", "table-row", "table")
CONTENT = "content.xml"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
MAX_COLUMNS = 16_384
"""So many columns a sheet has at most."""


def read_open_document(path: Path) -> list[Grid]:
    """Read all sheets of an .ods; raise InvalidRegister when it cannot be read or a formula in it failed."""
    with open_archive(path, MAX_BYTES, MAX_ELEMENTS) as archive:
        if CONTENT not in archive.namelist():
            raise unreadable(path.name, "not_readable", "is not a readable .ods file")
        with archive.open(CONTENT) as stream:
            reader = _Reader(path.name, SizeBudget(path.name, MAX_CELLS))
            for number, element in enumerate(_elements(stream, KINDS, path.name)):
                if number == MAX_ROWS_AND_STYLES:
                    raise unreadable(
                        path.name, "too_large", f"has more than {MAX_ROWS_AND_STYLES:,} rows and styles: divide it"
                    )
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
            if kept > MAX_KEPT:
                raise unreadable(file, "too_large", f"has a row of more than {MAX_KEPT:,} elements")
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
    budget: SizeBudget
    grids: list[Grid] = field(default_factory=list)
    grid: Grid = field(default_factory=lambda: Grid(""))
    ranges: list[Range] = field(default_factory=list)
    gap: int = 0
    concealed: set[str] = field(default_factory=set)
    columns: int = 0
    hidden: set[int] = field(default_factory=set)
    styles: int = 0
    filled: int = 0
    cells: CellReader = field(init=False)

    def __post_init__(self) -> None:
        self.cells = CellReader(self.file)

    def take(self, element: Element) -> None:
        """Note a style, a row, or that a sheet is whole."""
        kind = _local(element)
        if kind == "table-row":
            self._take_row(element)
        elif kind == "style":
            self._note_style(element)
        elif kind == "table-column":
            self._take_column(element)
        elif kind == "table":
            self.grid.is_hidden, self.columns = element.get(f"{TABLE}style-name") in self.concealed, 0
            self._finish(element.get(f"{TABLE}name", ""))

    def _note_style(self, style: Element) -> None:
        self.styles += 1
        if self.styles > MAX_STYLES:
            raise unreadable(self.file, "too_large", f"has more than {MAX_STYLES:,} styles")
        properties = style.find(f"{STYLE}text-properties")
        if properties is not None:
            self.cells.looks[style.get(f"{STYLE}name", "")] = frozenset(_looks_of(properties))
        properties = style.find(f"{STYLE}table-properties")
        if properties is not None and properties.get(f"{TABLE}display", "true") == "false":
            self.concealed.add(style.get(f"{STYLE}name", ""))

    def _take_column(self, column: Element) -> None:
        first = self.columns
        self.columns = min(first + repeats(attributes_of(column), "columns-repeated", self.file), MAX_COLUMNS)
        if _is_hidden(column):
            self.hidden.update(range(first, self.columns))

    def _finish(self, name: str) -> None:
        if len(self.grids) == MAX_MEMBERS:
            raise unreadable(self.file, "too_large", f"has more than {MAX_MEMBERS} sheets")
        self.grid.name, self.grid.hidden = name, frozenset(self.hidden)
        self.grid.finish(self.ranges, self.file)
        self.grids.append(self.grid)
        self.grid, self.ranges, self.gap, self.filled = Grid(""), [], 0, 0
        self.hidden.clear()

    def _take_row(self, row: Element) -> None:
        if next(row.iterancestors(f"{TABLE}table-cell"), None) is not None:
            raise unreadable(self.file, "not_readable", "has a table within a cell: put it on a sheet of its own")
        times = repeats(attributes_of(row), "rows-repeated", self.file)
        notes = [text for cell in row for text in notes_of(cell)]
        self.budget.look(1 + len(row))
        cells = _filled(row)
        if not cells and not notes:
            self.gap += times
            return
        self.filled += times
        if self.filled > MAX_ROWS + ABOVE:
            raise too_many_rows(self.file)
        width = sum(repeats(attributes_of(cell), "columns-repeated", self.file) for cell in cells)
        self.budget.take(self.gap + times * max(width, len(notes)))
        self.grid.rows.extend([] for _ in range(self.gap))
        self.gap = 0
        where = f"{self.grid.name or 'sheet'} {len(self.grids) + 1}, row {len(self.grid.rows) + 1}"
        read = [self.cells.read(cell, where) for cell in cells]
        said = sum(len(one.shown.text) * one.times for one in read) + sum(map(len, notes))
        self.budget.read(times * said)
        is_hidden = _is_hidden(row)
        for _ in range(times):
            self._add(read)
            for text in notes:
                self.grid.annotate(len(self.grid.rows), text)
            if is_hidden:
                self.grid.hide(len(self.grid.rows))

    def _add(self, cells: list[OdsCell]) -> None:
        row = len(self.grid.rows)
        texts: list[str] = []
        self.grid.rows.append(texts)
        for shown, stored, times, down, across in cells:
            if down > 1 or across > 1:
                self.ranges.append(Range(row, len(texts), row + down - 1, len(texts) + across - 1))
            for _ in range(times):
                if stored:
                    self.grid.typed[row + 1, len(texts)] = stored
                texts.append(self.grid.note(row + 1, len(texts), shown))


def _filled(row: Element) -> list[Element]:
    """Return the cells of a row up to the last one that is not empty."""
    cells = list(row)
    while cells and is_empty(cells[-1]):
        cells.pop()
    return [cell for cell in cells if _local(cell).endswith("table-cell")]


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _is_hidden(row: Element) -> bool:
    """Return True if a row or a column is hidden."""
    groups = row.iterancestors(f"{TABLE}table-row-group", f"{TABLE}table-column-group")
    is_folded = any(group.get(f"{TABLE}display") == "false" for group in groups)
    return is_folded or row.get(f"{TABLE}visibility", "visible") != "visible"


def _looks_of(properties: Element) -> Iterator[TextLook]:
    """Yield what a style says of how its text looks."""
    if properties.get(f"{STYLE}text-line-through-style", "none") != "none":
        yield TextLook.STRUCK
    position = properties.get(f"{STYLE}text-position", "").partition(" ")[0].rstrip("%")
    if position.startswith(("sub", "-")):
        yield TextLook.SUBSCRIPT
    elif position not in {"", "0"}:
        yield TextLook.SUPERSCRIPT
