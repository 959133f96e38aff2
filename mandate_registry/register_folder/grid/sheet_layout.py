"""A sheet of somebody else's file as it lies there: what its cells show, and what of it a reader would see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

SAMPLES = 3


class Mark(StrEnum):
    """What a reader sees of a row: that it is hidden (also by a filter), struck, no longer valid, or has a note.

    A row that says itself that it has lapsed is that, and not struck as well: it is asked about once.
    """

    HIDDEN = "hidden"
    STRUCK = "struck"
    NOTED = "noted"
    LAPSED = "lapsed"


Marks = Mapping[int, frozenset[Mark]]
"""The marks by row number."""


@dataclass(frozen=True, slots=True)
class RawCell:
    """What a cell is stored as, where that is a number or a day that its text may not tell.

    `text` is the value: a number so that it cannot be taken for thousands, a day as 2026-12-01. `is_shown` tells
    whether the text of the cell is surely what the sheet shows.
    """

    text: str
    is_shown: bool


@dataclass(frozen=True, slots=True)
class SheetLayout:
    """A sheet as it lies there.

    `headings` are as many as the widest row has cells; one without a text is empty. `rows` have their number in the
    file (from 1) and their cells as the sheet shows them. `above` is what stands above the headings, the nearest last.
    `marks` are by row number, `typed` by row number and place. `hidden` are the places of hidden columns; `is_hidden`
    tells that the sheet itself is. `notes` are the texts of notes at the cells of a row, by its number;
    `has_look_elsewhere` tells that how it looks stands in another file. `lapsed` are the places of the cells that say
    that their row is no longer valid, by its number.
    """

    name: str
    headings: tuple[str, ...]
    rows: list[tuple[int, list[str]]]
    above: tuple[str, ...] = ()
    marks: Marks = field(default_factory=dict)
    typed: Mapping[tuple[int, int], RawCell] = field(default_factory=dict)
    hidden: frozenset[int] = frozenset()
    is_hidden: bool = False
    notes: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    has_look_elsewhere: bool = False
    lapsed: Mapping[int, frozenset[int]] = field(default_factory=dict)

    def column(self, place: int) -> list[str]:
        """Return the cells of a column, in the order of the rows; of a row that is shorter, an empty one."""
        return [cells[place] if place < len(cells) else "" for _, cells in self.rows]

    def sample(self, place: int) -> list[str]:
        """Return the first values that a column has."""
        return list(dict.fromkeys(cell for cell in self.column(place) if cell))[:SAMPLES]
