"""Powers: what an employee may decide, in words that hold without a question (`check.md`, Powers).

A check judges one act. A power says beforehand which acts a check would let pass: on what grounds, alone or jointly,
under which conditions and within which amounts. Where it cannot say the same as checks would it says less, never more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby

from mandate_registry.rules.answers import Reason
from mandate_registry.rules.decision import amounts, scope
from mandate_registry.rules.decision.amounts import Bound
from mandate_registry.rules.decision.case import Case, Leg, Register
from mandate_registry.rules.decision.decision import leg_types, occupants_of_body, people_of, trials_of
from mandate_registry.rules.decision.gates import GATES, KIND_FOR, thresholds
from mandate_registry.rules.decision.holders import Occupant
from mandate_registry.rules.decision.trial import NO_LIMIT, Trial
from mandate_registry.rules.facts import DecisionType, Kind, Mandate, Vat
from mandate_registry.rules.periods import ALWAYS, Period
from mandate_registry.rules.questions import CENT, Question


@dataclass(frozen=True, slots=True)
class Limit:
    """What binds an amount in one currency and on one VAT basis: above, below, and up to and including."""

    currency: str
    vat: Vat
    above: Decimal | None = None
    below: Decimal | None = None
    maximum: Decimal | None = None

    @property
    def top(self) -> Decimal:
        """The amount up to which it reaches, whether or not that one lies within."""
        return min((bound for bound in (self.below, self.maximum) if bound is not None), default=NO_LIMIT)

    @property
    def is_empty(self) -> bool:
        """Return True if no amount lies within; amounts are whole cents."""
        highest = self.top - CENT if self.top == self.below else self.top
        return (self.above or Decimal(0)) >= highest


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """On what a power rests for one decision type: a mandate, or without one the own power of a body of one person.

    Each of the limits binds, and each of the conditions. `period` is in which the mandate and its parents are valid.
    """

    decision_type: str
    body: str | None
    kind: Kind | None = None
    jointly: bool = False
    conditions: tuple[str, ...] = ()
    limits: tuple[Limit, ...] = ()
    mandate: Mandate | None = None
    period: Period = ALWAYS

    def order(self) -> tuple[bool, bool, Decimal]:
        """Return the key by which the one that says most with the least proviso comes first."""
        return self.jointly, bool(self.conditions), -self.reach

    @property
    def reach(self) -> Decimal:
        """The amount up to which it reaches; Infinity when nothing binds it."""
        return min((limit.top for limit in self.limits), default=NO_LIMIT)


@dataclass(frozen=True, slots=True)
class Power:
    """What somebody may decide of one type: every leg on its own ground."""

    decision_type: DecisionType
    legs: tuple[Ground, ...]

    @property
    def jointly(self) -> bool:
        """Return whether somebody else has to act with him."""
        return any(leg.jointly for leg in self.legs)

    @property
    def bodies(self) -> tuple[str, ...]:
        """The bodies (codes) on whose behalf, each once."""
        return tuple(dict.fromkeys(leg.body for leg in self.legs if leg.body))

    @property
    def conditions(self) -> tuple[str, ...]:
        """The conditions of all legs, each once."""
        return tuple(dict.fromkeys(text for leg in self.legs for text in leg.conditions))

    @property
    def limits(self) -> tuple[Limit, ...]:
        """The limits of all legs, each of which binds: one for each currency and VAT basis."""
        return merge_limits(limit for leg in self.legs for limit in leg.limits)


def power(register: Register, question: Question) -> Power | None:
    """Return the power that a question asks for; None when those who act have none, alone or with others."""
    legs = grounds(register, question)
    fact = register.directory.decision_type(question.decision_type, question.at)
    if fact is None or not legs or not all(legs):
        return None
    found = Power(fact, tuple(min(grounds, key=Ground.order) for grounds in legs))
    return found if _leave_room(found.limits) else None


def grounds(register: Register, question: Question) -> list[list[Ground]]:
    """Return for each leg every ground on which those who act may decide, at the moment asked about.

    No amount and no case is looked at, and no condition stands in the way: it is stated with the ground.
    """
    people = people_of(register, question)
    if isinstance(people, Reason):
        return []
    case = Case(register, replace(question, amount=None, confirmed_conditions=None), people)
    return [list(_grounds(Leg(case, fact))) for fact in leg_types(case, question.decision_type)]


def _grounds(leg: Leg) -> Iterator[Ground]:
    """Yield the grounds of a leg that some act can rest on."""
    yield from (ground for ground in _all_grounds(leg) if _leave_room(ground.limits))


def _leave_room(limits: Sequence[Limit]) -> bool:
    """Return whether any amount lies within all of them: no amount is in two currencies."""
    return len({limit.currency for limit in limits}) < 2 and not any(limit.is_empty for limit in limits)  # noqa: PLR2004 - two of them


def _all_grounds(leg: Leg) -> Iterator[Ground]:
    fact = leg.decision_type
    if own := occupants_of_body(leg):
        yield Ground(decision_type=fact.code, body=fact.body, limits=_merged(_widest_cap(own)))
    # As if such decisions had no amounts: then no gate but the limits asks for one, and these are stated instead.
    without_amounts = Leg(leg.case, replace(fact, amount_required=False))
    if fact.mandatable:
        yield from (_ground(trial) for trial in trials_of(without_amounts) if _stops_at(trial) in _GRANTED)


_GRANTED = (None, Reason.CO_HOLDER_REQUIRED)


def _stops_at(trial: Trial) -> Reason | None:
    return next((reason for gate in GATES if (reason := gate(trial))), None)


def _ground(trial: Trial) -> Ground:
    leg, mandate = trial.leg, trial.mandate
    nature = leg.decision_type.nature
    able = [occupant for seat in trial.able for occupant in seat]
    bounds = [bound for one in trial.line for bound in (*amounts.limits(one), *thresholds(leg, one))]
    return Ground(
        decision_type=leg.decision_type.code,
        body=mandate.on_behalf_of,
        kind=KIND_FOR[nature] if nature else None,
        jointly=_stops_at(trial) is Reason.CO_HOLDER_REQUIRED,
        conditions=tuple(dict.fromkeys(_conditions(trial))),
        limits=_merged([*bounds, *_widest_cap(able)]),
        mandate=mandate,
        period=_in_common(trial.line),
    )


def _conditions(trial: Trial) -> Iterator[str]:
    yield from (condition.text for condition in trial.conditions)
    if any(mandate.not_about_oneself for mandate in trial.line):
        yield scope.NOT_ABOUT_ONESELF


def _widest_cap(able: Sequence[Occupant]) -> list[Bound]:
    """Return the cap of whoever of these fills a seat with the widest, which is nobody's when one of them has none."""
    capped = [fact for occupant in able if (fact := occupant.deputyship) and fact.max_amount is not None]
    if len(capped) < len(able) or not capped:
        return []
    return list(amounts.cap(max(capped, key=lambda fact: (fact.max_amount or NO_LIMIT, fact.number))))


