"""The cards that employees show: what one is, finding the good one of a code, and counting when it is shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime
from uuid import UUID

from sqlalchemy import Boolean, Connection, RowMapping, and_, bindparam, or_, select, update

from mandate_registry.rules.presentation_code import NameForm, Presented
from mandate_registry.services.installation import Snapshot
from models import cards, registers
from models.types import Instant


@dataclass(frozen=True, slots=True)
class Card:
    """What an employee (number) of an organisation shows of himself; `partner` is for which alone, None for anybody.

    `case` and `counterparty` are those in which his decisions would be taken: what he may is judged with them.
    """

    id: UUID
    organisation: str
    employee: str
    decision_types: tuple[str, ...]
    case: str | None
    counterparty: str | None
    partner: str | None
    name: NameForm
    shows_limits: bool
    created_at: datetime
    created_by: str
    expires_at: datetime
    revoked_at: datetime | None
    revoked_by: str | None
    times_shown: int
    last_shown_at: datetime | None


CARDS = select(cards, registers.c.oin.label("organisation")).join(registers, registers.c.id == cards.c.register_id)
"""Every card, with the organisation (OIN) whose employee shows it."""

_MOMENT = bindparam("moment", type_=Instant)
_GOOD = CARDS.where(
    cards.c.digest == bindparam("digest"),
    or_(cards.c.revoked_at.is_(None), and_(bindparam("is_past", type_=Boolean), cards.c.revoked_at > _MOMENT)),
    cards.c.created_at <= _MOMENT,
    cards.c.expires_at > _MOMENT,
)
_SHOWN = (
    update(cards)
    .where(cards.c.id == bindparam("card"))
    .values(times_shown=cards.c.times_shown + bindparam("times"), last_shown_at=bindparam("moment"))
)
_FIELDS = [field.name for field in fields(Card)]


def as_card(row: RowMapping) -> Card:
    """Make the card of a row of CARDS."""
    return Card(**{name: row[name] for name in _FIELDS})


def find_good(connection: Connection | Snapshot, code: Presented, moment: datetime) -> Card | None:
    """Return the card of this code, if it is neither expired nor revoked at a moment, or when it was presented before.

    A card that is revoked is so at once, whatever the clock of who revoked it says. An unknown code takes the same one
    look as one whose card has ended.
    """
    values = {"digest": code.digest, "moment": code.at or moment, "is_past": code.at is not None}
    row = connection.execute(_GOOD, values).mappings().one_or_none()
    return as_card(row) if row else None


def are_good(connection: Connection, identities: Iterable[str], moment: datetime) -> bool:
    """Return True if these cards are all neither expired nor revoked at a moment."""
    wanted = {UUID(one) for one in identities}
    good = select(cards.c.id).where(cards.c.id.in_(wanted), cards.c.revoked_at.is_(None), cards.c.expires_at > moment)
    return not wanted or wanted == set(connection.scalars(good))


def count_shown(connection: Connection, shown: Iterable[UUID], moment: datetime) -> None:
    """Count cards as shown, in an order in which nobody waits for a card that waits for him."""
    for identity, times in sorted(Counter(shown).items()):
        connection.execute(_SHOWN, {"card": identity, "times": times, "moment": moment})
