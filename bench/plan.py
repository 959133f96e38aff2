"""How much is measured: which measures, on which databases, for how long."""

from __future__ import annotations

from dataclasses import dataclass

KINDS = ("sqlite", "postgresql")
LEVELS = (1, 8, 32)


@dataclass(frozen=True, slots=True)
class Plan:
    """What the options ask for. Each load is sent for so many seconds in all, divided over the rounds."""

    quick: bool
    seconds: float
    rounds: int
    kinds: tuple[str, ...] = KINDS
    levels: tuple[int, ...] = LEVELS

    @property
    def per_round(self) -> float:
        """For how many seconds a load is sent in one round."""
        return self.seconds / self.rounds

    def either(self, quick: int, full: int) -> int:
        """Return one of two numbers."""
        return quick if self.quick else full
