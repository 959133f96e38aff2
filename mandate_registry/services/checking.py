"""The check: whether these people may take this decision, for this organisation, at this moment."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from sqlalchemy import select

from mandate_registry.errors import FieldError, InvalidInput, Unavailable
from mandate_registry.rules.decision import decide
from mandate_registry.rules.moments import rfc3339
from mandate_registry.rules.questions import Named
from mandate_registry.services.asking import question_of
from mandate_registry.services.disclosure import Told, View
from mandate_registry.services.installation import now
from mandate_registry.services.keeping import keep
from mandate_registry.services.loading import Loader
from models import TABLES, registers

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection, Row

    from mandate_registry.rules.answers import Answer
    from mandate_registry.rules.case import Register
    from mandate_registry.rules.questions import Question
    from mandate_registry.services.asking import CheckRequest, EmployeeRef
    from mandate_registry.services.callers import Caller
    from mandate_registry.services.installation import Installation


ATTEMPTS = 10
"""How often an answer is tried again when the register changes while it is given."""


def check(caller: Caller, installation: Installation, request: CheckRequest) -> Told:
    """Answer one question and keep what was told.

    InvalidInput names a field that cannot be: an organisation without a register here, knowledge of the future, or a
    partner's question without a purpose.
    """
    return _check(caller, installation, [request])[0]


def check_all(
    caller: Caller, installation: Installation, requests: Sequence[CheckRequest], path: str = "checks.{}."
) -> list[Told]:
    """Answer many questions from one snapshot, and keep all that was told in one commit.

    InvalidInput names the fields of all of them; `path` says where a question stands, its number put in.
    """
    return _check(caller, installation, requests, path)


def _check(caller: Caller, installation: Installation, requests: Sequence[CheckRequest], path: str = "") -> list[Told]:
    for _ in range(ATTEMPTS):
        told, desk = _answer(caller, installation, requests, path)
        if keep(caller, installation, told, desk.moment, desk.seen):
            return told
    raise Unavailable("The register changes faster than it can be asked; try again later.")


def _answer(
    caller: Caller, installation: Installation, requests: Sequence[CheckRequest], path: str
) -> tuple[list[Told], Desk]:
    moment = now()
    told: list[Told] = []
    errors: list[FieldError] = []
    with installation.reading() as connection:
        desk = Desk(caller, installation, connection, moment)
        for place, request in enumerate(requests):
            try:
                told.append(desk.answer(request))
            except InvalidInput as error:
                errors += (replace(found, field=path.format(place) + found.field) for found in error.errors)
    if errors:
        raise InvalidInput(*dict.fromkeys(errors))
    return told, desk


class Desk:
    """Where one caller's questions are answered, from one snapshot at one moment."""

    def __init__(self, caller: Caller, installation: Installation, connection: Connection, moment: datetime) -> None:
        """Open for a caller."""
        self.caller = caller
        self.installation = installation
        self.connection = connection
        self.moment = moment
        self.seen: dict[str, Row[Any]] = {}

    def answer(self, request: CheckRequest) -> Told:
        """Answer one question, in the caller's view."""
        own = self.caller.is_own(request.organisation)
        self._refuse(request, own=own)
        question = self.question(request)
        loader, register = self.load(question)
        answer = decide(register, question, explain=own)
        differs = self._differs_from_then(question, answer) if own else None
        view = self.view(register, question, loader, own=own)
        return self._told(request, question, answer, view, differs)

    def _refuse(self, request: CheckRequest, *, own: bool) -> None:
        if not own and not request.purpose:
            raise InvalidInput(FieldError("purpose", "required", "who asks about another organisation says what for"))

    def question(self, request: CheckRequest) -> Question:
        """Make the question of a request; ids become numbers."""
        return question_of(request, self.moment, self._named)

    def _named(self, ref: EmployeeRef) -> Named:
        if ref.id is None:
            return Named(ref.number, ref.name, ref.organisation)
        employees = TABLES["employees"]
        wanted = select(employees.c.number, registers.c.oin).join(registers).where(employees.c.id == ref.id).limit(1)
        row = self.connection.execute(wanted).one_or_none()
        return Named(row.number, organisation=row.oin) if row else Named()

    def load(self, question: Question) -> tuple[Loader, Register]:
        """Load what could concern the people of a question, as known when it asks."""
        loader = Loader(self.connection, question.known_at, self.installation.remembered)
        people = [*question.employees, *([question.about] if question.about else [])]
        register = loader.for_people(question.organisation, [*people, *question.primary_decision_by])
        self.seen |= loader.seen
        return loader, register

    def view(self, register: Register, question: Question, loader: Loader, *, own: bool) -> View:
        """Give the caller's view on what was loaded for a question."""
        return View(register, question.at, own, loader.ids, question.employees)

    def _differs_from_then(self, question: Question, answer: Answer) -> bool | None:
        """Tell, of a question about the past, whether the register would have answered otherwise at that time."""
        if question.at >= question.known_at:
            return None
        then = replace(question, known_at=question.at)
        before = decide(self.load(then)[1], then, look_ahead=False)
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
