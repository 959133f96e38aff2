"""What the client is told to send, and what it returns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

OUTCOME = b'"outcome"'
"""What every answer to a check contains."""
Shape = Callable[[dict[str, object]], dict[str, object]]
"""What makes the body of a request of a question; it can be sent to another process."""


def as_it_is(question: dict[str, object]) -> dict[str, object]:
    """Return the question: the body of a check."""
    return question


@dataclass(frozen=True, slots=True)
class Job:
    """What to send: to which path, over how many connections, for how many seconds, and what each answer contains."""

    port: int
    path: str
    keys: tuple[str, ...]
    connections: int
    seconds: float
    expected: bytes = OUTCOME
    shape: Shape = as_it_is


@dataclass(slots=True)
class Sent:
    """How long each answer took, in seconds; within how many seconds they came; and what some of them said."""

    took: list[float] = field(default_factory=list)
    seconds: float = 0.0
    outcomes: Counter[str] = field(default_factory=Counter)
