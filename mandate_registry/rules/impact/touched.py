"""Whom a change may concern: from the facts that differ to the people and the decision types to look at.

It errs on one side: who is looked at in vain costs time, and who is left out would be told nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from mandate_registry.rules.facts import Body, DecisionType, Deputyship, Mandate, Position, Unit
from mandate_registry.rules.impact.views import EVERY, Types, View
from mandate_registry.rules.notation import Reservation, Seat
from mandate_registry.rules.questions import Person


class Touched:
    """Collects, as one register has it, which people to look at, and about which types."""

    def __init__(self, view: View, found: dict[Person, set[str]]) -> None:
        self._view = view
        self._found = found

    def by(self, table: str, facts: Iterable[Any]) -> None:
        """Add whom facts of a table concern."""
        if looked := _LOOKED.get(table):
            looked(self, list(facts))

    def _add(self, people: Iterable[Person], types: Iterable[str]) -> None:
        for person in people:
            self._found[person].update(types)

    def _add_mandates(self, numbers: Iterable[str], only: Types = EVERY) -> None:
        """Add those who hold these mandates, or one below them, for what of these types each lists."""
        for number in self._view.below(numbers):
            for mandate in self._view.register.mandates.stretches(number):
                listed = self._view.types(mandate.decision_types)
                self._add_holders(mandate, only if listed == EVERY else listed if only == EVERY else listed & only)

    def _add_holders(self, mandate: Mandate, types: Iterable[str]) -> None:
        for seat in mandate.seats:
            self._add(self._view.reached(seat), types)

    def mandates(self, facts: list[Mandate]) -> None:
        """Add whom these mandates concern; of one that only holds back otherwise, about that alone."""
        by_number: dict[str, list[Mandate]] = defaultdict(list)
        for fact in facts:
            by_number[fact.number].append(fact)
        for number, its in by_number.items():
            held = {one.code for one in _held_otherwise(*its)} if len(its) == len(("before", "after")) else set()
            parts = {part for code in held for part in self._view.parts(code)}
            self._add_mandates({number}, self._view.types(parts) if parts else EVERY)

    def own(self, facts: Iterable[Mandate]) -> None:
        """Add whom these mandates concern by themselves, and not those below them."""
        for fact in facts:
            self._add_holders(fact, self._view.types(fact.decision_types))

    def employees(self, facts: list[Any]) -> None:
        """Add employees, those who stand in for them, and whoever decides about those of a unit."""
        self._add_moved({fact.number for fact in facts})

    def appointments(self, facts: list[Any]) -> None:
        """Add those who are appointed, as employees are added."""
        self._add_moved({fact.employee for fact in facts})

    def absences(self, facts: list[Any]) -> None:
        """Add those who are away, and those who stand in for them."""
        self._add_employees({fact.employee for fact in facts})

    def _add_employees(self, numbers: Iterable[str]) -> None:
        for number in numbers:
            self._add(self._view.around(Person(self._view.directory.oin, number)), EVERY)

    def _add_moved(self, numbers: set[str]) -> None:
        self._add_employees(numbers)
        self._add_bound({code for number in numbers for code in self._view.directory.positions_ever(number)})

    def _add_bound(self, positions: Iterable[str]) -> None:
        """Add everyone whose mandate, or one above it, is restricted to a unit to which a position ever belongs."""
        units = {unit for code in positions for unit in self._view.directory.units_ever(code)}
        bound = self._view.bound_to_units
        self._add_mandates({fact.number for fact in bound if units & self._view.field(fact)})

    def deputyships(self, facts: list[Deputyship]) -> None:
        """Add everyone who deputises for the same principals."""
        for fact in facts:
            self._add(self._view.deputies(fact.principal), EVERY)

    def positions(self, facts: list[Position]) -> None:
        """Add those who hold these positions, who stand in for them, and whoever is restricted to units."""
        self._add_positions({fact.code for fact in facts})
        self._add_bound({fact.code for fact in facts})

    def _add_positions(self, codes: Iterable[str]) -> None:
        for code in codes:
            self._add(self._view.deputies(Seat(position=code)), EVERY)
            self._add_employees(self._view.directory.holders_ever(code))

    def units(self, facts: list[Unit]) -> None:
        """Add whoever is restricted to these units or ones above them, and who fills a seat of one."""
        units = self._view.directory.units_above_ever(fact.code for fact in facts)
        bound = {fact.number for fact in self._view.bound_to_units if units & self._view.field(fact)}
        self._add_mandates(bound | {fact.number for fact in self._view.register.mandates if units & _seated(fact)})

    def decision_types(self, facts: list[DecisionType]) -> None:
        """Add everyone who may decide these types, what lies below them and what they are a part of."""
        codes = {code for fact in facts for code in (fact.code, *fact.components)}
        types = self._view.types(code for one in codes for code in self._view.parts(one))
        for mandate in self._view.register.mandates:
            listed = self._view.types(mandate.decision_types)
            if listed == EVERY or listed & types:
                self._add_holders(mandate, types)
        self._add_bodies({body for code in types for body in self._view.bodies_of(code)}, types)

    def bodies(self, facts: list[Body]) -> None:
        """Add those who are such a body by themselves."""
        codes = {fact.code for fact in facts}
        self._add_bodies(codes, self._view.types(self._view.types_of_bodies(codes)))

    def _add_bodies(self, codes: Iterable[str], types: Iterable[str]) -> None:
        for position in self._view.positions_of_bodies(codes):
            self._add(self._view.reached(Seat(position=position)), types)


def _held_otherwise(one: Mandate, other: Mandate) -> set[Reservation]:
    """Return what only one of two mandates holds back that say the same otherwise; nothing where they do not."""
    is_same = replace(one, reservations=()) == replace(other, reservations=())
    return {*one.reservations} ^ {*other.reservations} if is_same else set()


def _seated(mandate: Mandate) -> set[str | None]:
    """Return the units of which a mandate has a seat."""
    return {seat.unit for seat in mandate.seats}


_LOOKED: dict[str, Callable[[Touched, list[Any]], None]] = {
    "mandates": Touched.mandates,
    "employees": Touched.employees,
    "appointments": Touched.appointments,
    "absences": Touched.absences,
    "deputyships": Touched.deputyships,
    "positions": Touched.positions,
    "units": Touched.units,
    "decision_types": Touched.decision_types,
    "bodies": Touched.bodies,
}
"""What is looked at, by the table in which a fact differs; no other table has part in an answer."""


def touched(views: Iterable[View], facts: Mapping[str, Iterable[Any]]) -> dict[Person, set[str]]:
    """Return whom facts that differ may concern, each with the types; `EVERY` stands for all that he may decide."""
    found: dict[Person, set[str]] = defaultdict(set)
    for view in views:
        reach = Touched(view, found)
        for table, changed in facts.items():
            reach.by(table, changed)
    return found


def touched_by_new(views: Iterable[View], mandates: Iterable[Mandate]) -> dict[Person, set[str]]:
    """Return whom mandates that were not there may concern: what comes to stand below one differs by itself."""
    found: dict[Person, set[str]] = defaultdict(set)
    facts = list(mandates)
    for view in views:
        Touched(view, found).own(facts)
    return found
