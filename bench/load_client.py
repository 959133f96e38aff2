"""A client in a process of its own, which sends what it is told and says how fast the answers came."""

from __future__ import annotations

import math
import multiprocessing
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection

from bench.client_process import run
from bench.jobs import Job, Sent
from bench.registers import OIN


@dataclass(frozen=True, slots=True)
class Speed:
    """How many requests are answered in a second, and how many seconds they take."""

    rate: float
    p50: float
    p99: float
    outcomes: Counter[str]

    @classmethod
    def of(cls, sent: Sent) -> Speed:
        """Sum up what was measured. Raises RuntimeError if nothing was answered."""
        if not sent.took:
            raise RuntimeError(f"nothing was answered within {sent.seconds} seconds")
        took = sorted(sent.took)
        return cls(len(took) / sent.seconds, took[len(took) // 2], took[math.ceil(len(took) * 0.99) - 1], sent.outcomes)


class LoadClient:
    """The other end of the pipe to the process."""

    def __init__(self, pipe: Connection) -> None:
        """Use the pipe."""
        self._pipe = pipe

    def send(self, job: Job) -> Speed:
        """Send a job to its end. Raises RuntimeError when an answer is not as expected."""
        self._pipe.send(job)
        sent = self._pipe.recv()
        if isinstance(sent, RuntimeError):
            raise sent
        return Speed.of(sent)


@contextmanager
def load_client(people: int, organisations: tuple[str, ...] = (OIN,)) -> Iterator[LoadClient]:
    """Start the process; it asks about so many people in each of these organisations."""
    making = multiprocessing.get_context("spawn")
    ours, theirs = making.Pipe()
    process = making.Process(target=run, args=(theirs, people, organisations), daemon=True)
    process.start()
    try:
        yield LoadClient(ours)
    finally:
        process.kill()
        process.join()
