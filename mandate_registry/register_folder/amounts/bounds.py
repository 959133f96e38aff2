"""What the cells of a column tell of whether the day or the amount in them is itself within."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from mandate_registry.register_folder.amounts.limits import AMOUNTS, read_limit
from mandate_registry.register_folder.column_notation import Notation, as_day, is_no_end, notation_of_days
from mandate_registry.register_folder.sheet.plan import Bound

A_DAY = timedelta(days=1)


def is_doubtful(column: str, bound: Bound, texts: Sequence[str]) -> bool:
    """Return True if cells tell otherwise than the heading above them, which tells this bound, or contradict.

    Amounts tell it by the words before them, days by what day of their month they are. That says less than a heading
    with "tot en met", so that first days of a month below one are no doubt by themselves.
    """
    if column in AMOUNTS:
        return not {bound_of_text for text in texts if (bound_of_text := read_limit(text).bound)} <= {bound}
    found = days_by_bound(texts, notation_of_days(texts)).keys()
    return len(found) > 1 or (bound is Bound.BEYOND and Bound.WITHIN in found)


def days_by_bound(texts: Iterable[str], notation: Notation) -> dict[Bound, date]:
    """Return a day for each bound that days tell: the last of a month is itself within, the first is beyond.

    Another day tells neither.
    """
    found: dict[Bound, date] = {}
    for text in texts:
        written = None if is_no_end(text) else as_day(text, notation)
        day = written and date.fromisoformat(written)
        if day and day < date.max and (day + A_DAY).day == 1:
            found.setdefault(Bound.WITHIN, day)
        elif day and day.day == 1:
            found.setdefault(Bound.BEYOND, day)
    return found