def _merged(bounds: Iterable[Bound]) -> tuple[Limit, ...]:
    """Make limits of bounds, one for each currency and VAT basis."""
    return merge_limits(Limit(bound.currency, bound.vat, **{_SIDE[bound.reason]: bound.value}) for bound in bounds)


_SIDE = {
    Reason.AMOUNT_NOT_ABOVE_MINIMUM: "above",
    Reason.RESERVED: "below",
    Reason.AMOUNT_ABOVE_LIMIT: "maximum",
}
"""Which side of a limit a bound is, by the reason for which an amount beyond it is no yes."""


def merge_limits(limits: Iterable[Limit]) -> tuple[Limit, ...]:
    """Make one limit of all in one currency on one VAT basis, the narrowest of each side: no rate is guessed."""

    def basis(limit: Limit) -> tuple[str, Vat]:
        return limit.currency, limit.vat

    return tuple(_narrowest(*key, list(group)) for key, group in groupby(sorted(limits, key=basis), basis))


def _narrowest(currency: str, vat: Vat, limits: Sequence[Limit]) -> Limit:
    return Limit(
        currency,
        vat,
        above=max((one.above for one in limits if one.above is not None), default=None),
        below=min((one.below for one in limits if one.below is not None), default=None),
        maximum=min((one.maximum for one in limits if one.maximum is not None), default=None),
    )


def _in_common(chain: Iterable[Mandate]) -> Period:
    """Return the period in which all of them are valid."""
    periods = [mandate.valid for mandate in chain]
    since = max((period.since for period in periods if period.since), default=None)
    return Period(since, min((period.until for period in periods if period.until), default=None))
