"""How long a test waits for what should happen soon, and how it waits for what gives no sign."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

PATIENCE = 120
"""For how many seconds a test waits, on however busy a machine: only what never happens takes so long."""
OFTEN = 0.05


def until(happened: Callable[[], bool], what: str) -> None:
    """Look again and again until something has happened; the test fails when that takes too long."""
    deadline = time.monotonic() + PATIENCE
    while not happened():
        if time.monotonic() > deadline:
            pytest.fail(f"{what}: not within {PATIENCE} seconds")
        time.sleep(OFTEN)
