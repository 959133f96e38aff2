"""What becomes of what somebody may decide of a decision type, in a word."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import Any

from mandate_registry.rules.impact.power_differences import PowerDifference
from mandate_registry.web.language import lazy


class PowerChange(Enum):
    """What becomes of it, the most power first; each with the words and the tone in which it is told."""

    NEW = (lazy("may decide from then on"), "good")
    MORE = (lazy("may decide more than now"), "good")
    OTHER = (lazy("may decide otherwise than now, more and less"), "partly")
    LESS = (lazy("may decide less than now"), "bad")
    GONE = (lazy("may no longer decide"), "bad")

    @property
    def words(self) -> Any:
        """How it is told."""
        return self.value[0]

    @property
    def tone(self) -> str:
        """In which tone."""
        return self.value[1]

    @property
    def rank(self) -> int:
        """Its place in the order."""
        return list(PowerChange).index(self)


def power_change(found: Iterable[PowerDifference]) -> PowerChange:
    """Return what becomes of what one person may decide of one type, over all amounts, matters and periods."""
    differences = list(found)
    gains, loses = any(one.gains for one in differences), any(one.loses for one in differences)
    if gains and loses:
        return PowerChange.OTHER
    if gains:
        return PowerChange.MORE if any(one.before.ways for one in differences) else PowerChange.NEW
    return PowerChange.LESS if any(one.after.ways for one in differences) else PowerChange.GONE
