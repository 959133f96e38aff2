"""Doing things at the same time."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

from mandate_registry.errors import RegistryError, Unavailable
from tests.support.waiting import until

Result = TypeVar("Result")


def at_once(*doings: Callable[[], object]) -> list[object]:
    """Run all of them at the same time, and return what each got: something, or the refusal."""
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
        found[place] = persistently(doing)
    except RegistryError as refusal:
        found[place] = refusal


def persistently(doing: Callable[[], Result]) -> Result:
    """Do it again when others wrote for longer than the service waits: nothing was done then.

    On a busy machine many who write at once may keep the last of them waiting for so long.
    """
    done: list[Result] = []

    def is_done() -> bool:
        try:
            done.append(doing())
        except Unavailable:
            return False
        return True

    until(is_done, "a turn to write")
    return done[0]
