"""Who fills each seat at one moment, whatever is decided: the view on holders of who looks at a whole register.

`holders` judges those who act in one question; here the seat is given, and everybody who fills it is asked for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from mandate_registry.rules.decision.case import Register
from mandate_registry.rules.directory import Directory
from mandate_registry.rules.facts import Deputyship, Trigger
from mandate_registry.rules.notation import Seat
from mandate_registry.rules.questions import Person

People = frozenset[Person]


@dataclass(frozen=True)
class Staff:
    """Those employed at one moment, away or not, by the seats that they fill."""

    register: Register
    at: datetime
    _found: dict[Seat, People | None] = field(default_factory=dict)

    def fill(self, seat: Seat) -> People | None:
        """Return everyone who fills the seat himself.

        None for another organisation whose people no register here keeps.

        Each seat is looked up once.
        """
        if seat not in self._found:
            self._found[seat] = self._look_up(seat)
        return self._found[seat]

    def _look_up(self, seat: Seat) -> People | None:
        organisation = seat.organisation or self.register.directory.oin
        directory = self.register.directory_of(organisation)
        if directory is None:
            return None
        return frozenset(Person(organisation, number) for number in self._numbers(directory, seat))

    def _numbers(self, directory: Directory, seat: Seat) -> set[str]:
        if seat.is_anyone:
            return {number for number in directory.numbers() if directory.is_employed(number, self.at)}
        if seat.employee and not directory.is_employed(seat.employee, self.at):
            return set()
        if seat.employee and not seat.position:
            return {seat.employee}
        positions = self.positions(seat) if not seat.unit else self._by_unit.get(seat.unit, ())
        known = (code for code in positions if directory.position(code, self.at))
        held = {number for code in known for number in directory.holders_of(code, self.at)}
        return held & {seat.employee} if seat.employee else held

    def positions(self, seat: Seat) -> Sequence[str]:
        """Return the positions that the seat names, itself or by their category."""
        if seat.category:
            return self.register.directory.positions_in(seat.category, self.at)
        return [seat.position] if seat.position else []

    @cached_property
    def _by_unit(self) -> dict[str, list[str]]:
        """The positions in each unit and below it."""
        found: dict[str, list[str]] = defaultdict(list)
        for position in self.register.directory.positions(self.at):
            for unit in self.register.directory.units_above(position.unit or "", self.at):
                found[unit].append(position.code)
        return found

    def deputyships(self, seat: Seat) -> list[Deputyship]:
        """Return the deputyships by which somebody could fill the seat in another's place, whatever they are for.

        For a seat that nobody fills these are the ones that a vacancy triggers; nobody stands in for who left.
        """
        filled = self.fill(seat)
        if seat.organisation or (not filled and seat.employee):
            return []
        principals = [Seat(position=code) for code in self.positions(seat)]
        if not seat.unit and not seat.is_anyone:
            principals += [Seat(employee=person.number) for person in sorted(filled or ())]
        found = (fact for one in principals for fact in self.register.directory.deputyships_for(one))
        return [fact for fact in found if self.at in fact.valid and (filled or fact.trigger is not Trigger.ABSENCE)]

    def deputies(self, seat: Seat) -> People:
        """Return everyone who could fill the seat in another's place."""
        return frozenset(person for fact in self.deputyships(seat) for person in self.fill(fact.deputy) or ())
