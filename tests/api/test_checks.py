"""What the API answers to questions about the demo registers."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

import pytest
import yaml
from flask import Flask

from mandate_registry.config import ROOT
from mandate_registry.services.permissions import Role
from tests.api.callers import caller
from tests.api.client import Api
from tests.api.demo_questions import STORY, TOO_MUCH
from tests.support.demo import DUINRAND, WIERDENLAND
from tests.support.receipts import but_for_whom, claims_of

SEARCHED = {"organisation": WIERDENLAND, "employees": [{"number": "W-034"}]}

pytestmark = pytest.mark.either_database

EXPECTED = yaml.safe_load((ROOT / "data/sample/wierdenland/checks.yaml").read_text(encoding="utf-8"))


def test_she_may_conclude(keeper: Api) -> None:
    told = keeper.post("/checks", STORY).json
    assert (told["decision"], told["outcome"], told["reasons"], told["mandate"]) == (True, "authorised", [], None)
    assert [(leg["decisionType"], leg["onBehalfOf"]["code"], leg["mandate"]["number"]) for leg in told["legs"]] == [
        ("cooperation.decide", "college", "WL-4.1"),
        ("cooperation.represent", "burgemeester", "WL-4.2"),
    ]
    assert (told["at"], told["stableUntil"]) == ("2026-09-15T12:30:00Z", "2026-12-31T23:00:00Z")
    assert told["employees"] == [
        {"id": None, "number": "W-012", "name": "Imke Ravenstein", "organisation": None, "code": None}
    ]
    assert told["explanation"]


def test_a_cent_too_much_is_a_no_with_its_reason(keeper: Api) -> None:
    told = keeper.post("/checks", TOO_MUCH).json
    assert (told["decision"], told["outcome"]) == (False, "not_authorised")
    assert told["reasons"] == [
        {"code": "amount_above_limit", "text": "The amount is above the limit.", "mandate": "WL-4.1"}
    ]


def test_an_employee_is_named_by_number_id_or_name(keeper: Api) -> None:
    found = keeper.post("/employees/_search", {"organisation": WIERDENLAND, "number": "W-012"}).json["items"][0]
    names = [{"id": found["id"]}, {"number": "W-012"}, {"name": "Imke Ravenstein"}]
    told = [keeper.post("/checks", STORY | {"employees": [name]}).json for name in names]
    assert [(answer["outcome"], answer["employees"][0]["number"]) for answer in told] == [("authorised", "W-012")] * 3


def test_what_was_told_is_kept_for_who_asked_and_who_keeps_the_register(
    demo: Flask, keeper: Api, neighbour: Api
) -> None:
    told = neighbour.post("/checks", STORY).json
    others = [caller(demo, Role.PARTNER, DUINRAND), caller(demo, Role.HR, DUINRAND)]
    for api in (neighbour, keeper):
        assert api.get(f"/checks/{told['id']}").json == told
    for api in others:
        api.get(f"/checks/{told['id']}", 404)


def test_a_condition_waits_until_it_is_confirmed(keeper: Api) -> None:
    asked = STORY | {"case": "RS-2026-033", "amount": {"value": "30000.00"}, "counterparty": "00000009100000000003"}
    told = keeper.post("/checks", asked).json
    assert (told["outcome"], told["decision"]) == ("conditional", False)
    ids = [condition["id"] for condition in told["conditions"]]
    assert ids
    assert {condition["statedByAsker"] for condition in told["conditions"]} == {False}
    for confirmed in (ids, "all"):
        again = keeper.post("/checks", asked | {"confirmedConditions": confirmed, "receipt": True}).json
        assert again["outcome"] == "authorised"
        stated = [condition | {"statedByAsker": True} for condition in told["conditions"]]
        assert again["conditions"] == claims_of(again["receipt"])["answer"]["conditions"] == stated
        assert keeper.get(f"/checks/{again['id']}").json["conditions"] == stated
    found = keeper.post("/authorities/_search", SEARCHED | {"confirmedConditions": "all"}).json["items"]
    assert {condition["statedByAsker"] for one in found for condition in one["conditions"]} == {True}


def test_a_partner_states_its_purpose(neighbour: Api) -> None:
    problem = neighbour.post("/checks", STORY | {"purpose": None}, 400).json
    assert [error["field"] for error in problem["errors"]] == ["purpose"]


def test_a_partner_is_told_no_more_than_it_needs(neighbour: Api) -> None:
    told = neighbour.post("/checks", TOO_MUCH).json
    assert [reason["code"] for reason in told["reasons"]] == ["limit_exceeded"]
    assert told["employees"] == [{"id": None, "number": "W-012", "name": None, "organisation": None, "code": None}]
    assert (told["explanation"], told["differsFromThen"]) == (None, False)
    assert "100000" not in json.dumps({key: told[key] for key in ("reasons", "legs", "mandate", "conditions")})
    assert "Ravenstein" not in json.dumps(told)


@pytest.mark.parametrize("name", ["number", "name"])
def test_a_partner_cannot_tell_who_exists(neighbour: Api, name: str) -> None:
    unknown, known = (
        {"number": "W-099", "name": "Niemand Nergens"}[name],
        {"number": "W-016", "name": "Femke Olthof"}[name],
    )
    told = [neighbour.post("/checks", STORY | {"employees": [{name: person}]}) for person in (unknown, known)]
    receipts = [answer.json["receipt"] for answer in told]
    texts = [answer.text.replace(person, "?") for answer, person in zip(told, (unknown, known), strict=True)]
    assert _without_moments(texts[0]) == _without_moments(texts[1])
    assert but_for_whom(receipts[0]) == but_for_whom(receipts[1])


def _without_moments(text: str) -> str:
    told = json.loads(text)
    return text.replace(told["id"], "").replace(told["evaluatedAt"], "").replace(told["receipt"], "")


def test_a_batch_answers_in_the_order_of_its_questions(keeper: Api) -> None:
    told = keeper.post("/checks/_batch", {"checks": [STORY, TOO_MUCH, STORY]}).json["items"]
    assert [answer["decision"] for answer in told] == [True, False, True]
    assert len({UUID(answer["id"]) for answer in told}) == 3


@pytest.mark.slow
def test_the_batch_takes_a_thousand_questions(neighbour: Api) -> None:
    assert len(neighbour.post("/checks/_batch", {"checks": [STORY] * 1000}).json["items"]) == 1000


def test_a_batch_about_many_moments_answers_each_as_alone(keeper: Api) -> None:
    asked = [STORY | {"at": f"{day}T12:00:00+02:00"} for day in ("2026-09-15", *(f"202{n}-03-01" for n in range(7)))]
    asked += asked[:3]
    told = keeper.post("/checks/_batch", {"checks": asked}).json["items"]
    alone = [keeper.post("/checks", one).json for one in asked]
    assert [(*_in_short(one), one["differsFromThen"]) for one in told] == [
        (*_in_short(one), one["differsFromThen"]) for one in alone
    ]
    assert len({one["outcome"] for one in told}) > 1


def test_the_register_answers_as_its_owner_expects(keeper: Api) -> None:
    told = keeper.post("/checks/_batch", {"checks": [_as_asked(case) for case in EXPECTED]}).json["items"]
    answers = {case["id"]: _in_short(answer) for case, answer in zip(EXPECTED, told, strict=True)}
    assert answers == {case["id"]: (case["outcome"], case.get("reason")) for case in EXPECTED}


def _in_short(answer: dict[str, Any]) -> tuple[str, str | None]:
    return answer["outcome"], next((reason["code"] for reason in answer["reasons"]), None)


def _as_asked(case: dict[str, Any]) -> dict[str, Any]:
    """Write an expected answer's question as the API takes it."""
    money = {name: case[name] for name in ("vat", "currency") if name in case}
    asked: dict[str, Any] = {
        "organisation": WIERDENLAND,
        "employees": [_named(name) for name in case["employees"]],
        "decisionType": case["decision_type"],
        "at": case["at"].isoformat(),
        "amount": {"value": case["amount"]} | money if "amount" in case else None,
        "about": _named(case["about"]) if "about" in case else None,
        "primaryDecisionBy": [_named(name) for name in case.get("primary_decision_by", ())],
        "confirmedConditions": case.get("confirmed_conditions", []),
        "knownAt": case["known_at"].isoformat() if "known_at" in case else None,
    }
    return asked | {name: case.get(name) for name in ("case", "counterparty", "unit")}


