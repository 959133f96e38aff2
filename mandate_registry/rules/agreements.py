"""What an organisation agreed that a partner may ask it about (`check.md`, Who may ask)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from mandate_registry.rules.directory import Directory
from mandate_registry.rules.facts import EVERY_TYPE, Agreement
from mandate_registry.rules.questions import Person


@dataclass(frozen=True, slots=True)
class AgreementSet:
    """The agreements under which one partner asks at a moment, in an organisation as it is known then."""

    directory: Directory
    agreements: tuple[Agreement, ...]
    at: datetime

    @classmethod
    def between(cls, directory: Directory, agreements: Iterable[Agreement], partner: str, at: datetime) -> AgreementSet:
        """Choose from all agreements of an organisation those with a partner that are in force at a moment."""
        return cls(directory, tuple(one for one in agreements if one.partner == partner and at in one.valid), at)

    def about(self, decision_type: str) -> AgreementSet:
        """Return the agreements about a decision type: named itself, by a type above it, or as every type.

        A type that nobody knows is no more agreed than one that is known and left out: that would tell which there are.
        """
        above = {EVERY_TYPE, *self.directory.types_above(decision_type, self.at)}
        fits = (one for one in self.agreements if above.intersection(one.decision_types))
        return AgreementSet(self.directory, tuple(fits), self.at)

    def with_lists(self) -> AgreementSet:
        """Return the agreements that let a partner search."""
        return AgreementSet(self.directory, tuple(one for one in self.agreements if one.lists), self.at)

    def __bool__(self) -> bool:
        """Return whether there is any agreement at all."""
        return bool(self.agreements)

    def reaches(self, person: Person, at: datetime) -> bool:
        """Return whether it is about a person: anybody, or who belongs at a moment to one of the units agreed."""
        if any(not one.units for one in self.agreements):
            return True
        if person.organisation != self.directory.oin:
            return False
        own = self.directory.units_of(self.directory.positions_of(person.number, at), at)
        above = {unit for code in own for unit in self.directory.units_above(code, at)}
        return any(above.intersection(one.units) for one in self.agreements)
