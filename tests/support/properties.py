"""How properties are tried: MANDATES_EXAMPLES=5000 tries each of them on so many examples, however long one takes."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

NAME = "mandates"


def load() -> None:
    """Make this the profile of every property; called before any of them is imported.

    A property that says so has fewer examples. None has a time limit: a busy machine says nothing about it.
    """
    settings.register_profile(
        NAME,
        max_examples=int(os.environ.get("MANDATES_EXAMPLES", "200")),
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    settings.load_profile(NAME)
