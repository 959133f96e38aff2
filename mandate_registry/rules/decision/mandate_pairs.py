"""A mandate beside one above it, and what either of them reaches: which types, which amounts, on which days."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import NamedTuple
from zoneinfo import ZoneInfo

from mandate_registry.rules.directory import Directory
from mandate_registry.rules.facts import EVERY_TYPE, Mandate, Vat
from mandate_registry.rules.moments import beginning_of, day_of, end_of, last_day_before
from mandate_registry.rules.sentences import Called, Sentence

Value = str | Called | tuple[Called, ...]


class Wider(NamedTuple):
    """A field in which a mandate reaches further than one above it.

    `said` is what that one says, `right` is an example of what would be right: each a text, or what a page says by its
    name. `why` is told instead where neither says enough.
    """

    field: str
    said: Value
    right: Value
    why: Sentence | None = None


@dataclass(frozen=True)
class Pair:
    """A mandate and one `depth` levels above it (1: its parent), compared by the directory of a moment."""

    mandate: Mandate
    parent: Mandate
    depth: int
    directory: Directory
    at: datetime
    _lineages: dict[str, frozenset[str]] = field(default_factory=dict, repr=False)

    def lineage(self, code: str) -> frozenset[str]:
        """Return the code of a decision type and of all above it."""
        if code not in self._lineages:
            self._lineages[code] = frozenset({code, *self.directory.types_above(code, self.at)})
        return self._lineages[code]

    def is_among(self, code: str, codes: Iterable[str]) -> bool:
        """Return True if one of the codes is this decision type, one above it, or every type."""
        return not {EVERY_TYPE, *self.lineage(code)}.isdisjoint(codes)

    def is_below(self, unit: str, units: Iterable[str]) -> bool:
        """Return True if a unit is one of the units, or below one."""
        return unit in units or not set(self.directory.units_above(unit, self.at)).isdisjoint(units)

    def first_day(self, since: datetime) -> str:
        """Return the first day that lies wholly after a moment."""
        day = day_of(since, self._zone)
        return str(day if beginning_of(day, self._zone) >= since else day + timedelta(days=1))

    def last_day(self, until: datetime) -> str:
        """Return the last day that lies wholly before a moment."""
        day = last_day_before(until, self._zone)
        return str(day if end_of(day, self._zone) <= until else day - timedelta(days=1))

    @property
    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self.directory.time_zone(self.at))


def ends_no_higher(mandate: Mandate, amount: Decimal, parent: Mandate, limit: Decimal) -> bool:
    """Return True if whatever a check finds within the mandate's amount, it finds within the parent's limit.

    A limit including VAT cannot be held against an amount without, so only another one including VAT is within it.
    """
    comparable = parent.vat is not Vat.INCL or mandate.vat is Vat.INCL
    return mandate.currency == parent.currency and comparable and amount <= limit


def starts_no_lower(mandate: Mandate, amount: Decimal, parent: Mandate, limit: Decimal) -> bool:
    """Return True if whatever a check finds above the mandate's amount, it finds above the parent's limit.

    A limit excluding VAT cannot be held against an amount with VAT, so only another one excluding VAT is above it.
    """
    comparable = parent.vat is not Vat.EXCL or mandate.vat is Vat.EXCL
    return mandate.currency == parent.currency and comparable and amount >= limit


def listed(items: Iterable[object]) -> str:
    """Write items as the register folder does."""
    return " ; ".join(map(str, items))


def all_called(table: str, keys: Iterable[str]) -> tuple[Called, ...]:
    """Return entries of a table, or kinds, by their keys, as a page says them by their names."""
    return tuple(Called(table, key) for key in keys)


def money(amount: Decimal, mandate: Mandate) -> str:
    """Write an amount of a mandate with its currency and VAT basis."""
    return f"{amount:.2f} ({mandate.currency}, {mandate.vat})"
