"""Decision types need an amount where a list limits them, if somebody says so."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from mandate_registry.register_folder.grants.required_amounts import with_required_amounts
from mandate_registry.rules.facts import DecisionType, Kind, Mandate, Nature
from mandate_registry.rules.notation import parse_seats

TYPES = [
    DecisionType(code="buy", title_nl="Inkoop"),
    DecisionType(code="buy.award", title_nl="Gunnen", parent="buy", nature=Nature.DECISION),
    DecisionType(code="buy.sign", title_nl="Tekenen", parent="buy", nature=Nature.SIGNING),
    DecisionType(code="leave", title_nl="Verlof", nature=Nature.DECISION),
]
SEATS = parse_seats("position:clerk")
NONE = Mandate(number="1", kinds=(Kind.MANDATE,), on_behalf_of="college", seats=SEATS, decision_types=())
LIMITED = replace(NONE, max_amount=Decimal(5000))


def required(mandate: Mandate, *types: str) -> list[str]:
    made = with_required_amounts(TYPES, [replace(mandate, decision_types=types)])
    return [one.code for one in made if one.amount_required]


def test_a_type_with_a_limit_and_those_below_it_need_an_amount() -> None:
    assert required(LIMITED, "buy.award") == ["buy.award"]
    assert required(LIMITED, "buy") == ["buy.award", "buy.sign"]
    assert required(replace(NONE, above_amount=Decimal(1)), "leave") == ["leave"]


def test_without_a_limit_or_without_a_name_none_does() -> None:
    assert required(NONE, "buy.award") == []
    assert required(LIMITED, "*") == []
