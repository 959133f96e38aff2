"""What would make it a yes: for a mandate that says no, each single change with which it says yes (`check.md`, Why).

No rule is written twice here. A change is only proposed, from what the mandate states; the changed question is then
decided like any other, against that mandate and those above it, and what is not a yes is dropped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import islice

from mandate_registry.rules.answers import Answer, Change, Explained, LegAnswer, Outcome, Reason, Remedy
from mandate_registry.rules.decision.case import Case, Leg, Register
from mandate_registry.rules.decision.decision import decide, leg_types, people_of, trials_of
from mandate_registry.rules.decision.remedy_proposals import Matter, amounts, matters, partners
from mandate_registry.rules.decision.trial import Trial
from mandate_registry.rules.decision.turning_points import turning_points
from mandate_registry.rules.facts import Mandate
from mandate_registry.rules.mandates import Mandates
from mandate_registry.rules.questions import Money, Question

MAX_MANDATES = 8
"""For how many mandates of a leg it is looked for, those that got furthest first."""
MAX_MOMENTS = 12


def with_remedies(register: Register, question: Question, answer: Answer) -> Answer:
    """Add to an answer that was explained what would make it a yes; a leg that may be decided has nothing to add."""
    people = people_of(register, question)
    if isinstance(people, Reason):
        return answer
    case = Case(register, question, people)
    trials = {
        (fact.code, trial.mandate.number): trial
        for fact in leg_types(case, question.decision_type)
        for trial in trials_of(Leg(case, fact))
    }
    return replace(answer, legs=tuple(_remedied(leg, trials) for leg in answer.legs))


def _remedied(leg: LegAnswer, trials: dict[tuple[str, str], Trial]) -> LegAnswer:
    if leg.outcome is Outcome.AUTHORISED:
        return leg
    looked_at = sorted(leg.explanation, key=_place_of_first_failure, reverse=True)[:MAX_MANDATES]
    found = {
        one.mandate: tuple(_remedies(_ChangedQuestions.about(trials[one.decision_type, one.mandate]), one))
        for one in looked_at
    }
    return replace(leg, explanation=tuple(replace(one, remedies=found.get(one.mandate, ())) for one in leg.explanation))


def _place_of_first_failure(explained: Explained) -> int:
    return next((place for place, result in enumerate(explained.gates) if result.reason), len(explained.gates))


@dataclass(frozen=True, slots=True)
class _ChangedQuestions:
    """One mandate with those above it, of which changed questions are asked for one leg."""

    trial: Trial
    register: Register

    @classmethod
    def about(cls, trial: Trial) -> _ChangedQuestions:
        whole = trial.case.register
        mandates = Mandates(whole.mandates.with_parents([trial.mandate.number]))
        return cls(trial, replace(whole, mandates=mandates))

    @property
    def question(self) -> Question:
        return self.trial.case.question

    def outcome(self, question: Question, register: Register | None = None) -> Outcome | None:
        """Decide a changed question; None unless this mandate lets the leg pass, if need be on a condition."""
        answer = decide(register or self.register, question, explain=True, look_ahead=False)
        code, number = self.trial.leg.decision_type.code, self.trial.mandate.number
        leg = next((one for one in answer.legs if one.decision_type == code), None)
        if leg is None or leg.outcome.rank < Outcome.CONDITIONAL.rank or leg.own_power:
            return None
        explained = next((one for one in leg.explanation if one.mandate == number), None)
        reasons = {result.reason for result in explained.failed} if explained else {Reason.NO_MANDATE}
        if not reasons:
            return Outcome.AUTHORISED
        return Outcome.CONDITIONAL if reasons == {Reason.CONDITION_UNCONFIRMED} else None


def _remedies(asking: _ChangedQuestions, explained: Explained) -> Iterator[Remedy]:
    """Yield what would have one mandate say yes; which changes are tried follows from where it said no."""
    reason = explained.failed[0].reason if explained.failed else None
    for tried in _TRIED.get(reason, ()) if reason else ():
        yield from tried(asking)


def _amount(asking: _ChangedQuestions) -> Iterator[Remedy]:
    """Find the highest amount that is a yes, and the highest that every yes is above."""
    tops, bottoms = amounts(asking.trial)
    outcomes: dict[Money, Outcome | None] = {}

    def highest(values: list[tuple[Money, Money]]) -> Money | None:
        """Return the stated one of the first pair of which the asked one is a yes."""
        for stated, asked in values:
            if asked not in outcomes:
                outcomes[asked] = asking.outcome(replace(asking.question, amount=asked))
            if outcomes[asked]:
                return stated
        return None

    up_to, above = highest(tops), highest(bottoms)
    if up_to or above:
        found = {outcome for outcome in outcomes.values() if outcome}
        yield Remedy(change=Change.AMOUNT, outcome=min(found, key=lambda one: one.rank), above=above, up_to=up_to)


def _co_holder(asking: _ChangedQuestions) -> Iterator[Remedy]:
    """Find the seats in which somebody has to act as well: as few as will do."""
    fewest = len(asking.trial.mandate.seats)
    found: set[tuple[str, ...]] = set()
    for seats, people in partners(asking.trial):
        key = tuple(sorted(map(str, seats)))
        if len(seats) > fewest or key in found:
            continue
        employees = (*asking.question.employees, *people)
        if outcome := asking.outcome(replace(asking.question, employees=employees)):
            fewest = len(seats)
            found.add(key)
            yield Remedy(change=Change.CO_HOLDER, outcome=outcome, seats=seats)


def _moment(asking: _ChangedQuestions) -> Iterator[Remedy]:
    """Find the first moment to come from which it is a yes, as far as the register knows what is coming."""
    for at in islice(turning_points(asking.register, asking.question), MAX_MOMENTS):
        if outcome := asking.outcome(replace(asking.question, at=at)):
            yield Remedy(change=Change.MOMENT, outcome=outcome, since=at)
            return


def _matter(asking: _ChangedQuestions) -> Iterator[Remedy]:
    """Find the cases, counterparties and units about which it is a yes."""
    fewest = len(Matter._fields)
    for matter in matters(asking.trial):
        if matter.changes <= fewest and (outcome := asking.outcome(matter.put_in(asking.question))):
            fewest = matter.changes
            case, counterparty, unit = matter
            yield Remedy(change=Change.MATTER, outcome=outcome, case=case, counterparty=counterparty, unit=unit)


def _confirmation(asking: _ChangedQuestions) -> Iterator[Remedy]:
    conditions = tuple(one for one in asking.trial.conditions if not asking.question.confirms(one))
    confirmed = (asking.question.confirmed_conditions or frozenset()) | {one.id for one in conditions}
    outcome = asking.outcome(replace(asking.question, confirmed_conditions=confirmed))
    yield from _if_yes(outcome, Remedy(change=Change.CONFIRMATION, conditions=conditions))


def _approval(asking: _ChangedQuestions) -> Iterator[Remedy]:
    yield from _changed(asking, Change.APPROVAL, lambda mandate: replace(mandate, approved=True))


def _consent(asking: _ChangedQuestions) -> Iterator[Remedy]:
    at = asking.question.at
    yield from _changed(
        asking, Change.CONSENT, lambda mandate: replace(mandate, holder_consent=at, superior_consent=at)
    )


def _changed(asking: _ChangedQuestions, change: Change, changed: Callable[[Mandate], Mandate]) -> Iterator[Remedy]:
    """Ask the same of a register in which something had been done to the mandate."""
    number = asking.trial.mandate.number
    facts = (changed(fact) if fact.number == number else fact for fact in asking.register.mandates)
    outcome = asking.outcome(asking.question, replace(asking.register, mandates=Mandates(facts)))
    yield from _if_yes(outcome, Remedy(change=change))


def _if_yes(outcome: Outcome | None, remedy: Remedy) -> Iterator[Remedy]:
    if outcome:
        yield replace(remedy, outcome=outcome)


_TRIED: dict[Reason, tuple[Callable[[_ChangedQuestions], Iterator[Remedy]], ...]] = {
    Reason.RESERVED: (_amount, _moment),
    Reason.NOT_APPROVED: (_approval,),
    Reason.CONSENT_MISSING: (_consent, _moment),
    Reason.NOT_YET_VALID: (_moment,),
    Reason.EXPIRED: (_moment,),
    Reason.SUSPENDED: (_moment,),
    Reason.POSITION_NOT_HELD: (_moment,),
    Reason.DEPUTY_NOT_TRIGGERED: (_moment,),
    Reason.PARENT_NOT_IN_FORCE: (_moment,),
    Reason.AMOUNT_REQUIRED: (_amount,),
    Reason.CURRENCY_MISMATCH: (_amount,),
    Reason.VAT_BASIS_UNCLEAR: (_amount,),
    Reason.AMOUNT_NOT_ABOVE_MINIMUM: (_amount,),
    Reason.AMOUNT_ABOVE_LIMIT: (_amount,),
    Reason.OUT_OF_SCOPE: (_matter,),
    Reason.CO_HOLDER_REQUIRED: (_co_holder,),
    Reason.CONDITION_UNCONFIRMED: (_confirmation,),
}
"""Which changes are tried where a mandate first said no. The law and other people are not ours to change."""
