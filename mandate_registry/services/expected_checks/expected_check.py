"""An expected answer as it is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from mandate_registry.register_folder.expectations import Expectation
from mandate_registry.services.register.version_state import name_of


@dataclass(frozen=True, slots=True)
class ExpectedCheck:
    """An expected answer as it is kept: its row, its identity, its organisation (OIN), the version that knows it.

    `recorded_at` is when that was; None is since ever. `made` is the entry of the log of that version.
    """

    row: int
    id: UUID
    organisation: str
    version: int
    recorded_at: datetime | None
    expectation: Expectation
    made: bytes | None = None

    @property
    def tag(self) -> str:
        """What changes whenever the expectation does."""
        return name_of(self.version, self.made)
