"""The check once more, naively, from the text of the page alone: straight loops over plain tables, nothing kept.

It shares the facts, the questions and the names of the reasons with the rules, and no code. Where it and the rules
differ, one of them misreads the page.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from mandate_registry.rules.answers import Outcome, Reason
from mandate_registry.rules.facts import DecisionType, Kind, Mandate, Nature
from mandate_registry.rules.notation import Seat
from mandate_registry.rules.questions import Named, Person, Question
from tests.rules.oracle_limits import TURNABLE, Limits
from tests.rules.oracle_seats import Way
from tests.rules.oracle_view import View, find
from tests.rules.register_tables import World

KIND_OF = {
    Nature.DECISION: Kind.MANDATE,
    Nature.PRIVATE_ACT: Kind.POWER_OF_ATTORNEY,
    Nature.FACTUAL_ACT: Kind.AUTHORISATION,
    Nature.SIGNING: Kind.SIGNING,
}
WORST_FIRST = [Outcome.NOT_AUTHORISED, Outcome.INDETERMINATE, Outcome.CONDITIONAL, Outcome.AUTHORISED]
NO_LIMIT = Decimal("Infinity")


@dataclass(frozen=True)
class Verdict:
    """What the oracle says of one decision type that is no composite."""

    reason: Reason | None
    mandate: str | None = None
    own_power: bool = False

    @property
    def outcome(self) -> Outcome:
        return self.reason.outcome if self.reason else Outcome.AUTHORISED


def judge(world: World, question: Question) -> tuple[Reason | None, list[Verdict]]:
    """Return the reason of the whole, and the verdicts leg by leg."""
    view = View(world, question, world.oin)
    people = subject(view)
    if isinstance(people, Reason):
        return people, []
    found = list(legs(view, question.decision_type))
    asked = [leg for leg in found if leg]
    if len(asked) < len(found):
        return Reason.DECISION_TYPE_UNKNOWN, []
    verdicts = [Leg(view, people, leg).verdict() for leg in asked]
    return min(verdicts, key=lambda verdict: WORST_FIRST.index(verdict.outcome)).reason, verdicts


def subject(view: View) -> tuple[Person, ...] | Reason:
    """Gate 1: everyone is known, is one person, and works here at that moment."""
    found = [find(view, named) for named in view.question.employees]
    if reason := mentioned(view):
        return reason
    if any(not people for people in found):
        return Reason.SUBJECT_UNKNOWN
    if any(len(people) > 1 for people in found):
        return Reason.SUBJECT_AMBIGUOUS
    people = tuple(person for one in found for person in one)
    here = [person for person in people if person.organisation in {view.oin, *view.world.others}]
    if any(not View(view.world, view.question, one.organisation).employed(one.number) for one in here):
        return Reason.LEFT_ORGANISATION
    if any(View(view.world, view.question, one.organisation).stopped(one.number) for one in here):
        return Reason.PERSON_SUSPENDED
    return people


def mentioned(view: View) -> Reason | None:
    """Whom it is about, an employee named as the counterparty, and each who took the primary decision is one."""
    asked = view.question
    about = len(find(view, asked.about)) if asked.about else 1
    other = asked.counterparty
    is_oin = isinstance(other, str) and len(other) == 20 and other.isdigit()
    named = Named(number=other, name=other) if isinstance(other, str) else other
    party = 1 if named is None or is_oin else len(find(view, named))
    if about != 1:
        return Reason.ABOUT_AMBIGUOUS if about else Reason.ABOUT_UNKNOWN
    if party != 1:
        return Reason.COUNTERPARTY_AMBIGUOUS if party else Reason.COUNTERPARTY_UNKNOWN
    took = [len(find(view, named)) for named in view.question.primary_decision_by]
    if 0 in took:
        return Reason.PRIMARY_DECIDER_UNKNOWN
    return Reason.PRIMARY_DECIDER_AMBIGUOUS if any(count > 1 for count in took) else None


def legs(view: View, code: str) -> Iterator[DecisionType | None]:
    """Yield the legs of a type, itself where it is no composite; None for what cannot be asked."""
    asked = view.one("decision_types", code)
    if asked and asked.components:
        for component in asked.components:
            yield from legs(view, component)
    else:
        yield asked if asked and asked.nature else None


@dataclass(frozen=True)
class Leg(Limits):
    """One decision type, asked for these people: the gates, and the choice among the mandates."""

    def verdict(self) -> Verdict:
        own = self.own_power()
        if own and own.reason is None:
            return own
        if not self.type.mandatable:
            return own or Verdict(Reason.NOT_MANDATABLE)
        candidates = [mandate for mandate in self.mandates() if self.concerns(mandate) and self.listed(mandate)]
        if not candidates:
            return own or Verdict(Reason.NO_MANDATE)
        tried = [(self.stop(mandate), mandate) for mandate in candidates]
        passing = [mandate for (place, _), mandate in tried if place == len(GATES)]
        if passing:
            best = min(passing, key=lambda mandate: (self.effective_maximum(mandate), digits(mandate.number)))
            return Verdict(None, best.number)
        (place, reason), best = min(
            tried, key=lambda one: (-one[0][0], one[0][1] not in TURNABLE, digits(one[1].number))
        )
        stopped = OWN_POWER_STOPS.get(own.reason, GATES.index(Leg.limits)) if own else 0  # else a deputy's cap did
        if own and (place < stopped or (place == stopped and (reason not in TURNABLE or own.reason in TURNABLE))):
            return own
        return Verdict(reason, best.number)

    def stop(self, mandate: Mandate) -> tuple[int, Reason | None]:
        """Return the place of the first gate that stops this mandate, and its reason."""
        for place, gate in enumerate(GATES):
            if reason := gate(self, mandate):
                return place, reason
        return len(GATES), None

    # Gate 2

    def listed(self, mandate: Mandate) -> bool:
        on_behalf = self.type.body in {None, mandate.on_behalf_of}
        return on_behalf and ("*" in mandate.decision_types or self.under(mandate.decision_types))

    def reserved(self, mandate: Mandate) -> Reason | None:
        for one in self.whole(mandate):
            for reservation in one.reservations:
                if self.under([reservation.code]) and self.holds_back(one, reservation) is True:
                    return Reason.RESERVED
        return None

    # Gate 3 and 4

    def kind(self, mandate: Mandate) -> Reason | None:
        needed = KIND_OF[self.type.nature] if self.type.nature else None
        return None if needed in mandate.kinds else Reason.KIND_NOT_COVERED

    def time(self, mandate: Mandate) -> Reason | None:
        at, valid = self.view.question.at, mandate.valid
        if not mandate.approved:
            return Reason.NOT_APPROVED
        to_decide_elsewhere = Kind.MANDATE in mandate.kinds and any(seat.organisation for seat in mandate.seats)
        if to_decide_elsewhere and self.type.nature is Nature.DECISION and mandate.consent_statute is None:
            consents = [mandate.holder_consent, *([] if mandate.no_superior else [mandate.superior_consent])]
            if any(consent is None or at < consent for consent in consents):
                return Reason.CONSENT_MISSING
        if valid.since and at < valid.since:
            return Reason.NOT_YET_VALID
        if valid.until and valid.until <= at:
            return Reason.EXPIRED
        if any(at in pause for pause in mandate.suspensions):
            return Reason.SUSPENDED
        return Reason.REVOKED if mandate.revoked_at and mandate.revoked_at <= at else None

    # Gate 5

    def holder(self, mandate: Mandate) -> Reason | None:
        if any(self.ways_into(mandate, seat) for seat in mandate.seats):
            return None
        for seat, person in itertools.product(mandate.seats, self.people):
            is_his = (seat.organisation or self.view.oin, seat.employee) == (person.organisation, person.number)
            if is_his and self.has_parted(mandate, seat):
                return Reason.LEFT_ORGANISATION
        for seat in mandate.seats:
            for row, person in itertools.product(self.view.ever("deputyships"), self.people):
                if self.is_deputy(row, person) and self.lists(row) and self.could_name(seat, row.principal):
                    return Reason.DEPUTY_NOT_TRIGGERED
        return Reason.POSITION_NOT_HELD

    # Gate 6

    def chain(self, mandate: Mandate) -> Reason | None:
        for depth, parent in enumerate(self.parents(mandate), start=1):
            if self.time(parent):
                return Reason.PARENT_NOT_IN_FORCE
            only, out = parent.sub_mandating_only, parent.sub_mandating_except
            permits = parent.sub_mandating >= depth and (not only or self.under(only)) and not self.under(out)
            if not permits or not self.listed(parent) or self.kind(parent):
                return Reason.SUB_MANDATE_NOT_PERMITTED
        return None

    # Gate 8, 9 and 10

    def own_decision(self, _mandate: Mandate | None) -> Reason | None:
        took = [find(self.view, named) for named in self.view.question.primary_decision_by]
        return Reason.OWN_DECISION if any(people & set(self.people) for people in took) else None

    def seatings(self, mandate: Mandate) -> list[tuple[Way, ...]]:
        """Return every way to fill all seats with different people."""
        choices = [
            [way for way in self.ways_into(mandate, seat) if self.reaches(mandate, way)] for seat in mandate.seats
        ]
        seatings = itertools.product(*choices)
        return [ways for ways in seatings if len({way.person for way in ways}) == len(ways)]

    def joint(self, mandate: Mandate) -> Reason | None:
        return None if self.seatings(mandate) else Reason.CO_HOLDER_REQUIRED

    def conditions(self, mandate: Mandate) -> Reason | None:
        if self.view.question.confirmed_conditions is None:
            return None
        whole = self.whole(mandate)
        fields = [self.named_units(one) for one in whole] + [self.parents_field(one) for one in whole[1:]]
        seated = [[self.own_field(mandate, way) for way in ways] for ways in self.seatings(mandate)]
        open_fields = None in fields or all(None in own for own in seated)
        is_open = self.leaves_own_interest_open() or any(one.conditions for one in whole) or open_fields
        return Reason.CONDITION_UNCONFIRMED if is_open else None

    def leaves_own_interest_open(self) -> bool:
        confirmed = self.view.question.confirmed_conditions
        return self.is_about_oneself() and confirmed is not None and "own_interest" not in confirmed

    # The choice among several, and the body itself

    def effective_maximum(self, mandate: Mandate) -> Decimal:
        """Return the narrowest of the chain, and of the widest cap in each seat."""
        limits = [one.max_amount for one in self.whole(mandate) if one.max_amount is not None]
        seats = [
            [cap(way) for way in self.ways_into(mandate, seat) if self.reaches(mandate, way)] for seat in mandate.seats
        ]
        return min([*limits, *(max(caps) for caps in seats)])

    def own_power(self) -> Verdict | None:
        body = self.view.one("bodies", self.type.body)
        if body is None or not body.position:
            return None
        ways = self.ways(Seat(position=body.position))
        if not ways:
            return None
        if any(way.deputyship is None for way in ways):
            return Verdict(None, own_power=True)
        reasons = [self.over_cap(way) for way in ways]
        if None in reasons:
            is_open = self.leaves_own_interest_open()
            reason = self.own_decision(None) or (Reason.CONDITION_UNCONFIRMED if is_open else None)
            return Verdict(reason, own_power=True)
        reason = None if None in reasons else max((one for one in reasons if one), key=list(Reason).index)
        return Verdict(reason, own_power=True)


def cap(way: Way) -> Decimal:
    row = way.deputyship
    return NO_LIMIT if row is None or row.max_amount is None else row.max_amount


def digits(number: str) -> list[Any]:
    """Write a number so that its digits sort as numbers; texts and numbers take turns, so they never meet."""
    parts = re.split(r"([0-9]+)", number)
    return [int(part) if place % 2 else part for place, part in enumerate(parts)]


GATES: list[Callable[[Leg, Mandate], Reason | None]] = [
    Leg.reserved,
    Leg.kind,
    Leg.time,
    Leg.holder,
    Leg.chain,
    Leg.limits,
    Leg.own_decision,
    Leg.joint,
    Leg.conditions,
]
OWN_POWER_STOPS: dict[Reason | None, int] = {
    Reason.OWN_DECISION: GATES.index(Leg.own_decision),
    Reason.CONDITION_UNCONFIRMED: GATES.index(Leg.conditions),
}
