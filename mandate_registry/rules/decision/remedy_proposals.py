"""Which changes to a question are worth asking: proposed from what a mandate states, and judged elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import combinations, islice, product
from typing import NamedTuple

from mandate_registry.rules.answers import Reason
from mandate_registry.rules.decision import amounts as bounds_of
from mandate_registry.rules.decision.amounts import Bound
from mandate_registry.rules.decision.filled_seats import Staff
from mandate_registry.rules.decision.gates import thresholds
from mandate_registry.rules.decision.trial import Trial
from mandate_registry.rules.facts import OWN_FIELDS, Vat
from mandate_registry.rules.notation import Seat
from mandate_registry.rules.questions import CENT, Money, Named, Person, Question

Pair = tuple[Money, Money]

MAX_PROPOSALS = 8
"""How many of one kind are proposed at most."""


def amounts(trial: Trial) -> tuple[list[Pair], list[Pair]]:
    """Return the amounts up to which, and above which, a mandate may reach: each as stated and as asked, highest first.

    They are the bounds of the whole chain and of deputies, on every basis that one of them is on: no other amount can
    be the last that is a yes.
    """
    bounds = _bounds(trial)
    bases = list(dict.fromkeys(_basis(trial, one) for one in bounds))
    tops = {_last(one) for one in bounds if one.reason is not Reason.AMOUNT_NOT_ABOVE_MINIMUM}
    bottoms = {one.value for one in bounds if one.reason is Reason.AMOUNT_NOT_ABOVE_MINIMUM}
    return (
        [(Money(value, *basis), Money(value, *basis)) for value in _highest(tops) for basis in bases],
        [(Money(value, *basis), Money(value + CENT, *basis)) for value in _highest(bottoms) for basis in bases],
    )


def _bounds(trial: Trial) -> list[Bound]:
    line = [one for mandate in trial.line for one in (*bounds_of.limits(mandate), *thresholds(trial.leg, mandate))]
    deputyships = (occupant.deputyship for seat in trial.occupants for occupant in seat)
    return line + [one for fact in deputyships if fact for one in bounds_of.cap(fact)]


def _basis(trial: Trial, bound: Bound) -> tuple[str, Vat]:
    """Return the currency and VAT basis of a bound; that of the question where either has no VAT on it."""
    amount = trial.case.question.amount
    asked = amount.vat if amount else Vat.EXCL
    return bound.currency, asked if Vat.NONE in (asked, bound.vat) else bound.vat


def _last(bound: Bound) -> Decimal:
    return bound.value - CENT if bound.reason is Reason.RESERVED else bound.value


def _highest(values: Iterable[Decimal]) -> list[Decimal]:
    return sorted((value for value in values if value >= 0), reverse=True)[:MAX_PROPOSALS]


def partners(trial: Trial) -> Iterator[tuple[tuple[Seat, ...], tuple[Named, ...]]]:
    """Yield seats that others may fill beside those who act, fewest first, each time with people who fill them."""
    staff = Staff(trial.case.register, trial.case.at)
    seats = trial.mandate.seats
    for count in range(1, len(seats) + 1):
        for chosen in islice(combinations(seats, count), MAX_PROPOSALS):
            people = [_others(staff, trial, seat) for seat in chosen]
            groups = (group for group in product(*people) if len(set(group)) == count)
            for group in islice(groups, MAX_PROPOSALS):
                yield chosen, tuple(_named(trial, person) for person in group)


def _others(staff: Staff, trial: Trial, seat: Seat) -> list[Person]:
    """Return some who fill a seat and do not act; those who are not at work last."""
    filling = sorted((staff.fill(seat) or frozenset()) - set(trial.case.people))
    away = trial.case.directory.is_absent
    return sorted(filling, key=lambda person: away(person.number, trial.case.at))[:MAX_PROPOSALS]


def _named(trial: Trial, person: Person) -> Named:
    elsewhere = person.organisation if person.organisation != trial.case.directory.oin else None
    return Named(number=person.number, organisation=elsewhere)


class Matter(NamedTuple):
    """Which case, counterparty and unit to ask about instead; None leaves it as it was asked."""

    case: str | None
    counterparty: str | None
    unit: str | None

    @property
    def changes(self) -> int:
        """How many of them are another."""
        return sum(value is not None for value in self)

    def put_in(self, question: Question) -> Question:
        """Ask the question about this matter."""
        return replace(
            question,
            case=self.case or question.case,
            counterparty=self.counterparty or question.counterparty,
            unit=self.unit or question.unit,
        )


def matters(trial: Trial) -> list[Matter]:
    """Return the matters that a mandate names, those that change least of the question first."""
    question = trial.case.question
    cases = _allowed(question.case, [mandate.cases for mandate in trial.line])
    counterparties = _allowed(question.counterparty, [mandate.counterparties for mandate in trial.line])
    found = (Matter(*one) for one in product(cases, counterparties, _units(trial)))
    return sorted((one for one in found if one.changes), key=lambda one: one.changes)[:MAX_PROPOSALS]


def _allowed(asked: object, restrictions: Sequence[Sequence[str]]) -> list[str | None]:
    """Return what all restrictions allow; None, no change, where the question has that already."""
    stated = [restriction for restriction in restrictions if restriction]
    if all(asked in restriction for restriction in stated):
        return [None]
    return [one for one in stated[0] if all(one in restriction for restriction in stated)]


def _units(trial: Trial) -> list[str | None]:
    """Return the units that the chain or a seat's own field names, and none: whichever is asked about."""
    named = [unit for mandate in trial.line for unit in mandate.within if unit not in OWN_FIELDS]
    own = [unit for seat in trial.occupants for occupant in seat for unit in occupant.own_units]
    restricted = any(mandate.within for mandate in trial.line)
    return [None, *dict.fromkeys([*named, *own])] if restricted else [None]
