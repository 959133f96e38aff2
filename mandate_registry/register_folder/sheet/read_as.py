"""How a sheet was read, as it is kept with what was proposed of it: its rows, what was typed over, what is left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, NamedTuple

from mandate_registry.register_folder.column_notation import Notation
from mandate_registry.register_folder.grid.sheet_layout import SheetLayout
from mandate_registry.register_folder.matrix.matrix import cell_at
from mandate_registry.register_folder.sheet.left_out import LeftOut
from mandate_registry.register_folder.sheet.plan import Plan
from mandate_registry.register_folder.sheet.row_selection import with_corrections


class CorrectedCell(NamedTuple):
    """A cell that was typed over on the page, by the heading of its column; without one, the column has a name."""

    row: int
    heading: str
    column: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class SheetReading:
    """How a sheet was read.

    `rows` are by the table and the key of what they tell of, `cells` what the file says there, by place. `notations`
    and `left_out` are those of `ImportOutcome`.
    """

    plan: Plan
    notations: Mapping[str, Notation] = field(default_factory=dict)
    left_out: LeftOut | None = None
    rows: Mapping[tuple[str, str], int] = field(default_factory=dict)
    cells: Mapping[int, Mapping[int, str]] = field(default_factory=dict)
    mended: tuple[CorrectedCell, ...] = ()

    def as_plain(self) -> dict[str, Any]:
        """Return it as it can be written in JSON."""
        return {
            "plan": asdict(self.plan),
            "notations": dict(self.notations),
            "left_out": self.left_out and asdict(self.left_out),
            "rows": [[table, key, row] for (table, key), row in self.rows.items()],
            "cells": [[row, place, text] for row, cells in self.cells.items() for place, text in cells.items()],
            "mended": self.mended,
        }

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> SheetReading:
        """Read what `as_plain` returned."""
        cells: dict[int, dict[int, str]] = {}
        for row, place, text in plain["cells"]:
            cells.setdefault(row, {})[place] = text
        return cls(
            Plan.of(plain["plan"]),
            {name: Notation(how) for name, how in plain["notations"].items()},
            plain["left_out"] and LeftOut.of(plain["left_out"]),
            {(table, key): row for table, key, row in plain["rows"]},
            cells,
            tuple(CorrectedCell(*one) for one in plain["mended"]),
        )


def reading_of(
    laid: SheetLayout,
    plan: Plan,
    notations: Mapping[str, Notation],
    left: LeftOut | None,
    rows: Mapping[tuple[str, str], int],
) -> SheetReading:
    """Return how a sheet was read; of its cells those that are used, in the rows that tell of something."""
    told, places = set(rows.values()), sorted(set(plan.columns.values()))
    cells = {
        row: {place: text for place in places if (text := cell_at(cells, place))}
        for row, cells in with_corrections(laid, plan).rows
        if row in told
    }
    return SheetReading(plan, notations, left, rows, cells, tuple(_mended(laid, plan)))


def _mended(laid: SheetLayout, plan: Plan) -> Iterator[CorrectedCell]:
    """Yield the cells that were typed over; a column that the file has not is named, and had nothing before."""
    rows = dict(laid.rows)
    for where, after in plan.mended.items():
        row, _, at = where.partition(":")
        if not at.isdigit():
            yield CorrectedCell(int(row), "", at, "", after)
        elif (before := cell_at(rows.get(int(row), []), int(at))) != after:
            heading = laid.headings[int(at)] if int(at) < len(laid.headings) else ""
            yield CorrectedCell(int(row), heading or str(int(at) + 1), "", before, after)
