"""Which questions to ask to see what a change of mandates does: every holder, every type touched, at the limits."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from mandate_registry.rules.facts import EVERY_TYPE, OWN_FIELDS
from mandate_registry.rules.questions import Money, Named, Question

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from mandate_registry.rules.directory import Directory
    from mandate_registry.rules.facts import Mandate
    from mandate_registry.rules.notation import Seat

CENT = Decimal("0.01")


def sample(directory: Directory, mandate: Mandate, at: datetime, known_at: datetime) -> Iterator[Question]:
    """Yield questions that a mandate could answer at a moment, with every condition confirmed.

    Who holds it is asked about alone, and where there are several seats all together; for each type that it lists or
    that lies below, and each composite of those; at, below and above every amount in it.
    """
    usual = Question(
        organisation=directory.oin,
        employees=(),
        decision_type="",
        at=at,
        known_at=known_at,
        case=next(iter(mandate.cases), None),
        counterparty=next(iter(mandate.counterparties), None),
        unit=next((code for code in mandate.within if code not in OWN_FIELDS), None),
        confirmed_conditions=None,
    )
    groups = list(_groups(directory, mandate, at))
    for code in _types(directory, mandate.decision_types, at):
        for employees in groups:
            for amount in _amounts(mandate):
                yield replace(usual, employees=employees, decision_type=code, amount=amount)


def _groups(directory: Directory, mandate: Mandate, at: datetime) -> Iterator[tuple[Named, ...]]:
    seats = [list(_holders(directory, seat, at)) for seat in mandate.seats]
    yield from ((named,) for named in dict.fromkeys(named for seat in seats for named in seat))
    if len(seats) > 1:
        together = dict.fromkeys(seat[0] for seat in seats if seat)
        yield tuple(together)


def _holders(directory: Directory, seat: Seat, at: datetime) -> Iterator[Named]:
    """Yield who holds a seat: himself, in a position, or in any position of a family."""
    if seat.employee:
        yield Named(number=seat.employee, organisation=seat.organisation)
    elif seat.position and not seat.organisation:
        yield from (Named(number=number) for number in sorted(directory.holders_of(seat.position, at)))
    elif not seat.organisation:
        positions = (directory.positions_of(number, at) for number in directory.numbers())
        for number, held in zip(directory.numbers(), positions, strict=True):
            if seat.is_anyone or any(_is_in(directory, seat, position, at) for position in held):
                yield Named(number=number)


def _is_in(directory: Directory, seat: Seat, position: str, at: datetime) -> bool:
    fact = directory.position(position, at)
    if fact is None:
        return False
    if seat.category:
        return fact.category == seat.category
    return fact.unit is not None and seat.unit in set(directory.units_above(fact.unit, at))


def _types(directory: Directory, codes: Sequence[str], at: datetime) -> Iterator[str]:
    """Yield the types that can be asked: those listed, all below them, and every composite of one of those."""
    wanted = set(codes)
    found = set()
    for fact in directory.decision_types(at):
        if fact.nature and (EVERY_TYPE in wanted or wanted.intersection(directory.types_above(fact.code, at))):
            found.add(fact.code)
            yield fact.code
    yield from (fact.code for fact in directory.decision_types(at) if found.intersection(fact.components))


def _amounts(mandate: Mandate) -> Iterable[Money | None]:
    """Give no amount where the mandate states none, else each that it states with its neighbours."""
    limits = [mandate.above_amount, mandate.max_amount, *(held.threshold for held in mandate.reservations)]
    stated = [limit for limit in limits if limit is not None]
    values = sorted({value for limit in stated for value in (limit - CENT, limit, limit + CENT) if value > 0})
    return [Money(value, mandate.currency, mandate.vat) for value in values] or [None]
