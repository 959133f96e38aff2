"""About which moments and from which knowledge is answered, where the clocks of hosts differ.

A register has a time that never runs back. While the clock of a host is behind it, nobody knows which is right: what
was recorded meanwhile may have happened at any moment in between.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from mandate_registry.rules.check_requests import CheckRequest

ARRIVES = timedelta(minutes=1)
"""How long before it is answered a question may have been asked that states its moment as now."""


@dataclass(frozen=True, slots=True)
class Clocks:
    """The moment by the clock of this `host`, and by that of the registers that are asked, which is none earlier."""

    host: datetime
    registers: datetime

    def disagree_about(self, moment: datetime) -> bool:
        """Return True if a moment lies between the clocks, or so little before them that it may."""
        return self.host < self.registers and self.host - ARRIVES <= moment <= self.registers

    def moments(self, at: datetime | None) -> list[datetime]:
        """Return the moments at which an answer about a moment (None: now) has to hold; the first is that asked about.

        A yes about a moment that the clocks disagree about is one by the time of the registers too.
        """
        if at is None:
            return list(dict.fromkeys((self.registers, self.host)))
        return list(dict.fromkeys((at, self.registers))) if self.disagree_about(at) else [at]

    def known(self, request: CheckRequest) -> CheckRequest:
        """Return a request that asks for the newest knowledge where it states a moment that the clocks disagree about.

        What was recorded then may have been acknowledged before.
        """
        is_newest = request.known_at is not None and self.disagree_about(request.known_at)
        return replace(request, known_at=None) if is_newest else request
