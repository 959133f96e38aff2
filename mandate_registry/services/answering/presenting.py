"""What whoever holds a card is shown of it: decided at that second, by the rules of a check, and kept as a question."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from limits import parse

from mandate_registry.errors import NotFound
from mandate_registry.rules.case import Register
from mandate_registry.rules.facts import DecisionType
from mandate_registry.rules.powers import Limit, Power, power
from mandate_registry.rules.presentation import Presented, shown_name
from mandate_registry.rules.questions import Named, Person, Question
from mandate_registry.services.answering.asked import LISTED, Asked, Kind
from mandate_registry.services.answering.asking import CheckRequest, EmployeeRef
from mandate_registry.services.answering.cards import Card, find_good
from mandate_registry.services.answering.desk import Desk, ask_and_keep
from mandate_registry.services.callers import Caller, Channel
from mandate_registry.services.counting import spend
from mandate_registry.services.installation import Installation
from mandate_registry.services.registers.loading import Loader

SHOWINGS = parse("30/minute")
"""How often one code may be presented, whether or not it is one of a card."""


class Verdict(StrEnum):
    """Whether something may be decided at this moment: alone, on a condition, with somebody, or not."""

    YES = "yes"
    CONDITIONAL = "conditional"
    TOGETHER = "together"
    NO = "no"


@dataclass(frozen=True, slots=True)
class ShownDecision:
    """What may be decided of one type now: on behalf of which bodies, under which conditions, within which limits.

    `depends_on_amount` tells that there are limits; there are no `limits` where the holder does not show them.
    """

    decision_type: DecisionType
    verdict: Verdict
    bodies: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    depends_on_amount: bool = False
    limits: tuple[Limit, ...] = ()


@dataclass(frozen=True, slots=True)
class ShownCard:
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
    decisions: tuple[ShownDecision, ...]
    expires_at: datetime
    moment: datetime
    times_shown: int

    @property
    def is_valid(self) -> bool:
        """Tell whether anything on the card may be decided now, alone or with somebody."""
        return any(one.verdict is not Verdict.NO for one in self.decisions)


def present(installation: Installation, code: Presented) -> ShownCard:
    """Show the card of a code at this second, count it, and keep that it was looked at.

    NotFound, in the same words and after the same work, when the code is unknown, expired or revoked. TooMany when one
    code is presented more often than SHOWINGS.
    """
    spend(installation.counters, "showings", SHOWINGS, code.digest.hex())
    shown: list[ShownCard] = []

    def ask(desk: Desk) -> list[Asked]:
        card = find_good(desk.connection, code, desk.moment)
        if card is None:
            raise NotFound("There is no such card.")
        request = _question(card)
        shown[:] = [_shown(desk, card, request)]
        subject = Person(card.organisation, card.employee)
        return [Asked(request, LISTED, [subject], kind=Kind.SEARCH)]

    ask_and_keep(Caller((), credential="card", channel=Channel.CARD), installation, ask)
    return shown[0]


def _question(card: Card) -> CheckRequest:
    """Make the question behind a card: what its holder may decide in its case."""
    return CheckRequest(
        organisation=card.organisation,
        employees=(EmployeeRef(number=card.employee, card=card.id),),
        decision_type="",
        case=card.case,
        counterparty=card.counterparty,
    )


def _shown(desk: Desk, card: Card, request: CheckRequest) -> ShownCard:
    question = desk.question(request)
    register = desk.view(question).register
    directory, at = register.directory, desk.moment
    is_open = card.partner is None
    name = directory.name_of(card.employee, at) if is_open else None
    held = [directory.position(code, at) for code in directory.positions_of(card.employee, at)] if is_open else []
    return ShownCard(
        organisation=directory.name(at),
        time_zone=directory.time_zone(at),
        partner=_called(desk, card.partner),
        name=shown_name(name, card.name) if name else None,
        titles=tuple(position.title for position in held if position),
        case=card.case if is_open else None,
        counterparty=_called(desk, card.counterparty) if is_open else None,
        decisions=tuple(_decisions(register, question, card, desk.clocks.moments(None))) if is_open else (),
        expires_at=card.expires_at,
        moment=at,
        times_shown=card.times_shown + 1,
    )


def _called(desk: Desk, oin: str | None) -> str | None:
    """Give the name of an organisation that has a register here, else its OIN."""
    if oin is None:
        return None
    loader = Loader(desk.connection, None, desk.installation.remembered, seen=desk.seen)
    others = loader.staff(next(iter(desk.seen)), [Named(organisation=oin)])
    directory = others.directory_of(oin)
    return directory.name(desk.moment) if directory else oin


def _decisions(
    register: Register, question: Question, card: Card, moments: Iterable[datetime]
) -> Iterator[ShownDecision]:
    """Yield what is on a card, each as it is at that of these moments at which it is the least."""
    asked = [replace(question, at=at) for at in moments]
    for code in card.decision_types:
        found = [shown for one in asked if (shown := _decision(register, replace(one, decision_type=code), card))]
        if found:
            yield max(found, key=lambda shown: list(Verdict).index(shown.verdict))


def _decision(register: Register, question: Question, card: Card) -> ShownDecision | None:
    fact = register.directory.decision_type(question.decision_type, question.at)
    if fact is None:
        return None
    return decision(register, question, fact, power(register, question), shows_limits=card.shows_limits)


def decision(
    register: Register, question: Question, fact: DecisionType, found: Power | None, *, shows_limits: bool
) -> ShownDecision:
    """Show the power that somebody was found to have of one type, if any."""
    if found is None:
        return ShownDecision(fact, Verdict.NO)
    bodies = (register.directory.body(code, question.at) for code in found.bodies)
    return ShownDecision(
        fact,
        _verdict(found),
        bodies=tuple(body.name for body in bodies if body),
        conditions=found.conditions,
        depends_on_amount=bool(found.limits),
        limits=found.limits if shows_limits else (),
    )


def _verdict(found: Power) -> Verdict:
    if found.jointly:
        return Verdict.TOGETHER
    return Verdict.CONDITIONAL if found.conditions else Verdict.YES
