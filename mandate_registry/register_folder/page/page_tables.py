"""One table of a web page while it is read: its rows, and cells that span several of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from mandate_registry.register_folder.grid.grids import Grid, Range, SizeBudget, too_many_rows
from mandate_registry.register_folder.grid.text_runs import MAX_RUNS, PLAIN, Looks, ShownText, joined, too_many_parts

MAX_WIDTH = 1000
MAX_HEIGHT = 65_534
"""So many columns and rows a cell spans at most in a browser."""
BEFORE, MERGE = "cells before", "merge downwards"
"""What a document tells of a cell besides; no attribute of a web page is named so."""
NUMBER = re.compile(r"\s*([0-9]{1,6})")
BLANKS = re.compile(r"[ \t\r\n\f]+")


@dataclass(slots=True)
class Words:
    """Text as it comes, with how it looks: a line end only where the page breaks the line.

    `is_odd` tells that it holds what is no text, as a picture.
    """

    file: str
    parts: list[tuple[list[str], Looks]] = field(default_factory=list)
    shown: int = 0
    is_odd: bool = False

    def add(self, data: str, looks: Looks = PLAIN) -> None:
        """Handle text."""
        if not self.parts or self.parts[-1][1] != looks:
            self.parts.append(([], looks))
            if len(self.parts) > MAX_RUNS:
                raise too_many_parts(self.file, ("".join(texts) for texts, _ in self.parts))
        self.parts[-1][0].append(data if data.isalnum() else BLANKS.sub(" ", data))
        self.shown += len(data.strip())

    def add_odd(self, data: str) -> None:
        """Handle a placeholder for something that is no text."""
        self.add(f" [{data}] ")
        self.is_odd = True

    def break_line(self) -> None:
        """Start a new line."""
        if self.parts:
            self.parts[-1][0].append("\n")

    @property
    def text(self) -> str:
        """The text, without empty lines."""
        return self.cell.text

    @property
    def cell(self) -> ShownText:
        """What a cell with this text shows."""
        text, is_struck, is_odd = joined((("".join(texts), looks) for texts, looks in self.parts), self.file)
        if "\n" not in text:
            return ShownText(BLANKS.sub(" ", text).strip(), is_struck, is_odd or self.is_odd)
        lines = (BLANKS.sub(" ", line).strip() for line in text.split("\n"))
        return ShownText("\n".join(filter(None, lines)), is_struck, is_odd or self.is_odd)


@dataclass(slots=True)
class PageTable:
    """A table; `taken` tells for a place in a row until which row a cell from above stands there.

    `merging` has, by place, the range that a cell of a document begins in whichever rows follow; `grouped` counts the
    ranges of the groups of rows that have ended.
    """

    budget: SizeBudget
    above: tuple[str, ...]
    grid: Grid = field(default_factory=lambda: Grid(""))
    caption: Words | None = None
    words: Words | None = None
    ranges: list[Range] = field(default_factory=list)
    merging: dict[int, int] = field(default_factory=dict)
    grouped: int = 0
    taken: dict[int, int] = field(default_factory=dict)
    place: int = 0
    hidden: int = 0

    def begin_group(self) -> None:
        """Start or end a group of rows (thead, tbody, tfoot); cells above do not span into it."""
        last = len(self.grid.rows) - 1
        for place in range(self.grouped, len(self.ranges)):
            self.ranges[place] = replace(self.ranges[place], bottom=min(self.ranges[place].bottom, last))
        self.grouped, self.taken = len(self.ranges), {}

    def begin_row(self, hidden: int) -> None:
        """Start a row that lies within `hidden` hidden elements."""
        self.end_row()
        if len(self.grid.rows) == MAX_HEIGHT:
            raise too_many_rows(self.budget.file)
        self.grid.rows.append([])
        self.place, self.hidden = 0, hidden
        if hidden:
            self.grid.hide(len(self.grid.rows))

    def end_row(self) -> None:
        """End the row, and what is left open in it."""
        self.words = None

    def begin_cell(self, attributes: Mapping[str, str], hidden: int) -> None:
        """Start a cell at the next place that no cell from above spans."""
        if not self.grid.rows:
            self.begin_row(hidden)
        row = len(self.grid.rows) - 1
        if attributes:
            self.place += min(_number(attributes.get(BEFORE), 0), MAX_WIDTH)
        while self.taken.get(self.place, -1) >= row:
            self.place += 1
        self.words = Words(self.budget.file)
        if attributes:
            self._span(attributes, row)
        else:
            self.budget.take(1)
            self.taken[self.place] = row
            self.merging.pop(self.place, None)

    def _span(self, attributes: Mapping[str, str], row: int) -> None:
        """Read the span of a cell."""
        across = min(max(_number(attributes.get("colspan"), 1), 1), MAX_WIDTH)
        down = min(_number(attributes.get("rowspan"), 1) or MAX_HEIGHT, MAX_HEIGHT)
        self.budget.take(across)
        for place in range(self.place, self.place + across):
            self.taken[place] = row + down - 1
        merge = attributes.get(MERGE)
        if merge == "continue" and self.place in self.merging:
            above = self.merging[self.place]
            self.ranges[above] = replace(self.ranges[above], bottom=row)
        else:
            self._note_range(row, down, across, begins=merge == "restart")

    def _note_range(self, row: int, down: int, across: int, *, begins: bool) -> None:
        """Note what a cell spans; where `begins`, cells under it may belong to it."""
        self.merging.pop(self.place, None)
        if begins:
            self.merging[self.place] = len(self.ranges)
        if begins or across > 1 or down > 1:
            self.ranges.append(Range(row, self.place, row + down - 1, self.place + across - 1))

    def end_cell(self) -> None:
        """Write the text of the cell into its row."""
        if self.words is None:
            return
        cells = self.grid.rows[-1]
        self.budget.take(max(self.place - len(cells), 0))
        cells.extend([""] * (self.place + 1 - len(cells)))
        cells[self.place] = self.grid.note(len(self.grid.rows), self.place, self.words.cell)
        self.words = None


def _number(text: str | None, otherwise: int) -> int:
    found = NUMBER.match(text) if text else None
    return int(found[1]) if found else otherwise
