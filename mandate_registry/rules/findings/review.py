"""A register laid open for review at one moment: what several findings look at, worked out once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from mandate_registry.rules.decision.case import Register
from mandate_registry.rules.decision.filled_seats import Staff
from mandate_registry.rules.decision.lapsed_seats import has_lapsed
from mandate_registry.rules.directory import Directory
from mandate_registry.rules.facts import Instrument, Mandate
from mandate_registry.rules.findings.findings import Expected, KeyInUse, PartnerRefusal
from mandate_registry.rules.lifecycle.grant_limits import Overreach, overreaches
from mandate_registry.rules.mandates import by_number
from mandate_registry.rules.notation import Seat


@dataclass(frozen=True)
class Review:
    """A register judged at `at`, with its instruments and expected checks, stopped partners and the keys in use."""

    register: Register
    instruments: Sequence[Instrument]
    at: datetime
    refusals: Sequence[PartnerRefusal] = ()
    keys: Sequence[KeyInUse] = ()
    expected: Sequence[Expected] = ()

    @property
    def directory(self) -> Directory:
        """The directory of the organisation."""
        return self.register.directory

    @cached_property
    def living(self) -> list[Mandate]:
        """The mandates that are in force, suspended or yet to begin, by number."""
        seen = (mandate for mandate in self.register.mandates.seen_at(self.at) if is_living(mandate, self.at))
        return sorted(seen, key=lambda mandate: by_number(mandate.number))

    @cached_property
    def staff(self) -> Staff:
        """Who fills which seat."""
        return Staff(self.register, self.at)

    @cached_property
    def begun(self) -> list[Mandate]:
        """The living mandates that have begun: only their holders are asked for, as others may yet be appointed."""
        return [mandate for mandate in self.living if mandate.valid.has_begun(self.at)]

    @cached_property
    def by_seat(self) -> dict[Seat, list[Mandate]]:
        """The mandates that have begun, by each of their seats."""
        found: dict[Seat, list[Mandate]] = defaultdict(list)
        for mandate in self.begun:
            for seat in dict.fromkeys(mandate.seats):
                found[seat].append(mandate)
        return found

    def parents(self, mandate: Mandate) -> tuple[tuple[Mandate, ...], bool]:
        """Return the parents from the nearest to the root, and whether the chain is whole."""
        return self.register.mandates.chain(mandate, self.at)

    def has_lapsed(self, mandate: Mandate, seat: Seat) -> bool:
        """Return True if a seat of a mandate lapsed because its employee left, also when he came back."""
        return has_lapsed(self.register, mandate.number, seat, self.at)

    def flawed(self, code: str) -> Iterator[tuple[Mandate, list[Overreach]]]:
        """Yield each living mandate that oversteps in this way (`grant_limits.overreaches`), with how it does."""
        for mandate, flaws in self._flaws:
            found = [flaw for flaw in flaws if flaw.code == code]
            if found:
                yield mandate, found

    @cached_property
    def _flaws(self) -> list[tuple[Mandate, list[Overreach]]]:
        found = (
            (mandate, overreaches(mandate, self.parents(mandate)[0], self.directory, self.at))
            for mandate in self.living
        )
        return [(mandate, flaws) for mandate, flaws in found if flaws]

    def lineage(self, code: str) -> frozenset[str]:
        """Return the code of a decision type and of all above it."""
        if code not in self._lineages:
            self._lineages[code] = frozenset(self.directory.types_above(code, self.at))
        return self._lineages[code]

    @cached_property
    def _lineages(self) -> dict[str, frozenset[str]]:
        return {}


def is_living(mandate: Mandate, at: datetime) -> bool:
    """Return whether a mandate is in force at that moment, or still could come to be."""
    return mandate.approved and not mandate.valid.is_over(at) and not mandate.is_revoked(at)
