"""The decision log: of every call to a register one record, as NLGov Authorization Decision Log 1.0 writes it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from mandate_registry.config import RELEASE
from mandate_registry.services.permissions import Role
from tests.api.callers import caller
from tests.api.client import Api
from tests.api.mandate_events import SMALL_REGISTER
from tests.api.partner_questions import IN_A_TRACE, PARENT, PURPOSE, QUESTION, TRACE, Town, elsewhere
from tests.api.small_register import HERE, THERE, UNKNOWN
from tests.support.templates import Template

pytestmark = pytest.mark.either_database

AT = "2026-09-15T12:00:00Z"
WHOLE: dict[str, Any] = QUESTION | {
    "employees": [{"number": "K-001"}, elsewhere("D-1"), {"name": "Joris Adema"}],
    "amount": {"value": "80000.00", "currency": "EUR", "vat": "incl"},
    "case": "RS-2026-014",
    "counterparty": THERE,
    "unit": "inkoop",
    "about": {"number": "K-002"},
    "confirmedConditions": "all",
    "primaryDecisionBy": [{"name": "Joris Adema"}],
    "at": AT,
}
WHO_MAY = {"organisation": HERE, "decisionType": "contract.decide", "amount": {"value": "5.00"}}
WHAT_MAY = {"organisation": HERE, "employees": [{"number": "K-001"}, {"number": "K-002"}], "amount": {"value": "5.00"}}
FIVE = {"amount": "5.00", "currency": "EUR", "vat": "excl"}


@pytest.fixture(scope="module")
def template() -> Template:
    return SMALL_REGISTER


@pytest.fixture
def town(app: Flask) -> Town:
    return Town(app)


def log(api: Api, query: str = "") -> list[dict[str, Any]]:
    return list(api.get(f"/decision-log{query}").json["items"])


def only(api: Api) -> dict[str, Any]:
    (record,) = log(api)
    return record


REQUEST: dict[str, Any] = {
    "subject": {
        "type": "employee",
        "id": "K-001",
        "properties": {"coHolders": [f"{THERE}/D-1", "Joris Adema"], "primaryDecisionBy": ["Joris Adema"]},
    },
    "action": {
        "name": "contract.decide",
        "properties": {"amount": "80000.00", "currency": "EUR", "vat": "incl", "confirmedConditions": "all"},
    },
    "resource": {
        "type": "case",
        "id": "RS-2026-014",
        "properties": {"organisation": HERE, "counterparty": THERE, "unit": "inkoop", "about": "K-002"},
    },
}
"""WHOLE in the form of AuthZEN, but for its context."""


def test_a_record_says_which_call_it_is_and_on_what_the_answer_rests(town: Town, partner: Api) -> None:
    told = partner.post("/checks", WHOLE, headers=IN_A_TRACE).json
    record = only(town.hr)
    answered = datetime.fromisoformat(told["evaluatedAt"])
    span, version = record.pop("span_id"), record["attributes"]["adl.core.policies"][HERE]
    assert len(span) == 16
    assert span != PARENT
    assert version > 0
    assert record.pop("body")
    assert record == {
        "trace_id": TRACE,
        "parent_span_id": PARENT,
        "event_name": "adl.access_evaluation",
        "timestamp": round(answered.timestamp() * 1_000_000) // 1000,
        "status": "Unset",
        "attributes": {
            "adl.core.policies": {HERE: version},
            "adl.core.information": {HERE: version},
            "adl.core.configuration": {"mandate-registry": RELEASE},
            "mandates.asker.oin": THERE,
        },
        "resource": {"service.name": "mandate-registry", "controller.oin": HERE},
    }


def test_a_record_has_the_question_and_the_answer_in_the_form_of_authzen(town: Town, partner: Api) -> None:
    told = partner.post("/checks", WHOLE).json
    context = {"time": AT, "knownAt": told["evaluatedAt"], "purpose": PURPOSE}
    reasons = {reason["code"]: reason["text"] for reason in told["reasons"]}
    answer = {"id": told["id"], "outcome": "indeterminate", "reason_user": reasons}
    assert reasons
    assert only(town.hr)["body"] == {
        "adl.core.request": REQUEST | {"context": context},
        "adl.core.response": {"decision": False, "context": answer},
    }


def test_what_is_not_stated_is_left_out_and_a_time_left_out_is_that_of_the_answer(town: Town) -> None:
    told = town.hr.post("/checks", QUESTION | {"purpose": None}).json
    record = only(town.hr)
    moment = told["evaluatedAt"]
    assert "parent_span_id" not in record
    assert record["body"]["adl.core.request"] == {
        "subject": {"type": "employee", "id": "K-001"},
        "action": {"name": "contract.decide"},
        "resource": {"type": "organisation", "id": HERE},
        "context": {"time": moment, "knownAt": moment},
    }
    assert record["body"]["adl.core.response"] == {
        "decision": True,
        "context": {"id": told["id"], "outcome": "authorised"},
    }


def test_ones_own_is_told_for_which_reason_and_a_no_is_no_error(town: Town) -> None:
    told = town.hr.post("/checks", QUESTION | {"employees": [{"number": "K-404"}]}).json
    record = only(town.hr)
    context = record["body"]["adl.core.response"]["context"]
    assert record["status"] == "Unset"
    assert context["reason_admin"] == {"subject_unknown": told["reasons"][0]["text"]}


def test_several_questions_in_one_call_are_one_record_in_their_order(town: Town) -> None:
    asked = [QUESTION | {"employees": [{"number": number}]} for number in ("K-002", "K-001", "K-404")]
    told = town.hr.post("/checks/_batch", {"checks": asked}).json["items"]
    record = only(town.hr)
    request, response = (record["body"][f"adl.core.{side}"]["evaluations"] for side in ("request", "response"))
    assert record["event_name"] == "adl.access_evaluations"
    assert [one["subject"]["id"] for one in request] == ["K-002", "K-001", "K-404"]
    assert [one["decision"] for one in response] == [False, True, False]
    assert [one["context"]["id"] for one in response] == [one["id"] for one in told]


def test_a_call_that_asks_two_registers_is_a_record_for_each(town: Town, api: Api) -> None:
    api.post("/checks/_batch", {"checks": [QUESTION, QUESTION | {"organisation": THERE}, QUESTION]})
    here, there = log(api)
    assert here["span_id"] == there["span_id"]
    assert [one["resource"]["controller.oin"] for one in (here, there)] == [HERE, THERE]
    assert [one["event_name"] for one in (here, there)] == ["adl.access_evaluations", "adl.access_evaluation"]
    assert log(town.hr) == log(api, f"?organisation={HERE}") == [here]


def test_a_search_for_people_names_none(town: Town) -> None:
    found = town.hr.post("/authorities/_search", WHO_MAY).json["items"]
    record = only(town.hr)
    assert [one["employee"]["number"] for one in found] == ["K-001"]
    assert "K-001" not in str(record)
    assert record["event_name"] == "adl.search_subject"
    assert record["body"]["adl.core.request"]["subject"] == {"type": "employee"}
    assert record["body"]["adl.core.request"]["action"] == {"name": "contract.decide", "properties": FIVE}
    assert list(record["body"]) == ["adl.core.request"]


def test_what_a_search_found_is_found_again_by_its_reference(town: Town) -> None:
    first = town.hr.post("/authorities/_search", WHO_MAY).json
    record = only(town.hr)
    reference, time = record["attributes"]["adl.core.response"], record["body"]["adl.core.request"]["context"]["time"]
    assert (reference["register"], reference["version"]) == (HERE, record["attributes"]["adl.core.policies"][HERE])
    town.hr.post("/absences", {"organisation": HERE, "employee": "K-001", "validFrom": "2020-01-01"}, 202)
    again = town.hr.post("/authorities/_search", WHO_MAY | {"at": time, "knownAt": reference["knownAt"]}).json
    assert again == first


def test_a_search_for_decision_types_has_no_action(town: Town) -> None:
    town.hr.post("/authorities/_search", WHAT_MAY)
    record = only(town.hr)
    request = record["body"]["adl.core.request"]
    assert record["event_name"] == "adl.search_action"
    assert request["subject"] == {"type": "employee", "id": "K-001", "properties": {"others": ["K-002"]}}
    assert request["resource"] == {"type": "organisation", "id": HERE, "properties": FIVE}
    assert "action" not in request


def test_a_question_that_is_refused_is_a_no_and_a_search_finds_nothing(town: Town) -> None:
    stranger = caller(town.app, Role.PARTNER, UNKNOWN)
    stranger.post("/checks", QUESTION, 403)
    stranger.post("/authorities/_search", WHO_MAY | {"purpose": PURPOSE}, 403)
    check, search = (record["body"]["adl.core.response"] for record in log(town.hr))
    assert (check["decision"], check["context"]["outcome"]) == (False, "refused")
    assert (search["results"], search["context"]["outcome"]) == ([], "refused")


def test_every_call_stands_on_one_page_the_oldest_first(town: Town) -> None:
    told = [town.hr.post("/checks/_batch", {"checks": [QUESTION] * 2}).json["items"][0] for _ in range(5)]
    seen, address = [], "/decision-log?limit=2"
    while address:
        page = town.hr.get(address)
        seen += [
            record["body"]["adl.core.response"]["evaluations"][0]["context"]["id"] for record in page.json["items"]
        ]
        address = page.headers.get("Link", "").partition(">")[0].removeprefix("<")
    assert seen == [one["id"] for one in told]


def test_the_log_is_read_by_period(town: Town) -> None:
    told = [town.hr.post("/checks", QUESTION).json for _ in range(3)]
    middle = told[1]["evaluatedAt"]
    later = (datetime.fromisoformat(middle) + timedelta(microseconds=1)).isoformat().replace("+00:00", "Z")
    found = {
        f"?since={middle}": told[1:],
        f"?until={middle}": told[:1],
        f"?since={middle}&until={later}": told[1:2],
    }
    for query, expected in found.items():
        ids = [record["body"]["adl.core.response"]["context"]["id"] for record in log(town.hr, query)]
        assert ids == [one["id"] for one in expected]
