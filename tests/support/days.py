"""Days as registers in the tests count them."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Amsterdam")
"""The time zone of every register in the tests."""


def today() -> date:
    """Return today in `ZONE`, which in its first hours is yesterday in UTC."""
    return datetime.now(ZONE).date()
