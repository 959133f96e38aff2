"""The garbage collector of Python, where it costs much and frees nothing."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


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
