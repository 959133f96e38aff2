"""Doing things at the same time."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from mandate_registry.errors import RegistryError

if TYPE_CHECKING:
    from collections.abc import Callable


def at_once(*doings: Callable[[], object]) -> list[object]:
    """Let all of them do it at the same time, and give what each got: something, or the refusal."""
    start, found = threading.Barrier(len(doings)), [None] * len(doings)
    threads = [threading.Thread(target=_try, args=(start, found, place, one)) for place, one in enumerate(doings)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return list(found)


def _try(start: threading.Barrier, found: list[object], place: int, doing: Callable[[], object]) -> None:
    start.wait()
    try:
        found[place] = doing()
    except RegistryError as refusal:
        found[place] = refusal
