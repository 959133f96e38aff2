"""The wire format of the public register."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

import marshmallow as ma

from mandate_registry.rules import facts
from mandate_registry.rules.moments import day_of, last_day_before
from schemas import fields
from schemas.answers import BodyRef
from schemas.base import Listed, Nested, Schema
from schemas.queries import Paged
from schemas.values import Value, Word


class PublishedQuery(Paged):
    """A page of what was published, as in force at a moment."""

    organisation = fields.oin()
    position = fields.code()
    valid_at = fields.instant()


class PublicSeatOut(Schema):
    """Who fills a place; never which employee."""

    kind = Value()
    code = Value(allow_none=True)
    title = Value(allow_none=True)
    organisation = Value(allow_none=True)


class PublicDecisionTypeOut(Schema):
    """A decision type, by code and titles."""

    code = Value()
    title_nl = Value(allow_none=True)
    title_en = Value(allow_none=True)


class PublicInstrumentOut(Schema):
    """Where a mandate was granted and published."""

    reference = Value()
    title = Value()
    published_as = Value()
    publication_url = Value()


class PublishedMandateOut(Schema):
    """A mandate as everybody may read it."""

    id = fields.identity()
    organisation = Value()
    number = Value()
    kinds = Listed(Word(facts.Kind))
    on_behalf_of = Nested(BodyRef, allow_none=True)
    holders = Listed(PublicSeatOut)
    decision_types = Listed(PublicDecisionTypeOut)
    reservations = Listed(fields.reservation(), data_key="except")
    above_amount = fields.amount(allow_none=True)
    max_amount = fields.amount(allow_none=True)
    currency = Value()
    vat = Word(facts.Vat)
    cases = Listed(Value())
    counterparties = Listed(Value())
    within = Listed(Value())
    not_about_oneself = Value()
    conditions = Listed(Value())
    legal_basis = Value()
    instrument = Nested(PublicInstrumentOut, allow_none=True)
    valid_from = fields.day(allow_none=True)
    valid_until = fields.day(allow_none=True)

    @ma.pre_dump
    def spread(self, published: Any, **_: object) -> dict[str, Any]:
        """Choose what is told of a mandate: what is not a field here is not told."""
        mandate, zone = published.mandate, ZoneInfo(published.time_zone)
        own = {name: getattr(mandate, name) for name in self.fields if hasattr(mandate, name)}
        types = zip(mandate.decision_types, published.decision_types, strict=True)
        return own | {
            "id": published.id,
            "organisation": published.organisation,
            "on_behalf_of": published.body,
            "holders": published.holders,
            "decision_types": [fact or {"code": code, "title_nl": None, "title_en": None} for code, fact in types],
            "instrument": published.instrument,
            "valid_from": mandate.valid.since and day_of(mandate.valid.since, zone),
            "valid_until": mandate.valid.until and last_day_before(mandate.valid.until, zone),
        }


class PublicRegisterQuery(Schema):
    """What is looked for in the public register, and as in force on which day."""

    holder = fields.seat_name()
    type = fields.code()
    words = fields.line()
    at = fields.day()


class PublicPageQuery(PublicRegisterQuery):
    """The same, and where the page begins."""

    after = fields.cursor(data_key="cursor", load_default=0)
