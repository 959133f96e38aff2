"""A question of the benchmark, as an engine without a register of people is asked it."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class PeerQuestion:
    """Who asks to decide what, up to how many cents, at which moment (epoch seconds)."""

    person: str
    decision_type: str
    cents: int
    at: int
    confirmed: bool = False

    @classmethod
    def of(cls, asked: dict[str, Any]) -> PeerQuestion:
        """Read it from the body of a check."""
        at = int(datetime.fromisoformat(asked["at"]).timestamp() if "at" in asked else time.time())
        cents = int(Decimal(asked["amount"]["value"]) * 100)
        return cls(asked["employees"][0]["number"], asked["decisionType"], cents, at)


class Engine(Protocol):
    """What answers a question within a process of Python."""

    def allows(self, question: PeerQuestion) -> bool:
        """Return whether it says yes."""
