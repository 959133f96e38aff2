"""Saying how far long work is. Who wants to know reports; where nobody does, nothing is said."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Protocol

STEPS = ("reading", "merging", "comparing", "impact", "looking", "writing", "recording", "reviewing")
"""What long work consists of, by the codes under which it is reported."""


class Cancelled(Exception):
    """Whoever began the work does not want it any more; what was written for it is undone."""


class Reporter(Protocol):
    """What is told how far the work is. It may raise Cancelled."""

    def step(self, name: str) -> None:
        """Report which of the STEPS begins."""

    def count(self, done: int, total: int | None) -> None:
        """Report how much of a step is done, and how much it is in all where that is known."""


_reporter: ContextVar[Reporter | None] = ContextVar("reporter", default=None)


@contextmanager
def reporting(reporter: Reporter) -> Iterator[None]:
    """Report to this reporter in the meantime."""
    token = _reporter.set(reporter)
    try:
        yield
    finally:
        _reporter.reset(token)


def step(name: str) -> None:
    """Report that one of the STEPS begins."""
    if reporter := _reporter.get():
        reporter.step(name)


def count(done: int, total: int | None = None) -> None:
    """Report how much of this step is done."""
    if reporter := _reporter.get():
        reporter.count(done, total)
