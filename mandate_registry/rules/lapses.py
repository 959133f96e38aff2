"""What names a person lapses when the person leaves, and does not come back with the person (`check.md`).

A mandate with a seat that names an employee, an appointment, and a deputyship for or by an employee hold until the end
of the employment during which, or before which, they began. Employments that adjoin are one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from mandate_registry.rules.periods import Period

Lapses = Callable[[str, datetime | None], datetime | None]
"""Tells of an employee, by number, when what names him from a moment on lapses."""


def lapse_of(employments: Sequence[Period], since: datetime | None) -> datetime | None:
    """Return when what names an employee from `since` on lapses; None when it does not.

    `employments` are in order of time, and no two of them touch (`periods.merged`). What begins while the employee is
    not employed is for the next time.
    """
    left = (period.until for period in employments if not (since and period.is_over(since)))
    return next(left, None)


def gives_back(before: Sequence[Period], after: Sequence[Period], at: datetime) -> bool:
    """Return True if something that lapsed by `at` lapses later, or never, once the employments are `after`.

    Both are as `lapse_of` has them. When something lapses only changes with the employment during which it began.
    """
    ends = [period.until for period in (*before, *after) if period.until]
    for since in (None, *ends):
        was, comes = lapse_of(before, since), lapse_of(after, since)
        if was is not None and was <= at and (comes is None or comes > was):
            return True
    return False


def lasting(tables: Mapping[str, Iterable[Any]], lapses: Lapses) -> dict[str, list[Any]]:
    """Return the appointments and deputyships as far as they hold: until an employee whom they name leaves."""
    appointments = [_until(fact, lapses, [fact.employee]) for fact in tables.get("appointments", ())]
    deputyships = [
        _until(fact, lapses, [seat.employee for seat in (fact.principal, fact.deputy) if seat.employee])
        for fact in tables.get("deputyships", ())
    ]
    return {"appointments": appointments, "deputyships": deputyships}


def _until(fact: Any, lapses: Lapses, people: Iterable[str]) -> Any:
    found = (fact.valid.until, *(lapses(number, fact.valid.since) for number in people))
    end = min((moment for moment in found if moment is not None), default=None)
    return fact if end == fact.valid.until else replace(fact, valid=Period(fact.valid.since, end))
