"""The mirror questions: who may take this decision, and what may this person decide."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from mandate_registry.rules.answers import OF_WHO_DOES_NOT_ACT, Answer, Outcome, Reason
from mandate_registry.rules.decision.candidates import seat_names
from mandate_registry.rules.decision.case import Register
from mandate_registry.rules.decision.decision import decide
from mandate_registry.rules.facts import EVERY_TYPE
from mandate_registry.rules.notation import Seat
from mandate_registry.rules.questions import Named, Question

Place = tuple[str, str]
"""Where somebody stands in the order of who may: OIN, empty of the organisation itself, and number."""
FIRST: Place = "", ""


def who_may(register: Register, question: Question, after: Place = FIRST) -> Iterator[tuple[Named, Answer]]:
    """Yield everyone who may take the decision of `question`, alone or as one of several, with the check's own answer.

    They come in the order of their places, from the one after `after` on. The people of the question are not looked at.
    """
    return ((named, answer) for named, answer in answers_of_all(register, question, after) if is_found(answer))


def answers_of_all(register: Register, question: Question, after: Place = FIRST) -> Iterator[tuple[Named, Answer]]:
    """Yield everyone whom a mandate that lists the type could concern, with an answer that may be found or not."""
    listing = _names_listing(register, question)
    for named in _everyone(register, question):
        if place_of(named) > after and not listing.isdisjoint(seat_names(register.directory, register.others, [named])):
            yield named, _ask(register, replace(question, employees=(named,)))


def place_of(named: Named) -> Place:
    """Return where somebody who is named by number stands in the order of who may."""
    return named.organisation or "", named.number or ""


def _names_listing(register: Register, question: Question) -> set[str]:
    """Return the names in seats (`Seat.names`) by which somebody could decide: of the mandates that list the type.

    With them are the positions of bodies of one person, which decide by their own power. Who has none of these names
    has nothing but a no of which no mandate is the reason, which no search finds.
    """
    directory, at = register.directory, question.at
    parts = directory.parts(question.decision_type, at)
    codes = {EVERY_TYPE, *(code for part in parts for code in directory.types_above(part, at))}
    listing = (fact for fact in register.mandates if not codes.isdisjoint(fact.decision_types))
    return {
        *(name for fact in listing for seat in fact.seats for name in seat.names),
        *(f"position:{body.position}" for body in directory.bodies_known() if body.position),
    }


def what_may(register: Register, question: Question, after: str = "") -> Iterator[tuple[str, Answer]]:
    """Yield every decision type that the people of `question` may decide, with the check's own answer.

    They come by code, from the one after `after` on. The decision type of the question is not looked at.
    """
    theirs = narrowed(register, question.employees)
    for fact in register.directory.decision_types(question.at):
        if fact.code > after and not fact.is_heading:
            answer = decide(theirs, replace(question, decision_type=fact.code), look_ahead=False)
            if is_found(answer):
                yield fact.code, answer


def is_found(answer: Answer) -> bool:
    """Return whether a search gives this answer: all but a plain no, and who may with a co-holder.

    A question that names nobody in particular, or nothing that can be asked, finds nothing.
    """
    if answer.reason in _ABOUT_NOTHING:
        return False
    return answer.outcome is not Outcome.NOT_AUTHORISED or answer.reason is Reason.CO_HOLDER_REQUIRED


_ABOUT_NOTHING = (
    *OF_WHO_DOES_NOT_ACT,
    Reason.SUBJECT_AMBIGUOUS,
    Reason.DECISION_TYPE_UNKNOWN,
)


def _everyone(register: Register, question: Question) -> Iterator[Named]:
    """Yield all who are employed at the moment, and those of other organisations whom a seat reaches."""
    directory = register.directory
    yield from (Named(number=number) for number in directory.numbers() if directory.is_employed(number, question.at))
    seats = {seat for mandate in register.mandates for seat in mandate.seats if seat.organisation}
    elsewhere = {(seat.organisation, number) for seat in seats for number in _numbers(register, seat)}
    yield from (Named(number=number, organisation=organisation) for organisation, number in sorted(elsewhere))


def _numbers(register: Register, seat: Seat) -> set[str]:
    if seat.employee:
        return {seat.employee}
    other = register.others.get(seat.organisation or "")
    return other.holders_ever(seat.position or "") if other else set()


def _ask(register: Register, question: Question) -> Answer:
    return decide(narrowed(register, question.employees), question, look_ahead=False)


def narrowed(register: Register, people: Iterable[Named]) -> Register:
    """Return the register with no mandates but those that could concern these people, and all above them."""
    names = seat_names(register.directory, register.others, people)
    return replace(register, mandates=register.mandates.naming(names))
