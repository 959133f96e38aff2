"""Where one caller's questions are answered, from one snapshot of the database, at one moment."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection, Row, select

from mandate_registry.errors import Lack, Unavailable
from mandate_registry.rules.agreements import Agreed
from mandate_registry.rules.answers import Answer, Outcome
from mandate_registry.rules.case import Register
from mandate_registry.rules.decision import decide, holds_until
from mandate_registry.rules.moments import rfc3339
from mandate_registry.rules.presentation import covers
from mandate_registry.rules.questions import Named, Person, Question
from mandate_registry.rules.remedies import with_remedies
from mandate_registry.services.answering.admitting import Admission, admit
from mandate_registry.services.answering.asked import Asked, refusal_of, worst_of
from mandate_registry.services.answering.asking import (
    CheckRequest,
    EmployeeRef,
    must_know_its_moment,
    organisations_named,
    question_of,
)
from mandate_registry.services.answering.cards import Card, find_good
from mandate_registry.services.answering.clocks import Clocks
from mandate_registry.services.answering.disclosure import Told, View, shown_employee
from mandate_registry.services.answering.keeping import keep, keep_refused
from mandate_registry.services.answering.probing import caught, probe_of
from mandate_registry.services.answering.strangers import Acquaintance, meant, of_those_who_sign
from mandate_registry.services.basis import note_card, note_until
from mandate_registry.services.callers import Caller
from mandate_registry.services.installation import Installation, now
from mandate_registry.services.permissions import Right
from mandate_registry.services.registers.loading import Loaders, moment_of
from models import TABLES, registers

ATTEMPTS = 10
"""How often is asked again when the register changes in the meantime."""


def ask_and_keep(caller: Caller, installation: Installation, ask: Callable[[Desk], list[Asked]]) -> list[Asked]:
    """Ask at a desk, keep every question in one commit, and give them.

    Forbidden or TooMany when one of them was refused: then only the refusals are kept, for nothing else is told.
    """
    for _ in range(ATTEMPTS):
        with installation.reading() as connection:
            desk = Desk(caller, installation, connection, now())
            asked = ask(desk)
        if refused := [one for one in asked if one.refusal] or caught(caller, installation, asked):
            keep_refused(caller, installation, refused, desk.moment, desk.seen)
            raise refusal_of(one.refusal for one in refused if one.refusal)
        if (kept := keep(caller, installation, asked, desk.moment, desk.seen)) is not None:
            return kept
    raise Unavailable("The register changes faster than it can be asked; try again later.", Lack.BUSY)


class Desk:
    """Where one caller's questions are answered. `seen` has the registers that were looked at, by OIN."""

    def __init__(self, caller: Caller, installation: Installation, connection: Connection, moment: datetime) -> None:
        """Open for a caller."""
        self.caller = caller
        self.installation = installation
        self.connection = connection
        self._now = moment
        self.seen: dict[str, Row[Any]] = {}
        self._loader = Loaders(connection, installation.remembered, self.seen).of
        self._today = self._loader(None)
        self._cards: dict[UUID, Card] = {}

    @property
    def moment(self) -> datetime:
        """Return the moment at which is asked: by the clock of this host, or of the registers if that is later."""
        return moment_of(self.seen.values(), self._now)

    def look_at(self, requests: Iterable[CheckRequest]) -> None:
        """Look at the registers that these questions name, so that all are asked at one moment."""
        self._today.look_at(oin for request in requests for oin in organisations_named(request))

    def admit(self, right: Right, request: CheckRequest) -> Admission:
        """Tell as whom the caller asks; InvalidInput and Forbidden as `admitting.admit`.

        InvalidInput also when a partner, or a receipt, would be told of a moment from knowledge of before it.
        """
        self._today.directory(request.organisation)
        admission = admit(self.caller, right, request, self._today)
        self.look_at([request])
        if admission.agreed or request.receipt:
            must_know_its_moment(self.clocks.known(request), self.moment)
        return admission

    @property
    def clocks(self) -> Clocks:
        """Return this moment by the clock of this host, and by that of the registers that were looked at."""
        return Clocks(self._now, self.moment)

    def answer(self, request: CheckRequest) -> Asked:
        """Answer one question, in the caller's view; InvalidInput and Forbidden as `admit`.

        It is the worst of those by each clock where they disagree.
        """
        admission = self.admit(Right.ASK, request)
        answers = [self._answer(request, admission, at) for at in self.clocks.moments(request.at)]
        return worst_of(answers, request.at)

    def _answer(self, request: CheckRequest, admission: Admission, at: datetime) -> Asked:
        question = replace(self.question(request), at=at)
        if admission.agreed:
            return self._answer_partner(request, question, admission.agreed)
        view = self.view(question)
        admission.must_concern(view.register.find(named) for named in question.employees)
        answer = with_remedies(view.register, question, decide(view.register, question, explain=True))
        told = self._told(request, question, answer, view, self._differs_from_then(question, answer))
        subjects = [meant(view.register, named) for named in question.employees]
        return Asked(request, told.outcome, subjects, told, receipted=request.receipt is True)

    def _answer_partner(self, request: CheckRequest, question: Question, agreed: Agreed) -> Asked:
        """Answer a partner: about a stranger with the same words, and the same work, as about anybody else."""
        met, told, register = self._told_partner(request, question, agreed)
        other = self._known_otherwise(question)
        if other is not None:
            compared = self._told_partner(request, other, agreed)[1]
            told = replace(told, differs_from_then=compared.essence != told.essence)
        probe = probe_of(request, question, register, met.strangers)
        receipted = request.receipt is not False
        return Asked(request, told.outcome, met.subjects, told, probe=probe, receipted=receipted)

    def _told_partner(
        self, request: CheckRequest, question: Question, agreed: Agreed
    ) -> tuple[Acquaintance, Told, Register]:
        met = Acquaintance.made(self.staff(question), question, agreed)
        stood_in = met.with_stand_ins(question)
        view = self.view(stood_in, own=False)
        stood_in = met.with_mentioned(stood_in, view.register)
        answer = decide(view.register, stood_in, look_ahead=False)
        known = met.without_strangers(met.with_mentioned(question, view.register), view.register)
        if known != stood_in:
            answer = decide(view.register, known, look_ahead=False)
        if answer.outcome is Outcome.AUTHORISED:  # of nothing else a partner is told how long it holds
            signing = of_those_who_sign(known, answer, view.register)
            answer = replace(answer, stable_until=holds_until(view.register, signing, answer))
        told = self._told(request, question, answer, replace(view, asked=known.employees), None)
        return met, told, view.register

    def opened(self, request: CheckRequest) -> CheckRequest:
        """Find the cards of those whom a request names by code; InvalidInput as `admit`.

        A code names somebody where its card is good at this second, is of the organisation asked about, is for whoever
        asks, and has the decision type on it; otherwise it names nobody.
        """
        if not any(ref.code for ref in request.employees):
            return request
        self._today.directory(request.organisation)
        return replace(request, employees=tuple(self._opened(ref, request) for ref in request.employees))

    def _opened(self, ref: EmployeeRef, request: CheckRequest) -> EmployeeRef:
        card = find_good(self.connection, ref.code, self.moment) if ref.code else None
        if card is None or not self._is_meant(card, ref, request):
            return ref
        self._cards[card.id] = card
        note_card(card.id)
        found = replace(ref, card=card.id)
        return found if self.shows(found, request.decision_type, request.at or self.moment) else ref

    def _is_meant(self, card: Card, ref: EmployeeRef, request: CheckRequest) -> bool:
        """Tell whether a card is of the organisation asked about, and for whoever asks: for its own people any is."""
        is_here = card.organisation == request.organisation == (ref.organisation or request.organisation)
        is_for = card.partner in (None, self.caller.organisation) or self.caller.may(Right.ASK, card.organisation)
        return is_here and is_for

    def shows(self, ref: EmployeeRef, decision_type: str, at: datetime) -> bool:
        """Tell whether a decision type stands on the card by which somebody is named; without a card they all do."""
        card = self._cards.get(ref.card) if ref.card else None
        if card is None or not decision_type:
            return True
        return covers(self._today.directory(card.organisation), card.decision_types, decision_type, at)

    def question(self, request: CheckRequest) -> Question:
        """Make the question of a request; ids become numbers."""
        self.look_at([request])
        return question_of(self.clocks.known(request), self.moment, partial(self._named, request.organisation))

    def _named(self, organisation: str, ref: EmployeeRef) -> Named:
        """Name an employee; an id names one of the organisation asked about, and is another's like no id at all."""
        if ref.code:
            return Named(self._cards[ref.card].employee) if ref.card else Named()
        if ref.id is None:
            return Named(ref.number, ref.name, ref.organisation)
        employees = TABLES["employees"]
        wanted = select(employees.c.number).join(registers).where(employees.c.id == ref.id)
        number = self.connection.scalar(wanted.where(registers.c.oin == organisation).limit(1))
        return Named(number) if number else Named()

    def staff(self, question: Question) -> Register:
        """Give those who could be meant by a question, as known when it asks: a register without its mandates."""
        return self._loader(question.known_at).staff(question.organisation, question.everybody)

    def subjects(self, request: CheckRequest) -> list[Person | None]:
        """Find those whom a question that is refused was about, as they are known today; they may see that it was."""
        named = [self._named(request.organisation, ref) for ref in request.employees]
        staff = self._today.staff(request.organisation, named)
        return [meant(staff, one) for one in named]

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
        """Return True if the register answers otherwise from other knowledge (`_known_otherwise`); None without it."""
        other = self._known_otherwise(question)
        if other is None:
            return None
        return decide(self.view(other).register, other, look_ahead=False).ground != answer.ground

    def _known_otherwise(self, question: Question) -> Question | None:
        """Return a question as it is answered from other knowledge; None when there is none to compare it with.

        What is asked as it was known before is compared with what is known now; what is known now of a past moment,
        with what was known then, if there was a register.
        """
        if self._is_outdated(question):
            return replace(question, known_at=self.moment)
        is_past = question.at < min(question.known_at, self._now)
        then = replace(question, known_at=question.at)
        return then if is_past and self._today.knows(question.organisation, question.at) else None

    def _is_outdated(self, question: Question) -> bool:
        """Return True if a register that a question names changed after the moment whose knowledge it asks for."""
        named = {question.organisation, *(one.organisation for one in question.everybody)}
        changed = (row.changed_at for oin, row in self.seen.items() if oin in named)
        return any(moment > question.known_at for moment in changed if moment)

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
        if self._is_outdated(question):  # which says nothing of later
            until = min(until or question.known_at, question.known_at)
        if request.at is None:
            note_until(until)
        return Told(
            id=str(uuid4()),
            organisation=question.organisation,
            employees=[
                shown_employee(ref, named, view)
                for ref, named in zip(request.employees, question.employees, strict=True)
            ],
            decision_type=question.decision_type,
            decision=outcome.value == "authorised",
            outcome=outcome.value,
            reasons=view.reasons(answer, question.decision_type),
            mandate=view.mandate(answer.mandate, outcome),
            legs=[view.leg(leg) for leg in answer.legs],
            conditions=view.conditions(answer, question),
            at=rfc3339(question.at),
            known_at=rfc3339(question.known_at),
            evaluated_at=rfc3339(self.moment),
            stable_until=rfc3339(until) if until else None,
            differs_from_then=differs,
            forecast=question.at > question.known_at,
            explanation=view.explanation(answer),
            signature_line=view.signature_line(answer),
        )
