"""Days and moments: a day begins at 00:00 in an organisation's time zone, daylight saving included."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

YEARS = range(1900, 3000)
"""Those of the moments that people state: far from the edges of the calendar, where a time zone would fall off."""


def beginning_of(day: date, zone: ZoneInfo) -> datetime:
    """Return the moment at which a day begins, in UTC: Python compares two times of one zone by their clock faces."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def end_of(day: date, zone: ZoneInfo) -> datetime:
    """Return the moment at which a day has ended: a period with this last day excludes it."""
    return beginning_of(day + timedelta(days=1), zone)


def day_of(moment: datetime, zone: ZoneInfo) -> date:
    """Return the day in which a moment falls."""
    return moment.astimezone(zone).date()


def last_day_before(until: datetime, zone: ZoneInfo) -> date:
    """Return the last day of a period that excludes `until`: the one in which the moment before it falls."""
    return day_of(until - timedelta(microseconds=1), zone)


def rfc3339(moment: datetime) -> str:
    """Write a moment in UTC (RFC 3339), to the microsecond where it has one."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


@cache
def time_zones() -> set[str]:
    """Return the names of all time zones (IANA)."""
    return available_timezones()
