"""Searching authorities: who may take this decision, and what may this person decide."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mandate_registry.rules.search import what_may, who_may
from mandate_registry.services.checking import Desk
from mandate_registry.services.installation import now
from mandate_registry.services.loading import Loader

if TYPE_CHECKING:
    from mandate_registry.rules.answers import Answer
    from mandate_registry.rules.questions import Named, Question
    from mandate_registry.services.asking import CheckRequest
    from mandate_registry.services.callers import Caller
    from mandate_registry.services.disclosure import View
    from mandate_registry.services.installation import Installation


@dataclass(frozen=True, slots=True)
class Authority:
    """What one person may decide of one type, in the words of a check."""

    employee: dict[str, str | None]
    decision_type: str
    outcome: str
    reasons: list[dict[str, str | None]]
    mandate: dict[str, str] | None
    legs: list[dict[str, object]]
    conditions: list[dict[str, str | None]]


def search(caller: Caller, installation: Installation, request: CheckRequest) -> list[Authority]:
    """Find who may take a decision (no employees given), or what these employees may decide (no decision type given).

    Every authority found bears the check's own answer; a plain no is not found. Only for who reads the register.
    """
    caller.must_read(request.organisation)
    with installation.reading() as connection:
        desk = Desk(caller, installation, connection, now())
        question = desk.question(request)
        if request.employees:
            loader, register = desk.load(question)
            return _what_may(desk.view(register, question, loader, own=True), question)
        loader = Loader(connection, question.known_at, installation.remembered)
        register = loader.whole(request.organisation)
        return _who_may(desk.view(register, question, loader, own=True), question)


def _who_may(view: View, question: Question) -> list[Authority]:
    return [
        _authority(view, named, question.decision_type, answer) for named, answer in who_may(view.register, question)
    ]


def _what_may(view: View, question: Question) -> list[Authority]:
    return [
        _authority(view, named, code, answer)
        for named in question.employees
        for code, answer in what_may(view.register, replace(question, employees=(named,)))
    ]


def _authority(view: View, named: Named, decision_type: str, answer: Answer) -> Authority:
    return Authority(
        employee={"number": named.number, "name": named.name, "organisation": named.organisation} | view.person(named),
        decision_type=decision_type,
        outcome=answer.outcome.value,
        reasons=view.reasons(answer),
        mandate=view.mandate(answer.mandate, answer.outcome),
        legs=[view.leg(leg) for leg in answer.legs],
        conditions=view.conditions(answer),
    )
