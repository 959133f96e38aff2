"""Searching authorities: who may take this decision, and what may this person decide."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from mandate_registry.errors import Forbidden
from mandate_registry.rules.agreements import AgreementSet
from mandate_registry.rules.answers import Answer, Outcome
from mandate_registry.rules.check_requests import WAYS, CheckRequest
from mandate_registry.rules.decision.search import what_may, who_may
from mandate_registry.rules.questions import Named, Person, Question
from mandate_registry.services.callers import Caller
from mandate_registry.services.checks.access_basis import AccessBasis, authorise, not_agreed
from mandate_registry.services.checks.call_limits import consume_questions, cost_of
from mandate_registry.services.checks.check_records import LISTED, Attempt, CheckKind, CheckRecord
from mandate_registry.services.checks.check_session import CheckSession
from mandate_registry.services.checks.disclosure import DisclosureView
from mandate_registry.services.checks.enumeration_guard import attempt_of
from mandate_registry.services.checks.recorder import find_and_record
from mandate_registry.services.checks.resolved_people import find_cards, resolve, shows, subjects_of
from mandate_registry.services.checks.undisclosed import KnownSubjects, person_meant
from mandate_registry.services.installation import Installation
from mandate_registry.services.permissions import Right
from mandate_registry.services.reply_basis import note_until

Found = tuple[list["Authority"], list[Person | None], Attempt | None]


HOLDS = timedelta(minutes=5)
"""For how long a list about now is given again to who lost it: it does not say until when it holds."""


@dataclass(frozen=True, slots=True)
class Authority:
    """What one person may decide of one type, in the words of a check."""

    employee: dict[str, str | None]
    decision_type: str
    outcome: str
    reasons: list[dict[str, str | None]]
    mandate: dict[str, str] | None
    legs: list[dict[str, object]]
    conditions: list[dict[str, object]]

    @property
    def key(self) -> tuple[str | None, ...]:
        """Return who may decide what, the same at every moment."""
        who = self.employee
        return who["number"] or who["name"], who["organisation"], self.decision_type


def search(caller: Caller, installation: Installation, request: CheckRequest) -> list[Authority]:
    """Find who may take a decision (no employees given), or what these employees may decide (no decision type given).

    Every authority found bears the check's own answer; a plain no is not found. An employee finds what he may decide
    himself; a partner what was agreed, where it was agreed that it searches. InvalidInput, Forbidden and TooMany as a
    check.
    """
    consume_questions(caller, installation, cost_of([request]))
    found, _ = find_and_record(caller, installation, lambda session: _searched(session, request))
    return found


def _searched(session: CheckSession, request: CheckRequest) -> tuple[list[Authority], list[CheckRecord]]:
    request = find_cards(session, request)
    try:
        found, subjects, attempt = _search(session, request)
    except Forbidden as refusal:
        return [], [CheckRecord.refused(request, subjects_of(session, request), refusal, CheckKind.SEARCH)]
    return found, [CheckRecord(request, LISTED, subjects, kind=CheckKind.SEARCH, attempt=attempt)]


def _search(session: CheckSession, request: CheckRequest) -> Found:
    """Search at each moment at which an answer has to hold: what is found is found at all of them."""
    basis = authorise(session, Right.SEARCH, request)
    question = resolve(session, request)
    if request.at is None:
        note_until(question.at + HOLDS)
    asked = (replace(question, at=at) for at in session.clocks.moments(request.at))
    (found, subjects, attempt), *others = [_search_at(session, request, one, basis) for one in asked]
    return list(_worst_of(found, [other for other, *_ in others])), subjects, attempt


def _worst_of(found: Iterable[Authority], others: Iterable[Iterable[Authority]]) -> Iterator[Authority]:
    """Yield what was found at every moment, each as it is where its outcome is the worst."""
    at_others = [{one.key: one for one in other} for other in others]
    for one in found:
        if all(one.key in other for other in at_others):
            yield min((one, *(other[one.key] for other in at_others)), key=lambda it: Outcome(it.outcome).rank)


def _search_at(session: CheckSession, request: CheckRequest, question: Question, basis: AccessBasis) -> Found:
    if basis.agreed:
        agreed = basis.agreed.with_lists()
        if not agreed:
            raise not_agreed("organisation", f"{request.organisation} did not agree that this caller searches")
        searched = _what_agreed if request.employees else _who_agreed
        return searched(session, request, question, agreed)
    if not request.employees:
        basis.must_concern([set()])
        return list(_who_may(session.load_whole(question), question)), [], None
    view = session.load(question)
    basis.must_concern(view.register.find(named) for named in question.employees)
    subjects = [person_meant(view.register, named) for named in question.employees]
    return list(_what_may(session, view, request, question)), subjects, None


def _who_agreed(session: CheckSession, request: CheckRequest, question: Question, agreed: AgreementSet) -> Found:
    """Find those of the organisation itself whom the agreement is about; each of them is concerned."""
    view = session.load_whole(question, own=False)
    found = [
        (one, Person(question.organisation, one.employee["number"] or ""))
        for one in _who_may(view, question)
        if not one.employee["organisation"]
    ]
    kept = [(one, person) for one, person in found if agreed.reaches(person, question.at)]
    attempt = attempt_of(request, question, view.register, ())
    return [one for one, _ in kept], [person for _, person in kept], attempt


def _what_agreed(session: CheckSession, request: CheckRequest, question: Question, agreed: AgreementSet) -> Found:
    """Find what was agreed of what those may decide whom a partner names: of undisclosed subjects, nothing."""
    disclosable = KnownSubjects.of(session.staff(question), question, agreed)
    decoyed = disclosable.with_decoys(question)
    view = session.load(decoyed, own=False)
    found: list[Authority] = []
    for ref, named, looked_at in zip(request.employees, question.employees, decoyed.employees, strict=True):
        alone = replace(request, employees=(ref,)), replace(question, employees=(looked_at,))
        authorities = list(_what_may(session, view, *alone))
        if named == looked_at:
            people = view.register.find(named)
            found += (one for one in authorities if _is_agreed(agreed, one, people, question.at))
    return found, disclosable.subjects, attempt_of(request, question, view.register, disclosable.undisclosed)


def _is_agreed(agreed: AgreementSet, found: Authority, people: Iterable[Person], at: datetime) -> bool:
    """Return True if it was agreed about this type that it is told of these people."""
    about = agreed.about(found.decision_type)
    return bool(about) and all(about.reaches(person, at) for person in people)


def _who_may(view: DisclosureView, question: Question) -> Iterator[Authority]:
    for named, answer in who_may(view.register, question):
        yield _authority(view, named, question, answer)


def _what_may(
    session: CheckSession, view: DisclosureView, request: CheckRequest, question: Question
) -> Iterator[Authority]:
    """Find what each may decide; of whom a card names, what stands on it."""
    for ref, named in zip(request.employees, question.employees, strict=True):
        for code, answer in what_may(view.register, replace(question, employees=(named,))):
            if shows(session, ref, code, question.at):
                yield _authority(view, named, replace(question, decision_type=code), answer)


def _authority(view: DisclosureView, named: Named, question: Question, answer: Answer) -> Authority:
    return Authority(
        employee={way: getattr(named, way, None) for way in WAYS} | view.person(named),
        decision_type=question.decision_type,
        outcome=answer.outcome.value,
        reasons=view.reasons(answer, question.decision_type),
        mandate=view.mandate(answer.mandate, answer.outcome),
        legs=[view.leg(leg) for leg in answer.legs],
        conditions=view.conditions(answer, question),
    )
