"""One mechanism for all that the register holds: what comes in becomes a draft, what goes out was stored."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple
from zoneinfo import ZoneInfo

import marshmallow as ma

from mandate_registry.rules.moments import day_of, last_day_before
from schemas import fields
from schemas.base import Schema
from schemas.queries import PageQuery

if TYPE_CHECKING:
    from mandate_registry.rules.facts import Fact


class Consents(Schema):
    """When the holder and the holder's superior consented (Awb 10:4)."""

    holder_consent = fields.day(data_key="holder", allow_none=True)
    superior_consent = fields.day(data_key="superior", allow_none=True)


CONSENTS = ("holder_consent", "superior_consent")


class EntryIn(Schema):
    """A fact to be added. It loads into the parts of a draft: the fact without its dates, and the dates."""

    fact: ClassVar[type[Fact]]

    @ma.post_load
    def as_draft(self, data: dict[str, Any], **_: object) -> dict[str, Any]:
        """Take apart what the fact bears itself and what waits for the organisation's time zone."""
        draft = {
            "organisation": data.pop("organisation", None) or data["oin"],
            "first_day": data.pop("valid_from", None),
            "last_day": data.pop("valid_until", None),
            "consents": {giver: given for giver, given in data.pop("consents", {}).items() if given},
        }
        return draft | {"fact": self.fact(**data)}


class EntryOut(Schema):
    """An entry as the register has it."""

    id = fields.identity()
    recorded_at = fields.instant(allow_none=True)

    @ma.pre_dump
    def spread(self, stored: Any, **_: object) -> dict[str, Any]:
        """Lay the fact and what is known about it side by side, instants as the dates they were."""
        fact, zone = stored.entry.fact, ZoneInfo(stored.time_zone)
        own = {name: getattr(fact, name) for name in self.fields if hasattr(fact, name)}
        given = {giver: getattr(fact, giver, None) for giver in CONSENTS}
        consents = {giver: moment and day_of(moment, zone) for giver, moment in given.items()}
        return own | {
            "id": stored.entry.id,
            "organisation": stored.organisation,
            "consents": consents,
            "valid_from": fact.valid.since and day_of(fact.valid.since, zone),
            "valid_until": fact.valid.until and last_day_before(fact.valid.until, zone),
            "recorded_at": fact.recorded.since,
        }


class Wire(NamedTuple):
    """The wire format of one kind of entry: what comes in, what goes out, what a list is filtered by."""

    accepts: type[Schema]
    gives: type[Schema]
    query: type[Schema]


class Home:
    """In whose register an entry stands."""

    organisation = fields.oin(required=True)


def wire(fact: type[Fact], own: type, *, home: bool = True, **filters: Any) -> Wire:
    """Make the wire format of a kind of fact from its own fields; all but an organisation stand in a register."""
    bases = (own, Home) if home else (own,)
    accepts = type(f"{own.__name__}In", (*bases, EntryIn), {"fact": fact})
    gives = type(f"{own.__name__}Out", (*bases, EntryOut), {})
    return Wire(accepts, gives, type(f"{own.__name__}Query", (PageQuery,), {"organisation": fields.oin(), **filters}))
