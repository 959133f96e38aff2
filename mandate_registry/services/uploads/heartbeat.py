"""The heartbeat of a job: at which step it is, how far, and whether it has been told to stop.

It is kept in counters (`services.rate_limits`): every process reads them, also while the job has the database to
itself.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from uuid import UUID

from mandate_registry.errors import Unavailable
from mandate_registry.services.progress import STEPS, Cancelled
from mandate_registry.services.rate_limits import Counters

ALIVE_SECONDS = 15
"""After so many seconds without a heartbeat a job is held to have ended with its process."""
KEPT_SECONDS = 3600
"""For how many seconds it is known that a job is not wanted any more: longer than any step takes."""
RENEWAL_SECONDS = 3
"""How often, in seconds, the status is written while a step reports nothing."""
MIN_INTERVAL_SECONDS = 0.25
"""So many seconds pass at least between two counts of one step that are written."""
CODES = ("waiting", *STEPS)
"""What a job may be at; it is kept as its place here, from 1."""


@dataclass(frozen=True, slots=True)
class JobStatus:
    """At which step a job is, and how much of it is done; `total` is None where nobody knows."""

    step: str
    done: int = 0
    total: int | None = None


class Heartbeat:
    """The status of one job in the counters: written by whoever carries it out, and read by everybody."""

    def __init__(self, counters: Counters, job: UUID) -> None:
        """Write nothing yet."""
        self._counters = counters
        self._step, self._done, self._total, self._cancel = (f"job {job} {one}" for one in ("at", "of", "in", "no"))
        self._status = JobStatus(CODES[0])
        self._due = 0.0

    def step(self, name: str) -> None:
        """Write that one of the steps (`progress.STEPS`) begins; raise Cancelled if the job is not wanted any more."""
        self._status = JobStatus(name)
        self.go_on()

    def count(self, done: int, total: int | None) -> None:
        """Write how much of the step is done, of how much in all (None.

        Not known), at most once in MIN_INTERVAL_SECONDS seconds.

        Raise Cancelled if the job is not wanted any more.
        """
        self._status = JobStatus(self._status.step, done, total)
        if time.monotonic() >= self._due:
            self.go_on()

    def go_on(self) -> None:
        """Write the status; raise Cancelled if the job is not wanted any more."""
        if self.is_cancelled:
            raise Cancelled
        self.beat()

    def beat(self) -> None:
        """Write the status."""
        status = self._status
        counts = {self._step: CODES.index(status.step) + 1, self._done: status.done, self._total: status.total or 0}
        self._counters.put(counts, ALIVE_SECONDS)
        self._due = time.monotonic() + MIN_INTERVAL_SECONDS

    @contextmanager
    def renewed(self) -> Iterator[None]:
        """Write the status again and again in the meantime, and delete it then."""
        over = threading.Event()
        thread = threading.Thread(target=self._renew, args=(over,), daemon=True)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()
            with suppress(Unavailable):  # it lapses by itself
                self._counters.clear(self._step)

    def _renew(self, over: threading.Event) -> None:
        while not over.wait(RENEWAL_SECONDS):
            with suppress(Unavailable):  # whoever asks cannot read it either, and is told so
                self.beat()

    def read(self) -> JobStatus | None:
        """Return the newest status; None when the job writes none any more."""
        found = self._counters.all_of((self._step, self._done, self._total), ALIVE_SECONDS)
        if not (place := found[self._step]):
            return None
        return JobStatus(CODES[place - 1], found[self._done], found[self._total] or None)

    def cancel(self) -> None:
        """Have the job stopped at its next `step` or `count`, of the next KEPT_SECONDS seconds."""
        self._counters.put({self._cancel: 1}, KEPT_SECONDS)

    @property
    def is_cancelled(self) -> bool:
        """Return True if the job is not wanted any more."""
        return bool(self._counters.all_of((self._cancel,), KEPT_SECONDS)[self._cancel])
