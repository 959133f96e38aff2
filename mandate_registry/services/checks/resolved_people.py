"""Whom a question means: ids, and the codes of cards, become people."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import partial

from sqlalchemy import select

from mandate_registry.errors import FieldError, InvalidInput
from mandate_registry.rules.check_requests import CheckRequest, EmployeeRef
from mandate_registry.rules.presentation_code import covers
from mandate_registry.rules.questions import Named, Person, Question
from mandate_registry.services.checks.check_session import CheckSession
from mandate_registry.services.checks.presented_cards import Card, find_good
from mandate_registry.services.checks.undisclosed import person_meant
from mandate_registry.services.permissions import Right
from mandate_registry.services.reply_basis import note_card
from models import TABLES, registers


def find_cards(session: CheckSession, request: CheckRequest) -> CheckRequest:
    """Return a request with the cards of those whom it names by code; InvalidInput without a register here.

    A code names somebody where its card is good at this second, is of the organisation asked about, is for whoever
    asks, and has the decision type on it; otherwise it names nobody.
    """
    if not any(ref.code for ref in request.employees):
        return request
    session.today.directory(request.organisation)
    return replace(request, employees=tuple(_with_card(session, ref, request) for ref in request.employees))


def _with_card(session: CheckSession, ref: EmployeeRef, request: CheckRequest) -> EmployeeRef:
    card = find_good(session.connection, ref.code, session.moment) if ref.code else None
    if card is None or not _is_meant(session, card, ref, request):
        return ref
    session.cards[card.id] = card
    note_card(card.id)
    found = replace(ref, card=card.id)
    return found if shows(session, found, request.decision_type, request.at or session.moment) else ref


def _is_meant(session: CheckSession, card: Card, ref: EmployeeRef, request: CheckRequest) -> bool:
    """Return True if a card is of the organisation asked about, and for whoever asks: for its own people any is."""
    caller = session.caller
    is_here = card.organisation == request.organisation == (ref.organisation or request.organisation)
    is_for = card.partner in (None, caller.organisation) or caller.may(Right.ASK, card.organisation)
    return is_here and is_for


def shows(session: CheckSession, ref: EmployeeRef, decision_type: str, at: datetime) -> bool:
    """Return True if a decision type stands on the card by which somebody is named; without a card they all do."""
    card = session.cards.get(ref.card) if ref.card else None
    if card is None or not decision_type:
        return True
    return covers(session.today.directory(card.organisation), card.decision_types, decision_type, at)


def resolve(session: CheckSession, request: CheckRequest) -> Question:
    """Return the question of a request, its people by number or name; InvalidInput when it asks what will be known."""
    session.look_at([request])
    known = session.clocks.known(request)
    if known.known_at and known.known_at > session.moment:
        raise InvalidInput(FieldError("knownAt", "invalid_value", "lies in the future, which nobody knows yet"))
    return known.question(session.moment, partial(_named, session, request.organisation))


def _named(session: CheckSession, organisation: str, ref: EmployeeRef) -> Named:
    """Name an employee; an id names one of the organisation asked about, and is another's like no id at all."""
    if ref.code:
        return Named(session.cards[ref.card].employee) if ref.card else Named()
    if ref.id is None:
        return ref.named
    employees = TABLES["employees"]
    wanted = select(employees.c.number).join(registers).where(employees.c.id == ref.id)
    number = session.connection.scalar(wanted.where(registers.c.oin == organisation).limit(1))
    return Named(number) if number else Named()


def subjects_of(session: CheckSession, request: CheckRequest) -> list[Person | None]:
    """Find those whom a question that is refused was about, as they are known today; they may see that it was."""
    named = [_named(session, request.organisation, ref) for ref in request.employees]
    staff = session.today.staff(request.organisation, named)
    return [person_meant(staff, one) for one in named]
