"""The garbage collector of Python, where it costs much and frees nothing."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

SEEN_AFTER = 20_000
"""How many more objects were made than freed before the collector looks through them."""


@contextmanager
def uncollected() -> Iterator[None]:
    """Do not look for garbage in the meantime; also a decorator.

    For work that keeps nearly all that it makes, such as 100,000 facts: the collector looks through these again and
    again. What is not in a circle is freed as always.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def collect_seldom() -> None:
    """Look for garbage seldom, and never in what is there now; for a service, when it has started.

    A request leaves next to nothing in circles, but the collector looks through a register in memory each time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(SEEN_AFTER, *gc.get_threshold()[1:])
