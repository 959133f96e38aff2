"""Who is named and does not act is found or the answer is no yes; and a partner does not learn from it who exists."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask

from mandate_registry.services.permissions import Role
from tests.api.callers import add, caller
from tests.api.client import Api
from tests.api.mandate_events import AT, SMALL_REGISTER, Desk, euro
from tests.api.small_register import HERE, THERE
from tests.support.demo import WIERDENLAND
from tests.support.templates import Template

pytestmark = pytest.mark.either_database

OBJECTION = {
    "organisation": WIERDENLAND,
    "employees": [{"number": "W-021"}],
    "decisionType": "objection.decide",
    "confirmedConditions": "all",
    "at": "2026-09-15T10:00:00+02:00",
    "purpose": "bezwaar",
}
UNKNOWN = "primary_decider_unknown"
DECIDERS: list[tuple[list[dict[str, str]], str]] = [
    ([{"number": "W-026"}], "authorised"),
    ([{"number": "W-021"}], "own_decision"),
    ([{"number": "w-021"}], UNKNOWN),
    ([{"number": "W-021X"}], UNKNOWN),
    ([{"name": "Niemand"}], UNKNOWN),
    ([{"number": "W-026"}, {"name": "Niemand"}], UNKNOWN),
    ([{"id": "b1b5cd3f-1d3d-4b1e-8e5d-2f3c4d5e6f70"}], UNKNOWN),
    ([{"organisation": "00000009100000000002", "number": "D-001"}], UNKNOWN),
]
IDS = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d{4}-\d\d-\d\dT[0-9:.]+Z|K-[0-9]+|Joris Adema|Niemand")


@pytest.fixture(scope="module")
def template() -> Template:
    return SMALL_REGISTER


def reason(api: Api, **asked: Any) -> tuple[str, str]:
    told = api.post("/checks", OBJECTION | asked).json
    return told["outcome"], told["reasons"][0]["code"] if told["reasons"] else told["outcome"]


def test_whoever_cannot_be_found_makes_the_answer_no_yes(keeper: Api, neighbour: Api) -> None:
    name = keeper.post("/employees/_search", {"organisation": WIERDENLAND, "number": "W-021"}).json["items"][0]["name"]
    first, *rest = name.split()
    looks_like = name.replace("e", "\u0435", 1).replace("a", "\u0430", 1)
    misspelt = [f"{name}n", f"{first[0]}. {' '.join(rest)}", looks_like, f"{first}\u200b {' '.join(rest)}"]
    cases = [*DECIDERS, *(([{"name": one}], UNKNOWN) for one in misspelt), ([{"name": name.upper()}], "own_decision")]
    told = [reason(keeper, primaryDecisionBy=deciders) for deciders, _ in cases]
    assert [code for _, code in told] == [code for _, code in cases]
    assert {outcome for outcome, code in told if code == UNKNOWN} == {"indeterminate"}
    outside = {"authorised": "authorised", "own_decision": "no_mandate", UNKNOWN: "input_required"}
    told = [reason(neighbour, primaryDecisionBy=deciders) for deciders, _ in cases]
    assert [code for _, code in told] == [outside[code] for _, code in cases]
    assert {outcome for outcome, code in told if code == "input_required"} == {"indeterminate"}


@pytest.mark.parametrize("field", ["primaryDecisionBy", "about", "counterparty"])
@pytest.mark.parametrize("within", [None, ["own_unit"]])
def test_a_partner_is_told_the_same_whoever_exists(app: Flask, field: str, within: list[str] | None) -> None:
    desk = Desk(app)
    desk.grant("1", decisionTypes=["contract.decide"], **({"within": within} if within else {}))
    add(desk.hr, "/employees", {"organisation": HERE, "number": "K-003", "name": "Bo Bestuur"})
    add(desk.hr, "/employees", {"organisation": HERE, "number": "K-004", "name": "Joris Adema"})
    desk.grant("2", holder="employee:K-003", cases=["Z-1"])
    partner = caller(app, Role.PARTNER, THERE)

    def told(person: str, decider: dict[str, str]) -> str:
        asked = {"organisation": HERE, "decisionType": "contract.decide", "at": AT, "purpose": "bezwaar"}
        named: Any = [decider] if field == "primaryDecisionBy" else decider
        people = {"employees": [{"number": person}], field: named, "amount": euro("10.00")}
        answer = partner.post("/checks", asked | people).json
        return IDS.sub("", str(answer | {"receipt": None}))

    found = told("K-001", {"number": "K-003"})
    assert ("'authorised'" in found) == (within is None)
    nobodies = [{"number": "K-404"}, {"number": "K-002"}, {"name": "Joris Adema"}, {"name": "Niemand"}]
    alike = {told(person, decider) for person in ("K-001", "K-002", "K-404") for decider in nobodies}
    assert len(alike) == 1
    assert "input_required" in alike.pop()
