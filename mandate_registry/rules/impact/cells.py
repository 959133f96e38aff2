"""A cell: what one person may decide of one type at one moment, whatever the amount and the matter.

What neither an amount nor a matter decides is tried once; the rest is asked as often as there are answers to compare.
No rule is written here: the gates are those of every check.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from itertools import product, repeat
from typing import NamedTuple

from mandate_registry.rules.answers import LegAnswer, Outcome, Reason
from mandate_registry.rules.decision import amounts, gates
from mandate_registry.rules.decision.amounts import Bound
from mandate_registry.rules.decision.case import Case, Leg, Register
from mandate_registry.rules.decision.decision import answer_leg, leg_types, occupants_of_body, own_power, people_of
from mandate_registry.rules.decision.scope import OWN_INTEREST_WORDS
from mandate_registry.rules.decision.search import narrowed
from mandate_registry.rules.decision.trial import Trial
from mandate_registry.rules.decision.turning_points import turning_points
from mandate_registry.rules.facts import Mandate
from mandate_registry.rules.impact.power_differences import NO, PowerState, Way
from mandate_registry.rules.impact.ranges import Strip
from mandate_registry.rules.impact.tried import Candidate, Matter, Memory, TriedMandate, leg_about
from mandate_registry.rules.mandates import by_number
from mandate_registry.rules.notation import Seat
from mandate_registry.rules.questions import Money, Named, Person, Question

Answered = tuple[Reason | None, tuple[Way, ...]]

GATES = (gates.decision_type, gates.kind, gates.time, gates.holder, gates.chain, gates.reservation)
"""What is asked of a mandate before an amount or a matter is named; the quickest to fail first."""


class LegVerdict(NamedTuple):
    """What the gates say of a leg: of its own power (the body, and why not), and of each candidate."""

    mandatable: bool
    own: tuple[str, Reason | None] | None
    judged: tuple[TriedMandate, ...]


_WAYS_OF_OWN_POWER: dict[Reason | None, tuple[str, ...]] = {
    None: (),
    Reason.CONDITION_UNCONFIRMED: (OWN_INTEREST_WORDS,),
}
"""On what conditions an own power lets somebody decide, by the reason why it is no yes."""


class CellLeg:
    """One leg with the candidates of which an amount or a matter may yet decide, in the order of their numbers."""

    def __init__(self, leg: Leg, candidates: Sequence[Candidate]) -> None:
        self.leg = leg
        self.candidates = candidates
        self.own = occupants_of_body(leg)

    def bounds(self) -> Iterator[Bound]:
        """Yield every amount with which one of a question is compared."""
        for occupant in self.own:
            yield from amounts.cap(occupant.deputyship) if occupant.deputyship else ()
        for candidate in self.candidates:
            yield from candidate.bounds

    @cached_property
    def key(self) -> Hashable:
        """All on which the answers depend: legs of the same key are answered the same."""
        fact = self.leg.decision_type
        own = tuple(occupant.deputyship for occupant in self.own)
        tried = tuple(candidate.number for candidate in self.candidates)
        return fact.amount_required, fact.mandatable, own and (fact.body, own), tried

    def along(self, strip: Strip, matter: Matter) -> Iterator[LegVerdict]:
        """Yield what the gates say of each stretch of amounts, about a matter."""
        columns = [candidate.along(strip, matter) for candidate in self.candidates]
        judged = zip(*columns, strict=True) if columns else repeat(())
        for stretch, found in zip(strip, judged, strict=False):
            yield LegVerdict(self.leg.decision_type.mandatable, self._own(stretch.representative, matter), found)

    def _own(self, amount: Money | None, matter: Matter) -> tuple[str, Reason | None] | None:
        """Return the body whose own power somebody has, and why he has it not for this amount."""
        own = own_power(leg_about(self.leg, amount, matter)) if self.own else None
        return (own.body or "", own.reason) if own else None

    def answered(self, verdict: LegVerdict) -> Answered:
        """Return the reason why a question is no yes here, and the ways in which it might be one."""
        code, own = self.leg.decision_type.code, None
        if verdict.own:
            body, reason = verdict.own
            own = LegAnswer(code, body, reason, own_power=True)
            if reason in _WAYS_OF_OWN_POWER:  # no mandate asks less
                return reason, (Way((body,), _WAYS_OF_OWN_POWER[reason]),)
        answer = answer_leg(self.leg, own, (one.stop for one in verdict.judged))
        return answer.reason, tuple(way for one in verdict.judged for way in one.ways) if verdict.mandatable else ()


@dataclass(frozen=True)
class Cell:
    """What one person may decide of one type at one moment. Without legs: nothing."""

    register: Register
    question: Question
    memory: Memory
    legs: tuple[CellLeg, ...] = ()

    @property
    def key(self) -> Hashable:
        """All on which the answers depend, but for the place of whom a matter is about (`place_of`)."""
        return tuple(leg.key for leg in self.legs), self._tree if self.is_bound else None

    @property
    def _tree(self) -> int:
        """The number of the tree of units of the moment."""
        directory, at = self.register.directory, self.question.at
        return self.memory.kept(
            ("tree", id(directory), at),
            lambda: self.memory.number(tuple((fact.code, fact.parent) for fact in directory.units(at))),
        )

    @property
    def mandates(self) -> Iterator[Mandate]:
        """Yield every mandate on which an answer may rest, with its parents."""
        return (mandate for leg in self.legs for one in leg.candidates for mandate in one.trial.line)

    @property
    def is_bound(self) -> bool:
        """Return whether it depends on the unit of a matter, or on whom it is about."""
        return any(one.is_bound for leg in self.legs for one in leg.candidates)

    @property
    def oneself(self) -> str | None:
        """The number of who acts, None when he is of another organisation."""
        (named,) = self.question.employees
        return None if named.organisation else named.number

    @property
    def outside(self) -> str | None:
        """The organisation of who acts, None when it is this one."""
        return self.question.employees[0].organisation

    @property
    def keeps_off_oneself(self) -> bool:
        """Return whether a mandate is never about who acts, nor for his organisation."""
        return any(one.keeps_off_oneself for leg in self.legs for one in leg.candidates)

    @property
    def is_personal(self) -> bool:
        """Return whether it depends on who acts whom a matter may be about."""
        return any(one.is_personal for leg in self.legs for one in leg.candidates)

    def fields(self) -> set[str]:
        """Return the units on which it depends whether a matter lies within."""
        return {unit for leg in self.legs for one in leg.candidates for unit in one.fields}

    def place_of(self, number: str) -> Hashable:
        """Return all on which it depends whether a decision about an employee lies within."""
        bound = (one for leg in self.legs for one in leg.candidates if one.is_bound)
        return number == self.oneself, tuple(one.place_of(number) for one in bound)

    def along(self, strip: Strip, matter: Matter) -> list[tuple[LegVerdict, ...]]:
        """Return what the gates say of each stretch of amounts, about a matter, leg by leg."""
        if not self.legs:
            return [()] * len(strip)
        return list(zip(*(leg.along(strip, matter) for leg in self.legs), strict=True))

    def state(self, verdicts: tuple[LegVerdict, ...]) -> PowerState:
        """Return what a check says where the gates say this."""
        return self.memory.kept(verdicts, lambda: self._state(verdicts))

    def _state(self, verdicts: tuple[LegVerdict, ...]) -> PowerState:
        found = [leg.answered(verdict) for leg, verdict in zip(self.legs, verdicts, strict=True)]
        return _together(found) if found else NO


def _together(legs: Sequence[Answered]) -> PowerState:
    """Make one state of those of all legs: whoever decides takes a way in each."""
    reason = min((reason for reason, _ in legs), key=lambda one: (one.outcome if one else Outcome.AUTHORISED).rank)
    outcome = reason.outcome if reason else Outcome.AUTHORISED
    if all(ways for _, ways in legs):
        return PowerState(outcome, reason, _least(map(_combined, product(*(ways for _, ways in legs)))))
    return PowerState(outcome, reason) if outcome is Outcome.INDETERMINATE else NO


def _combined(ways: Sequence[Way]) -> Way:
    if len(ways) == 1:
        return ways[0]
    return Way(
        tuple(dict.fromkeys(body for way in ways for body in way.bodies)),
        tuple(sorted({text for way in ways for text in way.conditions})),
        tuple(sorted(_seats(ways).elements(), key=str)),
    )


def _seats(ways: Iterable[Way]) -> Counter[Seat]:
    """Return the seats to fill for all of these ways: whoever fills one for a leg fills it for every leg."""
    seats: Counter[Seat] = Counter()
    for way in ways:
        seats |= Counter(way.seats)
    return seats


def _least(ways: Iterable[Way]) -> tuple[Way, ...]:
    """Leave out the ways that ask for more than another does."""
    found = sorted(set(ways), key=repr)
    return tuple(way for way in found if not any(other is not way and other.asks_no_more_than(way) for other in found))


class PersonCells:
    """One person in one register: what concerns him is looked up once, and laid out for any type and moment."""

    def __init__(self, register: Register, person: Person, memory: Memory) -> None:
        is_own = person.organisation == register.directory.oin
        self._named = Named(number=person.number, organisation=None if is_own else person.organisation)
        self.register = narrowed(register, (self._named,))
        self._memory = memory
        self._in_force: dict[datetime, list[Mandate]] = {}
        self._found: dict[datetime, tuple[Person, ...] | Reason] = {}

    def question(self, code: str, at: datetime) -> Question:
        """Return the question whether this person may decide, of no amount and no matter."""
        return Question(
            organisation=self.register.directory.oin,
            employees=(self._named,),
            decision_type=code,
            at=at,
            known_at=at,
        )

    def moments(self) -> set[datetime]:
        """Return the moments at which an answer about this person may change."""
        return set(turning_points(self.register, self.question("", datetime.min.replace(tzinfo=UTC))))

    def cell(self, code: str, at: datetime) -> Cell:
        """Lay out one type at one moment."""
        question = self.question(code, at)
        people = self._people(question)
        if isinstance(people, Reason):
            return Cell(self.register, question, self._memory)
        case = Case(self.register, question, people)
        legs = (Leg(case, fact) for fact in leg_types(case, code))
        return Cell(self.register, question, self._memory, tuple(CellLeg(leg, self._open(leg)) for leg in legs))

    def _people(self, question: Question) -> tuple[Person, ...] | Reason:
        """Return who acts, or why nobody does: whatever the type is."""
        if question.at not in self._found:
            self._found[question.at] = people_of(self.register, question)
        return self._found[question.at]

    def _open(self, leg: Leg) -> list[Candidate]:
        """Return the candidates that no gate stops before an amount and a matter are named."""
        trials = (Trial(leg, mandate) for mandate in self._candidates(leg.case.at))
        return [Candidate(trial, self._memory) for trial in trials if not any(gate(trial) for gate in GATES)]

    def _candidates(self, at: datetime) -> list[Mandate]:
        if at not in self._in_force:
            seen = (fact for fact in self.register.mandates.seen_at(at) if gates.kinds_in_force(fact, at))
            self._in_force[at] = sorted(seen, key=lambda fact: by_number(fact.number))
        return self._in_force[at]
