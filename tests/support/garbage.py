"""How often Python looks for garbage in cycles: seldom, as all that was imported and collected stays until the end.

A worker holds a million objects. Looking through them again and again took one twentieth of its time.
"""

from __future__ import annotations

import gc

EVERY = (50_000, 20, 20)
"""After how many new objects it looks, and every how many times further back."""


def collect_seldom() -> None:
    """Look no more at what is there now, and seldom at the rest."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*EVERY)
