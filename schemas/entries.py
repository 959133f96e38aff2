"""One mechanism for all that the register holds: what comes in becomes a draft, what goes out was stored."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, ClassVar, NamedTuple
from zoneinfo import ZoneInfo

import marshmallow as ma
from marshmallow.fields import Field

from mandate_registry.rules.facts import Fact
from mandate_registry.rules.fields import stated
from mandate_registry.rules.moments import day_of, last_day_before
from schemas import fields
from schemas.base import Schema, wrong
from schemas.queries import PageQuery
from schemas.values import Flag


class Consents(Schema):
    """When the holder and the holder's superior consented, or why neither or only the holder has to (Awb 10:4)."""

    holder_consent = fields.day(data_key="holder", allow_none=True)
    superior_consent = fields.day(data_key="superior", allow_none=True)
    no_superior = Flag()
    consent_statute = fields.item(data_key="statute", allow_none=True)

    @ma.validates_schema(skip_on_field_errors=True)
    def has_a_superior(self, data: dict[str, Any], **_: object) -> None:
        """Refuse the consent of a superior whom there is not."""
        if data.get("no_superior") and data.get("superior_consent"):
            raise wrong("invalid_value", "is stated, and so is that there is no superior", "superior")


class PeriodOut(Schema):
    """A period between two moments; null is open-ended."""

    since = fields.instant(allow_none=True)
    until = fields.instant(allow_none=True)


CONSENTS = ("holder_consent", "superior_consent")
DATES = ("valid_from", "valid_until", *CONSENTS)


class EntryIn(Schema):
    """A fact to be added. It loads into the parts of a draft: the fact without its dates, and the dates."""

    fact: ClassVar[type[Fact]]

    @ma.post_load
    def as_draft(self, data: dict[str, Any], **_: object) -> dict[str, Any]:
        """Return the loaded values as a draft: those of the fact, and dates that wait for a time zone."""
        values, dates = _apart(data)
        organisation = values.pop("organisation", None) or values["oin"]
        changeset = {"changeset": values.pop("changeset")} if "changeset" in values else {}
        return {"organisation": organisation, "fact": self.fact(**values), "dates": dates} | changeset


class EntryPatch(Schema):
    """What the register is to say otherwise of an entry: the fields that are given, and no others."""

    def __init__(self, **options: Any) -> None:
        """Require nothing."""
        super().__init__(partial=True, **options)

    @ma.post_load
    def as_correction(self, data: dict[str, Any], **_: object) -> dict[str, Any]:
        """Return the loaded values as a correction: those of the fact, and dates that wait for a time zone."""
        values, dates = _apart(data)
        changeset = {"changeset": values.pop("changeset")} if "changeset" in values else {}
        return {"values": values, "dates": dates} | changeset


def _apart(data: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the values of a fact, and the dates that wait for a time zone."""
    given = data | data.pop("consents", {})
    given.pop("consents", None)
    dates = {name: given.pop(name) for name in DATES if name in given}
    if given.get("no_superior"):
        dates["superior_consent"] = None
    elif dates.get("superior_consent"):
        given["no_superior"] = False
    return given, dates


class EntryOut(Schema):
    """An entry as the register has it."""

    id = fields.identity()
    recorded_at = fields.instant(allow_none=True)

    @ma.pre_dump
    def spread(self, stored: Any, **_: object) -> dict[str, Any]:
        """Lay the fact and what is known about it side by side, instants as the dates they were."""
        fact, zone = stored.entry.fact, ZoneInfo(stored.time_zone)
        own = {name: getattr(fact, name) for name in self.fields if name != "consents" and hasattr(fact, name)}
        given = {giver: getattr(fact, giver, None) for giver in CONSENTS}
        consents = {giver: moment and day_of(moment, zone) for giver, moment in given.items()}
        waived = {name: getattr(fact, name, None) for name in ("no_superior", "consent_statute")}
        return own | {
            "id": stored.entry.id,
            "organisation": stored.organisation,
            "consents": consents | waived,
            "valid_from": fact.valid.since and day_of(fact.valid.since, zone),
            "valid_until": fact.valid.until and last_day_before(fact.valid.until, zone),
            "recorded_at": stored.recorded_at,
            "status": stored.standing and stored.standing.status,
            "changeset": stored.standing and stored.standing.changeset,
        }


class Wire(NamedTuple):
    """The wire format of one kind of entry: what comes in, what corrects it, what goes out, what filters a list."""

    accepts: type[Schema]
    corrects: type[Schema]
    gives: type[Schema]
    query: type[Schema]


def own(fact: type[Fact], *, but: Collection[str] = ()) -> dict[str, Field[Any]]:
    """Return the fields of a schema that somebody states of a fact, by name and in its order, without those named."""
    return {one.name: fields.of_fact(one) for one in stated(fact) if one.name not in but}


def dated(name: str = "valid") -> dict[str, Field[Any]]:
    """Return the fields of the first and the last day of a fact, which JSON calls by this name."""
    ends = {"valid_from": f"{name}From", "valid_until": f"{name}Until"}
    return {end: fields.day(data_key=key, allow_none=True) for end, key in ends.items()}


def including(included: dict[str, Field[Any]]) -> type[Schema.Meta]:
    """Return the `Meta` of a schema that has these fields after its own ones."""

    class Meta(Schema.Meta):
        """With what marshmallow adds to a schema."""

        include = included

    return Meta


class Home:
    """In whose register an entry stands."""

    organisation = fields.oin(required=True)


class Proposed:
    """In which changeset a change waits; otherwise it counts at once, or waits in one of its own."""

    changeset = fields.identity()


class EntryQuery(PageQuery):
    """In whose register entries are wanted."""

    organisation = fields.oin()
