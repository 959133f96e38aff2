"""What of a sheet is left out, or read otherwise than row by row: told before anything is done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from mandate_registry.register_folder.sheet.plan import FunctionLimits, Plan
from mandate_registry.register_folder.sheet.row_conditions import rows_with_conditions
from mandate_registry.register_folder.sheet.row_remarks import COLUMNS as REMARKS
from mandate_registry.register_folder.sheet.row_remarks import has_too_many, remarks_by_use
from mandate_registry.register_folder.sheet.row_selection import limit_rows, reason_unread, selected
from mandate_registry.register_folder.spreadsheets import SheetLayout

MAX_SHOWN_ROWS = 30
"""So many rows are named by their number."""


class RowCount(NamedTuple):
    """How many rows are meant, and the first of them."""

    total: int = 0
    first: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """The headings of columns that are not used, and the rows that hold limits, say the same again, or are not read.

    `why` has the rows that are not read by why: a mark of theirs, or a word of `row_selection`. `marked` has those with
    a mark that are read all the same. `conditions` are the rows by the words of theirs that are kept as a condition,
    `remarks` those by remark, for each use of one that is not that of its column. `sheets` are the others of the file
    with how many rows they have, `unasked` the headings of columns with too many remarks to be asked one by one.
    """

    columns: tuple[str, ...] = ()
    limits: RowCount = field(default_factory=RowCount)
    again: RowCount = field(default_factory=RowCount)
    unread: RowCount = field(default_factory=RowCount)
    conditions: Mapping[str, RowCount] = field(default_factory=dict)
    remarks: Mapping[str, Mapping[str, RowCount]] = field(default_factory=dict)
    why: Mapping[str, RowCount] = field(default_factory=dict)
    marked: Mapping[str, RowCount] = field(default_factory=dict)
    sheets: Mapping[str, int] = field(default_factory=dict)
    unasked: tuple[str, ...] = ()

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> LeftOut:
        """Read what `asdict` wrote, and JSON kept."""
        limits, again, unread = (_kept(plain[name]) for name in ("limits", "again", "unread"))
        conditions = {word: _kept(one) for word, one in plain["conditions"].items()}
        remarks = {use: {word: _kept(one) for word, one in found.items()} for use, found in plain["remarks"].items()}
        why, marked = ({what: _kept(one) for what, one in plain[name].items()} for name in ("why", "marked"))
        found = cls(tuple(plain["columns"]), limits, again, unread, conditions, remarks, why, marked)
        return replace(found, sheets=plain["sheets"], unasked=tuple(plain["unasked"]))


def _kept(plain: Sequence[Any]) -> RowCount:
    total, first = plain
    return RowCount(total, tuple(first))


def left_out(laid: SheetLayout, plan: Plan, sheets: Mapping[str, SheetLayout] | None = None) -> LeftOut:
    """Return what a plan leaves out of a sheet, and of the other sheets of its file."""
    columns = tuple(laid.headings[place] or str(place + 1) for place in plan.unused)
    limits = limit_rows(laid, plan) if plan.limits == FunctionLimits.EACH else []
    rows = selected(laid, plan).rows
    unread = reason_unread(laid, plan)
    conditions = {word: _rows(found) for word, found in rows_with_conditions(laid, plan).items()}
    remarks = {
        use: {word: _rows(one) for word, one in found.items()} for use, found in remarks_by_use(laid, plan).items()
    }
    why = _by((why, row) for row, why in unread.items())
    marked = _by((mark, row) for row, marks in sorted(laid.marks.items()) for mark in marks if row not in unread)
    again, left = _rows(_said_before(rows)), _rows(list(unread))
    others = [(name, len(one.rows)) for name, one in (sheets or {}).items() if name != laid.name]
    unasked = tuple(laid.headings[plan.columns[name]] for name in REMARKS if has_too_many(laid, plan, name))
    return LeftOut(
        columns, _rows(limits), again, left, conditions, remarks, why, marked, dict(others[:MAX_SHOWN_ROWS]), unasked
    )


def _by(found: Iterable[tuple[str, int]]) -> dict[str, RowCount]:
    """Return rows by what is told of them."""
    rows: dict[str, list[int]] = {}
    for what, row in found:
        rows.setdefault(str(what), []).append(row)
    return {what: _rows(its) for what, its in rows.items()}


def _rows(rows: Sequence[int]) -> RowCount:
    return RowCount(len(rows), tuple(rows[:MAX_SHOWN_ROWS]))


def _said_before(rows: Iterable[tuple[int, Sequence[str]]]) -> list[int]:
    """Return the rows with the same cells as one before: they are read once (a matrix has several for each row)."""
    seen: dict[tuple[str, ...], int] = {}
    return [row for row, cells in rows if seen.setdefault(tuple(cells), row) != row]
