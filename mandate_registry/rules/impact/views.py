"""Who and what hangs together in one register, at whichever moment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import cached_property
from typing import Any

from mandate_registry.rules.decision.candidates import deputyships_ever, seat_names
from mandate_registry.rules.decision.case import Register
from mandate_registry.rules.facts import EVERY_TYPE, OWN_FIELDS, Mandate
from mandate_registry.rules.notation import Seat
from mandate_registry.rules.questions import Named, Person

Types = frozenset[str]

EVERY = frozenset({EVERY_TYPE})
"""Stands for every type about which anything could be said of somebody."""


class View:
    """Who and what hangs together in one register, at whichever moment."""

    def __init__(self, register: Register) -> None:
        """Look at a register."""
        self.register = register
        self.directory = register.directory
        self._occupants: dict[Seat, frozenset[Person]] = {}

    # People

    def occupants(self, seat: Seat) -> frozenset[Person]:
        """Return everyone who ever fills a seat himself."""
        if seat not in self._occupants:
            organisation = seat.organisation or self.directory.oin
            self._occupants[seat] = frozenset(
                Person(organisation, number) for number in self._numbers(seat, organisation)
            )
        return self._occupants[seat]

    def _numbers(self, seat: Seat, organisation: str) -> Iterable[str]:
        directory = self.register.directory_of(organisation)
        if seat.employee:
            return [seat.employee]
        if directory is None:
            return []
        if seat.is_anyone:
            return directory.numbers()
        positions = self._positions[f"unit:{seat.unit}"] if seat.unit else self._positions_of(seat)
        return [number for code in positions for number in directory.holders_ever(code)]

    def _positions_of(self, seat: Seat) -> Iterable[str]:
        """Return the positions that a seat names, itself or ever by their category."""
        return (
            self._positions[f"category:{seat.category}"] if seat.category else [seat.position] if seat.position else []
        )

    @cached_property
    def _positions(self) -> dict[str, list[str]]:
        """The positions that ever belong to a category or a unit, by `category:CODE` and `unit:CODE`."""
        found: dict[str, list[str]] = defaultdict(list)
        for position in self.directory.positions_known():
            for category in self.directory.categories_ever(position):
                found[f"category:{category}"].append(position)
            for unit in self.directory.units_ever(position):
                found[f"unit:{unit}"].append(position)
        return found

    def in_unit(self, code: str) -> list[str]:
        """Return the positions that ever belong to a unit or to one below it."""
        return self._positions[f"unit:{code}"]

    def reached(self, seat: Seat) -> frozenset[Person]:
        """Return everyone who ever fills a seat, himself or in another's place."""
        deputies = {person for principal in self._principals(seat) for person in self.deputies(principal)}
        return self.occupants(seat) | deputies

    def _principals(self, seat: Seat) -> list[Seat]:
        """Return for whom somebody may deputise in a seat: nobody does in one of a unit, of anyone or elsewhere."""
        if seat.organisation or seat.unit or seat.is_anyone:
            return []
        people = [Seat(employee=person.number) for person in self.occupants(seat)]
        return [*people, *(Seat(position=code) for code in self._positions_of(seat))]

    def deputies(self, principal: Seat) -> set[Person]:
        """Return everyone who ever deputises for a principal."""
        return {person for fact in self.directory.deputyships_for(principal) for person in self.occupants(fact.deputy)}

    def around(self, person: Person) -> set[Person]:
        """Return a person with all whose power depends on what he does: his deputies, and those beside him."""
        positions = self.directory.positions_ever(person.number)
        principals = {Seat(employee=person.number), *(Seat(position=code) for code in positions)}
        principals |= {fact.principal for fact in deputyships_ever(self.directory, person)}
        return {person, *(deputy for one in principals for deputy in self.deputies(one))}

    def moments(self, seat: Seat, people: Iterable[Person]) -> Iterator[datetime]:
        """Yield the moments at which it may change who of these people fills a seat, himself or for another."""
        for person in people:
            if directory := self.register.directory_of(person.organisation):
                yield from directory.changes_of(person.number)
        for principal in self._principals(seat):
            for fact in self.directory.deputyships_for(principal):
                yield from fact.changes()
        yield from self.directory.changes_of_structure

    def moved(self, differing: Mapping[str, Iterable[Any]]) -> set[str]:
        """Return the employees (numbers) who may belong to another unit, by the facts that differ."""
        units = (position for fact in differing.get("units", ()) for position in self.in_unit(fact.code))
        positions = {*units, *(fact.code for fact in differing.get("positions", ()))}
        found = {number for code in positions for number in self.directory.holders_ever(code)}
        found |= {fact.number for fact in differing.get("employees", ())}
        return found | {fact.employee for fact in differing.get("appointments", ())}

    # Mandates

    @cached_property
    def _children(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for mandate in self.register.mandates:
            if mandate.parent:
                found[mandate.parent].add(mandate.number)
        return found

    def below(self, numbers: Iterable[str]) -> set[str]:
        """Return these mandates and all that ever stand below them."""
        found: set[str] = set()
        waiting = list(numbers)
        while waiting:
            number = waiting.pop()
            if number not in found:
                found.add(number)
                waiting.extend(self._children.get(number, ()))
        return found

    @cached_property
    def bound_to_units(self) -> list[Mandate]:
        """The mandates that are restricted to units, or to the holder's own."""
        return [mandate for mandate in self.register.mandates if mandate.within]

    def field(self, mandate: Mandate) -> set[str]:
        """Return the units to which a mandate is ever restricted: those it names, and those of its seats."""
        found = {code for code in mandate.within if code not in OWN_FIELDS}
        if OWN_FIELDS.intersection(mandate.within):
            for seat in mandate.seats:
                people = () if seat.position or seat.category or seat.unit else self.occupants(seat)
                positions = {code for person in people for code in self.directory.positions_ever(person.number)}
                positions.update(self._positions_of(seat))
                found |= {unit for code in positions for unit in self.directory.own_units_ever(code)}
                found |= {seat.unit} if seat.unit else set()
        return found

    # Decision types

    @cached_property
    def _types_on(self) -> dict[str, set[str]]:
        """By decision type: those that ever stand right below it, and the composites of which it is ever a part."""
        found: dict[str, set[str]] = defaultdict(set)
        for fact in self.directory.types_known():
            for code in (fact.parent, *fact.components):
                if code:
                    found[code].add(fact.code)
        return found

    def types(self, codes: Iterable[str]) -> Types:
        """Return every type about which a mandate that lists these may say something."""
        wanted = set(codes)
        if EVERY_TYPE in wanted:
            return EVERY
        found: set[str] = set()
        waiting = list(wanted)
        while waiting:
            code = waiting.pop()
            if code not in found:
                found.add(code)
                waiting.extend(self._types_on.get(code, ()))
        return frozenset(found)

    def parts(self, code: str) -> set[str]:
        """Return a type's code and those of all that are ever a part of it."""
        found: set[str] = set()
        waiting = [code]
        while waiting:
            one = waiting.pop()
            if one not in found:
                found.add(one)
                waiting.extend(self._parts.get(one, ()))
        return found

    @cached_property
    def _parts(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for fact in self.directory.types_known():
            found[fact.code].update(fact.components)
        return found

    # Bodies

    @cached_property
    def _bodies(self) -> dict[str, set[str]]:
        """The bodies whose power each type ever is."""
        found: dict[str, set[str]] = defaultdict(set)
        for fact in self.directory.types_known():
            if fact.body:
                found[fact.code].add(fact.body)
        return found

    def bodies_of(self, code: str) -> Iterable[str]:
        """Return the bodies whose power a type ever is."""
        return self._bodies.get(code, ())

    def types_of_bodies(self, bodies: Iterable[str]) -> set[str]:
        """Return the types that are ever the power of one of these bodies."""
        wanted = set(bodies)
        return {code for code, found in self._bodies.items() if found & wanted}

    def positions_of_bodies(self, bodies: Iterable[str]) -> set[str]:
        """Return the positions whose holder ever is one of these bodies."""
        wanted = set(bodies)
        known = self.directory.bodies_known()
        return {fact.position for fact in known if fact.position and fact.code in wanted}

    def types_of(self, person: Person) -> set[str]:
        """Return every type about which something could be said of a person, as holder, deputy or body."""
        named = Named(
            person.number, organisation=None if person.organisation == self.directory.oin else person.organisation
        )
        names = seat_names(self.directory, self.register.others, [named])
        found = {code for fact in self.register.mandates.naming(names) for code in self.types(fact.decision_types)}
        if EVERY_TYPE in found:
            return {fact.code for fact in self.directory.types_known()}
        bodies = self._bodies_held(names)
        return found | self.types(self.types_of_bodies(bodies))

    def _bodies_held(self, names: set[str]) -> set[str]:
        return {fact.code for fact in self.directory.bodies_known() if f"position:{fact.position}" in names}