def _named(name: str) -> dict[str, str]:
    organisation, _, number = name.rpartition("/")
    by = {"number": number} if any(letter.isdigit() for letter in name) else {"name": name}
    return by | ({"organisation": organisation} if organisation else {})


def test_at_a_table_everybody_is_asked_for_his_own_organisation(demo: Flask) -> None:
    both = caller(demo, Role.ADMINISTRATOR)
    seated = [
        {"organisation": WIERDENLAND, "number": "W-012"},
        {"organisation": WIERDENLAND, "number": "W-013"},
        {"organisation": DUINRAND, "number": "D-002"},
    ]
    shared = {name: STORY[name] for name in ("amount", "case", "at", "purpose")}
    places = both.post("/checks/_table", {"employees": seated, "decisionTypes": [STORY["decisionType"]]} | shared)
    here, there = places.json["items"]
    assert (here["organisation"], there["organisation"]) == (WIERDENLAND, DUINRAND)
    assert [answer["decision"] for answer in here["alone"]] == [True, False]
    assert here["together"]["decision"]
    assert [answer["decision"] for answer in there["alone"]] == [True]
    assert there["together"] is None


TOO_LARGE: list[Any] = [[{"employees": ["x"] * 11}] * 100, [{"employees": []}] * 1001, [{"employees": 1}] * 1001]
INVALID: list[Any] = [1, [1], [[]], [{"employees": ["x"] * 10}] * 100]


