"""Which rows of a sheet are read, and what stands in them: as its owner mended, chose and left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mandate_registry.register_folder.grid.sheet_layout import Mark
from mandate_registry.register_folder.matrix.matrix import cell_at, has_limits, unpivoted
from mandate_registry.register_folder.sheet.empty_cells import is_total
from mandate_registry.register_folder.sheet.heading_match import ROWS
from mandate_registry.register_folder.sheet.plan import FunctionLimits, Plan, Rubrics, word_of
from mandate_registry.register_folder.spreadsheets import SheetLayout
from mandate_registry.register_folder.staff.staff_columns import STAFF

DROPPED, RUBRIC, CHOSEN, WORD = "dropped", "rubric", "chosen", "word"
"""Why a row is not read, beside its marks: somebody said so of it, or it is a rubric, or of what stands in it."""
MIN_COUNT = 3
"""So many headings has a sheet at least of which a row with one cell is a rubric."""


def selected(laid: SheetLayout, plan: Plan) -> SheetLayout:
    """Return the sheet with what was mended, without the rows that are not read, and one row for each function."""
    mended = with_corrections(laid, plan)
    rows = [(number, cells) for number, cells in mended.rows if _is_read(mended, plan, number, cells)]
    limits = limit_rows(laid, plan) if plan.limits == FunctionLimits.EACH else []
    return unpivoted(replace(mended, rows=rows), plan.functions, limits)


def is_skipped(plan: Plan, texts: Sequence[str]) -> bool:
    """Return True if a row has a word of which its owner said that its rows are not read."""
    said = ((plan.columns[name], words) for name, words in plan.meanings.items() if name in plan.columns)
    return any(words.get(word_of(cell_at(texts, place)), "") is None for place, words in said)


def rows_with_skipped_words(laid: SheetLayout, plan: Plan) -> tuple[int, ...]:
    """Return the rows of a list of staff with a word of which its owner said that its rows are not read.

    One that is not read for want of a number is no person; its position, which is vacant, is read.
    """
    words = {column: said for column, said in plan.meanings.items() if column != "number"}
    skipped = {column: {word for word, meant in said.items() if meant is None} for column, said in words.items()}
    return tuple(
        row
        for row, cells in with_corrections(laid, plan).rows
        if any(places and _joined(cells, places) in skipped[name] for name in skipped if (places := plan.places(name)))
    )


def _joined(cells: Sequence[str], places: Sequence[int]) -> str:
    """Return what stands in several cells as a word of the file."""
    return word_of(" ".join(filter(None, (cell_at(cells, place) for place in places))))


def limit_rows(laid: SheetLayout, plan: Plan) -> list[int]:
    """Return the rows of a matrix, of those that are read, that seem to hold a limit for each function."""
    if not plan.functions:
        return []
    mended = with_corrections(laid, plan)
    return [row for row, cells in mended.rows if _is_read(mended, plan, row, cells) and has_limits(plan, cells)]


def with_corrections(laid: SheetLayout, plan: Plan) -> SheetLayout:
    """Return the sheet with the cells that its owner mended on the page."""
    if not plan.mended:
        return laid
    rows = [(number, _mended(plan, number, cells, len(laid.headings))) for number, cells in laid.rows]
    typed = {(row, place): one for (row, place), one in laid.typed.items() if f"{row}:{place}" not in plan.mended}
    return replace(laid, rows=rows, typed=typed)


def _mended(plan: Plan, number: int, cells: list[str], width: int) -> list[str]:
    wide = [*cells, *[""] * (width - len(cells))]
    return [plan.mended.get(f"{number}:{place}", cell) for place, cell in enumerate(wide)]


def reason_unread(laid: SheetLayout, plan: Plan) -> dict[int, str]:
    """Return why rows are not read, by number: one of their marks, or one of the words above."""
    mended = with_corrections(laid, plan)
    told = {row: _why_unread(mended, plan, row, cells) for row, cells in mended.rows}
    if plan.table == STAFF.name:
        skipped = set(rows_with_skipped_words(laid, plan))
    else:
        rows = selected(laid, plan).rows
        skipped = {row for row, _ in rows} - {row for row, cells in rows if not is_skipped(plan, cells)}
    return {row: why or WORD for row, why in told.items() if why or row in skipped}


def _is_read(laid: SheetLayout, plan: Plan, number: int, cells: Sequence[str]) -> bool:
    return not _why_unread(laid, plan, number, cells)


def _why_unread(laid: SheetLayout, plan: Plan, number: int, cells: Sequence[str]) -> str:
    if number in plan.dropped:
        return DROPPED
    if marks := [mark for mark in laid.marks.get(number, ()) if not plan.marked.get(mark, True)]:
        return min(marks)
    if plan.rubrics == Rubrics.SKIP and is_rubric(laid, plan, cells):
        return RUBRIC
    place = plan.columns.get(ROWS)
    return "" if place is None or plan.chosen.get(cell_at(cells, place), True) else CHOSEN


def is_rubric(laid: SheetLayout, plan: Plan, cells: Sequence[str]) -> bool:
    """Return True if a row repeats the headings, has one cell only, begins with a word of totals, or has no mark.

    That it has none counts in a matrix.
    """
    if repeats_headings(laid, cells) or is_total(next(filter(None, cells), "")):
        return True
    if plan.functions:
        return not any(cell_at(cells, place) for place in plan.functions)
    return len(laid.headings) >= MIN_COUNT and sum(map(bool, cells)) == 1


def marks_asked(laid: SheetLayout, plan: Plan) -> set[Mark]:
    """Return the marks of rows that are asked about.

    Not that rows lapsed, where the column that tells which rows are read says so.
    """
    place = plan.columns.get(ROWS)
    told = {row for row, places in laid.lapsed.items() if place in places}
    found = {(row, mark) for row, marks in laid.marks.items() for mark in marks}
    return {mark for row, mark in found if mark != Mark.LAPSED or row not in told}


def repeats_headings(laid: SheetLayout, cells: Sequence[str]) -> bool:
    """Return True if most of what stands in a row is the heading above it, as after the break of a page."""
    beside = zip(cells, laid.headings, strict=False)
    same = sum(len(cell) == len(heading) > 0 and word_of(cell) == word_of(heading) for cell, heading in beside)
    return 2 * same > sum(map(bool, cells))


def values_of_rows(laid: SheetLayout, plan: Plan) -> list[str]:
    """Return the different values of the column that tells which rows are read; an empty one is a value too."""
    place = plan.columns.get(ROWS)
    rows = with_corrections(laid, plan).rows
    return [] if place is None else list(dict.fromkeys(cell_at(cells, place) for _, cells in rows))
