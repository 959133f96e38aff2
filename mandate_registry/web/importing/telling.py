"""How a file was read, told before anything is done: what was left out, and what its words stand for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mandate_registry.register_folder.plan import read_for
from mandate_registry.register_folder.questions import asks_instrument
from mandate_registry.web.importing import words
from mandate_registry.web.importing.grants import AS_ITS_TYPE_SAYS, GRANTED_BY, TOLD_LATER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mandate_registry.register_folder.left_out import LeftOut, Rows
    from mandate_registry.register_folder.plan import Plan
    from mandate_registry.services.changing.foreseen import Foreseen
    from mandate_registry.services.changing.uploading import Upload


def how_read(upload: Upload, foreseen: Foreseen) -> list[tuple[str, str]]:
    """Return how a file was read, and what of it is left out."""
    if upload.plan is None:
        return []
    left = _left_out(foreseen.left_out) if foreseen.left_out else ()
    return [*words.notations(upload, foreseen), *left, *_of_grants(upload.plan), *_meanings(upload.plan)]


def _left_out(left: LeftOut) -> Iterator[tuple[str, str]]:
    if left.columns:
        yield str(words.LEFT_OUT), ", ".join(left.columns)
    if left.limits.total:
        yield str(words.FUNCTION_LIMITS), _listed(left.limits)
    if left.again.total:
        yield str(words.SAID_BEFORE), _counted(left.again)
    if left.unread.total:
        yield str(words.NOT_READ), _counted(left.unread)
    for word, rows in left.conditions.items():
        yield str(words.IS_CONDITION) % {"word": word}, _counted(rows)


def _of_grants(plan: Plan) -> Iterator[tuple[str, str]]:
    """Yield what decision types tell of new mandates, and by which decision they are granted."""
    for name in plan.of_types:
        yield words.column(plan.table, name), str(AS_ITS_TYPE_SAYS)
    if asks_instrument(plan):
        yield str(GRANTED_BY), plan.fixed.get("instrument") or str(TOLD_LATER)


def _counted(rows: Rows) -> str:
    return f"{rows.total} ({_listed(rows)})"


def _listed(rows: Rows) -> str:
    return f"{', '.join(map(str, rows.first))}{', …' if rows.total > len(rows.first) else ''}"


def _meanings(plan: Plan) -> Iterator[tuple[str, str]]:
    for column, meanings in plan.meanings.items():
        for word, meant in meanings.items():
            yield str(words.STANDS_FOR) % {"word": word}, _stands_for(plan, column, meant)


def _stands_for(plan: Plan, column: str, meant: str | None) -> str:
    if meant is None:
        return str(words.NOT_READ_ROW)
    if (limit := read_for(plan, column, meant)) == meant:
        return meant or str(words.NOTHING)
    return str(words.TOGETHER_UP_TO) % {"limit": limit} if limit else str(words.TOGETHER)
