"""The decision itself: from a register and a question to an answer (`check.md`)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from mandate_registry.rules.answers import Answer, Explained, GateResult, LegAnswer, Outcome, Reason, furthest, worst
from mandate_registry.rules.conditions import Condition
from mandate_registry.rules.decision import amounts, gates
from mandate_registry.rules.decision.candidates import candidates
from mandate_registry.rules.decision.case import Case, Leg, Register
from mandate_registry.rules.decision.gates import GATES
from mandate_registry.rules.decision.holders import Occupant, occupants
from mandate_registry.rules.decision.signatories import signatories
from mandate_registry.rules.decision.trial import Trial, own_interest
from mandate_registry.rules.decision.turning_points import turning_points
from mandate_registry.rules.facts import DecisionType
from mandate_registry.rules.mandates import by_number
from mandate_registry.rules.notation import Seat
from mandate_registry.rules.questions import Person, Question


def decide(register: Register, question: Question, *, explain: bool = False, look_ahead: bool = True) -> Answer:
    """Answer a question from the facts of a register.

    `register` holds the facts as known at `question.known_at`. With `explain` every gate is tried for every candidate
    and shown; with `look_ahead` the answer says how long it holds by itself.
    """
    judged = _judge(register, question, of_all=explain)
    legs = tuple(leg.explained() if explain else leg.answer for leg in judged.legs)
    answer = Answer(judged.reason, legs)
    return replace(answer, stable_until=holds_until(register, question, answer)) if look_ahead else answer


def holds_until(register: Register, question: Question, answer: Answer) -> datetime | None:
    """Return the first turning point at which the answer differs; None if it never does."""
    moments, now = turning_points(register, question), _core(answer.reason, answer.legs)
    return next((at for at in moments if _judge(register, replace(question, at=at)).core() != now), None)


@dataclass(frozen=True, slots=True)
class _JudgedLeg:
    """A leg with its answer and the trials behind it."""

    answer: LegAnswer
    trials: tuple[Trial, ...] = ()

    def explained(self) -> LegAnswer:
        return replace(self.answer, explanation=tuple(_explain(trial) for trial in self.trials))


@dataclass(frozen=True, slots=True)
class _Judged:
    """A question judged at its moment: the reason of the whole and the legs."""

    reason: Reason | None
    legs: tuple[_JudgedLeg, ...] = ()

    def core(self) -> list[object]:
        """Return all that makes it another answer."""
        return _core(self.reason, [leg.answer for leg in self.legs])


def _core(reason: Reason | None, legs: Iterable[LegAnswer]) -> list[object]:
    return [reason, *((leg.reason, leg.own_power, leg.mandate and leg.mandate.number) for leg in legs)]


def _judge(register: Register, question: Question, *, of_all: bool = False) -> _Judged:
    """Judge a question at its moment; with `of_all` there is a trial of every candidate."""
    people = people_of(register, question)
    if isinstance(people, Reason):
        return _refused(Case(register, question, ()), people)
    case = Case(register, question, people)
    legs = tuple(_judge_leg(Leg(case, fact), of_all=of_all) for fact in leg_types(case, question.decision_type))
    if not legs:
        return _Judged(Reason.DECISION_TYPE_UNKNOWN)
    return _Judged(worst(tuple(leg.answer for leg in legs)).reason, legs)


def _refused(case: Case, reason: Reason) -> _Judged:
    """Return one and the same reason for every leg."""
    types = leg_types(case, case.question.decision_type)
    return _Judged(reason, tuple(_JudgedLeg(LegAnswer(fact.code, fact.body, reason)) for fact in types))


def people_of(register: Register, question: Question) -> tuple[Person, ...] | Reason:
    """Find those who act, each once, or the reason why that cannot be done: unknown, ambiguous, left, or stopped.

    Whom the decision is about or with, and who took the primary one, must be found too. That comes first, so that it
    does not tell who exists.
    """
    if reason := _not_found(register, question):
        return reason
    found = [register.find(named) for named in question.employees]
    if not all(found):
        return Reason.SUBJECT_UNKNOWN
    if any(len(people) > 1 for people in found):
        return Reason.SUBJECT_AMBIGUOUS
    people = tuple(dict.fromkeys(person for group in found for person in group))
    if not all(_is_employed(register, person, question) for person in people):
        return Reason.LEFT_ORGANISATION
    return Reason.PERSON_SUSPENDED if any(_is_suspended(register, one, question) for one in people) else people


def _not_found(register: Register, question: Question) -> Reason | None:
    """Return the reason why those who do not act cannot be found, None when they can."""
    for mentioned, unknown, ambiguous in (
        ((question.about,), Reason.ABOUT_UNKNOWN, Reason.ABOUT_AMBIGUOUS),
        ((question.party,), Reason.COUNTERPARTY_UNKNOWN, Reason.COUNTERPARTY_AMBIGUOUS),
        (question.primary_decision_by, Reason.PRIMARY_DECIDER_UNKNOWN, Reason.PRIMARY_DECIDER_AMBIGUOUS),
    ):
        found = [register.find(named) for named in mentioned if named]
        if not all(found):
            return unknown
        if any(len(people) > 1 for people in found):
            return ambiguous
    return None


def _is_employed(register: Register, person: Person, question: Question) -> bool:
    """Return whether a person is employed; where no register here keeps him, the seat that names him must do."""
    directory = register.directory_of(person.organisation)
    return directory is None or directory.is_employed(person.number, question.at)


def _is_suspended(register: Register, person: Person, question: Question) -> bool:
    directory = register.directory_of(person.organisation)
    return directory is not None and directory.is_suspended(person.number, question.at)


def leg_types(case: Case, code: str, above: frozenset[str] = frozenset()) -> tuple[DecisionType, ...]:
    """Return the type itself, or the legs of a composite in the order of its components.

    Nothing for what cannot be asked: a heading, an unknown code, a composite of which a component is either.
    """
    fact = case.directory.decision_type(code, case.at)
    if fact is None or code in above:
        return ()
    if not fact.components:
        return (fact,) if fact.nature else ()
    parts = [leg_types(case, component, above | {code}) for component in fact.components]
    return tuple(leg for part in parts for leg in part) if all(parts) else ()


def _judge_leg(leg: Leg, *, of_all: bool) -> _JudgedLeg:
    trials = trials_of(leg, of_all=of_all)
    return _JudgedLeg(answer_leg(leg, own_power(leg), map(stop_of, trials)), trials)


def answer_leg(leg: Leg, own: LegAnswer | None, stops: Iterable[Stop]) -> LegAnswer:
    """Answer one leg from its own power, and from where its candidates stopped, in the order of their numbers."""
    if own and own.reason is None:
        return own
    if not leg.decision_type.mandatable:
        return own or LegAnswer(leg.decision_type.code, leg.decision_type.body, Reason.NOT_MANDATABLE)
    return _best(leg, list(stops), own)


def own_power(leg: Leg) -> LegAnswer | None:
    """Judge the own power of a body of one person: of the holder of its position, or a deputy within his cap.

    No mandate and no limit binds it. The holder alone has that power, so Awb 2:4 and 10:3 do not stop him; they do a
    deputy, for whom the holder or another deputy can decide.
    """
    judged = [(occupant, _capped(leg, occupant)) for occupant in occupants_of_body(leg)]
    if not judged:
        return None
    able = [occupant for occupant, reason in judged if reason is None]
    if any(occupant.deputyship is None for occupant in able):
        reason: Reason | None = None
        conditions: tuple[Condition, ...] = ()
    else:
        conditions = own_interest(leg.case)
        reason = _stops_deputies(leg.case, conditions) if able else furthest(one for _, one in judged if one)
    signing = () if reason else signatories(leg.case, [able])
    fact = leg.decision_type
    return LegAnswer(fact.code, fact.body, reason, own_power=True, conditions=conditions, signatories=signing)


def _stops_deputies(case: Case, conditions: Iterable[Condition]) -> Reason | None:
    """Return the reason why deputies of a body of one person may not decide within their caps, None when they may."""
    if gates.took_the_primary_decision(case):
        return Reason.OWN_DECISION
    return None if all(map(case.question.confirms, conditions)) else Reason.CONDITION_UNCONFIRMED


def occupants_of_body(leg: Leg) -> list[Occupant]:
    """Return those among who act who are the body of one person whose power the type is, or its deputies."""
    case, fact = leg.case, leg.decision_type
    body = case.directory.body(fact.body, case.at) if fact.body else None
    return occupants(leg, Seat(position=body.position)) if body and body.position else []


def _capped(leg: Leg, occupant: Occupant) -> Reason | None:
    """Hold the amount against the cap of a deputy for a body of one person, who needs no amount without one."""
    if occupant.deputyship is None or occupant.deputyship.max_amount is None:
        return None
    required = leg.decision_type.amount_required
    return amounts.judge(list(amounts.cap(occupant.deputyship)), leg.case.question.amount, required=required)


def trials_of(leg: Leg, *, of_all: bool = True) -> tuple[Trial, ...]:
    """Return a trial for each candidate, by number.

    If not `of_all`, those are left out that stop at the first gate: they do not list the type, so the answer is the
    same without them.
    """
    seen = leg.case.register.mandates.seen_at(leg.case.at)
    found = candidates(leg, seen if of_all else (fact for fact in seen if gates.lists(leg, fact)))
    return tuple(Trial(leg, mandate) for mandate in sorted(found, key=lambda fact: by_number(fact.number)))


@dataclass(frozen=True, slots=True)
class Stop:
    """Where a trial stopped: the place of the gate, and its reason."""

    trial: Trial
    gate: int
    reason: Reason | None

    @property
    def reached(self) -> tuple[int, int]:
        """How far it got: to which gate, and whether a better question could turn what it stopped at."""
        return self.gate, self.reason.outcome.rank if self.reason else Outcome.AUTHORISED.rank


def stop_of(trial: Trial) -> Stop:
    """Return the first gate that a trial does not pass, with its reason."""
    for place, gate in enumerate(GATES):
        if reason := gate(trial):
            return Stop(trial, place, reason)
    return Stop(trial, len(GATES), None)


def _best(leg: Leg, stops: Sequence[Stop], own: LegAnswer | None) -> LegAnswer:
    """Choose the narrowest mandate that passes, else the one that got furthest; the lowest number decides a tie.

    Of those that stop at one gate, one that a better question could turn got furthest.
    """
    if passed := [stop for stop in stops if stop.reason is None]:
        return _covered_by(min(passed, key=lambda stop: stop.trial.effective_maximum))
    nearest = max(stops, key=lambda stop: stop.reached, default=None)
    if own and (nearest is None or nearest.reached <= _reached(own)):
        return own
    if nearest is None or nearest.reason is Reason.NO_MANDATE:
        return LegAnswer(leg.decision_type.code, leg.decision_type.body, Reason.NO_MANDATE)
    return _covered_by(nearest)


def _reached(own: LegAnswer) -> tuple[int, int]:
    """Return how far an own power got, as `Stop.reached` does: by default to the cap of a deputy."""
    gate = _GATE_OF_OWN_POWER.get(own.reason, gates.limits) if own.reason else gates.limits
    return GATES.index(gate), own.outcome.rank


_GATE_OF_OWN_POWER = {
    Reason.OWN_DECISION: gates.own_decision,
    Reason.CONDITION_UNCONFIRMED: gates.conditions,
}
"""Which gate stops a deputy of a body of one person, where that is not his cap."""


def _covered_by(stop: Stop) -> LegAnswer:
    trial = stop.trial
    return LegAnswer(
        trial.leg.decision_type.code,
        trial.mandate.on_behalf_of,
        stop.reason,
        trial.mandate,
        conditions=trial.conditions,
        signatories=() if stop.reason else signatories(trial.case, trial.able),
    )


def _explain(trial: Trial) -> Explained:
    results = tuple(GateResult(gate.__name__, gate(trial)) for gate in GATES)
    return Explained(trial.mandate.number, trial.leg.decision_type.code, results)
