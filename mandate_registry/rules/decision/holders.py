"""Who fills a seat: in person, by appointment, or as a deputy whose turn it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from mandate_registry.rules.decision.case import Case, Leg
from mandate_registry.rules.facts import Deputyship, Trigger
from mandate_registry.rules.notation import Seat
from mandate_registry.rules.questions import Person


@dataclass(frozen=True, slots=True)
class Occupant:
    """A person who fills a seat; `own_units` are the units whose matters are his own there.

    `position` (code) is the one that the seat names and through which it is filled; a deputy has his principal's.
    """

    person: Person
    own_units: tuple[str, ...]
    deputyship: Deputyship | None = None
    position: str | None = None


def occupants(leg: Leg, seat: Seat) -> list[Occupant]:
    """Return everyone among those who act who fills the seat at the moment asked about."""
    case = leg.case
    return [
        occupant
        for person in case.people
        for occupant in (*in_person(case, seat, person), *_as_deputy(leg, seat, person))
    ]


def seating(seats: Sequence[Sequence[Occupant]], taken: frozenset[Person] = frozenset()) -> tuple[Occupant, ...] | None:
    """Return one for each seat, each a different person, the first where there is a choice; None where that fails."""
    if not seats:
        return ()
    for occupant in seats[0]:
        if occupant.person not in taken:
            others = seating(seats[1:], taken | {occupant.person})
            if others is not None:
                return (occupant, *others)
    return None


def in_person(case: Case, seat: Seat, person: Person) -> Iterator[Occupant]:
    """Yield how the person fills the seat himself: once for each position through which he does."""
    if person.organisation != (seat.organisation or case.directory.oin):
        return
    if seat.employee and seat.employee != person.number:
        return
    if seat.position or seat.category:
        for position in case.positions_of(person):
            if _is_named(case, seat, position):
                units = case.directory.units_of([position], case.at) if not seat.organisation else ()
                yield Occupant(person, units, position=position)
    elif seat.unit:
        if any(seat.unit in case.directory.units_above(unit, case.at) for unit in case.units_of([person])):
            yield Occupant(person, (seat.unit,))
    else:
        yield Occupant(person, case.units_of([person]))


def _is_named(case: Case, seat: Seat, position: str) -> bool:
    """Return whether the seat names the position, or the category to which it belongs now."""
    if seat.position:
        return seat.position == position
    fact = case.directory.position(position, case.at)
    return fact is not None and fact.category == seat.category


def _as_deputy(leg: Leg, seat: Seat, person: Person) -> Iterator[Occupant]:
    for deputyship in deputyships_of(leg, person):
        if is_triggered(leg.case, deputyship) and _is_first_in_rank(leg, deputyship):
            for principal in _filled_by(leg.case, seat, deputyship.principal):
                yield replace(principal, person=person, deputyship=deputyship)


def deputyships_of(leg: Leg, person: Person) -> list[Deputyship]:
    """Return the deputyships for this decision type whose deputy the person is at the moment asked about."""
    case = leg.case
    if person.organisation != case.directory.oin:
        return []
    named = [Seat(employee=person.number), *(Seat(position=code) for code in case.positions_of(person))]
    return [fact for seat in named for fact in case.directory.deputyships_of(seat) if deputyship_covers(leg, fact)]


def deputyship_covers(leg: Leg, deputyship: Deputyship) -> bool:
    """Return whether the deputyship is one for this decision type."""
    return not deputyship.decision_types or leg.is_among(deputyship.decision_types)


def _filled_by(case: Case, seat: Seat, principal: Seat) -> Iterator[Occupant]:
    """Yield how the principal of a deputyship would fill a seat that names him or a position of his.

    A seat of a unit or of anyone names no principal: nobody deputises into it.
    """
    if seat.organisation or seat.unit or seat.is_anyone:
        return
    if principal.employee:
        yield from in_person(case, seat, Person(case.directory.oin, principal.employee))
    elif principal.position and seat.employee:
        if seat.position == principal.position:
            yield from in_person(case, seat, Person(case.directory.oin, seat.employee))
    elif principal.position and _is_named(case, seat, principal.position):
        units = case.directory.units_of([principal.position], case.at)
        yield Occupant(Person(case.directory.oin, ""), units, position=principal.position)


def is_triggered(case: Case, deputyship: Deputyship) -> bool:
    """Return whether the deputyship holds and its trigger does.

    A position is absent when every holder of it is, and vacant when nobody holds it. An employee is never vacant: his
    own mandates end when he leaves, and with them every deputyship for him.
    """
    principal = deputyship.principal.employee
    if case.at not in deputyship.valid or (principal and not case.directory.is_employed(principal, case.at)):
        return False
    absent, vacant = _state(case, deputyship.principal)
    match deputyship.trigger:
        case Trigger.ABSENCE:
            return absent
        case Trigger.VACANCY:
            return vacant
        case Trigger.ABSENCE_OR_VACANCY:
            return absent or vacant
        case _:  # always
            return True


def _state(case: Case, principal: Seat) -> tuple[bool, bool]:
    """Return whether the principal is absent, and whether it is vacant."""
    directory, at = case.directory, case.at
    if principal.employee:
        return directory.is_absent(principal.employee, at), False
    holders = directory.holders_of(principal.position or "", at)
    return bool(holders) and all(directory.is_absent(number, at) for number in holders), not holders


def _is_first_in_rank(leg: Leg, deputyship: Deputyship) -> bool:
    """Return whether every deputy of a lower rank, in the same situation and for this type, is away or gone."""
    return not any(
        _is_present(leg.case, other.deputy)
        for other in leg.case.directory.deputyships_for(deputyship.principal)
        if other.rank < deputyship.rank and deputyship_covers(leg, other) and is_triggered(leg.case, other)
    )


def _is_present(case: Case, deputy: Seat) -> bool:
    holders = {deputy.employee} if deputy.employee else case.directory.holders_of(deputy.position or "", case.at)
    return any(case.directory.is_present(number, case.at) for number in holders)


def all_different(seats: Sequence[AbstractSet[Person]]) -> bool:
    """Return whether each of the seats can be filled by another person, given who may fill it."""
    return _can_fill(sorted(seats, key=len), frozenset())


def _can_fill(seats: Sequence[AbstractSet[Person]], taken: frozenset[Person]) -> bool:
    return not seats or any(_can_fill(seats[1:], taken | {person}) for person in seats[0] - taken)
