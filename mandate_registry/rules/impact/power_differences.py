"""What a change of a register changes in what people may decide: the result types (`check.md`)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from mandate_registry.rules.answers import Outcome, Reason
from mandate_registry.rules.facts import Vat
from mandate_registry.rules.notation import Seat
from mandate_registry.rules.periods import ALWAYS, Period
from mandate_registry.rules.questions import Money, Person, Question


class Way(NamedTuple):
    """A way in which somebody may decide: on behalf of bodies, on conditions, with somebody in each of these seats."""

    bodies: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    seats: tuple[Seat, ...] = ()

    def asks_no_more_than(self, other: Way) -> bool:
        """Return whether whoever meets the other way meets this one, on behalf of the same bodies."""
        conditions = set(self.conditions) <= set(other.conditions)
        return self.bodies == other.bodies and conditions and Counter(self.seats) <= Counter(other.seats)


@dataclass(frozen=True, slots=True)
class PowerState:
    """What a check says of somebody, and in which ways he may decide.

    `reason` is given where he needs a co-holder, where conditions are to be confirmed, and where it cannot be said.
    """

    outcome: Outcome = Outcome.NOT_AUTHORISED
    reason: Reason | None = None
    ways: tuple[Way, ...] = ()

    def beside(self, other: PowerState) -> list[Way]:
        """Return the ways here that ask for less than every way there, or for something else."""
        return [way for way in self.ways if not any(one.asks_no_more_than(way) for one in other.ways)]


NO = PowerState()


@dataclass(frozen=True, slots=True)
class Among:
    """What a question may name: these values, or all but these (`excluded`); with `or_none` also nothing at all."""

    values: tuple[str, ...] = ()
    excluded: bool = False
    or_none: bool = False

    def __contains__(self, value: object) -> bool:
        """Return whether a question that names this value is meant."""
        return self.or_none if value is None else (value in self.values) != self.excluded

    @property
    def is_any(self) -> bool:
        """Return whether it is all the same what the question names."""
        return self == ANY


ANY = Among(excluded=True, or_none=True)
NONE = Among(or_none=True)


@dataclass(frozen=True, slots=True)
class Amounts:
    """Amounts that a question may state: a range in one currency, on one VAT basis or (None) on any.

    `currencies` are those that are meant. Without bounds it is every amount in them; `NONE` is a question without one.
    """

    currencies: Among = ANY
    vat: Vat | None = None
    above: Decimal | None = None
    at_least: Decimal | None = None
    below: Decimal | None = None
    up_to: Decimal | None = None

    def __contains__(self, amount: Money | None) -> bool:
        """Return whether a question about this amount is meant."""
        if amount is None:
            return None in self.currencies
        if amount.currency not in self.currencies or self.vat not in (None, amount.vat):
            return False
        return not (
            (self.above is not None and amount.value <= self.above)
            or (self.at_least is not None and amount.value < self.at_least)
            or (self.below is not None and amount.value >= self.below)
            or (self.up_to is not None and amount.value > self.up_to)
        )

    @property
    def is_bounded(self) -> bool:
        """Return whether only some of the amounts are meant."""
        return any(bound is not None for bound in (self.above, self.at_least, self.below, self.up_to))


def joined(found: Iterable[Amounts]) -> list[Amounts]:
    """Return ranges in one currency and on one VAT basis, with those that touch as one, the lowest first.

    They touch where one ends at exactly what the other begins with, so that no amount lies between or in both.
    """
    ranges: list[Amounts] = []
    for one in sorted(found, key=_lower_edge):
        if ranges and _touch(ranges[-1], one):
            ranges[-1] = replace(ranges[-1], below=one.below, up_to=one.up_to)
        else:
            ranges.append(one)
    return ranges


def _touch(lower: Amounts, upper: Amounts) -> bool:
    return (lower.below is not None and lower.below == upper.at_least) or (
        lower.up_to is not None and lower.up_to == upper.above
    )


def _lower_edge(amounts: Amounts) -> tuple[bool, Decimal, bool]:
    bound = amounts.at_least if amounts.above is None else amounts.above
    return bound is not None, bound or Decimal(0), amounts.above is not None


class Scope(NamedTuple):
    """Of which questions something is told: these amounts, and matters of these; `abouts` are numbers of employees."""

    amounts: Amounts = Amounts()
    units: Among = ANY
    abouts: Among = ANY
    counterparties: Among = ANY
    cases: Among = ANY

    def along(self, name: str, value: Among) -> Scope:
        """Return the same with another value of an axis."""
        changed: dict[str, Any] = {name: value}
        return self._replace(**changed)

    def covers(self, question: Question) -> bool:
        """Return whether a question is one of them."""
        return (
            question.amount in self.amounts
            and question.unit in self.units
            and (question.about.number if question.about else None) in self.abouts
            and question.counterparty in self.counterparties
            and question.case in self.cases
        )


@dataclass(frozen=True, slots=True)
class PowerDifference:
    """What a check says of one person and one decision type before and after, in a period of the moment asked about."""

    person: Person
    decision_type: str
    scope: Scope
    before: PowerState
    after: PowerState
    period: Period = ALWAYS

    @property
    def gains(self) -> bool:
        """Return whether the person may decide in a way in which he may not before."""
        return bool(self.after.beside(self.before))

    @property
    def loses(self) -> bool:
        """Return whether there is a way before in which the person may decide no longer."""
        return bool(self.before.beside(self.after))


@dataclass(frozen=True, slots=True)
class EmptySeat:
    """A seat that somebody filled before and nobody fills after, from a moment until another."""

    mandate: str
    seat: Seat
    period: Period


@dataclass(frozen=True, slots=True)
class Effect:
    """All that a change changes, and the seats that nobody fills any more."""

    differences: tuple[PowerDifference, ...] = ()
    empty_seats: tuple[EmptySeat, ...] = ()


def gainers(differences: Iterable[PowerDifference], since: datetime | None = None) -> frozenset[Person]:
    """Return the people who gain, as holders or as deputies; with `since` only what lasts beyond that moment counts."""
    return frozenset(
        one.person for one in differences if one.gains and not (since is not None and one.period.is_over(since))
    )
