"""Half-open stretches of time, the unit of both the valid and the recorded history."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Period:
    """The instants `[since, until)`; None is open-ended on that side. Instants carry their offset."""

    since: datetime | None = None
    until: datetime | None = None

    def __contains__(self, moment: datetime) -> bool:
        """Tell whether `moment` lies in the period: yes at `since`, no at `until`."""
        return self.has_begun(moment) and not self.is_over(moment)

    def has_begun(self, moment: datetime) -> bool:
        """Tell whether the period has begun at `moment`."""
        return self.since is None or self.since <= moment

    def is_over(self, moment: datetime) -> bool:
        """Tell whether the period has ended at `moment`."""
        return self.until is not None and self.until <= moment

    def boundaries(self) -> Iterator[datetime]:
        """Yield the instants at which something begins or ends here."""
        if self.since is not None:
            yield self.since
        if self.until is not None:
            yield self.until


ALWAYS = Period()
