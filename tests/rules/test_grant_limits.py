"""What may be granted below a mandate: for each field what is within the parent, and what is not."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from mandate_registry.rules.directory import Directory
from mandate_registry.rules.facts import Appointment, Employee, Kind, Mandate, Organisation, Vat
from mandate_registry.rules.lifecycle.grant_limits import Overreach, overreaches
from mandate_registry.rules.moments import beginning_of, end_of
from mandate_registry.rules.notation import parse_reservation, parse_seats
from mandate_registry.rules.periods import Period
from tests.rules.strategies import BODIES, DAYS, HERE, POSITIONS, THERE, TYPES, UNITS
from tests.rules.support import ZONE

DIRECTORY = Directory(
    HERE,
    {
        "organisations": [Organisation(oin=HERE, name="Town")],
        "bodies": BODIES,
        "units": UNITS,
        "positions": POSITIONS,
        "decision_types": TYPES,
        "employees": [Employee(number=number, name=number.upper()) for number in ("e1", "e2")],
        "appointments": [Appointment(employee="e1", position="paving.lead")],
    },
)
PARENT = Mandate(
    number="M-1",
    kinds=(Kind.MANDATE,),
    on_behalf_of="college",
    seats=parse_seats("position:streets.lead"),
    decision_types=("*",),
    sub_mandating=2,
)
CHILD = replace(PARENT, number="M-2", seats=parse_seats("position:paving.lead"), sub_mandating=1, parent="M-1")
SAME = Decimal("100.00")
LESS, MORE = SAME - Decimal("0.01"), SAME + Decimal("0.01")


def held(*texts: str) -> tuple[Any, ...]:
    return tuple(map(parse_reservation, texts))


def lasting(since: date | None, until: date | None) -> Period:
    return Period(beginning_of(since, ZONE) if since else None, end_of(until, ZONE) if until else None)


def found(parent: dict[str, Any], child: dict[str, Any]) -> list[Overreach]:
    return overreaches(replace(CHILD, **child), [replace(PARENT, **parent)], DIRECTORY, DAYS[0])


YEAR = lasting(date(2026, 1, 1), date(2026, 12, 31))
EXCL, INCL, NO_VAT = Vat.EXCL, Vat.INCL, Vat.NONE
RESERVED = {"reservations": held("buy.award")}
FROM_100 = {"reservations": held("buy.award>=100.00")}
INCLUDING = FROM_100 | {"vat": INCL}

WITHIN: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({}, {}),
    ({"kinds": tuple(Kind)}, {}),
    ({"decision_types": ("buy",)}, {"decision_types": ("buy.award.small", "buy")}),
    # What is held back
    (RESERVED, RESERVED),
    (RESERVED, {"reservations": held("buy")}),
    (RESERVED, {"reservations": held("buy.conclude")}),
    (RESERVED, {"decision_types": ("leave", "buy.sign")}),
    (RESERVED, {"decision_types": ("buy",)} | RESERVED),
    ({"reservations": held("buy.conclude")}, {"reservations": held("buy.award", "buy.sign", "buy.conclude")}),
    ({"reservations": held("leave"), "decision_types": ("buy",)}, {"decision_types": ("buy",)}),
    # What is held back from an amount on
    (FROM_100, FROM_100),
    (FROM_100, RESERVED),
    (FROM_100, {"reservations": held("buy>=99.99")}),
    (FROM_100, {"max_amount": LESS}),
    (FROM_100, {"max_amount": LESS, "vat": INCL}),
    (FROM_100, {"max_amount": LESS, "vat": NO_VAT}),
    (FROM_100, {"decision_types": ("leave",)}),
    (INCLUDING, INCLUDING),
    (INCLUDING, {"max_amount": LESS, "vat": INCL}),
    (FROM_100 | {"vat": NO_VAT}, {"max_amount": LESS}),
    # Amounts
    ({"max_amount": SAME}, {"max_amount": SAME}),
    ({"max_amount": SAME}, {"max_amount": SAME, "vat": INCL}),
    ({"max_amount": SAME}, {"max_amount": SAME, "vat": NO_VAT}),
    ({"above_amount": SAME}, {"above_amount": SAME}),
    ({"above_amount": SAME, "vat": INCL}, {"above_amount": SAME}),
    # Matters
    ({"cases": ("c1", "c2")}, {"cases": ("c2",)}),
    ({"counterparties": (THERE,)}, {"counterparties": (THERE,)}),
    ({}, {"cases": ("c1",), "counterparties": (THERE,), "within": ("care",), "conditions": ("Na advies.",)}),
    ({"within": ("streets",)}, {"within": ("streets",)}),
    ({"within": ("streets", "care")}, {"within": ("care", "paving")}),
    # The own field: paving is below streets
    ({"within": ("own_unit",)}, {"within": ("own_unit",)}),
    ({"within": ("own_unit",)}, {"within": ("own_unit", "own_staff")}),
    ({"within": ("own_unit",)}, {"within": ("paving",)}),
    ({"within": ("own_unit",)}, {"within": ("own_unit", "paving"), "seats": parse_seats("position:mayor")}),
    ({"within": ("own_unit",)}, {"within": ("own_unit",), "seats": parse_seats("employee:e1")}),
    ({"within": ("own_unit",)}, {"within": ("own_unit",), "seats": parse_seats("unit:paving")}),
    ({"within": ("own_unit",)}, {"within": ("own_unit",), "seats": parse_seats("position:mayor & category:leads")}),
    ({"within": ("own_staff",)}, {"within": ("own_staff",)}),
    ({"within": ("own_staff", "streets")}, {"within": ("own_staff", "paving")}),
    # Conditions, levels, period
    ({"conditions": ("Na advies.",)}, {"conditions": ("Binnen de begroting.", "Na advies.")}),
    ({"sub_mandating": 2}, {"sub_mandating": 0}),
    ({"sub_mandating_except": ("buy.award.small",)}, {"reservations": held("buy.award.small")}),
    ({"sub_mandating_except": ("buy.award",)}, {"decision_types": ("buy.sign", "leave")}),
    ({"sub_mandating_only": ("buy",)}, {"decision_types": ("buy.award", "buy")}),
    ({"valid": YEAR}, {"valid": YEAR}),
    # What is not compared
    ({"disclosure": "internal", "instructions": "Bel eerst.", "legal_basis": "x"}, {"disclosure": "public"}),
]

WIDER: list[tuple[dict[str, Any], dict[str, Any], str, str, str]] = [
    ({"on_behalf_of": "mayor"}, {}, "on_behalf_of", "mayor", "mayor"),
    ({}, {"kinds": (Kind.MANDATE, Kind.SIGNING)}, "kinds", "mandate", "mandate"),
    ({"decision_types": ("buy",)}, {"decision_types": ("buy.sign", "leave")}, "decision_types", "buy", "buy.sign"),
    ({"decision_types": ("buy.sign",)}, {"decision_types": ("buy",)}, "decision_types", "buy.sign", "buy.sign"),
    # What is held back: all of it, what lies below it, or a heading above it
    (RESERVED, {}, "reservations", "buy.award", "buy.award"),
    (RESERVED, {"decision_types": ("buy",)}, "reservations", "buy.award", "buy.award"),
    (RESERVED, {"decision_types": ("buy.award",)}, "reservations", "buy.award", "buy.award"),
    (RESERVED, {"decision_types": ("buy.award.small",)}, "reservations", "buy.award", "buy.award.small"),
    (RESERVED, {"reservations": held("buy.award.small")}, "reservations", "buy.award", "buy.award"),
    (RESERVED, FROM_100, "reservations", "buy.award", "buy.award"),
    (RESERVED, {"max_amount": LESS}, "reservations", "buy.award", "buy.award"),
    ({"reservations": held("leave", "buy")}, {"reservations": held("leave")}, "reservations", "buy", "buy"),
    ({"reservations": held("buy.conclude")}, {"decision_types": ("buy.sign",)}, "reservations",
     "buy.conclude", "buy.sign"),
    # From an amount on: the same amount is within what is held back
    (FROM_100, {}, "reservations", "buy.award>=100.00", "buy.award>=100.00"),
    (FROM_100, {"max_amount": SAME}, "reservations", "buy.award>=100.00", "buy.award>=100.00"),
    (FROM_100, {"reservations": held("buy>=100.01")}, "reservations", "buy.award>=100.00", "buy.award>=100.00"),
    (FROM_100, {"max_amount": LESS, "currency": "USD"}, "reservations",
     "buy.award>=100.00 (EUR, excl)", "buy.award>=100.00 (EUR, excl)"),
    (FROM_100, FROM_100 | {"currency": "USD"}, "reservations",
     "buy.award>=100.00 (EUR, excl)", "buy.award>=100.00 (EUR, excl)"),
    (INCLUDING, FROM_100, "reservations", "buy.award>=100.00 (EUR, incl)", "buy.award>=100.00 (EUR, incl)"),
    (INCLUDING, {"max_amount": LESS}, "reservations", "buy.award>=100.00 (EUR, incl)", "buy.award>=100.00 (EUR, incl)"),
    (INCLUDING, {"max_amount": LESS, "vat": NO_VAT}, "reservations",
     "buy.award>=100.00 (EUR, incl)", "buy.award>=100.00 (EUR, incl)"),
    ({"not_about_oneself": True}, {}, "not_about_oneself", "yes", "yes"),
    # Amounts
    ({"max_amount": SAME}, {}, "max_amount", "100.00 (EUR, excl)", "100.00 (EUR, excl)"),
    ({"max_amount": SAME}, {"max_amount": MORE}, "max_amount", "100.00 (EUR, excl)", "100.00 (EUR, excl)"),
    ({"max_amount": SAME}, {"max_amount": LESS, "currency": "USD"}, "max_amount",
     "100.00 (EUR, excl)", "100.00 (EUR, excl)"),
    ({"max_amount": SAME, "vat": INCL}, {"max_amount": LESS}, "max_amount", "100.00 (EUR, incl)", "100.00 (EUR, incl)"),
    ({"max_amount": SAME, "vat": INCL}, {"max_amount": LESS, "vat": NO_VAT}, "max_amount",
     "100.00 (EUR, incl)", "100.00 (EUR, incl)"),
    ({"above_amount": SAME}, {}, "above_amount", "100.00 (EUR, excl)", "100.00 (EUR, excl)"),
    ({"above_amount": SAME}, {"above_amount": LESS}, "above_amount", "100.00 (EUR, excl)", "100.00 (EUR, excl)"),
    ({"above_amount": SAME}, {"above_amount": MORE, "vat": INCL}, "above_amount",
     "100.00 (EUR, excl)", "100.00 (EUR, excl)"),
    ({"above_amount": SAME}, {"above_amount": MORE, "vat": NO_VAT}, "above_amount",
     "100.00 (EUR, excl)", "100.00 (EUR, excl)"),
    # Matters
    ({"cases": ("c1", "c2")}, {}, "cases", "c1 ; c2", "c1 ; c2"),
    ({"cases": ("c1", "c2")}, {"cases": ("c2", "c3")}, "cases", "c1 ; c2", "c2"),
    ({"counterparties": (THERE,)}, {}, "counterparties", THERE, THERE),
    ({"counterparties": (THERE,)}, {"counterparties": (HERE,)}, "counterparties", THERE, THERE),
    ({"within": ("streets",)}, {}, "within", "streets", "streets"),
    ({"within": ("streets",)}, {"within": ("town",)}, "within", "streets", "streets"),
    ({"within": ("streets",)}, {"within": ("paving", "care")}, "within", "streets", "streets"),
    ({"within": ("streets",)}, {"within": ("own_unit",)}, "within", "streets", "streets"),
    ({"within": ("own_unit",)}, {}, "within", "own_unit", "own_unit"),
    ({"within": ("own_unit",)}, {"within": ("own_staff",)}, "within", "own_unit", "own_unit"),
    ({"within": ("own_unit",)}, {"within": ("care",)}, "within", "own_unit", "own_unit"),
    ({"within": ("own_staff",)}, {"within": ("own_unit",)}, "within", "own_staff", "own_staff"),
    ({"within": ("own_staff",)}, {"within": ("paving",)}, "within", "own_staff", "own_staff"),
    # Conditions, levels, period
    ({"conditions": ("Na advies.",)}, {}, "conditions", "Na advies.", "Na advies."),
    ({"conditions": ("Na advies.",)}, {"conditions": ("Na overleg.",)}, "conditions", "Na advies.", "Na advies."),
    ({"sub_mandating": 1}, {}, "sub_mandating", "1", "0"),
    ({"sub_mandating_except": ("buy.award",)}, {"decision_types": ("buy",)}, "reservations",
     "sub_mandating_except: buy.award", "buy.award"),
    ({"valid": YEAR}, {"valid": lasting(date(2025, 12, 31), date(2026, 12, 31))}, "valid_from",
     "2026-01-01", "2026-01-01"),
    ({"valid": YEAR}, {"valid": lasting(date(2026, 1, 1), None)}, "valid_until", "2026-12-31", "2026-12-31"),
]  # fmt: skip

OTHERS_FIELD: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"within": ("own_unit",)}, {"within": ("own_unit",), "seats": parse_seats("position:care.clerk")}),
    ({"within": ("own_unit",)}, {"within": ("own_unit",), "seats": parse_seats("anyone")}),
    ({"within": ("own_unit",)}, {"within": ("own_unit",), "seats": parse_seats("unit:town")}),
    ({"within": ("own_staff",)}, {"within": ("own_staff", "paving"), "seats": parse_seats("position:mayor")}),
    ({"within": ("own_unit",), "seats": parse_seats("employee:e2")}, {"within": ("own_unit",)}),
    ({"within": ("own_unit",), "seats": parse_seats(f"{THERE}/position:streets.lead")}, {"within": ("own_unit",)}),
    ({"within": ("own_unit",), "seats": parse_seats("position:mayor & category:leads & position:care.clerk")},
     {"within": ("own_unit",)}),
]  # fmt: skip


@pytest.mark.parametrize(("parent", "child"), WITHIN)
def test_what_stays_within_its_parent_may_be_granted(parent: dict[str, Any], child: dict[str, Any]) -> None:
    assert found(parent, child) == []


@pytest.mark.parametrize(("parent", "child", "field", "said", "right"), WIDER)
def test_what_reaches_further_is_told_by_field_with_what_the_parent_says_and_what_would_be_right(
    parent: dict[str, Any], child: dict[str, Any], field: str, said: str, right: str
) -> None:
    one, *others = found(parent, child)
    assert (one.field, one.code, one.article, others) == (field, "wider_than_parent", "Awb 10:9", [])
    assert str(one.sentence) == f"mandate M-1 says: {said}; right would be, for example: {right}"


@pytest.mark.parametrize(("parent", "child"), OTHERS_FIELD)
def test_an_own_field_that_is_not_certain_to_lie_within_that_of_the_parent_is_too_much(
    parent: dict[str, Any], child: dict[str, Any]
) -> None:
    one, *others = found(parent, child)
    assert (one.field, one.code, others) == ("within", "wider_than_parent", [])
    assert "it is not certain that this holder's own unit lies within that" in str(one.sentence)


def test_a_composite_that_may_not_be_passed_on_bars_its_components() -> None:
    (one,) = found({"sub_mandating_except": ("buy.conclude",)}, {"decision_types": ("buy.sign",)})
    assert (one.field, one.code) == ("decision_types", "sub_mandate_not_permitted")


def test_every_mandate_above_binds_and_not_the_nearest_alone() -> None:
    root = replace(PARENT, number="M-0", cases=("c1",), sub_mandating=3)
    between = replace(PARENT, parent="M-0")
    (one,) = overreaches(CHILD, [between, root], DIRECTORY, DAYS[0])
    assert (one.field, dict(one.sentence.values)["number"]) == ("cases", "M-0")


def test_every_field_of_a_mandate_is_compared_or_named_as_one_that_is_not() -> None:
    compared = {field for _, _, field, _, _ in WIDER}
    with_them = {"valid", "currency", "vat", "sub_mandating_only", "sub_mandating_except"}
    bounds_nothing = {"number", "parent", "seats", "disclosure", "instructions", "legal_basis", "instrument"}
    consents = {"holder_consent", "superior_consent", "no_superior", "consent_statute"}
    status = {*consents, "approved", "suspensions", "revoked_at"}
    known = (compared - {"valid_from", "valid_until"}) | with_them | bounds_nothing | status
    assert {one.name for one in fields(Mandate)} == known


@pytest.mark.parametrize(
    ("parent", "child", "said"),
    [
        ({"decision_types": ("buy.award",)}, {}, "<decision_types buy.award>"),
        ({"on_behalf_of": "council"}, {}, "<bodies council>"),
        ({"within": ("streets",)}, {}, "<units streets>"),
        ({"kinds": (Kind.SIGNING,)}, {}, "<kinds signing>"),
    ],
)
def test_a_sentence_says_by_their_names_what_the_mandate_above_says(
    parent: dict[str, Any], child: dict[str, Any], said: str
) -> None:
    sentences = [one.sentence for one in found(parent, child) if one.code == "wider_than_parent"]
    texts = [one.said(str, str, lambda called: f"<{called.table} {called.key}>") for one in sentences]
    assert any(f"says: {said}; right would be, for example: {said}" in text for text in texts)
    assert all("<" not in str(one) for one in sentences)
