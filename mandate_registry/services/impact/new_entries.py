"""What entries change by being new: decision types that mandates cover already, and people to decide about."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import cache
from typing import NamedTuple

from mandate_registry.rules.decision.coverage import covered_of
from mandate_registry.rules.impact.impact import Comparison
from mandate_registry.rules.impact.power_differences import PowerDifference
from mandate_registry.rules.questions import Person

TYPES, EMPLOYEES = "decision_types", "employees"


class Covering(NamedTuple):
    """A mandate (its number) that is there already, and the new decision types (codes) that it covers."""

    mandate: str
    decision_types: tuple[str, ...]


class NewTypes:
    """The decision types that a change adds."""

    def __init__(self, compared: Comparison) -> None:
        """Look for those of which the register before says nothing."""
        self._compared = compared
        had = {fact.code for fact in compared.gone.get(TYPES, ())}
        self._facts = [fact for fact in compared.come.get(TYPES, ()) if fact.code not in had]
        self._codes = {fact.code for fact in self._facts}
        self._is_alone = cache(self._looked_up)

    def are_all_of(self, difference: PowerDifference) -> bool:
        """Return True if somebody gains by a new decision type, and no other entry of the change has a part in it."""
        is_new = difference.gains and difference.decision_type in self._codes
        return is_new and self._is_alone(difference.person, difference.decision_type)

    def _looked_up(self, person: Person, code: str) -> bool:
        return all(table == TYPES for table, _ in self._compared.contributions.to({person}, {code}))

    def covering(self, at: datetime) -> Iterator[Covering]:
        """Yield the mandates that are there before and after, and ever cover new decision types once all of these are.

        Where there is none, somebody gains by a new type without a mandate: as a body of one person, or for it.
        """
        then = max([at, *(fact.valid.since for fact in self._facts if fact.valid.since)])
        found: dict[str, dict[str, None]] = {}
        for mandate in self._compared.before.mandates:
            if mandate in self._compared.after.mandates.stretches(mandate.number):
                its = [fact for fact in self._facts if fact.valid.meets(mandate.valid)]
                codes = (fact.code for fact in covered_of(its, self._compared.after.directory, mandate, then))
                found.setdefault(mandate.number, {}).update(dict.fromkeys(codes))
        yield from (Covering(number, tuple(codes)) for number, codes in found.items() if codes)


class NewPeople:
    """The employees that a change adds."""

    def __init__(self, compared: Comparison) -> None:
        """Look for those of whom the register before says nothing."""
        had = {fact.number for fact in compared.before.directory.tables.get(EMPLOYEES, ())}
        self._home = compared.after.directory.oin
        self._numbers = {fact.number for fact in compared.come.get(EMPLOYEES, ())} - had

    def are_all_about(self, difference: PowerDifference) -> bool:
        """Return True if somebody who is not new himself gains only in decisions about people who are."""
        abouts, person = difference.scope.abouts, difference.person
        is_new = person.organisation == self._home and person.number in self._numbers
        named = {*abouts.values} if not (abouts.excluded or abouts.or_none) else set[str]()
        return difference.gains and not is_new and bool(named) and named <= self._numbers
