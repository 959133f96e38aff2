"""A field is what its annotation says, and a kind of value reads what it writes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated, Any

import pytest

from mandate_registry.rules import facts, values
from mandate_registry.rules.fields import FACTS, Field, fields_of, personal, stated
from mandate_registry.rules.notation import Reservation, Seat
from mandate_registry.rules.values import Called, Refers, Special, ValueKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Room(facts.Fact):
    """A made-up fact with a field of every shape."""

    code: values.Code
    guests: Annotated[tuple[values.Number, ...], Called("for"), Refers("employees"), Special.PERSONAL] = ()
    nature: facts.Nature | None = None
    closed: Annotated[bool, Special.OF_EVENTS] = False


def test_a_field_is_what_its_annotation_says() -> None:
    assert fields_of(Room)[0].required
    assert fields_of(Room)[1:] == (
        Field(
            "guests",
            values.NUMBER,
            "for",
            (),
            many=True,
            refers="employees",
            special=frozenset({Special.PERSONAL}),
        ),
        Field("nature", facts.Nature, "nature", None, optional=True),
        Field("closed", bool, "closed", default=False, special=frozenset({Special.OF_EVENTS})),
    )
    assert [one.name for one in stated(Room)] == ["code", "guests", "nature"]
    assert personal(Room) == ("guests",)


def test_every_field_of_every_fact_has_a_kind_of_value() -> None:
    kinds = {f"{table}.{one.name}": one.kind for table, fact in FACTS.items() for one in fields_of(fact)}
    assert [name for name, kind in kinds.items() if kind in (str, int, Decimal, date, datetime)] == []


SEATS = (Seat(position="clerk"), Seat(employee="e1"))
WRITTEN: list[tuple[ValueKind, Any, str]] = [
    (values.CODE, "contract.conclude", "contract.conclude"),
    (values.TYPE, "*", "*"),
    (values.SCOPE, "own_unit", "own_unit"),
    (values.AMOUNT, Decimal("50000.00"), "50000.00"),
    (values.SEATS, SEATS, "position:clerk & employee:e1"),
    (values.PRINCIPAL, SEATS[0], "position:clerk"),
    (values.RESERVATION, Reservation("permit", Decimal("2.50")), "permit>=2.50"),
    (values.DAY, date(2026, 7, 1), "2026-07-01"),
    (values.MOMENT, datetime(2026, 7, 1, 12, tzinfo=UTC), "2026-07-01T12:00:00Z"),
    (values.TIME_ZONE, "Europe/Amsterdam", "Europe/Amsterdam"),
]


@pytest.mark.parametrize(("kind", "value", "text"), WRITTEN)
def test_a_kind_of_value_reads_what_it_writes(kind: ValueKind, value: Any, text: str) -> None:
    assert (kind.write(value), kind.read(text)) == (text, value)
    assert kind.pattern.fullmatch(text)


@pytest.mark.parametrize(
    ("kind", "text"),
    [(values.DAY, "1899-12-31"), (values.MOMENT, "3000-01-01T00:00:00Z"), (values.TIME_ZONE, "Europe/Wierdenland")],
)
def test_a_text_of_the_pattern_that_is_no_value_is_refused(kind: ValueKind, text: str) -> None:
    assert kind.pattern.fullmatch(text)
    with pytest.raises(ValueError, match=text[:10]):
        kind.read(text)
