"""Which questions to ask to see what a change of mandates does: every holder, every type touched, at the limits."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mandate_registry.rules.facts import EVERY_TYPE, OWN_FIELDS
from mandate_registry.rules.questions import CENT, Money, Named, Question

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from mandate_registry.rules.directory import Directory
    from mandate_registry.rules.facts import Mandate
    from mandate_registry.rules.notation import Seat
    from mandate_registry.rules.staffing import Staff


def sample(staff: Staff, mandate: Mandate, known_at: datetime) -> Iterator[Question]:
    """Yield questions that a mandate could answer at the moment of `staff`, with every condition confirmed.

    Who holds it is asked about alone, and where there are several seats all together; for each type that it lists or
    that lies below, and each composite of those; at, below and above every amount in it.
    """
    directory, at = staff.register.directory, staff.at
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
    groups, codes = list(_groups(staff, mandate)), list(_types(directory, mandate.decision_types, at))
    amounts = list(_amounts(mandate))
    for turn in range(len(amounts)):  # of a part of the sample every type, everybody and every amount should be in it
        for place, code in enumerate(codes):
            amount = amounts[(place + turn) % len(amounts)]
            for employees in groups:
                yield replace(usual, employees=employees, decision_type=code, amount=amount)


def _groups(staff: Staff, mandate: Mandate) -> Iterator[tuple[Named, ...]]:
    seats = [_holders(staff, seat) for seat in mandate.seats]
    yield from ((named,) for named in dict.fromkeys(named for seat in seats for named in seat))
    if len(seats) > 1:
        together = dict.fromkeys(seat[0] for seat in seats if seat)
        yield tuple(together)


def _holders(staff: Staff, seat: Seat) -> list[Named]:
    """Give who fills a seat, and whom it names where no register here keeps that organisation's people."""
    people = staff.fill(seat)
    if people is None:
        return [Named(number=seat.employee, organisation=seat.organisation)] if seat.employee else []
    return [Named(number=person.number, organisation=seat.organisation) for person in sorted(people)]


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
    """Give no amount where the mandate states none, else each that it states with its neighbours, its maximum first."""
    limits = [mandate.max_amount, mandate.above_amount, *(held.threshold for held in mandate.reservations)]
    stated = [limit for limit in limits if limit is not None]
    values = dict.fromkeys(value for limit in stated for value in (limit + CENT, limit, limit - CENT) if value > 0)
    return [Money(value, mandate.currency, mandate.vat) for value in values] or [None]
