"""The check: whether these people may take this decision, for this organisation, at this moment."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from sqlalchemy import insert, select

from mandate_registry.errors import FieldError, InvalidInput, NotFound
from mandate_registry.rules.decision import decide
from mandate_registry.rules.moments import rfc3339
from mandate_registry.rules.questions import Money, Named, Question
from mandate_registry.services.disclosure import Told, View
from mandate_registry.services.installation import now
from mandate_registry.services.loading import Loader
from mandate_registry.services.naming import organisations_of
from models import TABLES, checks, registers

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from mandate_registry.rules.answers import Answer
    from mandate_registry.rules.case import Register
    from mandate_registry.rules.facts import Organisation
    from mandate_registry.services.callers import Caller
    from mandate_registry.services.installation import Installation


_TOLD = [field.name for field in fields(Told)]
_KEEP = insert(checks)


@dataclass(frozen=True, slots=True)
class EmployeeRef:
    """How a request names an employee: by id, by number or by full name; `organisation` when it is another's."""

    id: UUID | None = None
    number: str | None = None
    name: str | None = None
    organisation: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckRequest:
    """A question as asked: times that are not stated mean now; no `confirmed_conditions` means all of them."""

    organisation: str
    employees: tuple[EmployeeRef, ...]
    decision_type: str
    amount: Money | None = None
    case: str | None = None
    counterparty: str | None = None
    unit: str | None = None
    about: EmployeeRef | None = None
    confirmed_conditions: frozenset[str] | None = frozenset()
    primary_decision_by: tuple[EmployeeRef, ...] = ()
    at: datetime | None = None
    known_at: datetime | None = None
    purpose: str | None = None


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
    _keep(caller, installation, told, desk)
    return told


class Desk:
    """Where one caller's questions are answered, from one snapshot at one moment."""

    def __init__(self, caller: Caller, installation: Installation, connection: Connection, moment: datetime) -> None:
        """Open for a caller."""
        self.caller = caller
        self.installation = installation
        self.connection = connection
        self.moment = moment
        self.register_ids: dict[str, int] = {}
        self._organisations: dict[str, list[Organisation]] = {}

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
        """Make the question of a request: ids become numbers, times left out become this moment.

        InvalidInput when it asks what will be known.
        """
        if request.known_at and request.known_at > self.moment:
            raise InvalidInput(FieldError("knownAt", "invalid_value", "lies in the future, which nobody knows yet"))
        return Question(
            organisation=request.organisation,
            employees=tuple(self._named(ref) for ref in request.employees),
            decision_type=request.decision_type,
            at=request.at or self.moment,
            known_at=request.known_at or self.moment,
            amount=request.amount,
            case=request.case,
            counterparty=request.counterparty,
            unit=request.unit,
            about=self._named(request.about) if request.about else None,
            confirmed_conditions=request.confirmed_conditions,
            primary_decision_by=tuple(self._named(ref) for ref in request.primary_decision_by),
        )

    def _named(self, ref: EmployeeRef) -> Named:
        if ref.id is None:
            return Named(ref.number, ref.name, ref.organisation)
        employees = TABLES["employees"]
        wanted = select(employees.c.number, registers.c.oin).join(registers).where(employees.c.id == ref.id).limit(1)
        row = self.connection.execute(wanted).one_or_none()
        return Named(row.number, organisation=row.oin) if row else Named()

    def load(self, question: Question) -> tuple[Loader, Register]:
        """Load what could concern the people of a question, as known when it asks."""
        loader = Loader(self.installation, self.connection, question.known_at)
        people = [*question.employees, *([question.about] if question.about else [])]
        register = loader.for_people(question.organisation, [*people, *question.primary_decision_by])
        self.register_ids |= loader.register_ids
        return loader, register

    def view(self, register: Register, question: Question, loader: Loader, *, own: bool) -> View:
        """Give the caller's view on what was loaded for a question."""
        return View(register, question.at, own, loader.ids, self._name(question), question.employees)

    def _name(self, question: Question) -> str:
        """Give the name of the represented organisation; its OIN for a moment of which the register knows none."""
        oin = question.organisation
        if oin not in self._organisations:
            self._organisations[oin] = organisations_of(self.connection, oin)
        known = (fact for fact in self._organisations[oin] if question.known_at in fact.recorded)
        return next((fact.name for fact in known if question.at in fact.valid), oin)

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


def _keep(caller: Caller, installation: Installation, told: Sequence[Told], desk: Desk) -> None:
    """Keep what was told, in one commit."""
    rows = [
        {
            "id": UUID(one.id),
            "register_id": desk.register_ids[one.organisation],
            "asked_by": caller.key,
            "asker": caller.organisation,
            "answer": json.dumps({field: getattr(one, field) for field in _TOLD}, ensure_ascii=False),
            "recorded_at": desk.moment,
        }
        for one in told
    ]
    with installation.writing() as connection:
        connection.execute(_KEEP, rows)


def read_check(caller: Caller, installation: Installation, identity: UUID) -> dict[str, Any]:
    """Give a check as it was told; NotFound to anyone but who asked and who keeps the register asked about."""
    wanted = (
        select(checks, registers.c.oin)
        .join(registers, registers.c.id == checks.c.register_id)
        .where(checks.c.id == identity)
    )
    with installation.reading() as connection:
        row = connection.execute(wanted).one_or_none()
    if row is None or not (caller.is_own(row.oin) or (caller.key is not None and row.asked_by == caller.key)):
        raise NotFound("There is no such check.")
    told: dict[str, Any] = json.loads(row.answer)
    return told
