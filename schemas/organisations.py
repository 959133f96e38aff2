"""The wire format of organisations, their bodies, units and positions, and what they decide about."""

from __future__ import annotations

from mandate_registry.rules import facts
from schemas import fields
from schemas.base import Listed
from schemas.entries import wire
from schemas.values import Flag, Word


class Organisation:
    """An organisation with a register of its own."""

    oin = fields.oin(required=True)
    name = fields.line(required=True)
    kind = fields.text()
    time_zone = fields.time_zone()
    four_eyes = Flag()


class Body:
    """An administrative body; `position` makes it a body of one person."""

    code = fields.code(required=True)
    name = fields.line(required=True)
    position = fields.code(allow_none=True)


class Unit:
    """A part of the organisation."""

    code = fields.code(required=True)
    name = fields.line(required=True)
    parent = fields.code(allow_none=True)


class Position:
    """A position (functie)."""

    code = fields.code(required=True)
    title = fields.line(required=True)
    unit = fields.code(allow_none=True)
    category = fields.code(allow_none=True)


class DecisionType:
    """A power (bevoegdheid)."""

    code = fields.code(required=True)
    title_nl = fields.line(required=True)
    title_en = fields.text()
    parent = fields.code(allow_none=True)
    body = fields.code(allow_none=True)
    nature = Word(facts.Nature, allow_none=True)
    amount_required = Flag(allow_none=True)
    mandatable = Flag()
    components = Listed(fields.code())
    legal_basis = fields.text()


CODE = ("code",)

ORGANISATIONS = wire(facts.Organisation, Organisation, ("oin",))
BODIES = wire(facts.Body, Body, CODE, may_wait=True, code=fields.code())
UNITS = wire(facts.Unit, Unit, CODE, may_wait=True, code=fields.code(), parent=fields.code())
POSITIONS = wire(
    facts.Position, Position, CODE, may_wait=True, code=fields.code(), unit=fields.code(), category=fields.code()
)
DECISION_TYPES = wire(
    facts.DecisionType, DecisionType, CODE, may_wait=True, code=fields.code(), parent=fields.code(), body=fields.code()
)
