"""Making, listing and revoking the cards that employees show, each for himself or by who keeps the register."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import segno
from sqlalchemy import ColumnElement, Connection, delete, insert, update

from mandate_registry.errors import FieldError, Forbidden, InvalidInput, NotFound
from mandate_registry.rules.check_requests import CheckRequest, EmployeeRef
from mandate_registry.rules.powers.powers import power
from mandate_registry.rules.presentation_code import NameForm, Presented, make, written
from mandate_registry.rules.questions import Named
from mandate_registry.services.callers import Caller
from mandate_registry.services.checks.check_session import CheckSession
from mandate_registry.services.checks.presented_cards import CARDS, Card, as_card, find_good
from mandate_registry.services.checks.resolved_people import resolve
from mandate_registry.services.installation import Installation, now
from mandate_registry.services.ownership import visible_owner
from mandate_registry.services.pagination import Page, Slice, page_of
from mandate_registry.services.permissions import Right
from models import cards, registers

KINDS = {"image/svg+xml": "svg", "image/png": "png", "application/pdf": "pdf"}
"""By media type, how a QR code is drawn."""

FITS: Mapping[str, ColumnElement[Any]] = {"organisation": registers.c.oin, "employee": cards.c.employee}
"""What cards are filtered by."""

QUIET, DOT = 4, 8
"""How many dots are left white around a QR code (ISO/IEC 18004), and how many pixels one takes in a picture."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CardRequest:
    """What is wanted on a card, and for how many minutes; `employee` is whose it is, None being the caller himself."""

    organisation: str
    decision_types: tuple[str, ...]
    minutes: int
    name: NameForm
    employee: EmployeeRef | None = None
    case: str | None = None
    counterparty: str | None = None
    partner: str | None = None
    shows_limits: bool = False


@dataclass(frozen=True, slots=True)
class NewCard:
    """A new card with its code and the address at which it is shown, neither of which can be given again."""

    card: Card
    code: str
    url: str


def create(caller: Caller, installation: Installation, asked: CardRequest) -> NewCard:
    """Make a card.

    Forbidden for anybody but oneself or who keeps the register; InvalidInput names the employee who does not work there
    and every decision type that he may not decide, alone or as one of several.
    """
    with CheckSession.opened(caller, installation, from_memory=False) as session:
        card, register_id = _checked(caller, session, asked)
    code = make()
    values = {column.name: getattr(card, column.name) for column in cards.c if hasattr(card, column.name)}
    with installation.writing() as connection:
        _forget(connection, installation, card)
        digest = Presented.of(code).digest
        connection.execute(insert(cards).values(values | {"register_id": register_id, "digest": digest}))
    return NewCard(card, code, _address(installation, code))


def list_cards(caller: Caller, installation: Installation, wanted: Slice) -> Page[Card]:
    """Return a page of cards, the newest first: those of oneself, or of the organisation; filtered by FITS."""
    fits = [FITS[name] == value for name, value in wanted.filters.items()]
    query = CARDS.where(visible_owner(caller, cards.c.employee), *fits)
    with installation.reading() as connection:
        return page_of(connection, query, cards, wanted, lambda rows: list(map(as_card, rows)), newest_first=True)


def read_card(caller: Caller, installation: Installation, identity: UUID) -> Card:
    """Return a card; NotFound when it is not there for this caller."""
    with installation.reading() as connection:
        return _found(caller, connection, identity)


def revoke(caller: Caller, installation: Installation, identity: UUID) -> Card:
    """End a card at once; one that was revoked before stays as it is. NotFound as `read_card`."""
    ended = update(cards).where(cards.c.id == identity, cards.c.revoked_at.is_(None))
    read_card(caller, installation, identity)  # who may not is refused before anything is locked
    with installation.writing() as connection:
        connection.execute(ended.values(revoked_at=now(), revoked_by=caller.actor))
        return _found(caller, connection, identity)


