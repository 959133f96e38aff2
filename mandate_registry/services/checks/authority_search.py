"""Searching authorities: who may take this decision, and what may this person decide."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from mandate_registry.errors import Forbidden
from mandate_registry.rules.agreements import AgreementSet
from mandate_registry.rules.answers import Answer, Outcome
from mandate_registry.rules.check_requests import WAYS, CheckRequest
from mandate_registry.rules.decision.search import FIRST, answers_of_all, is_found, place_of, what_may
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
from mandate_registry.services.register.whole_registers import whole_register
from mandate_registry.services.reply_basis import note_until

Place = tuple[str, str]
"""Where an authority stands among those found: by OIN and number, or by the place in the question and the type."""
Placed = Iterator[tuple[Place, "Authority | None"]]
"""What was looked at, in the order of its places; None where nothing is found."""
Found = tuple["Window", list[Person | None], Attempt | None]


MOST_ASKED = 1000
"""About how many people a page asks at most: where few may, it has fewer than fit, and leads on."""

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


@dataclass(frozen=True, slots=True)
class SearchPage:
    """Which page of what is found is wanted: so many (None: all) after a place.

    At most `most_asked` people are asked for it; None is all.
    """

    limit: int | None = None
    after: Place = FIRST
    most_asked: int | None = None


@dataclass(frozen=True, slots=True)
class FoundPage:
    """A page of what was found; `next_after` is the place after which the next one begins, None at the end."""

    items: list[Authority]
    next_after: Place | None


@dataclass(frozen=True, slots=True)
class Window:
    """What was found at one moment up to a place; None is to the end."""

    found: list[tuple[Place, Authority]]
    until: Place | None

    @classmethod
    def of(cls, placed: Placed, page: SearchPage) -> Window:
        """Take a page of what is found: it is full, or enough was looked at."""
        found: list[tuple[Place, Authority]] = []
        last = page.after
        for count, (place, one) in enumerate(placed):
            if page.limit is not None and (len(found) == page.limit or count == page.most_asked):
                return cls(found, last)
            last = place
            if one:
                found.append((place, one))
        return cls(found, None)


def search(caller: Caller, installation: Installation, request: CheckRequest) -> list[Authority]:
    """Return all that `search_page` finds."""
    return search_page(caller, installation, request, SearchPage()).items


def search_page(caller: Caller, installation: Installation, request: CheckRequest, page: SearchPage) -> FoundPage:
    """Find who may take a decision (no employees given), or what these employees may decide (no decision type given).

    Every authority found bears the check's own answer; a plain no is not found. An employee finds what he may decide
    himself; a partner what was agreed, where it was agreed that it searches. InvalidInput, Forbidden and TooMany as a
    check.
    """
    consume_questions(caller, installation, cost_of([request]))
    found, _ = find_and_record(caller, installation, lambda session: _searched(session, request, page))
    return found


def _searched(session: CheckSession, request: CheckRequest, page: SearchPage) -> tuple[FoundPage, list[CheckRecord]]:
    request = find_cards(session, request)
    try:
        found, subjects, attempt = _search(session, request, page)
    except Forbidden as refusal:
        refused = CheckRecord.refused(request, subjects_of(session, request), refusal, CheckKind.SEARCH)
        return FoundPage([], None), [refused]
    return found, [CheckRecord(request, LISTED, subjects, kind=CheckKind.SEARCH, attempt=attempt)]


def _search(
    session: CheckSession, request: CheckRequest, page: SearchPage
) -> tuple[FoundPage, list[Person | None], Attempt | None]:
    """Search at each moment at which an answer has to hold: what is found is found at all of them."""
    basis = authorise(session, Right.SEARCH, request)
    question = resolve(session, request)
    if request.at is None:
        note_until(question.at + HOLDS)
    asked = (replace(question, at=at) for at in session.clocks.moments(request.at))
    (found, subjects, attempt), *others = [_search_at(session, request, one, basis, page) for one in asked]
    windows = [found, *(other for other, *_ in others)]
    until = min((window.until for window in windows if window.until), default=None)
    reached = ([one for place, one in window.found if until is None or place <= until] for window in windows)
    return FoundPage(list(_worst_of(*reached)), until), subjects, attempt


def _worst_of(found: Iterable[Authority], *others: Iterable[Authority]) -> Iterator[Authority]:
    """Yield what was found at every moment, each as it is where its outcome is the worst."""
    at_others = [{one.key: one for one in other} for other in others]
    for one in found:
        if all(one.key in other for other in at_others):
            yield min((one, *(other[one.key] for other in at_others)), key=lambda it: Outcome(it.outcome).rank)


def _search_at(
    session: CheckSession, request: CheckRequest, question: Question, basis: AccessBasis, page: SearchPage
) -> Found:
    if basis.agreed:
        agreed = basis.agreed.with_lists()
        if not agreed:
            raise not_agreed("organisation", f"{request.organisation} did not agree that this caller searches")
        searched = _what_agreed if request.employees else _who_agreed
        return searched(session, request, question, agreed, page)
    if not request.employees:
        basis.must_concern([set()])
        return Window.of(_who_may(_whole_view(session, question), question, page.after), page), [], None
    view = session.load(question)
    basis.must_concern(view.register.find(named) for named in question.employees)
    subjects = [person_meant(view.register, named) for named in question.employees]
    return Window.of(_what_may(session, view, request, question, page.after), page), subjects, None


def _whole_view(session: CheckSession, question: Question, *, own: bool = True) -> DisclosureView:
    """Return the caller's view of a whole register; the newest version is read once."""
    known_until = session.known_until(question)
    if known_until:
        return session.load_whole(question, own=own)
    whole = whole_register(session.today, session.installation.remembered, question.organisation)
    return DisclosureView(whole.register, question.at, own, whole.ids, (), session.moment, known_until)


