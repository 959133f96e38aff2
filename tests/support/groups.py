"""Which worker runs which test: those of a module that share something expensive to make stay together."""

from __future__ import annotations

import pytest

SHARED = {"browser", "kept", "shared_installation"}
"""Fixtures that a worker makes for a whole module, or once for all that it runs."""


def assign(items: list[pytest.Item]) -> None:
    """Group the tests of a module that use a shared fixture, and let those that take long begin first."""
    for item in items:
        if not SHARED.isdisjoint(getattr(item, "fixturenames", ())) and not item.get_closest_marker("xdist_group"):
            item.add_marker(pytest.mark.xdist_group(item.nodeid.partition("::")[0]))
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)