def draw(caller: Caller, installation: Installation, code: str, media_type: str) -> bytes:
    """Draw the QR code that opens a card, as one of KINDS; NotFound when the code is not that of a good one."""
    with installation.reading() as connection:
        card = find_good(connection, Presented.of(code), now())
        if card is None:
            raise _no_such_card()
        _found(caller, connection, card.id)
    drawn = BytesIO()
    symbol = segno.make_qr(_address(installation, written(code)), error="m", boost_error=False)
    symbol.save(drawn, kind=KINDS[media_type], border=QUIET, scale=DOT, dark="black", light="white")
    return drawn.getvalue()


def _address(installation: Installation, code: str) -> str:
    return f"{installation.settings.public_url}/cards/{code}"


def _checked(caller: Caller, session: CheckSession, asked: CardRequest) -> tuple[Card, int]:
    """Make the card that is asked for, without a code; returns the register that it is of as well."""
    home = asked.organisation
    himself = caller.person if caller.may_for_self(Right.CARD, home) else None
    if not (himself or caller.may(Right.CARD, home)):
        raise Forbidden(f"This caller makes no cards for organisation {home}.")
    ref = asked.employee or EmployeeRef(number=himself)
    if ref == EmployeeRef():
        raise InvalidInput(FieldError("employee", "required", "says whose card it is"))
    request = CheckRequest(
        organisation=home, employees=(ref,), decision_type="", case=asked.case, counterparty=asked.counterparty
    )
    number = _number(session, request)
    if not caller.may(Right.CARD, home) and number != himself:
        raise Forbidden("An employee makes cards for himself.", FieldError("employee", "not_oneself", "is another"))
    if errors := list(_mistakes(session, request, number, asked.decision_types)):
        raise InvalidInput(*errors)
    return _card(caller, session, asked, str(number)), session.seen[home].id


def _card(caller: Caller, session: CheckSession, asked: CardRequest, employee: str) -> Card:
    return Card(
        id=uuid4(),
        organisation=asked.organisation,
        employee=employee,
        decision_types=tuple(dict.fromkeys(asked.decision_types)),
        case=asked.case,
        counterparty=asked.counterparty,
        partner=asked.partner,
        name=asked.name,
        shows_limits=asked.shows_limits,
        created_at=session.moment,
        created_by=caller.actor,
        expires_at=session.moment + timedelta(minutes=asked.minutes),
        revoked_at=None,
        revoked_by=None,
        times_shown=0,
        last_shown_at=None,
    )


def _number(session: CheckSession, request: CheckRequest) -> str | None:
    """Return the number of the one employee who is meant and works there now."""
    question = resolve(session, request)
    staff = session.staff(question)
    found = staff.find(question.employees[0])
    numbers = [one.number for one in found if staff.directory.is_employed(one.number, question.at)]
    return numbers[0] if len(found) == len(numbers) == 1 else None


def _mistakes(
    session: CheckSession, request: CheckRequest, number: str | None, types: tuple[str, ...]
) -> Iterator[FieldError]:
    if number is None:
        yield FieldError("employee", "unknown_code", "is nobody who works there now")
        return
    question = replace(resolve(session, request), employees=(Named(number),))
    register = session.load(question).register
    for place, code in enumerate(types):
        if power(register, replace(question, decision_type=code)) is None:
            detail = f"{code} is nothing that this employee may decide now, alone or with somebody"
            yield FieldError(f"decisionTypes.{place}", "not_decidable", detail)


def _forget(connection: Connection, installation: Installation, card: Card) -> None:
    """Delete the cards that ended longer ago than questions are kept."""
    if (days := installation.settings.keep_checks) is not None:
        connection.execute(delete(cards).where(cards.c.expires_at < card.created_at - timedelta(days=days)))


def _found(caller: Caller, connection: Connection, identity: UUID) -> Card:
    seen = CARDS.where(cards.c.id == identity, visible_owner(caller, cards.c.employee))
    row = connection.execute(seen).mappings().one_or_none()
    if row is None:
        raise _no_such_card()
    return as_card(row)


def _no_such_card() -> NotFound:
    return NotFound("There is no such card.")
