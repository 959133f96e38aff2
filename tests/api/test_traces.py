"""Who asked what, as who keeps the register sees it, and as the employee concerned does."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from mandate_registry.services.permissions import Role
from tests.api.callers import caller
from tests.api.client import Api
from tests.api.mandate_events import SMALL_REGISTER
from tests.api.partner_questions import IN_A_TRACE, PURPOSE, QUESTION, TRACE, Town, elsewhere, traces
from tests.api.small_register import HERE, THERE, UNKNOWN
from tests.support.templates import Template

pytestmark = pytest.mark.either_database

BOTH = QUESTION | {"employees": [{"number": "K-001"}, {"number": "K-002"}]}
NOBODY = "3f0c5f5e-8f1e-4d0b-9c57-1f2a6b0d9a11"
UNANSWERED = QUESTION | {"decisionType": "bylaw"}


@pytest.fixture(scope="module")
def template() -> Template:
    return SMALL_REGISTER


@pytest.fixture
def town(app: Flask) -> Town:
    return Town(app)


def test_who_keeps_a_register_sees_who_asked_what_and_what_came_of_it(town: Town, partner: Api) -> None:
    told = partner.post("/checks", QUESTION, headers=IN_A_TRACE).json
    (trace,) = traces(town.hr)
    assert trace.pop("recordedAt") == told["evaluatedAt"]
    assert trace.pop("askedBy").startswith("key ")
    assert trace == {
        "id": told["id"],
        "organisation": HERE,
        "kind": "check",
        "asker": THERE,
        "channel": "api",
        "purpose": PURPOSE,
        "employees": [{"id": None, "number": "K-001", "name": None, "organisation": None, "code": None}],
        "decisionType": "contract.decide",
        "outcome": "authorised",
        "traceId": TRACE,
    }


def test_an_employee_sees_himself_and_the_organisation_that_asked_but_not_who(town: Town, partner: Api) -> None:
    partner.post("/checks", BOTH)
    (hers,), (his,) = traces(town.sanne), traces(town.joris)
    assert hers["id"] == his["id"]
    assert [one["number"] for one in hers["employees"]] == ["K-001"]
    assert [one["number"] for one in his["employees"]] == ["K-002"]
    assert (hers["asker"], hers["askedBy"], hers["purpose"]) == (THERE, None, PURPOSE)
    assert [one["number"] for one in traces(town.hr)[0]["employees"]] == ["K-001", "K-002"]


@pytest.mark.parametrize("form", ["number", "name", "id"])
@pytest.mark.parametrize(("asker", "outcome"), [(THERE, "authorised"), (UNKNOWN, "refused")])
def test_an_employee_sees_what_a_partner_asked_by_whatever_name_also_where_it_was_refused(
    town: Town, form: str, asker: str, outcome: str
) -> None:
    named = {"number": "K-001", "name": "Sanne Verbeek", "id": town.id_of("K-001")}[form]
    asked = QUESTION | {"employees": [{form: named}]}
    caller(town.app, Role.PARTNER, asker).post("/checks", asked, 403 if outcome == "refused" else 200)
    (seen,) = traces(town.sanne)
    assert (seen["asker"], seen["outcome"], seen["employees"][0]["number"]) == (asker, outcome, "K-001")
    assert seen["employees"][0]["name"] is None
    assert traces(town.joris) == []


def test_an_employee_sees_that_a_colleague_asked_about_him_and_was_refused(town: Town) -> None:
    town.joris.post("/checks", QUESTION, 403)
    (seen,) = traces(town.sanne)
    assert (seen["asker"], seen["askedBy"], seen["outcome"]) == (HERE, None, "refused")
    assert traces(town.joris) == []


def test_a_question_about_a_name_that_two_bear_is_nobodys(town: Town, partner: Api) -> None:
    town.employ("K-003", "Sanne Verbeek")
    for asks in (partner, town.hr):
        asks.post("/checks", QUESTION | {"employees": [{"name": "Sanne Verbeek"}]})
    assert traces(town.sanne) == traces(town.holder(HERE, "K-003")) == []
    assert len(traces(town.hr)) == 2


def test_an_employee_sees_what_another_organisation_was_asked_about_him(town: Town, partner: Api) -> None:
    town.employ("D-1", "Kees Molenaar", THERE)
    for asks in (town.hr, partner, caller(town.app, Role.PARTNER, UNKNOWN)):
        refused = asks is not town.hr and asks is not partner
        asks.post("/checks", QUESTION | {"employees": [elsewhere("D-1")]}, 403 if refused else 200)
    seen = traces(town.holder(THERE, "D-1"))
    assert [(one["organisation"], one["asker"]) for one in seen] == [(HERE, UNKNOWN), (HERE, THERE), (HERE, HERE)]
    assert all(one["employees"] == [{"id": None, "name": None, "code": None} | elsewhere("D-1")] for one in seen)
    assert traces(town.holder(HERE, "D-1")) == []
    assert traces(caller(town.app, Role.HR, THERE)) == []


SEES: list[tuple[Role, str | None, list[str] | None]] = [
    (Role.ADMINISTRATOR, None, [THERE, HERE]),
    (Role.HR, HERE, [HERE]),
    (Role.AUDITOR, HERE, [HERE]),
    (Role.HR, THERE, [THERE]),
    (Role.AUDITOR, THERE, [THERE]),
    (Role.APPROVER, HERE, None),
    (Role.PARTNER, THERE, None),
]
"""By role and organisation the registers of which it sees what was asked; a key of no holder in particular: none."""


@pytest.mark.parametrize(("role", "organisation", "registers"), SEES)
def test_each_role_sees_no_more_than_its_own(
    town: Town, api: Api, role: Role, organisation: str | None, registers: list[str] | None
) -> None:
    town.hr.post("/checks", QUESTION)
    api.post("/checks", QUESTION | {"organisation": THERE})
    looks = caller(town.app, role, organisation)
    if registers is None:
        looks.get("/checks", 403)
        looks.post("/checks/_search", {}, 403)
        looks.get("/decision-log", 403)
        return
    assert [one["organisation"] for one in traces(looks)] == registers
    assert [one["organisation"] for one in looks.post("/checks/_search", {}).json["items"]] == registers
    log = looks.get("/decision-log").json["items"]
    assert [one["resource"]["controller.oin"] for one in log] == registers[::-1]


def test_an_employee_has_no_decision_log(town: Town) -> None:
    town.sanne.get("/decision-log", 403)


def test_who_keeps_a_register_searches_by_employee(town: Town, partner: Api) -> None:
    for asked in (QUESTION, BOTH, QUESTION | {"employees": [{"number": "K-002"}]}):
        partner.post("/checks", asked)
    for employee in ({"number": "K-001"}, {"id": town.id_of("K-001")}, {"number": "K-001", "organisation": HERE}):
        assert len(town.hr.post("/checks/_search", {"employee": employee}).json["items"]) == 2
    assert town.hr.post("/checks/_search", {"employee": elsewhere("K-001")}).json["items"] == []


def test_an_employee_searches_for_himself_only(town: Town, partner: Api) -> None:
    partner.post("/checks", BOTH)
    for himself in ({"number": "K-002"}, {"id": town.id_of("K-002")}):
        assert len(town.joris.post("/checks/_search", {"employee": himself}).json["items"]) == 1
    for other in ({"number": "K-001"}, {"id": town.id_of("K-001")}, {"id": NOBODY}, elsewhere("K-002")):
        town.joris.post("/checks/_search", {"employee": other}, 403)


@pytest.mark.parametrize(
    ("search", "errors"),
    [
        ({"employee": {}}, {"employee": "invalid_value"}),
        ({"employee": {"name": "Sanne Verbeek"}}, {"employee.name": "unknown_field"}),
        ({"employee": {"number": "K-001"}}, {"employee.organisation": "required"}),
        ({"outcome": "yes", "since": "today"}, {"outcome": "invalid_value", "since": "invalid_value"}),
    ],
)
def test_a_search_that_is_not_valid_is_refused_by_name(
    api: Api, search: dict[str, Any], errors: dict[str, str]
) -> None:
    problem = api.post("/checks/_search", search, 400).json
    assert {error["field"]: error["code"] for error in problem["errors"]} == errors


def test_traces_are_filtered_by_who_asked_what_it_was_about_and_what_came_of_it(
    town: Town, api: Api, partner: Api
) -> None:
    asked = ((partner, QUESTION), (town.hr, UNANSWERED), (api, BOTH))
    told = [asks.post("/checks", question).json for asks, question in asked]
    first, second, third = (one["id"] for one in told)
    moment = told[1]["evaluatedAt"]
    found = {
        f"?asker={THERE}": [first],
        f"?organisation={HERE}": [third, second, first],
        f"?organisation={THERE}": [],
        "?decisionType=bylaw": [second],
        "?outcome=authorised": [third, first],
        f"?since={moment}": [third, second],
        f"?until={moment}": [first],
        f"?since={moment}&outcome=authorised": [third],
    }
    assert {query: [one["id"] for one in traces(api, query)] for query in found} == found
    body = {"since": moment, "outcome": "authorised"}
    assert [one["id"] for one in api.post("/checks/_search", body).json["items"]] == [third]


def test_every_trace_stands_on_one_page_the_newest_first(town: Town) -> None:
    asked = [town.hr.post("/checks", QUESTION).json["id"] for _ in range(5)]
    seen, address, pages = [], "/checks?limit=2", 0
    while address:
        page = town.hr.get(address)
        seen += [one["id"] for one in page.json["items"]]
        address = page.headers.get("Link", "").partition(">")[0].removeprefix("<")
        pages += 1
    assert (seen, pages) == (asked[::-1], 3)
    first = town.hr.post("/checks/_search", {"limit": 3}).json
    rest = town.hr.post("/checks/_search", {"limit": 3, "cursor": first["next"]}).json
    assert [one["id"] for one in first["items"] + rest["items"]] == asked[::-1]
    assert rest["next"] is None
