"""A mandate in one cell: held against amounts and matters as often as needed, and against the same ones once."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple, TypeVar, cast

from mandate_registry.rules.decision import amounts, gates, scope
from mandate_registry.rules.decision.amounts import Bound
from mandate_registry.rules.decision.case import Case, Leg
from mandate_registry.rules.decision.decision import Stop, stop_of
from mandate_registry.rules.decision.holders import in_person
from mandate_registry.rules.decision.trial import Trial
from mandate_registry.rules.facts import OWN_FIELDS, OWN_STAFF
from mandate_registry.rules.impact.power_differences import Way
from mandate_registry.rules.impact.ranges import Strip
from mandate_registry.rules.questions import Money, Named, Person

T = TypeVar("T")


class Matter(NamedTuple):
    """What a question names beside its amount, or nothing of it."""

    unit: str | None = None
    about: str | None = None
    counterparty: str | None = None
    case: str | None = None


def leg_about(leg: Leg, amount: Money | None, matter: Matter) -> Leg:
    """Return the same leg of a question about this amount and matter."""
    about = Named(number=matter.about) if matter.about else None
    question = replace(leg.case.question, amount=amount, **matter._asdict() | {"about": about})
    other = Leg(replace(leg.case, question=question), leg.decision_type)
    other.__dict__["lineage"] = leg.lineage
    return other


@dataclass(frozen=True, slots=True, eq=False)
class TriedMandate:
    """Where a mandate stopped, and the ways in which it lets somebody decide; `Memory` keeps one of each kind."""

    stop: Stop
    ways: tuple[Way, ...]


class Memory:
    """Keeps what was found out, and numbers what is alike, over all cells that are compared."""

    def __init__(self) -> None:
        self._numbers: dict[Hashable, int] = {}
        self._found: dict[Hashable, Any] = {}

    def number(self, key: Hashable) -> int:
        """Return the number of what is alike."""
        return self._numbers.setdefault(key, len(self._numbers))

    def kept(self, key: Hashable, find: Callable[[], T]) -> T:
        """Return what was found out under a key, or find it out."""
        if key not in self._found:
            self._found[key] = find()
        return cast("T", self._found[key])


class Candidate:
    """A trial that passes every gate that asks for no amount and no matter.

    `number` stands for all on which its verdicts rest but the place of a matter: another of the same number gets the
    same about every matter in the same place.
    """

    def __init__(self, trial: Trial, memory: Memory) -> None:
        self.trial = trial
        self._memory = memory
        self.is_bound = any(mandate.within for mandate in trial.line)
        self.is_personal = any(OWN_STAFF in mandate.within for mandate in trial.line)
        self.keeps_off_oneself = any(mandate.not_about_oneself for mandate in trial.line)
        self._names_others = self.keeps_off_oneself or any(mandate.counterparties for mandate in trial.line)
        self._names_cases = any(mandate.cases for mandate in trial.line)
        self.number = memory.number(self._key())

    def _key(self) -> Hashable:
        trial = self.trial
        held_back = tuple(tuple(gates.thresholds(trial.leg, mandate)) for mandate in trial.line)
        seats = tuple(tuple((one.own_units, one.deputyship) for one in seat) for seat in trial.occupants)
        return tuple(map(id, trial.line)), trial.leg.decision_type.amount_required, held_back, seats, self._own_fields

    @cached_property
    def _own_fields(self) -> tuple[tuple[str, ...], ...]:
        """The units that are the own field of each seat of a parent, where an own field binds."""
        trial = self.trial
        if not self._has_own_field:
            return ()
        return tuple(units for parent in trial.chain[0] for units in scope.areas_of_seats(trial.case, parent))

    @property
    def _has_own_field(self) -> bool:
        return any(OWN_FIELDS.intersection(mandate.within) for mandate in self.trial.line)

    @cached_property
    def fields(self) -> frozenset[str]:
        """The units on which it depends whether a matter lies within."""
        named = {code for mandate in self.trial.line for code in mandate.within if code not in OWN_FIELDS}
        if not self._has_own_field:
            return frozenset(named)
        occupants = (occupant for seat in self.trial.occupants for occupant in seat)
        return frozenset(named.union(*self._own_fields, *(occupant.own_units for occupant in occupants)))

    @cached_property
    def bounds(self) -> tuple[Bound, ...]:
        """Every amount with which one of a question is compared."""
        leg, chain = self.trial.leg, self.trial.line
        stated = [bound for one in chain for bound in (*amounts.limits(one), *gates.thresholds(leg, one))]
        deputies = [occupant.deputyship for seat in self.trial.occupants for occupant in seat if occupant.deputyship]
        return (*stated, *(bound for fact in deputies for bound in amounts.cap(fact)))

    @cached_property
    def _values(self) -> dict[str, list[Decimal]]:
        found: dict[str, set[Decimal]] = defaultdict(set)
        for bound in self.bounds:
            found[bound.currency].add(bound.value)
        return {currency: sorted(values) for currency, values in found.items()}

    def along(self, strip: Strip, matter: Matter) -> list[TriedMandate]:
        """Hold the mandate against each stretch of amounts, about a matter."""
        distinguished = self._distinguished(matter)
        return self._memory.kept(
            (self.number, self._memory.number(strip), distinguished),
            lambda: [self._judged(stretch.representative, matter, distinguished) for stretch in strip],
        )

    def _distinguished(self, matter: Matter) -> Hashable:
        """Return what this mandate tells apart of a matter: in which of its fields it lies, and what it names."""
        return (
            self._place_of_unit(matter.unit) if matter.unit and self.is_bound else None,
            self.place_of(matter.about) if matter.about and (self.is_personal or not matter.unit) else None,
            matter.about is not None and self.is_oneself(matter.about),
            matter.counterparty if self._names_others else None,
            matter.case if self._names_cases else None,
        )

    def _place_of_unit(self, code: str) -> Hashable:
        case = self.trial.case
        return self.fields.intersection(scope.units_with_above(case, [code]))

    def place_of(self, number: str) -> Hashable:
        """Return all on which it depends whether a decision about an employee lies within.

        Under `own_staff` that is also whether he is who acts, and which seats of a parent he fills.
        """
        if not self.is_bound:
            return None
        return self.fields & self._above(number), self._part_of(number) if self.is_personal else None

    def is_oneself(self, number: str) -> bool:
        """Return True if a decision about this employee would be about one of those who act."""
        case = self.trial.case
        return any(one.number == number and one.organisation == case.directory.oin for one in case.people)

    def _above(self, number: str) -> frozenset[str]:
        """Return the units of an employee and all above them."""
        case = self.trial.case
        key = "above", id(case.directory), case.at, number
        return self._memory.kept(
            key, lambda: frozenset(scope.units_with_above(case, case.units_of(_found(case, number))))
        )

    def _part_of(self, number: str) -> Hashable:
        case = self.trial.case
        people = _found(case, number)
        parents = (parent for parent in self.trial.chain[0] if OWN_STAFF in parent.within)
        filled = (
            any(True for one in people for _ in in_person(case, seat, one)) for one in parents for seat in one.seats
        )
        return people.isdisjoint(case.people), tuple(filled)

    def _judged(self, amount: Money | None, matter: Matter, distinguished: Hashable) -> TriedMandate:
        """Hold the mandate against an amount; those between the same of its bounds are all alike."""
        key = self.number, self._place(amount), distinguished
        return self._memory.kept(key, lambda: self._judge(amount, matter))

    def _place(self, amount: Money | None) -> Hashable:
        if amount is None:
            return None
        values = self._values.get(amount.currency)
        if values is None:
            return "in another currency"
        place = bisect_left(values, amount.value)
        return amount.currency, amount.vat, place, place < len(values) and values[place] == amount.value

    def _judge(self, amount: Money | None, matter: Matter) -> TriedMandate:
        trial = self.trial.asked(leg_about(self.trial.leg, amount, matter))
        stop, ways = stop_of(trial), tuple(_ways(trial))
        return self._memory.kept((stop.gate, stop.reason, "judged", ways), lambda: TriedMandate(stop, ways))


def _found(case: Case, number: str) -> set[Person]:
    return case.register.find(Named(number=number))


def _ways(trial: Trial) -> Iterator[Way]:
    """Yield the ways in which the one who acts may decide on a mandate: one for each seat that he fills."""
    if gates.reservation(trial) or gates.limits(trial):
        return
    seats = trial.mandate.seats
    conditions = tuple(sorted({condition.text for condition in trial.conditions}))
    for place, able in enumerate(trial.able):
        if able:
            others = tuple(sorted((*seats[:place], *seats[place + 1 :]), key=str))
            yield Way((trial.mandate.on_behalf_of,), conditions, others)
