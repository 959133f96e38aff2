"""The wire format of what a changeset would do: to expected checks, and to what people may decide."""

from __future__ import annotations

from typing import Any

import marshmallow as ma

from schemas import fields
from schemas.base import Listed, Nested, Schema
from schemas.changesets import VerdictOut
from schemas.queries import Paged
from schemas.values import Count, Flag, Value

MAX_NUMBER = 1_000_000_000


class ImpactQuery(Paged):
    """Which part of an impact is wanted: of one employee, or of one decision type."""

    employee = fields.line()
    decision_type = fields.line()


class AmountStated(Schema):
    """An amount of money."""

    value = fields.amount()
    currency = Value()
    vat = Value()


class FlipOut(Schema):
    """An expected check whose answer changes."""

    expectation = Value()
    breaks = Flag()
    employees = Listed(Value())
    decision_type = Value()
    amount = Nested(AmountStated, allow_none=True)
    at = fields.instant()
    before = Nested(VerdictOut)
    after = Nested(VerdictOut)

    @ma.pre_dump
    def spread(self, flip: Any, **_: object) -> dict[str, Any]:
        """Lay the question and its answers side by side."""
        question = flip.question
        asked = {name: getattr(question, name) for name in ("decision_type", "amount", "at")}
        answers = {name: getattr(flip, name) for name in ("expectation", "breaks", "before", "after")}
        return asked | answers | {"employees": [_written(named) for named in question.employees]}


def _written(named: Any) -> str:
    prefix = f"{named.organisation}/" if named.organisation else ""
    return f"{prefix}{named.number or named.name}"


class AmongOut(Schema):
    """What a question may name: these values, or all but these; with `or_none` also nothing at all."""

    values = Listed(Value())
    excluded = Flag()
    or_none = Flag()


class AmountsOut(Schema):
    """A range of amounts; what does not bind it is empty."""

    currencies = Nested(AmongOut)
    vat = Value(allow_none=True)
    above = fields.amount(allow_none=True)
    at_least = fields.amount(allow_none=True)
    below = fields.amount(allow_none=True)
    up_to = fields.amount(allow_none=True)


class WayOut(Schema):
    """A way in which somebody may decide."""

    bodies = Listed(Value())
    conditions = Listed(Value())
    seats = Listed(Value())

    @ma.pre_dump
    def spread(self, way: Any, **_: object) -> dict[str, Any]:
        """Write the seats."""
        return {"bodies": way.bodies, "conditions": way.conditions, "seats": [str(seat) for seat in way.seats]}


class PowerStateOut(Schema):
    """What a check says, and in which ways somebody may decide."""

    outcome = Value()
    reason = Value(allow_none=True)
    ways = Listed(WayOut)


class PowerDifferenceOut(Schema):
    """Of which questions about one person and one decision type a check says something else, and in which period."""

    employee = Value()
    name = Value(allow_none=True)
    decision_type = Value()
    amounts = Nested(AmountsOut)
    units = Nested(AmongOut)
    abouts = Nested(AmongOut)
    counterparties = Nested(AmongOut)
    cases = Nested(AmongOut)
    since = fields.instant(allow_none=True)
    until = fields.instant(allow_none=True)
    before = Nested(PowerStateOut)
    after = Nested(PowerStateOut)
    gains = Flag()
    loses = Flag()

    @ma.pre_dump
    def spread(self, values: Any, **_: object) -> dict[str, Any]:
        """Lay who is meant, what and when side by side."""
        difference = values.difference
        named = ("decision_type", "before", "after", "gains", "loses")
        period = {"since": difference.period.since, "until": difference.period.until}
        own = {name: getattr(difference, name) for name in named}
        scope = {
            name: getattr(difference.scope, name) for name in ("amounts", "units", "abouts", "counterparties", "cases")
        }
        return own | scope | period | {"employee": values.employee, "name": values.name}


class EmptySeatOut(Schema):
    """A seat that somebody fills now, and nobody would fill."""

    mandate = Value()
    seat = Value()
    since = fields.instant(allow_none=True)
    until = fields.instant(allow_none=True)

    @ma.pre_dump
    def spread(self, empty: Any, **_: object) -> dict[str, Any]:
        """Write the seat, and the period."""
        period = {"since": empty.period.since, "until": empty.period.until}
        return {"mandate": empty.mandate, "seat": str(empty.seat)} | period


class ImpactOut(Schema):
    """What a changeset would do to answers: a page of the differences, and how many there are in all."""

    blocks = Flag()
    flips = Listed(FlipOut)
    total = Count(0, MAX_NUMBER)
    differences = Listed(PowerDifferenceOut)
    empty_seats = Listed(EmptySeatOut)
