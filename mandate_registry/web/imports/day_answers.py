"""The answer to days that contradict each other: each is what it seems meant to be, a last day or the day after it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from mandate_registry.errors import FieldError, InvalidInput
from mandate_registry.register_folder.amounts.bounds import days_by_bound
from mandate_registry.register_folder.column_notation import Notation, is_no_end, notation_of_days
from mandate_registry.register_folder.sheet.open_questions import cells_of
from mandate_registry.register_folder.sheet.plan import Bound, Plan
from mandate_registry.register_folder.sheet.row_selection import selected
from mandate_registry.register_folder.spreadsheets import SheetLayout
from mandate_registry.web.formatter import Formatter
from mandate_registry.web.imports import question_texts as words
from mandate_registry.web.language import chosen
from schemas.pages.upload_forms import EACH

A_DAY = timedelta(days=1)
SHOWN_EXAMPLES = 3
"""So many days of each kind are shown."""


def each_day(texts: Iterable[str], notation: Notation) -> list[tuple[str, str]]:
    """Return this answer with the days worked out; none unless each day tells what it is, and not all the same."""
    found = [days_by_bound([text], notation) for text in texts]
    lasts = [told[Bound.WITHIN] for told in found if Bound.WITHIN in told]
    firsts = [told[Bound.BEYOND] for told in found if Bound.BEYOND in told]
    if not lasts or not firsts or not all(found):
        return []
    first = ", ".join(f"{_written(day)} → {_written(day - A_DAY)}" for day in firsts[:SHOWN_EXAMPLES])
    last = ", ".join(map(_written, lasts[:SHOWN_EXAMPLES]))
    return [(EACH, str(words.EACH_DAY) % {"lasts": last, "firsts": first})]


def with_each_day(laid: SheetLayout, plan: Plan, answers: Mapping[str, Any]) -> Plan:
    """Return a plan where the days after a last day are written as that, of the columns with this answer.

    InvalidInput where it is none: some day of a column does not tell what it is.
    """
    for column in (name for name, answer in answers.items() if str(answer) == EACH):
        days = [one for one in cells_of(selected(laid, plan), plan, column) if not is_no_end(one.meant)]
        notation = Notation(plan.notation or notation_of_days(one.meant for one in days))
        if not each_day([one.meant for one in days], notation) or any(one.at is None for one in days):
            raise InvalidInput(FieldError(f"bounds.{column}", "invalid_value", ""))
        told = {one.at: days_by_bound([one.meant], notation) for one in days if one.at}
        lasts = {
            f"{row}:{place}": (found[Bound.BEYOND] - A_DAY).isoformat()
            for (row, place), found in told.items()
            if Bound.BEYOND in found
        }
        bounds = {**plan.bounds, column: Bound.WITHIN.value}
        plan = replace(plan, bounds=bounds, mended={**plan.mended, **lasts})
    return plan


def _written(day: date) -> str:
    return Formatter(chosen()).date(day)
