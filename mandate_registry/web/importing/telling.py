"""How a file was read, told before anything is done: what was left out, and what its words stand for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mandate_registry.register_folder.plan import FunctionLimits
from mandate_registry.register_folder.selecting import limit_rows, selected
from mandate_registry.register_folder.spreadsheets import read_sheets
from mandate_registry.web.importing import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mandate_registry.register_folder.plan import Plan
    from mandate_registry.register_folder.spreadsheets import Laid
    from mandate_registry.services.changing.foreseen import Foreseen
    from mandate_registry.services.changing.uploading import Upload

MOST = 30
"""So many rows are named by their number."""


def how_read(upload: Upload, foreseen: Foreseen) -> list[tuple[str, str]]:
    """Return how a file was read, and what of it is left out."""
    if upload.plan is None:
        return []
    laid = read_sheets(upload.content, upload.name)[upload.plan.sheet]
    return [*words.notations(upload, foreseen), *_left_out(laid, upload.plan), *_meanings(upload.plan)]


def _left_out(laid: Laid, plan: Plan) -> Iterator[tuple[str, str]]:
    if plan.unused:
        yield str(words.LEFT_OUT), ", ".join(laid.headings[place] or str(place + 1) for place in plan.unused)
    limits = limit_rows(laid, plan) if plan.limits == FunctionLimits.EACH else []
    if limits:
        yield str(words.FUNCTION_LIMITS), ", ".join(map(str, limits))
    rows = selected(laid, plan).rows
    if again := _said_before(rows):
        yield str(words.SAID_BEFORE), _counted(again)
    read = {*limits, *(row for row, _ in rows)}
    if left := [row for row, _ in laid.rows if row not in read]:
        yield str(words.NOT_READ), _counted(left)


def _said_before(rows: Iterable[tuple[int, Sequence[str]]]) -> list[int]:
    """Return the rows with the same cells as one before: they are read once (a matrix has several for each row)."""
    seen: dict[tuple[str, ...], int] = {}
    return [row for row, cells in rows if seen.setdefault(tuple(cells), row) != row]


def _counted(rows: Sequence[int]) -> str:
    return f"{len(rows)} ({', '.join(map(str, rows[:MOST]))}{', …' if len(rows) > MOST else ''})"


def _meanings(plan: Plan) -> Iterator[tuple[str, str]]:
    for meanings in plan.meanings.values():
        for word, meant in meanings.items():
            stands_for = words.NOT_READ_ROW if meant is None else meant or words.NOTHING
            yield str(words.STANDS_FOR) % {"word": word}, str(stands_for)
