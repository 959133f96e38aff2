"""What each measure must reach, and what would be splendid."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Target:
    """What a value must reach, and what would be splendid. With `must` below `stretch` more is better."""

    must: float
    stretch: float

    def holds(self, value: float) -> bool:
        """Return whether a value is as good as it must be."""
        return value >= self.must if self.must < self.stretch else value <= self.must


CHECK_TO_EMPTY = {
    ("sqlite", 1): Target(0.20, 0.35),
    ("sqlite", 32): Target(0.25, 0.50),
    ("postgresql", 1): Target(0.12, 0.20),
    ("postgresql", 32): Target(0.15, 0.30),
}
"""A check ÷ the empty endpoint, by the database and the number of connections."""
P99_TO_EMPTY = Target(4, 2)
RECEIPT = Target(0.6, 0.9)
BATCH = Target(5, 15)
TWO_NOES = Target(0.9, 0.98)
LONG_LOG = {"append": Target(0.3, 0.9), "proof": Target(0.2, 0.5)}
BESIDE_LOAD = Target(0.05, 0.7)
"""A check alone ÷ beside the load of another partner."""
MORE_BESIDE_LOAD = Target(100, 0)
"""How many milliseconds more the slowest twentieth of checks takes beside such a load."""
GROWTH_IN_INSTALLATION = Target(1.3, 1.1)
GROWTH_IN_REGISTER = Target(1.5, 1.2)
MEMORY = Target(600, 300)
"""Megabytes of the service at a million mandates."""
START = Target(3, 1)
"""Seconds from its start to its first answer at a million mandates."""
TWO_WORKERS = Target(1.5, 1.9)
LIST = Target(0.3, 0.1)
"""Seconds."""
IMPORT_SECONDS = Target(15, 8)
IMPORT_MEMORY = Target(250, 125)
"""Megabytes. The second is half of the first: nobody asked for less than that."""
