"""The wire format of answers. They come as objects, or as the dicts that were kept of them."""

from __future__ import annotations

from marshmallow.fields import Nested

from schemas.base import Listed, Schema
from schemas.values import Flag, Value


class MandateRef(Schema):
    """A mandate, by id and number."""

    id = Value()
    number = Value()


class BodyRef(Schema):
    """A body or a unit, by code and name."""

    code = Value()
    name = Value()


class ReasonOut(Schema):
    """Why an answer is not a plain yes; `mandate` is a number."""

    code = Value()
    text = Value()
    mandate = Value(allow_none=True)


class SignatureLine(Schema):
    """The words with which a decision is signed, in Dutch and in English."""

    nl = Value()
    en = Value()


class LegOut(Schema):
    """The answer for one decision type that is no composite."""

    decision_type = Value()
    outcome = Value()
    on_behalf_of = Nested(BodyRef, allow_none=True)
    own_power = Flag()
    mandate = Nested(MandateRef, allow_none=True)
    reason = Nested(ReasonOut, allow_none=True)
    signature_line = Nested(SignatureLine, allow_none=True, dump_default=None)


class ConditionOut(Schema):
    """Something to confirm; `mandate` is a number. Of an answer kept before it was told, nobody knows who stated it."""

    id = Value()
    text = Value()
    mandate = Value(allow_none=True)
    stated_by_asker = Flag(allow_none=True, dump_default=None)


class GateOut(Schema):
    """One gate, tried for one mandate."""

    gate = Value()
    passed = Flag(data_key="pass", attribute="pass")
    reason = Value(allow_none=True)


class ToldAmount(Schema):
    """An amount that was told."""

    value = Value()
    currency = Value()
    vat = Value()


class ToldSeat(Schema):
    """A seat as the register writes it, and what it is called where it names something."""

    seat = Value()
    name = Value(allow_none=True)


class RemedyOut(Schema):
    """One change with which a mandate would say yes; what it leaves alone is empty."""

    kind = Value()
    outcome = Value()
    above = Nested(ToldAmount, allow_none=True)
    up_to = Nested(ToldAmount, allow_none=True)
    seats = Listed(ToldSeat)
    since = Value(allow_none=True)
    conditions = Listed(ConditionOut)
    case = Value(allow_none=True)
    counterparty = Value(allow_none=True)
    unit = Nested(BodyRef, allow_none=True)


class ExplainedOut(Schema):
    """All gates, tried for one mandate, for one leg; `mandate` is a number. What was kept before has no remedies."""

    mandate = Value()
    decision_type = Value()
    gates = Listed(GateOut)
    would_be_yes_if = Listed(RemedyOut, dump_default=())


class ShownEmployeeOut(Schema):
    """An employee as asked about, with what this caller is told."""

    id = Value(allow_none=True, dump_default=None)
    number = Value(allow_none=True)
    name = Value(allow_none=True)
    organisation = Value(allow_none=True)
    code = Value(allow_none=True, dump_default=None)


class AuthorityOut(Schema):
    """What one person may decide of one type."""

    employee = Nested(ShownEmployeeOut)
    decision_type = Value()
    outcome = Value()
    reasons = Listed(ReasonOut)
    mandate = Nested(MandateRef, allow_none=True)
    legs = Listed(LegOut)
    conditions = Listed(ConditionOut)


class CheckOut(Schema):
    """What was told of one question."""

    id = Value()
    organisation = Value()
    employees = Listed(ShownEmployeeOut)
    decision_type = Value()
    decision = Flag()
    outcome = Value()
    reasons = Listed(ReasonOut)
    mandate = Nested(MandateRef, allow_none=True)
    legs = Listed(LegOut)
    conditions = Listed(ConditionOut)
    signature_line = Nested(SignatureLine, allow_none=True, dump_default=None)
    at = Value()
    known_at = Value()
    evaluated_at = Value()
    stable_until = Value(allow_none=True)
    differs_from_then = Flag(allow_none=True)
    forecast = Flag()
    explanation = Listed(ExplainedOut, allow_none=True)
    receipt = Value(allow_none=True, dump_default=None)


class PlaceOut(Schema):
    """What the people of one organisation may decide of one type."""

    organisation = Value()
    decision_type = Value()
    alone = Listed(CheckOut)
    together = Nested(CheckOut, allow_none=True)
