"""What whoever holds a card is shown of it: decided at that second, by the rules of a check, and kept as a question."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from limits import parse

from mandate_registry.errors import NotFound
from mandate_registry.rules.check_requests import CheckRequest, EmployeeRef
from mandate_registry.rules.decision.case import Register
from mandate_registry.rules.facts import DecisionType
from mandate_registry.rules.powers.powers import Limit, Power, power
from mandate_registry.rules.presentation_code import Presented, shown_name
from mandate_registry.rules.questions import Person, Question
from mandate_registry.services.callers import Caller, Channel
from mandate_registry.services.checks.check_records import LISTED, CheckKind, CheckRecord
from mandate_registry.services.checks.check_session import CheckSession
from mandate_registry.services.checks.presented_cards import Card, find_good
from mandate_registry.services.checks.recorder import find_and_record
from mandate_registry.services.checks.resolved_people import resolve
from mandate_registry.services.installation import Installation
from mandate_registry.services.rate_limits import consume

SHOWINGS = parse("30/minute")
"""How often one code may be presented, whether or not it is one of a card."""


class CardVerdict(StrEnum):
    """Whether something may be decided at this moment: alone, on a condition, with somebody, or not."""

    YES = "yes"
    CONDITIONAL = "conditional"
    TOGETHER = "together"
    NO = "no"


@dataclass(frozen=True, slots=True)
class DecisionView:
    """What may be decided of one type now: on behalf of which bodies, under which conditions, within which limits.

    `depends_on_amount` tells that there are limits; there are no `limits` where the holder does not show them.
    """

    decision_type: DecisionType
    verdict: CardVerdict
    bodies: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    depends_on_amount: bool = False
    limits: tuple[Limit, ...] = ()


@dataclass(frozen=True, slots=True)
class CardView:
    """A card as it is shown at a moment; one for a partner tells nothing of the person, and decides nothing.

    `name` is in the form that its holder chose, and `titles` are those of his positions. `counterparty` and `partner`
    are names where the organisation has a register here, else OINs. `times_shown` counts this time.
    """

    organisation: str
    time_zone: str
    partner: str | None
    name: str | None
    titles: tuple[str, ...]
    case: str | None
    counterparty: str | None
    decisions: tuple[DecisionView, ...]
    expires_at: datetime
    moment: datetime
    times_shown: int

    @property
    def is_valid(self) -> bool:
        """Return True if anything on the card may be decided now, alone or with somebody."""
        return any(one.verdict is not CardVerdict.NO for one in self.decisions)


def view_card(installation: Installation, code: Presented) -> CardView:
    """Show the card of a code at this second, count it, and keep that it was looked at.

    NotFound, in the same words and after the same work, when the code is unknown, expired or revoked. TooMany when one
    code is presented more often than SHOWINGS.
    """
    consume(installation.counters, "showings", SHOWINGS, code.digest.hex())

    def ask(session: CheckSession) -> tuple[CardView, list[CheckRecord]]:
        card = find_good(session.connection, code, session.moment)
        if card is None:
            raise NotFound("There is no such card.")
        request = _question(card)
        subject = Person(card.organisation, card.employee)
        return _shown(session, card, request), [CheckRecord(request, LISTED, [subject], kind=CheckKind.SEARCH)]

    shown, _ = find_and_record(Caller((), credential="card", channel=Channel.CARD), installation, ask)
    return shown


def _question(card: Card) -> CheckRequest:
    """Make the question behind a card: what its holder may decide in its case."""
    return CheckRequest(
        organisation=card.organisation,
        employees=(EmployeeRef(number=card.employee, card=card.id),),
        decision_type="",
        case=card.case,
        counterparty=card.counterparty,
    )


def _shown(session: CheckSession, card: Card, request: CheckRequest) -> CardView:
    question = resolve(session, request)
    register = session.load(question).register
    directory, at = register.directory, session.moment
    is_open = card.partner is None
    name = directory.name_of(card.employee, at) if is_open else None
    held = [directory.position(code, at) for code in directory.positions_of(card.employee, at)] if is_open else []
    return CardView(
        organisation=directory.name(at),
        time_zone=directory.time_zone(at),
        partner=_called(session, card, card.partner),
        name=shown_name(name, card.name) if name else None,
        titles=tuple(position.title for position in held if position),
        case=card.case if is_open else None,
        counterparty=_called(session, card, card.counterparty) if is_open else None,
        decisions=tuple(_decisions(register, question, card, session.clocks.moments(None))) if is_open else (),
        expires_at=card.expires_at,
        moment=at,
        times_shown=card.times_shown + 1,
    )


def _called(session: CheckSession, card: Card, oin: str | None) -> str | None:
    return session.today.name_of(oin, card.organisation, session.moment) if oin else None


def _decisions(
    register: Register, question: Question, card: Card, moments: Iterable[datetime]
) -> Iterator[DecisionView]:
    """Yield what is on a card, each as it is at that of these moments at which it is the least."""
    asked = [replace(question, at=at) for at in moments]
    for code in card.decision_types:
        found = [shown for one in asked if (shown := _decision(register, replace(one, decision_type=code), card))]
        if found:
            yield max(found, key=lambda shown: list(CardVerdict).index(shown.verdict))


def _decision(register: Register, question: Question, card: Card) -> DecisionView | None:
    fact = register.directory.decision_type(question.decision_type, question.at)
    if fact is None:
        return None
    return decision(register, question, fact, power(register, question), shows_limits=card.shows_limits)


def decision(
    register: Register, question: Question, fact: DecisionType, found: Power | None, *, shows_limits: bool
) -> DecisionView:
    """Show the power that somebody was found to have of one type, if any."""
    if found is None:
        return DecisionView(fact, CardVerdict.NO)
    bodies = (register.directory.body(code, question.at) for code in found.bodies)
    return DecisionView(
        fact,
        _verdict(found),
        bodies=tuple(body.name for body in bodies if body),
        conditions=found.conditions,
        depends_on_amount=bool(found.limits),
        limits=found.limits if shows_limits else (),
    )


def _verdict(found: Power) -> CardVerdict:
    if found.jointly:
        return CardVerdict.TOGETHER
    return CardVerdict.CONDITIONAL if found.conditions else CardVerdict.YES