def test_a_batch_about_too_many_is_refused_before_anything_in_it_is_validated(keeper: Api) -> None:
    for wrong in TOO_LARGE:
        (error,) = keeper.post("/checks/_batch", {"checks": wrong}, 400).json["errors"]
        assert (error["field"], error["code"]) == ("checks", "too_large")
    for invalid in INVALID:
        found = keeper.post("/checks/_batch", {"checks": invalid}, 400).json["errors"]
        assert "too_large" not in {one["code"] for one in found}


def test_a_table_has_its_bounds(keeper: Api) -> None:
    seated = [{"organisation": WIERDENLAND, "number": f"W-{number}"} for number in range(100)]
    table = {"employees": seated, "decisionTypes": [f"type-{number}" for number in range(10)]}
    problem = keeper.post("/checks/_table", table, 400).json
    assert [(error["field"], error["code"]) for error in problem["errors"]] == [("employees", "too_large")]


def test_who_may_decide_is_who_the_check_says_may(keeper: Api) -> None:
    search = {name: STORY[name] for name in ("organisation", "decisionType", "amount", "case", "counterparty", "at")}
    found = keeper.post("/authorities/_search", search).json["items"]
    outcomes = {authority["employee"]["number"]: authority["outcome"] for authority in found}
    asked = [STORY | {"employees": [{"number": f"W-{number:03}"}]} for number in range(1, 61)]
    told = keeper.post("/checks/_batch", {"checks": asked}).json["items"]
    checked = {answer["employees"][0]["number"]: answer["outcome"] for answer in told}
    assert outcomes["W-012"] == "authorised"
    assert outcomes == {number: outcome for number, outcome in checked.items() if outcome != "not_authorised"}


def test_what_she_may_decide_is_what_the_check_says_she_may(keeper: Api) -> None:
    shared = {name: STORY[name] for name in ("organisation", "employees", "amount", "case", "counterparty", "at")}
    found = keeper.post("/authorities/_search", shared).json["items"]
    outcomes = {authority["decisionType"]: authority["outcome"] for authority in found}
    asked = [STORY | {"decisionType": code} for code in outcomes]
    told = keeper.post("/checks/_batch", {"checks": asked}).json["items"]
    assert outcomes["cooperation.conclude"] == "authorised"
    assert outcomes == {answer["decisionType"]: answer["outcome"] for answer in told}


@pytest.mark.parametrize("asked", [{"decisionType": "cooperation.conclude"}, {"employees": STORY["employees"] * 2}])
def test_a_search_is_given_in_pages(keeper: Api, asked: dict[str, Any]) -> None:
    searched = {name: STORY[name] for name in ("organisation", "amount", "case", "counterparty", "at")} | asked
    whole = keeper.post("/authorities/_search", searched | {"limit": 100}).json
    assert whole["next"] is None
    page = keeper.post("/authorities/_search", searched | {"limit": 1}).json
    found = page["items"]
    while page["next"]:
        page = keeper.post("/authorities/_search", searched | {"limit": 1, "cursor": page["next"]}).json
        found += page["items"]
    assert len(found) > 1
    assert found == whole["items"]


def test_a_search_begins_at_no_cursor_that_was_never_given(keeper: Api) -> None:
    search = {name: STORY[name] for name in ("organisation", "decisionType")} | {"cursor": "AAAA"}
    problem = keeper.post("/authorities/_search", search, 400).json
    assert [error["field"] for error in problem["errors"]] == ["cursor"]
