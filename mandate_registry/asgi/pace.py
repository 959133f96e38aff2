"""How long the other side may take to send or to read so many bytes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TransferDeadline:
    """Some `seconds` for anything, and one more for every `rate` bytes."""

    seconds: float = 20.0
    rate: int = 100_000

    def limit(self, length: int) -> float:
        """Return for how many seconds to wait in all."""
        return self.seconds + length / self.rate
