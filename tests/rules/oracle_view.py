"""What one question sees of a register: plain tables, looked through from top to bottom every time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mandate_registry.rules.notation import Seat
from mandate_registry.rules.questions import Named, Person, Question
from tests.rules.register_tables import World


@dataclass(frozen=True)
class View:
    """The tables of one organisation as one question sees them: known then, and valid at its moment or ever."""

    world: World
    question: Question
    oin: str

    def ever(self, table: str) -> list[Any]:
        tables = self.world.tables if self.oin == self.world.oin else self.world.others.get(self.oin, {})
        return list(tables.get(table, ()))

    def now(self, table: str) -> list[Any]:
        return [fact for fact in self.ever(table) if self.question.at in fact.valid]

    def one(self, table: str, code: str | None) -> Any:
        return next((fact for fact in self.now(table) if fact.code == code), None)

    def upward(self, table: str, code: str | None) -> Iterator[str]:
        while code is not None and (fact := self.one(table, code)):
            yield fact.code
            code = fact.parent

    def is_below(self, table: str, code: str, tops: Iterable[str]) -> bool:
        return not set(tops).isdisjoint(self.upward(table, code))

    def employed(self, number: str) -> bool:
        return any(row.number == number for row in self.now("employees"))

    def stopped(self, number: str) -> bool:
        rows = [row for row in self.ever("employees") if row.number == number]
        return self.employed(number) and any(self.question.at in pause for row in rows for pause in row.suspensions)

    def away(self, number: str) -> bool:
        return self.stopped(number) or any(row.employee == number for row in self.now("absences"))

    def parted(self, number: str | None, since: datetime | None) -> bool:
        """Return whether there was a moment after `since`, and by now, at which somebody stopped working here."""
        rows = [row for row in self.ever("employees") if row.number == number]
        ends = [row.valid.until for row in rows if row.valid.until and row.valid.until <= self.question.at]
        parted = [end for end in ends if not any(end in row.valid for row in rows)]
        return any(since is None or since < end for end in parted)

    def appointed(self) -> list[Any]:
        rows = self.now("appointments")
        return [row for row in rows if self.employed(row.employee) and not self.parted(row.employee, row.valid.since)]

    def deputyships(self) -> list[Any]:
        rows = self.now("deputyships")
        seats = [(row, (row.principal.employee, row.deputy.employee)) for row in rows]
        return [row for row, who in seats if not any(self.parted(one, row.valid.since) for one in who if one)]

    def held_by(self, number: str) -> list[str]:
        return [row.position for row in self.appointed() if row.employee == number]

    def ever_held_by(self, number: str) -> set[str]:
        return {row.position for row in self.ever("appointments") if row.employee == number}

    def holders(self, position: str) -> list[str]:
        return [row.employee for row in self.appointed() if row.position == position]

    def units(self, positions: Iterable[str]) -> tuple[str, ...]:
        rows = [self.one("positions", code) for code in positions]
        return tuple(row.unit for row in rows if row and row.unit)


def find(view: View, named: Named) -> set[Person]:
    oin = named.organisation or view.oin
    there = View(view.world, view.question, oin)
    rows = there.ever("employees") if oin in {view.oin, *view.world.others} else []
    numbers: set[str] = {row.number for row in rows if row.number == named.number}
    numbers = numbers or {row.number for row in rows if row.name == named.name}
    if oin == view.oin:
        return {Person(oin, number) for number in numbers}
    if oin not in view.world.others:
        numbers = {named.number} if named.number else set()
    seats = [seat for mandate in view.ever("mandates") for seat in mandate.seats if seat.organisation == oin]
    return {Person(oin, number) for number in numbers if any(holds(there, seat, number) for seat in seats)}


def holds(there: View, seat: Seat, number: str) -> bool:
    """Return whether a seat of another organisation is that of this person, or of a position that was ever his."""
    held = {row.position for row in there.ever("appointments") if row.employee == number}
    return seat.employee == number if seat.employee else seat.position in held


def names(view: View, seat: Seat, number: str, positions: set[str]) -> bool:
    """Return whether the seat names this person, or one of these positions of his."""
    if seat.employee and seat.position:
        return seat.employee == number and seat.position in positions
    if seat.employee or seat.position:
        return seat.employee == number or seat.position in positions
    if seat.category or seat.unit:
        rows = [row for row in view.now("positions") if row.code in positions]
        in_unit = any(row.unit and view.is_below("units", row.unit, [str(seat.unit)]) for row in rows)
        return in_unit or any(row.category == seat.category for row in rows if seat.category)
    return True
