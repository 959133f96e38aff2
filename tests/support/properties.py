"""On how many examples properties are tried: MANDATES_EXAMPLES=5000 says so outright."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings

from tests.support import selection

NAME = "mandates"
USUAL, FAST, EVERYTHING = 60, 20, 2000


def load(config: pytest.Config) -> None:
    """Make this the profile of every property; called before any of them is imported.

    A property that takes long has a part of them (`part`). None has a time limit: a busy machine says nothing about it.
    """
    settings.register_profile(
        NAME,
        max_examples=int(os.environ.get("MANDATES_EXAMPLES", _examples(config))),
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    settings.load_profile(NAME)


def part(count: int) -> settings:
    """Return the settings of a property that is tried on one of so many examples, but on ten at least."""
    return settings(max_examples=max(10, settings().max_examples // count))


def _examples(config: pytest.Config) -> int:
    if config.getoption(selection.FAST):
        return FAST
    return EVERYTHING if config.getoption(selection.EVERYTHING) else USUAL
