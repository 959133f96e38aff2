"""The squared paper of `naive`: eight days around today, each a square, and what comes before and after them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from mandate_registry.rules.moments import beginning_of, day_of
from mandate_registry.rules.periods import Period
from mandate_registry.services.installation import now

ZONE = ZoneInfo("Europe/Amsterdam")
DATES = [day_of(now(), ZONE) + timedelta(days=number) for number in range(-4, 4)]
MOMENTS = [beginning_of(day, ZONE) for day in DATES]
LAST = len(DATES)
"""Square 0 is all time before the first of the days; square n begins with day n; the last one never ends."""
NEVER = LAST + 1
NOON = beginning_of(DATES[4], ZONE) + timedelta(hours=12)
"""Noon of the day on which this was read: the clerk and the register are never asked on both sides of a midnight."""


def begins(square: int) -> datetime | None:
    return MOMENTS[square - 1] if square else None


def ends(square: int) -> datetime | None:
    """Return the moment from which no square before this one counts any more."""
    return None if square == NEVER else begins(square)


def lasting(squares: range) -> Period:
    return Period(begins(squares.start), ends(squares.stop))


def square_of(moment: datetime) -> int:
    return sum(one <= moment for one in MOMENTS)


def today() -> int:
    return square_of(now())


def dates(start: int | None, end: int | None) -> dict[str, Any]:
    """Return the first and the last day of a period of squares."""
    first = DATES[start - 1] if start else None
    last = DATES[end - 1] - timedelta(days=1) if end is not None and end <= LAST else None
    return {"valid_from": first, "valid_until": last}
