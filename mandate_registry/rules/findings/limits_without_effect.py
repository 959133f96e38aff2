"""Limits that bind nobody: whoever has the mandate may decide the same beyond its limit by another mandate."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from mandate_registry.rules.answers import Reason
from mandate_registry.rules.decision import gates
from mandate_registry.rules.decision.case import Case, Leg
from mandate_registry.rules.decision.coverage import GATES
from mandate_registry.rules.decision.trial import Trial
from mandate_registry.rules.facts import EVERY_TYPE, OWN_FIELDS, DecisionType, Mandate
from mandate_registry.rules.findings.findings import Finding, FindingCode, Severity, about
from mandate_registry.rules.findings.review import Review
from mandate_registry.rules.notation import Seat
from mandate_registry.rules.questions import CENT, Money, Person, Question
from mandate_registry.rules.sentences import AMOUNTS, SEATS, Called, Sentence, make_sentence

BEYOND = (*GATES, gates.time, gates.chain, gates.limits)
"""What is asked of another mandate about an amount beyond the limit: neither who acts, nor on which condition."""


@dataclass(frozen=True, slots=True)
class OtherMandate:
    """A mandate by which holders decide beyond the limit of another; `on_condition`: it asks for more than who acts."""

    mandate: Mandate
    on_condition: bool

    @property
    def sentence(self) -> Sentence:
        """How it is told: its number, whose it is, and how far it reaches."""
        mandate, condition = self.mandate, make_sentence(", on a condition") if self.on_condition else ""
        holder = tuple(Called(SEATS, str(seat)) for seat in mandate.seats)
        if mandate.max_amount is None:
            return make_sentence(
                "mandate %(number)s (%(holder)s) gives the same without a limit%(condition)s",
                number=mandate.number,
                holder=holder,
                condition=condition,
            )
        return make_sentence(
            "mandate %(number)s (%(holder)s) gives the same up to %(limit)s%(condition)s",
            number=mandate.number,
            holder=holder,
            limit=_money(mandate.max_amount, mandate),
            condition=condition,
        )


def limit_without_effect(review: Review) -> Iterator[Finding]:
    """Find mandates of which everybody who has them may decide a type beyond their limit by others.

    Only mandates of one seat are others, and only those who fill a seat themselves are asked for.
    """
    beside = _Beside(review)
    for mandate in review.living:
        if mandate.max_amount is None or not (people := _people(review, mandate)):
            continue
        overridden: dict[tuple[str, ...], list[str]] = defaultdict(list)
        others: dict[str, OtherMandate] = {}
        seats = beside.seats_of(people)
        for fact in beside.types_of(mandate):
            if found := beside.beyond(mandate, mandate.max_amount, fact, people, seats):
                others |= {one.mandate.number: one for one in found}
                overridden[tuple(one.mandate.number for one in found)].append(fact.code)
        for numbers, codes in overridden.items():
            yield _finding(mandate, mandate.max_amount, [others[one] for one in numbers], codes)


def _finding(mandate: Mandate, limit: Decimal, others: Sequence[OtherMandate], codes: Sequence[str]) -> Finding:
    detail = make_sentence(
        "The limit of mandate %(number)s (%(limit)s) has no effect: %(others)s. It concerns: %(codes)s.",
        number=mandate.number,
        limit=_money(limit, mandate),
        others=tuple(one.sentence for one in others),
        codes=tuple(Called("decision_types", code) for code in codes),
    )
    entries = about([mandate, *(one.mandate for one in others)], *(("decision_types", code) for code in codes))
    return Finding(FindingCode.LIMIT_WITHOUT_EFFECT, Severity.WARNING, "", entries, detail)


def _money(amount: Decimal, mandate: Mandate) -> Called:
    return Called(AMOUNTS, f"{amount:.2f} {mandate.currency} {mandate.vat}")


def _people(review: Review, mandate: Mandate) -> frozenset[Person]:
    return frozenset(person for seat in mandate.seats for person in review.staff.fill(seat) or ())


class _Beside:
    """The mandates of one seat by what they list and whose seat it is, beside which others are held."""

    def __init__(self, review: Review) -> None:
        """Look up which mandates list which types, and who fills their seats."""
        self._review = review
        self._below: dict[str, list[DecisionType]] = defaultdict(list)
        self._listing: dict[str, dict[Seat, list[tuple[int, Mandate]]]] = defaultdict(lambda: defaultdict(list))
        self._seats: dict[Person, list[Seat]] = defaultdict(list)
        for fact in review.directory.decision_types(review.at):
            if fact.nature and fact.mandatable:
                for code in (EVERY_TYPE, *self._above(fact)):
                    self._below[code].append(fact)
        for place, mandate in enumerate(review.living):
            if len(mandate.seats) == 1:
                for code in dict.fromkeys(mandate.decision_types):
                    self._listing[code][mandate.seats[0]].append((place, mandate))
        for seat in {seat for listed in self._listing.values() for seat in listed}:
            for person in review.staff.fill(seat) or ():
                self._seats[person].append(seat)

    def types_of(self, mandate: Mandate) -> list[DecisionType]:
        """Return the decision types that a mandate covers at its limit, by code."""
        near = {fact.code: fact for code in mandate.decision_types for fact in self._below.get(code, ())}
        limit = Money(mandate.max_amount, mandate.currency, mandate.vat) if mandate.max_amount is not None else None
        return [
            one for _, one in sorted(near.items()) if not _stopped(self._trial(mandate, one, mandate, limit), GATES)
        ]

    def seats_of(self, people: Iterable[Person]) -> set[Seat]:
        """Return the seats that any of these people fill, of mandates of one seat."""
        return {seat for person in people for seat in self._seats.get(person, ())}

    def beyond(
        self, mandate: Mandate, limit: Decimal, fact: DecisionType, people: frozenset[Person], seats: set[Seat]
    ) -> tuple[OtherMandate, ...]:
        """Return the mandates by which all of these people decide a type above a limit; none if somebody does not.

        `seats` are those that the people fill.
        """
        more = Money(limit + CENT, mandate.currency, mandate.vat)
        bound, found = set(people), []
        for other in self._near(fact, seats):
            theirs = bound & (self._review.staff.fill(other.seats[0]) or frozenset())
            if not theirs or not _may_replace(mandate, other):
                continue
            on_condition = any(one.conditions or one.within for one in (other, *self._review.parents(other)[0]))
            if _is_another_band(mandate, other, on_condition=on_condition):
                continue
            if not _stopped(self._trial(mandate, fact, other, more), BEYOND):
                found.append(OtherMandate(other, on_condition))
                bound -= theirs
            if not bound:
                return tuple(found)
        return ()

    def _near(self, fact: DecisionType, seats: set[Seat]) -> list[Mandate]:
        """Return the mandates of seats that list a type or what is above it: those that ask for the least first."""
        found: dict[int, Mandate] = {}
        for code in (EVERY_TYPE, *sorted(self._above(fact))):
            listing = self._listing.get(code, {})
            its = (each for seat in seats & listing.keys() for each in listing[seat])
            found |= dict(sorted(its, key=lambda each: each[0]))
        return sorted(found.values(), key=lambda one: (bool(one.conditions or one.within), one.max_amount is not None))

    def _above(self, fact: DecisionType) -> frozenset[str]:
        return self._review.lineage(fact.code)

    def _trial(self, mandate: Mandate, fact: DecisionType, tried: Mandate, amount: Money | None) -> Trial:
        """Return the trial of the mandate `tried` on a question of type `fact` at an amount (None: no amount stated).

        The moment, case, counterparty and unit of the question are those that `mandate` allows.
        """
        at = self._moment(mandate)
        question = Question(
            organisation=self._review.directory.oin,
            employees=(),
            decision_type=fact.code,
            at=at,
            known_at=at,
            amount=amount,
            case=next(iter(mandate.cases), None),
            counterparty=next(iter(mandate.counterparties), None),
            unit=next((code for code in mandate.within if code not in OWN_FIELDS), None),
        )
        return Trial(Leg(Case(self._review.register, question, ()), fact), tried)

    def _moment(self, mandate: Mandate) -> datetime:
        return max(self._review.at, mandate.valid.since or self._review.at)


def _stopped(trial: Trial, asked: Sequence[Callable[[Trial], Reason | None]]) -> bool:
    return any(gate(trial) for gate in asked)


def _may_replace(mandate: Mandate, other: Mandate) -> bool:
    return other.number != mandate.number and other.on_behalf_of == mandate.on_behalf_of


def _is_another_band(mandate: Mandate, other: Mandate, *, on_condition: bool) -> bool:
    """Return True if the same holder decides higher amounts on purpose: above an amount, or on a condition."""
    return mandate.seats == other.seats and (on_condition or other.above_amount is not None)
