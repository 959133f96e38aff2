"""Who may ever fill a seat, who fills it at the moment asked about, and whose turn it is to stand in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mandate_registry.rules.facts import DecisionType, Deputyship, Mandate, Trigger
from mandate_registry.rules.notation import Seat
from mandate_registry.rules.questions import Person
from tests.rules.oracle_view import View, names


@dataclass(frozen=True)
class Way:
    """How a person fills a seat: in person or by a deputyship, and the units in which he then sits."""

    person: Person
    units: tuple[str, ...]
    deputyship: Deputyship | None = None


@dataclass(frozen=True)
class Seats:
    """One decision type, asked for these people: the seats that they fill."""

    view: View
    people: tuple[Person, ...]
    type: DecisionType

    # Candidates

    def concerns(self, mandate: Mandate) -> bool:
        return any(self.could_fill(seat, person) for seat in mandate.seats for person in self.people)

    def could_fill(self, seat: Seat, person: Person) -> bool:
        if (seat.organisation or self.view.oin) != person.organisation:
            return False
        if self.could_sit(seat, person):
            return True
        held = self.view.ever_held_by(person.number)
        me = {Seat(employee=person.number), *(Seat(position=code) for code in held)}
        mine = [row for row in self.view.ever("deputyships") if row.deputy in me and self.lists(row)]
        return not seat.organisation and any(self.could_name(seat, row.principal) for row in mine)

    def could_sit(self, seat: Seat, person: Person) -> bool:
        view = View(self.view.world, self.view.question, person.organisation)
        if seat.employee:
            return seat.employee == person.number
        return names(view, seat, person.number, view.ever_held_by(person.number))

    def could_name(self, seat: Seat, principal: Seat) -> bool:
        """Return whether the seat names the principal, or a position or category of his; a unit names nobody."""
        if seat.organisation or not (seat.employee or seat.position or seat.category):
            return False
        if principal.employee:
            return self.could_sit(seat, Person(self.view.oin, principal.employee))
        rows = [row for row in self.view.now("positions") if row.code == principal.position]
        return seat.position == principal.position or any(row.category == seat.category for row in rows if row.category)

    def under(self, codes: Iterable[str]) -> bool:
        return self.view.is_below("decision_types", self.type.code, codes)

    # Seats and deputies

    def ways(self, seat: Seat) -> list[Way]:
        return [way for person in self.people for way in [*self.in_person(seat, person), *self.by_proxy(seat, person)]]

    def ways_into(self, mandate: Mandate, seat: Seat) -> list[Way]:
        """Return the ways into a seat of a mandate; none into that of somebody who left after it named him."""
        return [] if self.has_parted(mandate, seat) else self.ways(seat)

    def has_parted(self, mandate: Mandate, seat: Seat) -> bool:
        if seat.employee is None:
            return False
        there = View(self.view.world, self.view.question, seat.organisation or self.view.oin)
        named = [
            one.valid.since
            for one in self.view.ever("mandates")
            for other in one.seats
            if one.number == mandate.number
            if (other.organisation, other.employee) == (seat.organisation, seat.employee)
        ]
        return any(there.parted(seat.employee, since) for since in named)

    def in_person(self, seat: Seat, person: Person) -> Iterator[Way]:
        if (seat.organisation or self.view.oin) != person.organisation:
            return
        view = View(self.view.world, self.view.question, person.organisation)
        held = view.held_by(person.number)
        if seat.position or seat.category:
            for code in held:
                if names(view, seat, person.number, {code}):
                    yield Way(person, () if seat.organisation else view.units([code]))
        elif names(view, seat, person.number, set(held)):
            yield Way(person, (seat.unit,) if seat.unit else () if seat.organisation else view.units(held))

    def by_proxy(self, seat: Seat, person: Person) -> Iterator[Way]:
        if seat.organisation:
            return
        for row in self.view.deputyships():
            if self.is_deputy(row, person) and self.lists(row) and self.triggered(row) and self.has_its_turn(row):
                for position in self.stood_in_for(seat, row.principal):
                    yield Way(person, self.view.units(position), row)

    def stood_in_for(self, seat: Seat, principal: Seat) -> Iterator[list[str]]:
        """Yield the positions through which a deputy of the principal fills the seat."""
        if not self.could_name(seat, principal):
            return
        if principal.position:
            if not seat.employee or seat.employee in self.view.holders(principal.position):
                yield [principal.position]
            return
        held = self.view.held_by(str(principal.employee))
        if seat.position or seat.category:
            yield from ([code] for code in held if names(self.view, seat, str(principal.employee), {code}))
        else:
            yield held

    # Deputies

    def is_deputy(self, row: Deputyship, person: Person) -> bool:
        if person.organisation != self.view.oin:
            return False
        return row.deputy.employee == person.number or row.deputy.position in self.view.held_by(person.number)

    def lists(self, row: Deputyship) -> bool:
        return not row.decision_types or self.under(row.decision_types)

    def triggered(self, row: Deputyship) -> bool:
        absent, vacant = self.state(row.principal)
        left = row.principal.employee and not self.view.employed(row.principal.employee)
        holds = {
            Trigger.ABSENCE: absent,
            Trigger.VACANCY: vacant,
            Trigger.ABSENCE_OR_VACANCY: absent or vacant,
            Trigger.ALWAYS: True,
        }
        return holds[row.trigger] and not left

    def has_its_turn(self, row: Deputyship) -> bool:
        rivals = [one for one in self.view.deputyships() if one.principal == row.principal and self.lists(one)]
        before = [one for one in rivals if one.rank < row.rank and self.triggered(one)]
        return not any(self.is_around(one.deputy) for one in before)

    def state(self, principal: Seat) -> tuple[bool, bool]:
        """Return whether the principal is absent, and whether there is none."""
        if principal.employee:
            return self.view.employed(principal.employee) and self.view.away(principal.employee), False
        holders = self.view.holders(str(principal.position))
        return bool(holders) and all(self.view.away(number) for number in holders), not holders

    def is_around(self, deputy: Seat) -> bool:
        numbers = [deputy.employee] if deputy.employee else self.view.holders(str(deputy.position))
        return any(self.view.employed(number) and not self.view.away(number) for number in numbers)
