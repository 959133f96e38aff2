"""Who works where, and how an organisation is built: everything in a register but its mandates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from functools import cached_property
from typing import Any

from mandate_registry.rules.facts import (
    Absence,
    Appointment,
    Body,
    DecisionType,
    Deputyship,
    Employee,
    Organisation,
    Position,
    Unit,
)
from mandate_registry.rules.lapses import lapse_of, lasting
from mandate_registry.rules.lookup import fact_at, lineage, lineage_ever, same_name
from mandate_registry.rules.notation import Seat
from mandate_registry.rules.periods import Period, merged


class Directory:
    """The facts of one organisation as known at one moment, indexed for the rules.

    `tables` maps the names of the register folder to facts; mandates and instruments are not looked at.
    """

    def __init__(self, oin: str, tables: Mapping[str, Iterable[Any]]) -> None:
        """Index the facts; what names an employee holds no longer than his employment (`rules.lapses`)."""
        self.oin = oin
        self.tables = tables

        def index(table: str, key: Callable[[Any], Any]) -> dict[Any, list[Any]]:
            grouped: dict[Any, list[Any]] = defaultdict(list)
            for fact in tables.get(table, ()):
                grouped[key(fact)].append(fact)
            return dict(grouped)

        self._organisations: list[Organisation] = list(tables.get("organisations", ()))
        self._bodies: dict[str, list[Body]] = index("bodies", lambda fact: fact.code)
        self._units: dict[str, list[Unit]] = index("units", lambda fact: fact.code)
        self._positions: dict[str, list[Position]] = index("positions", lambda fact: fact.code)
        self._types: dict[str, list[DecisionType]] = index("decision_types", lambda fact: fact.code)
        self.employees: dict[str, list[Employee]] = index("employees", lambda fact: fact.number)
        self._names: dict[str, list[Employee]] = index("employees", lambda fact: same_name(fact.name))
        self._employments: dict[str, tuple[Period, ...]] = {
            number: merged(fact.valid for fact in facts) for number, facts in self.employees.items()
        }
        tables = {**tables, **lasting(tables, self.lapses)}
        self._appointments: dict[str, list[Appointment]] = index("appointments", lambda fact: fact.employee)
        self._positions_ever: dict[str, frozenset[str]] = {
            number: frozenset(fact.position for fact in facts) for number, facts in self._appointments.items()
        }
        self._holders: dict[str, list[Appointment]] = index("appointments", lambda fact: fact.position)
        self._absences: dict[str, list[Absence]] = index("absences", lambda fact: fact.employee)
        self._by_deputy: dict[Seat, list[Deputyship]] = index("deputyships", lambda fact: fact.deputy)
        self._by_principal: dict[Seat, list[Deputyship]] = index("deputyships", lambda fact: fact.principal)

    def name(self, at: datetime) -> str:
        """Return the name of the organisation at a moment; its OIN when it had none then."""
        return next((fact.name for fact in self._organisations if at in fact.valid), self.oin)

    def time_zone(self, at: datetime) -> str:
        """Return the time zone of the organisation at a moment; UTC when it had none then."""
        return next((fact.time_zone for fact in self._organisations if at in fact.valid), "UTC")

    def staffed(self, held: Iterable[tuple[str, str]]) -> Directory:
        """Return the organisation in which only these people work, each in one position (number, code), for ever."""
        pairs = list(held)
        employees = [Employee(number=number, name="") for number, _ in pairs]
        appointments = [Appointment(employee=number, position=code) for number, code in pairs]
        structure = {name: self.tables.get(name, ()) for name in _STRUCTURE}
        return Directory(self.oin, {**structure, "employees": employees, "appointments": appointments})

    # People

    @property
    def has_employees(self) -> bool:
        """Return whether this register keeps employees at all."""
        return bool(self.employees)

    def decoy(self, at: datetime, draw: int) -> str | None:
        """Return the number of some employee of that moment, the same for the same draw; None when there is nobody."""
        size = len(self._drawn)
        tried = (self._drawn[(draw + place) % size] for place in range(min(size, _DRAWS)))
        return next((number for number in tried if self.is_employed(number, at)), None)

    @cached_property
    def _drawn(self) -> list[str]:
        return list(self.employees)

    def numbers(self) -> Iterable[str]:
        """Return the numbers of all employees ever known, in order."""
        return sorted(self.employees)

    def knows(self, number: str) -> bool:
        """Return whether there is, was or will be an employee of this number."""
        return number in self.employees

    def meant(self, number: str | None, name: str | None) -> set[str]:
        """Return the numbers of all who may be meant: the one of that number, else all of that name."""
        return {number} if number is not None and self.knows(number) else self.numbers_of(name or "")

    def numbers_of(self, name: str) -> set[str]:
        """Return the numbers of all employees of this full name, whenever employed; who was forgotten has none."""
        if not same_name(name):
            return set()
        return {employee.number for employee in self._names.get(same_name(name), ())}

    def name_of(self, number: str, at: datetime) -> str | None:
        """Return the full name of the employee at that moment."""
        employee = fact_at(self.employees, number, at)
        return employee.name if employee else None

    def lapses(self, number: str, since: datetime | None) -> datetime | None:
        """Return when what names the employee from a moment on lapses, because he leaves; None when it does not."""
        return lapse_of(self._employments.get(number, ()), since)

    def called(self, number: str) -> str | None:
        """Return the full name of an employee, the last that is known; None without one."""
        return next((fact.name for fact in reversed(self.employees.get(number, ())) if fact.name), None)

    def is_employed(self, number: str, at: datetime) -> bool:
        """Return whether the employee works here at that moment."""
        return fact_at(self.employees, number, at) is not None

    def has_left(self, number: str, at: datetime) -> bool:
        """Return whether the employee worked here before that moment, and does not then."""
        begun = any(fact.valid.has_begun(at) for fact in self.employees.get(number, ()))
        return begun and not self.is_employed(number, at)

    def is_present(self, number: str, at: datetime) -> bool:
        """Return whether the employee works here and is not away."""
        return self.is_employed(number, at) and not self.is_absent(number, at)

    def is_absent(self, number: str, at: datetime) -> bool:
        """Return whether the employee is away at that moment, or stopped."""
        return fact_at(self._absences, number, at) is not None or self.is_suspended(number, at)

    def is_suspended(self, number: str, at: datetime) -> bool:
        """Return True if the employee works here at that moment and is stopped, whichever employment says so."""
        stopped = any(fact.is_suspended(at) for fact in self.employees.get(number, ()))
        return stopped and self.is_employed(number, at)

    def positions_of(self, number: str, at: datetime) -> tuple[str, ...]:
        """Return the codes of the positions that the employee holds at that moment."""
        if not self.is_employed(number, at):
            return ()
        held = (fact.position for fact in self._appointments.get(number, ()) if at in fact.valid)
        return tuple(sorted({code for code in held if self.position(code, at)}))

    def positions_ever(self, number: str) -> frozenset[str]:
        """Return the codes of the positions that the employee holds, held or will hold."""
        return self._positions_ever.get(number, frozenset())

    def holders_of(self, position: str, at: datetime) -> set[str]:
        """Return the numbers of those who hold the position at that moment."""
        return {
            fact.employee
            for fact in self._holders.get(position, ())
            if at in fact.valid and self.is_employed(fact.employee, at)
        }

    def holders_ever(self, position: str) -> set[str]:
        """Return the numbers of all who hold, held or will hold the position."""
        return {fact.employee for fact in self._holders.get(position, ())}

    def changes_of(self, number: str) -> Iterator[datetime]:
        """Yield the instants at which something begins or ends for this employee."""
        yield from self.moves_of(number)
        yield from (at for fact in self._absences.get(number, ()) for at in fact.valid.boundaries())
        for employment in self.employees.get(number, ()):
            yield from employment.changes()

    def moves_of(self, number: str) -> Iterator[datetime]:
        """Yield the instants at which an appointment of this employee begins or ends."""
        return (at for fact in self._appointments.get(number, ()) for at in fact.valid.boundaries())

    def deputyships_of(self, deputy: Seat) -> list[Deputyship]:
        """Return the deputyships in which this position or employee is the deputy."""
        return self._by_deputy.get(deputy, [])

    def deputyships_for(self, principal: Seat) -> list[Deputyship]:
        """Return the deputyships for this position or employee."""
        return self._by_principal.get(principal, [])

    def deputyships(self) -> Iterator[Deputyship]:
        """Yield every deputyship, of whichever period."""
        return (fact for facts in self._by_deputy.values() for fact in facts)

    # Structure

    @cached_property
    def changes_of_structure(self) -> frozenset[datetime]:
        """The instants at which the organisation, a body, unit, position or decision type begins or ends."""
        facts = (fact for table in _STRUCTURE for fact in self.tables.get(table, ()))
        return frozenset(at for fact in facts for at in fact.valid.boundaries())

    def body(self, code: str, at: datetime) -> Body | None:
        """Return the body of this code at that moment."""
        return fact_at(self._bodies, code, at)

    def bodies_known(self) -> Iterator[Body]:
        """Yield every body, as whichever moment has it."""
        return (fact for facts in self._bodies.values() for fact in facts)

    def bodies(self, at: datetime) -> list[Body]:
        """Return all bodies of that moment."""
        return [fact for code in self._bodies if (fact := self.body(code, at))]

    def units(self, at: datetime) -> list[Unit]:
        """Return all units of that moment, by code."""
        return [fact for code in sorted(self._units) if (fact := self.unit(code, at))]

    def unit(self, code: str, at: datetime) -> Unit | None:
        """Return the unit of this code at that moment."""
        return fact_at(self._units, code, at)

    def position(self, code: str, at: datetime) -> Position | None:
        """Return the position of this code at that moment."""
        return fact_at(self._positions, code, at)

    def categories_ever(self, position: str) -> set[str]:
        """Return the categories to which the position belongs, belonged or will belong."""
        return {fact.category for fact in self._positions.get(position, ()) if fact.category}

    def positions_known(self) -> Iterable[str]:
        """Return the codes of all positions ever known."""
        return self._positions

    def types_known(self) -> Iterator[DecisionType]:
        """Yield every decision type, as whichever moment has it."""
        return (fact for facts in self._types.values() for fact in facts)

    def positions_in(self, category: str, at: datetime) -> list[str]:
        """Return the codes of the positions of this category at that moment."""
        return [fact.code for fact in self.positions(at) if fact.category == category]

    def positions(self, at: datetime) -> list[Position]:
        """Return all positions of that moment."""
        return [fact for code in self._positions if (fact := self.position(code, at))]

    def units_of(self, positions: Iterable[str], at: datetime) -> tuple[str, ...]:
        """Return the units to which these positions belong at that moment."""
        facts = (self.position(code, at) for code in positions)
        return tuple(sorted({fact.unit for fact in facts if fact and fact.unit}))

    def units_ever(self, position: str) -> set[str]:
        """Return the units, with all above them, to which the position belongs, belonged or will belong."""
        return self.units_above_ever(self.own_units_ever(position))

    def units_above_ever(self, codes: Iterable[str]) -> set[str]:
        """Return these units, with all that are, were or will be above them."""
        return lineage_ever(self._units, codes)

    def own_units_ever(self, position: str) -> set[str]:
        """Return the units to which the position itself belongs, belonged or will belong."""
        return {fact.unit for fact in self._positions.get(position, ()) if fact.unit}

    def units_above(self, code: str, at: datetime) -> Iterator[str]:
        """Yield the unit and all above it, at that moment; nothing when it is unknown then."""
        return lineage(self._units, code, at)

    def decision_type(self, code: str, at: datetime) -> DecisionType | None:
        """Return the decision type of this code at that moment."""
        return fact_at(self._types, code, at)

    def decision_types(self, at: datetime) -> list[DecisionType]:
        """Return all decision types of that moment, by code."""
        facts = (self.decision_type(code, at) for code in sorted(self._types))
        return [fact for fact in facts if fact]

    def types_above(self, code: str, at: datetime) -> Iterator[str]:
        """Yield the code of the decision type and of all above it, at that moment."""
        return lineage(self._types, code, at)

    def parts(self, code: str, at: datetime) -> Iterator[str]:
        """Yield a decision type's code and, of a composite, the codes of all its components."""
        waiting, seen = [code], set()
        while waiting:
            code = waiting.pop()
            if code not in seen:
                seen.add(code)
                yield code
                fact = self.decision_type(code, at)
                waiting.extend(reversed(fact.components if fact else ()))


_STRUCTURE = ("organisations", "bodies", "units", "positions", "decision_types")
_DRAWS = 50
"""How many are tried before nobody stands in: among so many hardly anybody is employed."""
