"""Which mandates could ever concern these people: the candidates that then meet the gates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from mandate_registry.rules.decision.case import Case, Leg
from mandate_registry.rules.decision.holders import deputyship_covers
from mandate_registry.rules.directory import Directory
from mandate_registry.rules.facts import Deputyship, Mandate
from mandate_registry.rules.notation import Seat
from mandate_registry.rules.questions import Named, Person


def candidates(leg: Leg, mandates: Iterable[Mandate]) -> Iterator[Mandate]:
    """Yield those of which a seat names one of those who act, whenever, or someone for whom he may deputise."""
    acting = [(person, _principals(leg, person)) for person in leg.case.people]
    for mandate in mandates:
        if any(_could_sit(leg.case, seat, *who) for seat in mandate.seats for who in acting):
            yield mandate


def _principals(leg: Leg, person: Person) -> list[Seat]:
    """Return for whom a person could ever deputise in a decision."""
    deputyships = deputyships_ever(leg.case.directory, person)
    return [deputyship.principal for deputyship in deputyships if deputyship_covers(leg, deputyship)]


def _could_sit(case: Case, seat: Seat, person: Person, principals: Iterable[Seat]) -> bool:
    return _could_fill(case, seat, person) or any(could_be_named(case, seat, one) for one in principals)


def _could_fill(case: Case, seat: Seat, person: Person) -> bool:
    if person.organisation != (seat.organisation or case.directory.oin):
        return False
    if seat.employee or seat.is_anyone:
        return seat.is_anyone or seat.employee == person.number
    directory = case.register.directory_of(person.organisation)
    return directory is not None and _holds_ever(directory, person.number, seat)


def _holds_ever(directory: Directory, number: str, seat: Seat) -> bool:
    """Return True if an employee holds, held or will hold a position that the seat names, of its category or unit."""
    held = directory.positions_ever(number)
    if seat.position:
        return seat.position in held
    if seat.category:
        return any(seat.category in directory.categories_ever(position) for position in held)
    return any(seat.unit in directory.units_ever(position) for position in held)


def deputyships_ever(directory: Directory, person: Person) -> list[Deputyship]:
    """Return the deputyships whose deputy the person is, was or will be."""
    if person.organisation != directory.oin:
        return []
    positions = directory.positions_ever(person.number)
    named = [Seat(employee=person.number), *(Seat(position=code) for code in sorted(positions))]
    return [fact for seat in named for fact in directory.deputyships_of(seat)]


def could_be_named(case: Case, seat: Seat, principal: Seat) -> bool:
    """Return whether the seat names the principal of a deputyship, or a position that he ever holds."""
    if seat.organisation or seat.unit or seat.is_anyone:
        return False
    if principal.employee:
        return _could_fill(case, seat, Person(case.directory.oin, principal.employee))
    if seat.category:
        return seat.category in case.directory.categories_ever(principal.position or "")
    return seat.position == principal.position


def seat_names(directory: Directory, others: Mapping[str, Directory], named: Iterable[Named]) -> set[str]:
    """Return every name in a seat (`Seat.names`) through which a mandate could concern these people.

    A mandate with none of these names in its seats is no candidate: this is how candidates are looked up.
    """
    return {"anyone"} | {name for one in named for name in _names_of(directory, others, one)}


def _names_of(directory: Directory, others: Mapping[str, Directory], named: Named) -> Iterator[str]:
    if named.organisation not in (None, directory.oin):
        other = others.get(named.organisation or "")
        numbers = {named.number or ""} | (other.numbers_of(named.name or "") if other else set())
        for number in numbers:
            yield from _external_names(named.organisation or "", other, number)
        return
    for number in {named.number or ""} | directory.numbers_of(named.name or ""):
        yield from _names_of_employee(directory, number)
        for deputyship in deputyships_ever(directory, Person(directory.oin, number)):
            yield from _names_of_principal(directory, deputyship.principal)


def _external_names(organisation: str, other: Directory | None, number: str) -> Iterator[str]:
    yield f"{organisation}/employee:{number}"
    for position in other.positions_ever(number) if other else ():
        yield f"{organisation}/position:{position}"


def _names_of_employee(directory: Directory, number: str) -> Iterator[str]:
    yield f"employee:{number}"
    for position in directory.positions_ever(number):
        yield from _names_of_position(directory, position)
        yield from (f"unit:{code}" for code in directory.units_ever(position))


def _names_of_position(directory: Directory, position: str) -> Iterator[str]:
    yield f"position:{position}"
    yield from (f"category:{code}" for code in directory.categories_ever(position))


def _names_of_principal(directory: Directory, principal: Seat) -> Iterator[str]:
    if principal.employee:
        yield from _names_of_employee(directory, principal.employee)
    else:
        yield from _names_of_position(directory, principal.position or "")
