"""What people gain only because somebody is new about whom they may decide."""

from __future__ import annotations

from mandate_registry.rules.impact.impact import Comparison
from mandate_registry.rules.impact.power_differences import PowerDifference

TABLE = "employees"


class NewPeople:
    """The employees that a change adds."""

    def __init__(self, compared: Comparison) -> None:
        """Look for those of whom the register before says nothing."""
        had = {fact.number for fact in compared.before.directory.tables.get(TABLE, ())}
        self._home = compared.after.directory.oin
        self._numbers = {fact.number for fact in compared.come.get(TABLE, ())} - had

    def are_all_about(self, difference: PowerDifference) -> bool:
        """Return True if somebody who is not new himself gains only in decisions about people who are."""
        abouts, person = difference.scope.abouts, difference.person
        is_new = person.organisation == self._home and person.number in self._numbers
        named = {*abouts.values} if not (abouts.excluded or abouts.or_none) else set[str]()
        return difference.gains and not is_new and bool(named) and named <= self._numbers
