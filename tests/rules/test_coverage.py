"""What a mandate covers by itself, from a list of decision types or for everything except what it holds back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from mandate_registry.rules.decision.coverage import covered
from mandate_registry.rules.directory import Directory
from mandate_registry.rules.facts import DecisionType, Kind, Mandate, Nature
from mandate_registry.rules.notation import Seat, parse_reservation

AT = datetime(2026, 11, 1, tzinfo=UTC)
TYPES = [
    DecisionType(code="contract", title_nl="Overeenkomsten"),
    DecisionType(
        code="contract.decide", title_nl="Besluiten", parent="contract", body="college", nature=Nature.DECISION
    ),
    DecisionType(code="contract.sign", title_nl="Ondertekenen", parent="contract", nature=Nature.SIGNING),
    DecisionType(code="contract.conclude", title_nl="Aangaan", components=("contract.decide", "represent")),
    DecisionType(code="represent", title_nl="Vertegenwoordigen", body="mayor", nature=Nature.PRIVATE_ACT),
    DecisionType(code="permit", title_nl="Vergunning", body="college", nature=Nature.DECISION),
    DecisionType(code="bylaw", title_nl="Verordening", body="college", nature=Nature.DECISION, mandatable=False),
]
EVERYTHING = Mandate(number="1", kinds=(Kind.MANDATE,), on_behalf_of="college", seats=(Seat(),), decision_types=("*",))


@pytest.mark.parametrize(
    ("otherwise", "expected"),
    [
        ({}, ["contract.decide", "permit"]),
        ({"reservations": ("permit",)}, ["contract.decide"]),
        ({"reservations": ("contract",)}, ["permit"]),
        ({"reservations": ("contract.conclude",)}, ["permit"]),
        ({"reservations": ("permit>=5000.00",)}, ["contract.decide", "permit"]),
        ({"kinds": (Kind.MANDATE, Kind.SIGNING)}, ["contract.decide", "contract.sign", "permit"]),
        ({"on_behalf_of": "mayor"}, []),
        ({"on_behalf_of": "mayor", "kinds": (Kind.POWER_OF_ATTORNEY,)}, ["represent"]),
        ({"decision_types": ("contract",)}, ["contract.decide"]),
        ({"decision_types": ("contract.conclude",)}, []),
    ],
)
def test_a_mandate_covers_what_a_check_would_find_in_it(otherwise: dict[str, Any], expected: list[str]) -> None:
    held = tuple(map(parse_reservation, otherwise.get("reservations", ())))
    mandate = replace(EVERYTHING, **otherwise | {"reservations": held})
    directory = Directory("0" * 20, {"decision_types": TYPES})
    assert [fact.code for fact in covered(directory, mandate, AT)] == expected
