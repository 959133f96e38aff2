"""A person is stopped at a moment: from then on every answer about that person is a no, by every way of asking."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from tests.api.client import Answer
from tests.api.mandate_events import SMALL_REGISTER
from tests.api.partner_questions import QUESTION, Town
from tests.api.small_register import HERE
from tests.support.templates import Template

pytestmark = pytest.mark.either_database
SEARCH = {"organisation": HERE, "decisionType": "contract.decide", "purpose": QUESTION["purpose"]}


@pytest.fixture(scope="module")
def template() -> Template:
    return SMALL_REGISTER


@pytest.fixture
def town(app: Flask) -> Town:
    return Town(app)


def stop(town: Town, status: int = 200, number: str = "K-001", /, **told: Any) -> Answer:
    address = f"/employees/{town.id_of(number)}"
    return town.let(town.hr, address, "suspensions", status, **{"reason": "Ontslag op staande voet."} | told)


def test_a_stopped_person_may_do_nothing_from_that_moment_and_the_past_stays(town: Town) -> None:
    assert (town.outcome(at=None), town.outcome()) == ("authorised", "authorised")
    stopped = stop(town)
    (period,) = stopped.json["suspensions"]
    assert period["until"] is None
    assert town.outcome(at=None) == "person_suspended"
    assert town.outcome(at=period["since"]) == "person_suspended"
    assert town.outcome() == "authorised"  # it was asked of a moment before
    assert town.hr.get(f"/employees/{stopped.json['id']}").json["suspensions"] == [period]


def test_nobody_finds_or_shows_a_stopped_person(town: Town, partner: Any) -> None:
    made = {"organisation": HERE, "decisionTypes": ["contract.decide"], "minutes": 60, "name": "short"}
    card = town.sanne.post("/cards", made, 201)
    shown = QUESTION | {"employees": [{"code": card.json["code"]}]}
    assert partner.post("/checks", shown).json["outcome"] == "authorised"
    assert town.hr.post("/authorities/_search", SEARCH).json["items"]
    stop(town)
    assert town.hr.post("/authorities/_search", SEARCH).json["items"] == []
    what = {"organisation": HERE, "employees": [{"number": "K-001"}], "purpose": "x"}
    assert town.hr.post("/authorities/_search", what).json["items"] == []
    for asked in (QUESTION, shown):
        told = partner.post("/checks", asked).json
        assert (told["outcome"], told["reasons"][0]["code"]) == ("not_authorised", "not_in_force")


def test_a_batch_and_a_table_say_the_same(town: Town) -> None:
    stop(town)
    (one,) = town.hr.post("/checks/_batch", {"checks": [QUESTION]}).json["items"]
    assert one["reasons"][0]["code"] == "person_suspended"
    seated = {"employees": [{"organisation": HERE, "number": "K-001"}], "decisionTypes": ["contract.decide"]}
    (place,) = town.hr.post("/checks/_table", seated | {"purpose": QUESTION["purpose"]}).json["items"]
    assert [told["reasons"][0]["code"] for told in place["alone"]] == ["person_suspended"]


def test_its_history_says_who_stopped_whom_when_and_why(town: Town) -> None:
    assert town.hr.get(f"/employees/{town.id_of('K-001')}/history").json["items"] == []
    stop(town, effectiveAt="2026-03-01T09:00:00+01:00")
    (told,) = town.hr.get(f"/employees/{town.id_of('K-001')}/history").json["items"]
    assert (told["event"], told["effectiveAt"]) == ("suspension", "2026-03-01T08:00:00Z")
    assert told["reason"] == "Ontslag op staande voet."
    assert told["actor"].startswith("key ")
    town.sanne.get(f"/employees/{town.id_of('K-002')}/history", 401)
    town.joris.get(f"/employees/{town.id_of('K-002')}/history", 403)


def test_one_who_is_stopped_stops_the_others(town: Town) -> None:
    town.employ("K-003", "Noor Wits")
    stop(town, 200, "K-003")
    assert town.outcome(at=None, employees=[{"number": "K-001"}, {"number": "K-003"}]) == "person_suspended"


def test_the_keys_of_a_stopped_person_do_nothing(town: Town) -> None:
    town.sanne.post("/checks", QUESTION | {"purpose": None})
    stop(town)
    assert "is stopped" in town.sanne.post("/checks", QUESTION | {"purpose": None}, 401).json["detail"]


def test_a_suspension_may_have_an_end_and_several_are_told(town: Town) -> None:
    stop(town, effectiveAt="2026-03-01T09:00:00+01:00", until="2026-03-02T09:00:00+01:00")
    later = stop(town, effectiveAt="2026-05-01T09:00:00+02:00", until="2026-05-02T00:00:00+02:00").json
    assert [one["since"] for one in later["suspensions"]] == ["2026-03-01T08:00:00Z", "2026-05-01T07:00:00Z"]
    assert town.outcome(at="2026-05-01T12:00:00+02:00") == "person_suspended"
    assert town.outcome() == "authorised"
    told = town.ask(at="2026-04-30T12:00:00+02:00")
    assert told["stableUntil"] == "2026-05-01T07:00:00Z"


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"effectiveAt": "2026-03-02T00:00:00Z", "until": "2026-03-01T00:00:00Z"}, "until"),
        ({"effectiveAt": "2020-03-02T00:00:00Z", "until": "2020-03-05T00:00:00Z"}, "effectiveAt"),
        ({"reason": ""}, "reason"),
    ],
)
def test_what_cannot_be_is_refused_by_the_field(town: Town, told: dict[str, Any], field: str) -> None:
    assert [one["field"] for one in stop(town, 400, **told).json["errors"]] == [field]


def test_who_is_stopped_already_is_not_stopped_again(town: Town) -> None:
    stop(town)
    assert stop(town, 400).json["errors"][0]["code"] == "already_suspended"


def test_only_who_keeps_the_register_stops_and_says_which_state_was_seen(town: Town, partner: Any) -> None:
    address = f"/employees/{town.id_of('K-001')}/suspensions"
    town.hr.post(address, {"reason": "x"}, 428)
    town.hr.post(address, {"reason": "x"}, 412, headers={"If-Match": '"0"'})
    town.approver.post(address, {"reason": "x"}, 403, headers={"If-Match": "*"})
    partner.post(address, {"reason": "x"}, 403, headers={"If-Match": "*"})
    assert town.outcome(at=None) == "authorised"


def test_what_differs_and_what_was_known_before_are_told(town: Town) -> None:
    before = town.ask(at=None)["knownAt"]
    stop(town)
    found = town.hr.get(f"/differences?organisation={HERE}&fromKnownAt={before}").json["items"]
    assert [(one["table"], one["fields"]) for one in found] == [("employees", ["suspensions"])]
    assert town.outcome(at=before) == "authorised"
    assert town.outcome(at=None, knownAt=before) == "authorised"