def _who_agreed(
    session: CheckSession, request: CheckRequest, question: Question, agreed: AgreementSet, page: SearchPage
) -> Found:
    """Find those of the organisation itself whom the agreement is about; each of them is concerned."""
    view = _whole_view(session, question, own=False)
    found = (
        (place, one if one and agreed.reaches(_person(question, one), question.at) else None)
        for place, one in _who_may(view, question, page.after)
        if not place[0]
    )
    window = Window.of(found, page)
    attempt = attempt_of(request, question, view.register, ())
    return window, [_person(question, one) for _, one in window.found], attempt


def _person(question: Question, found: Authority) -> Person:
    return Person(question.organisation, found.employee["number"] or "")


def _what_agreed(
    session: CheckSession, request: CheckRequest, question: Question, agreed: AgreementSet, page: SearchPage
) -> Found:
    """Find what was agreed of what those may decide whom a partner names: of undisclosed subjects, nothing.

    All is looked up whatever part is wanted: how long it takes tells nobody who exists.
    """
    disclosable = KnownSubjects.of(session.staff(question), question, agreed)
    decoyed = disclosable.with_decoys(question)
    view = session.load(decoyed, own=False)
    is_itself = {
        _nth(place): view.register.find(named)
        for place, (named, looked_at) in enumerate(zip(question.employees, decoyed.employees, strict=True))
        if named == looked_at
    }
    found = [
        (place, one)
        for place, one in list(_what_may(session, view, request, decoyed))
        if one
        and place > page.after
        and place[0] in is_itself
        and _is_agreed(agreed, one, is_itself[place[0]], question.at)
    ]
    attempt = attempt_of(request, question, view.register, disclosable.undisclosed)
    return Window.of(iter(found), page), disclosable.subjects, attempt


def _is_agreed(agreed: AgreementSet, found: Authority, people: Iterable[Person], at: datetime) -> bool:
    """Return True if it was agreed about this type that it is told of these people."""
    about = agreed.about(found.decision_type)
    return bool(about) and all(about.reaches(person, at) for person in people)


def _who_may(view: DisclosureView, question: Question, after: Place) -> Placed:
    for named, answer in answers_of_all(view.register, question, after):
        yield place_of(named), _authority(view, named, question, answer) if is_found(answer) else None


def _what_may(
    session: CheckSession, view: DisclosureView, request: CheckRequest, question: Question, after: Place = FIRST
) -> Placed:
    """Find what each may decide; of whom a card names, what stands on it."""
    for place, (ref, named) in enumerate(zip(request.employees, question.employees, strict=True)):
        if (nth := _nth(place)) >= after[0]:
            alone = replace(question, employees=(named,))
            for code, answer in what_may(view.register, alone, after[1] if nth == after[0] else ""):
                if shows(session, ref, code, question.at):
                    yield (nth, code), _authority(view, named, replace(question, decision_type=code), answer)


def _nth(place: int) -> str:
    """Write the place of an employee in a question, so that places come in order."""
    return f"{place:03}"


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
