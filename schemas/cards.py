"""The wire format of cards: what an employee shows of himself."""

from __future__ import annotations

from mandate_registry.rules.presentation_code import CODE, NameForm
from schemas import fields
from schemas.base import Listed, Nested, Schema
from schemas.queries import Paged
from schemas.questions import RefIn
from schemas.values import Count, Flag, Value, Word, Written

MAX_TYPES = 20
A_DAY = 1440


class CardQuery(Paged):
    """A page of cards."""

    organisation = fields.oin()


class HolderRef(RefIn):
    """An employee of the organisation, named in exactly one way."""

    id = fields.identity()
    number = fields.number()


class CardIn(Schema):
    """What is wanted on a card."""

    organisation = fields.oin(required=True)
    employee = Nested(HolderRef)
    decision_types = Listed(fields.code(), least=1, most=MAX_TYPES, required=True)
    case = fields.line(allow_none=True)
    counterparty = fields.oin(allow_none=True)
    partner = fields.oin(allow_none=True)
    minutes = Count(1, A_DAY, required=True)
    name = Word(NameForm, required=True)
    shows_limits = Flag()


class CodeIn(Schema):
    """The presentation code of a card."""

    code = Written(CODE, "a presentation code such as 7KQ3-M9XW-2B4T-R8ND-C6HF", required=True)


class CardOut(Schema):
    """A card, without its code."""

    id = fields.identity()
    organisation = Value()
    employee = Value()
    decision_types = Listed(Value())
    case = Value(allow_none=True)
    counterparty = Value(allow_none=True)
    partner = Value(allow_none=True)
    name = Word(NameForm)
    shows_limits = Flag()
    created_at = fields.instant()
    created_by = Value()
    expires_at = fields.instant()
    revoked_at = fields.instant(allow_none=True)
    revoked_by = Value(allow_none=True)
    times_shown = Value()
    last_shown_at = fields.instant(allow_none=True)


class MadeCardOut(Schema):
    """A new card with what is shown once."""

    card = Nested(CardOut)
    code = Value()
    url = Value()
