"""Where one caller's questions are answered, from one snapshot of the database, at one moment."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from sqlalchemy import select

from mandate_registry.errors import Forbidden, Unavailable
from mandate_registry.rules.answers import Outcome
from mandate_registry.rules.decision import decide
from mandate_registry.rules.moments import rfc3339
from mandate_registry.rules.questions import Named
from mandate_registry.services.admitting import admit
from mandate_registry.services.asking import question_of
from mandate_registry.services.disclosure import Told, View
from mandate_registry.services.installation import now
from mandate_registry.services.keeping import Asked, keep
from mandate_registry.services.loading import Loader
from mandate_registry.services.permissions import Right
from mandate_registry.services.strangers import Acquaintance
from models import TABLES, registers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from sqlalchemy import Connection, Row

    from mandate_registry.rules.agreements import Agreed
    from mandate_registry.rules.answers import Answer
    from mandate_registry.rules.directory import Directory
    from mandate_registry.rules.questions import Person, Question
    from mandate_registry.services.admitting import Admission
    from mandate_registry.services.asking import CheckRequest, EmployeeRef
    from mandate_registry.services.callers import Caller
    from mandate_registry.services.installation import Installation

ATTEMPTS = 10
"""How often is asked again when the register changes in the meantime."""


def ask_and_keep(caller: Caller, installation: Installation, ask: Callable[[Desk], list[Asked]]) -> list[Asked]:
    """Ask at a desk, keep every question in one commit, and give them.

    Forbidden when one of them was refused: then only the refusals are kept, for nothing else is told.
    """
    for _ in range(ATTEMPTS):
        with installation.reading() as connection:
            desk = Desk(caller, installation, connection, now())
            asked = ask(desk)
        refused = [one for one in asked if one.refusal]
        if keep(caller, installation, refused or asked, desk.moment, desk.seen):
            _raise(one.refusal for one in refused if one.refusal)
            return asked
    raise Unavailable("The register changes faster than it can be asked; try again later.")


def _raise(refusals: Iterable[Forbidden]) -> None:
    found = list(refusals)
    if found:
        errors = (error for refusal in found for error in refusal.errors)
        raise Forbidden(str(found[0]), *dict.fromkeys(errors))


class Desk:
    """Where one caller's questions are answered. `seen` has the registers that were looked at, by OIN."""

    def __init__(self, caller: Caller, installation: Installation, connection: Connection, moment: datetime) -> None:
        """Open for a caller."""
        self.caller = caller
        self.installation = installation
        self.connection = connection
        self.moment = moment
        self.seen: dict[str, Row[Any]] = {}
        self._today = self._loader(moment)

    def _loader(self, known_at: datetime) -> Loader:
        return Loader(self.connection, known_at, self.installation.remembered, seen=self.seen)

    def admit(self, right: Right, request: CheckRequest) -> Admission:
        """Tell as whom the caller asks; InvalidInput and Forbidden as `admitting.admit`."""
        self._today.directory(request.organisation)
        return admit(self.caller, right, request, self._today)

    def answer(self, request: CheckRequest) -> Asked:
        """Answer one question, in the caller's view; InvalidInput and Forbidden as `admitting.admit`."""
        admission = self.admit(Right.ASK, request)
        question = self.question(request)
        if admission.agreed:
            return self._answer_partner(request, question, admission.agreed)
        view = self.view(question)
        people = [view.register.find(named) for named in question.employees]
        admission.must_concern(people)
        answer = decide(view.register, question, explain=True)
        told = self._told(request, question, answer, view, self._differs_from_then(question, answer))
        return Asked(request, told.outcome, [_only(group) for group in people], told)

    def _answer_partner(self, request: CheckRequest, question: Question, agreed: Agreed) -> Asked:
        """Answer a partner: about a stranger with the same words, and the same work, as about anybody else."""
        met = Acquaintance.made(self.directory(question), question, agreed)
        stood_in, known = met.with_stand_ins(question), met.without_strangers(question)
        view = self.view(stood_in, own=False)
        answer = decide(view.register, stood_in, look_ahead=False)
        if met.strangers:
            answer = decide(view.register, known, look_ahead=False)
        elif answer.outcome is Outcome.AUTHORISED:  # of nothing else a partner is told how long it holds
            answer = decide(view.register, known)
        told = self._told(request, known, answer, replace(view, asked=known.employees), None)
        return Asked(request, told.outcome, met.subjects, told)

    def question(self, request: CheckRequest) -> Question:
        """Make the question of a request; ids become numbers."""
        return question_of(request, self.moment, partial(self._named, request.organisation))

    def _named(self, organisation: str, ref: EmployeeRef) -> Named:
        """Name an employee; an id names one of the organisation asked about, and is another's like no id at all."""
        if ref.id is None:
            return Named(ref.number, ref.name, ref.organisation)
        employees = TABLES["employees"]
        wanted = select(employees.c.number).join(registers).where(employees.c.id == ref.id)
        number = self.connection.scalar(wanted.where(registers.c.oin == organisation).limit(1))
        return Named(number) if number else Named()

    def directory(self, question: Question) -> Directory:
        """Give who works in the organisation asked about, as known when the question asks."""
        return self._loader(question.known_at).directory(question.organisation)

    def view(self, question: Question, *, own: bool = True) -> View:
        """Give the caller's view on what could concern the people of a question, as known when it asks."""
        loader = self._loader(question.known_at)
        register = loader.for_people(question.organisation, question.everybody)
        return View(register, question.at, own, loader.ids, question.employees)

    def whole(self, question: Question, *, own: bool = True) -> View:
        """Give the caller's view on a whole register, to search it."""
        loader = self._loader(question.known_at)
        return View(loader.whole(question.organisation), question.at, own, loader.ids, ())

    def _differs_from_then(self, question: Question, answer: Answer) -> bool | None:
        """Tell, of a question about the past, whether the register would have answered otherwise at that time."""
        if question.at >= question.known_at:
            return None
        then = replace(question, known_at=question.at)
        before = decide(self.view(then).register, then, look_ahead=False)
        return before.reason != answer.reason or _numbers(before) != _numbers(answer)

    def _told(
        self,
        request: CheckRequest,
        question: Question,
        answer: Answer,
        view: View,
        differs: bool | None,  # noqa: FBT001 - passed on as it is
    ) -> Told:
        outcome = view.outcome(answer)
        until = view.stable_until(answer)
        return Told(
            id=str(uuid4()),
            organisation=question.organisation,
            employees=[
                _shown(ref, named, view) for ref, named in zip(request.employees, question.employees, strict=True)
            ],
            decision_type=question.decision_type,
            decision=outcome.value == "authorised",
            outcome=outcome.value,
            reasons=view.reasons(answer),
            mandate=view.mandate(answer.mandate, outcome),
            legs=[view.leg(leg) for leg in answer.legs],
            conditions=view.conditions(answer),
            at=rfc3339(question.at),
            known_at=rfc3339(question.known_at),
            evaluated_at=rfc3339(self.moment),
            stable_until=rfc3339(until) if until else None,
            differs_from_then=differs,
            explanation=view.explanation(answer),
            signature_line=view.signature_line(answer),
        )


def _numbers(answer: Answer) -> list[str | None]:
    return [leg.mandate.number if leg.mandate else None for leg in answer.legs]


def _shown(ref: EmployeeRef, named: Named, view: View) -> dict[str, str | None]:
    """Show whom the answer is about: as asked, and to the own organisation by number and name."""
    asked = {
        "id": str(ref.id) if ref.id else None,
        "number": ref.number,
        "name": ref.name,
        "organisation": ref.organisation,
    }
    return asked | view.person(named)


def _only(group: set[Person]) -> Person | None:
    return next(iter(group)) if len(group) == 1 else None
