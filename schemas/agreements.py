"""The wire format of agreements: what partners may ask about."""

from __future__ import annotations

from mandate_registry.rules import facts
from schemas import fields
from schemas.base import Listed
from schemas.entries import wire
from schemas.values import Flag


class Agreement:
    """What a partner may ask this organisation about."""

    number = fields.line(required=True)
    partner = fields.oin(required=True)
    decision_types = Listed(fields.types(), least=1, required=True)
    units = Listed(fields.code())
    lists = Flag()
    basis = fields.text()
    valid_from = fields.day(allow_none=True)
    valid_until = fields.day(allow_none=True)


AGREEMENTS = wire(facts.Agreement, Agreement, ("number", "partner"), number=fields.line(), partner=fields.oin())
