"""What people fill in on the desk's forms: days for moments, and the parts of a mandate apart from each other.

Beside the wire format of the API, into whose facts it loads: a holder is a list of seats, a reservation a type and an
amount, and whether a mandate is for everything is a choice.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import MISSING
from dataclasses import fields as fields_of
from enum import StrEnum
from typing import Any

import marshmallow as ma
from marshmallow.fields import Field

from mandate_registry.canonical import camel_case
from mandate_registry.errors import FieldError, InvalidInput
from mandate_registry.rules import facts
from mandate_registry.rules.facts import EVERY_TYPE
from mandate_registry.rules.fields import stated
from mandate_registry.rules.notation import Reservation, Seat, parse_seat
from schemas import fields
from schemas.base import Listed, Schema, ready, wrong
from schemas.entries import DATES, EntryPatch, including
from schemas.mandates import STATED, MandateIn
from schemas.values import Flag, Word

MAX_SEATS = 20


class Reach(StrEnum):
    """Whether a mandate lists its decision types, or is for everything but what it holds back."""

    LISTED = "listed"
    EVERYTHING = "everything"


class SeatIn(Schema):
    """A seat: `at` a position, a category, a unit or anyone; an employee; or an employee while in a position.

    Of another organisation it is a position by its code, an employee by number, or both.
    """

    at = fields.seat_name()
    employee = fields.number()
    organisation = fields.oin()
    position = fields.code()

    @ma.validates_schema(skip_on_field_errors=True)
    def is_here_or_there(self, data: dict[str, str], **_: object) -> None:
        """Refuse what is of this organisation and of another at once."""
        if "organisation" in data and "at" in data:
            raise wrong("here_and_there", "is of this organisation, and another one is filled in", "at")
        if "position" in data and "organisation" not in data:
            raise wrong("required", "is required", "organisation")

    @ma.post_load
    def as_seat(self, data: dict[str, str], **_: object) -> Seat:
        """Make the seat that the parts name together."""
        prefix = f"{data['organisation']}/" if "organisation" in data else ""
        named = (f"{kind}:{data[kind]}" for kind in ("position", "employee") if kind in data)
        try:
            return parse_seat(prefix + "+".join((*([data["at"]] if "at" in data else ()), *named)))
        except ValueError as error:
            raise wrong("invalid_value", "is no holder") from error


class ReservationIn(Schema):
    """What is held back: a decision type with all below it, altogether or from an amount on."""

    code = fields.code(required=True)
    threshold = fields.amount()

    @ma.post_load
    def as_reservation(self, data: dict[str, Any], **_: object) -> Reservation:
        """Make the reservation."""
        return Reservation(**data)


class _Guided(Schema):
    """A mandate in the parts of a form."""

    reach = Word(Reach)

    @ma.pre_load
    def reach_everything(self, data: dict[str, Any], **_: object) -> dict[str, Any]:
        """Read the choice of everything as the register writes it."""
        chosen = {name: value for name, value in data.items() if name != "reach"}
        return chosen | {"decisionTypes": [EVERY_TYPE]} if data.get("reach") == Reach.EVERYTHING else chosen


_PARTS: dict[str, Field[Any]] = {
    "seats": Listed(SeatIn, least=1, most=MAX_SEATS, required=True),
    "reservations": Listed(ReservationIn, data_key="except"),
    "no_superior": Flag(),
    "consent_statute": fields.item(allow_none=True),
}
_KEPT = ("number", "consents")
"""What a draft keeps, and what is recorded by itself."""
_SAID = {name: field for name, field in (STATED | _PARTS).items() if name not in _KEPT}


class GrantIn(_Guided, MandateIn):
    """A mandate to be drafted."""

    Meta = including(_PARTS)


class RestatedIn(_Guided, EntryPatch):
    """What a draft is to say, all of it."""

    Meta = including(_SAID)


class AmendedIn(_Guided, EntryPatch):
    """What a mandate is to say from some day on, all of it but by which instrument it was granted."""

    Meta = including({name: field for name, field in _SAID.items() if name != "instrument"})


def as_parts(wire: Mapping[str, Any], mandate: facts.Mandate, titles: Mapping[str, str]) -> dict[str, Any]:
    """Return the values with which a form about a mandate begins, of how the API writes it; `titles` are by code."""
    everything = mandate.decision_types == (EVERY_TYPE,)
    return dict(wire) | {
        "noSuperior": mandate.no_superior,
        "consentStatute": mandate.consent_statute,
        "reach": Reach.EVERYTHING if everything else Reach.LISTED,
        "seats": [_seat(seat) for seat in mandate.seats],
        "except": [
            {"code": titles.get(held.code, held.code), "threshold": held.threshold and f"{held.threshold:.2f}"}
            for held in mandate.reservations
        ],
        **{name: _rows(titles.get(code, code) for code in wire[name] if code != EVERY_TYPE) for name in TYPES},
        **{name: _rows(wire[name]) for name in ROWS},
    }


_LISTS = {
    camel_case(one.called): one for one in stated(facts.Mandate) if one.many and one.called not in ("kinds", "except")
}
TYPES = tuple(name for name, one in _LISTS.items() if one.refers == "decision_types")
"""Where decision types are written one by one below each other, by their titles."""
ROWS = tuple(name for name in _LISTS if name not in TYPES)
"""What else is written one by one below each other."""


def _rows(items: Any) -> dict[str, str]:
    return {str(place): item for place, item in enumerate(items)}


def _seat(seat: Seat) -> dict[str, str | None]:
    if seat.organisation:
        return {"organisation": seat.organisation, "position": seat.position, "employee": seat.employee}
    at = str(Seat(position=seat.position, category=seat.category, unit=seat.unit))
    return {"at": None if seat.employee and not seat.position else at, "employee": seat.employee}


def whole(
    schema: type[Schema], said: Mapping[str, Any], fact: type[facts.Fact], offered: Container[str]
) -> dict[str, Any]:
    """Return what a form said of an entry, with nothing for what it offered, by its names, and was left empty.

    A field that the form did not offer is left out, and stays as it is. InvalidInput where a field may not be empty.
    """
    defaults = {field.name: field.default for field in fields_of(fact)}
    shown = {name for name, field in ready(schema).fields.items() if field.data_key in offered}
    values = {
        name: said["values"].get(name, default)
        for name, default in defaults.items()
        if name not in DATES and (name in shown or name in said["values"])
    }
    lacking = [name for name, value in values.items() if value is MISSING]
    if lacking:
        raise InvalidInput(*(FieldError(name, "required", "is required") for name in lacking))
    dated = {name: said["dates"].get(name) for name in DATES if name in shown or name in said["dates"]}
    return {"values": values, "dates": dated}
