"""One commit for many threads: whoever comes while nobody commits does so for all who wait by then."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import Event, Lock
from typing import Generic, TypeVar

from mandate_registry.errors import Unavailable

W = TypeVar("W")

MOST = 64
"""How many are committed together at most: the first of them waits for the last."""


@dataclass(slots=True)
class _Place(Generic[W]):
    """A place in the queue: `turn` is set when its work was done, or when its thread is to commit."""

    work: W
    turn: Event = field(default_factory=Event)
    is_done: bool = False
    error: Exception | None = None


class GroupCommit(Generic[W]):
    """Does work of many threads together: one thread at a time, for all who wait.

    There is no thread of its own: the thread whose work is the first in the queue does it, and then lets the next one.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._waiting: deque[_Place[W]] = deque()
        self._is_led = False

    def run(self, work: W, do: Callable[[Sequence[W]], None]) -> None:
        """Do this work, together with that of others, and return when it was done; raise what it failed with.

        `do` does several pieces of work at once, all or nothing; everybody gives the same.
        """
        place = _Place(work)
        with self._lock:
            self._waiting.append(place)
            leads, self._is_led = not self._is_led, True
        if not leads:
            place.turn.wait()
        if not place.is_done:
            self._lead(do)
        if place.error:
            raise place.error

    def _lead(self, do: Callable[[Sequence[W]], None]) -> None:
        with self._lock:
            batch = [self._waiting.popleft() for _ in range(min(MOST, len(self._waiting)))]
        try:
            _do_together(batch, do)
        finally:
            self._hand_over(batch)

    def _hand_over(self, batch: Sequence[_Place[W]]) -> None:
        """Wake those whose work was done, and let the next in the queue commit."""
        with self._lock:
            after = self._waiting[0] if self._waiting else None
            self._is_led = after is not None
        for one in batch:
            one.is_done = True
            one.turn.set()
        if after:
            after.turn.set()


def _do_together(batch: Sequence[_Place[W]], do: Callable[[Sequence[W]], None]) -> None:
    """Do the work of all; where that fails of itself, and not for want of the database, do each by itself."""
    try:
        do([one.work for one in batch])
    except Exception as error:  # noqa: BLE001 - it is raised in the thread whose work failed
        if len(batch) == 1 or isinstance(error, Unavailable):
            for one in batch:
                one.error = error
            return
        for one in batch:
            _do_together([one], do)
