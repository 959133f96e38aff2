"""The moment at which the tests of the pages play."""

from __future__ import annotations

from datetime import UTC, datetime

AFTERNOON = datetime(2026, 11, 23, 13, 32, 7, tzinfo=UTC)
"""14:32:07 at the town hall."""
