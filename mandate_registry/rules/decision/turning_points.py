"""Which moments can change an answer: those at which a fact that it rests on begins or ends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from mandate_registry.rules.decision.candidates import deputyships_ever, seat_names
from mandate_registry.rules.decision.case import Register
from mandate_registry.rules.facts import Deputyship, Mandate
from mandate_registry.rules.notation import Seat
from mandate_registry.rules.questions import Named, Person, Question


def turning_points(register: Register, question: Question) -> list[datetime]:
    """Return the moments after `question.at` at which the answer may change, in order.

    A mandate counts, with its parents, when it concerns those who act at any time: an amendment may name them later.
    So do all bodies, units, positions and decision types.
    """
    mandates = list(register.mandates.naming(seat_names(register.directory, register.others, question.employees)))
    people = {person for named in _named(question) for person in register.find(named)}
    deputyships = _deputyships(register, people)
    moments = {
        *(moment for one in (register.directory, *register.others.values()) for moment in one.changes_of_structure),
        *(moment for mandate in mandates for moment in mandate.changes()),
        *(moment for deputyship in deputyships for moment in deputyship.valid.boundaries()),
        *(moment for person in people for moment in _changes_in_life(register, person)),
        *(moment for number in _concerned(register, mandates, deputyships) for moment in _own(register, number)),
    }
    return sorted(moment for moment in moments if moment > question.at)


def _named(question: Question) -> tuple[Named, ...]:
    return (*question.employees, *([question.about] if question.about else ()))


def _changes_in_life(register: Register, person: Person) -> Iterator[datetime]:
    directory = register.directory_of(person.organisation)
    return directory.changes_of(person.number) if directory else iter(())


def _own(register: Register, number: str) -> Iterator[datetime]:
    return register.directory.changes_of(number)


def _deputyships(register: Register, people: Iterable[Person]) -> list[Deputyship]:
    """Return every deputyship for anyone for whom these people may deputise, whatever its rank."""
    principals = {fact.principal for person in people for fact in deputyships_ever(register.directory, person)}
    return [fact for principal in principals for fact in register.directory.deputyships_for(principal)]


def _concerned(register: Register, mandates: Iterable[Mandate], deputyships: Iterable[Deputyship]) -> set[str]:
    """Return the numbers of principals, of their deputies, and of those whom a seat names."""
    seats = {seat for mandate in mandates for seat in mandate.seats if seat.employee and not seat.organisation}
    seats |= {seat for fact in deputyships for seat in (fact.principal, fact.deputy)}
    return {number for seat in seats for number in _ever(register, seat)}


def _ever(register: Register, seat: Seat) -> set[str]:
    return {seat.employee} if seat.employee else register.directory.holders_ever(seat.position or "")
