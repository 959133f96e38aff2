"""Days and moments: a day begins at 00:00 in an organisation's time zone, daylight saving included."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones


def beginning_of(day: date, zone: ZoneInfo) -> datetime:
    """Give the moment at which a day begins, in UTC: Python compares two times of one zone by their clock faces."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def end_of(day: date, zone: ZoneInfo) -> datetime:
    """Give the moment at which a day has ended: a period with this last day excludes it."""
    return beginning_of(day + timedelta(days=1), zone)


def day_of(moment: datetime, zone: ZoneInfo) -> date:
    """Give the day in which a moment falls."""
    return moment.astimezone(zone).date()


def last_day_before(until: datetime, zone: ZoneInfo) -> date:
    """Give the last day of a period that excludes `until`: the one in which the moment before it falls."""
    return day_of(until - timedelta(microseconds=1), zone)


def rfc3339(moment: datetime) -> str:
    """Write a moment in UTC (RFC 3339), to the microsecond where it has one."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


@cache
def time_zones() -> set[str]:
    """Give the names of all time zones (IANA)."""
    return available_timezones()


def is_forecast(at: str, known_at: str) -> bool:
    """Return True if an answer is about a later moment than that at which it was known (RFC 3339)."""
    return datetime.fromisoformat(at) > datetime.fromisoformat(known_at)


def is_of_then(known_at: str, evaluated_at: str) -> bool:
    """Return True if an answer tells what was known before it was given (RFC 3339)."""
    return datetime.fromisoformat(known_at) < datetime.fromisoformat(evaluated_at)
