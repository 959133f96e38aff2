"""Nobody asks about an organisation but those whom it lets, and about no more than it agreed."""

from __future__ import annotations

import json
from typing import Any

import pytest
import time_machine
from flask import Flask

from api.app import create_app
from mandate_registry.services.permissions import Role
from tests.api.callers import add, caller
from tests.api.client import Api
from tests.api.mandate_events import AT, SMALL_REGISTER, Desk
from tests.api.small_register import HERE, THERE, UNKNOWN
from tests.support.receipts import but_for_whom
from tests.support.templates import Template, opened

pytestmark = pytest.mark.either_database

SANNE, JORIS, NOBODY = ({"number": number} for number in ("K-001", "K-002", "K-999"))


def _fill(url: str) -> None:
    with opened(url) as installation:
        desk = Desk(create_app(installation))
        desk.hr.post("/units", {"organisation": HERE, "code": "team", "name": "Team", "parent": "inkoop"}, 201)
        desk.hr.post("/units", {"organisation": HERE, "code": "elsewhere", "name": "Elsewhere"}, 201)
        desk.hr.post("/decision-types", {"organisation": HERE, "code": "permit", "titleNl": "Vergunning"}, 201)
        desk.hr.post("/positions", {"organisation": HERE, "code": "mate", "title": "Mate", "unit": "team"}, 201)
        desk.hr.post("/employees", {"organisation": HERE, "number": "K-003", "name": "Mees Blom"}, 201)
        add(desk.hr, "/appointments", {"organisation": HERE, "employee": "K-003", "position": "mate"})
        desk.grant(holder="employee:K-001", decisionTypes=["contract"], maxAmount="5000.00", disclosure="internal")


@pytest.fixture(scope="module")
def template() -> Template:
    """Return a small register that nobody may ask about yet: Sanne decides on contracts, Joris on nothing."""
    return Template("asked-by-nobody", _fill, SMALL_REGISTER)


@pytest.fixture
def desk(strange: Flask) -> Desk:
    return Desk(strange)


@pytest.fixture
def partner(strange: Flask) -> Api:
    return caller(strange, Role.PARTNER, THERE)


def agreed(desk: Desk, number: str = "A-1", **terms: Any) -> str:
    """Agree that the other organisation may ask, and return the address of the agreement."""
    fields = {"organisation": HERE, "number": number, "partner": THERE, "decisionTypes": ["*"]} | terms
    return f"/agreements/{desk.hr.post('/agreements', fields, 201).json['id']}"


def question(*employees: dict[str, str], **fields: Any) -> dict[str, Any]:
    asked = {"organisation": HERE, "employees": list(employees or [SANNE]), "decisionType": "contract.decide"}
    return asked | {"amount": {"value": "100.00"}, "at": AT, "purpose": "a test"} | fields


def refusal(api: Api, **fields: Any) -> list[tuple[str, str]]:
    problem = api.post("/checks", question(**fields), 403).json
    return [(error["field"], error["code"]) for error in problem["errors"]]


def outcome(api: Api, *employees: dict[str, str], **fields: Any) -> str:
    return str(api.post("/checks", question(*employees, **fields)).json["outcome"])


def test_nobody_is_a_partner_by_default(desk: Desk, partner: Api) -> None:
    assert refusal(partner) == [("organisation", "not_agreed")]
    agreed(desk)
    assert outcome(partner) == "authorised"
    assert refusal(caller(desk.app, Role.PARTNER, UNKNOWN)) == [("organisation", "not_agreed")]


@pytest.mark.parametrize("role", [Role.HR, Role.APPROVER, Role.AUDITOR])
def test_who_works_for_a_partner_asks_as_the_partner(desk: Desk, role: Role) -> None:
    colleague = caller(desk.app, role, THERE)
    assert refusal(colleague) == [("organisation", "not_agreed")]
    agreed(desk)
    assert colleague.post("/checks", question()).json["explanation"] is None


@pytest.mark.parametrize(
    ("types", "status"),
    [(["*"], 200), (["contract"], 200), (["contract.decide"], 200), (["permit"], 403), (["permit", "*"], 200)],
)
def test_a_partner_asks_about_the_decision_types_that_were_agreed(
    desk: Desk, partner: Api, types: list[str], status: int
) -> None:
    agreed(desk, decisionTypes=types)
    told = partner.post("/checks", question(), status).json
    assert [error["field"] for error in told.get("errors", ())] == ([] if status == 200 else ["decisionType"])


def test_a_partner_is_not_told_which_decision_types_there_are(desk: Desk, partner: Api) -> None:
    agreed(desk, decisionTypes=["permit"])
    known, unknown = (
        partner.post("/checks", question(decisionType=code), 403).text.replace(code, "?")
        for code in ("contract.decide", "contract.nothing")
    )
    assert known == unknown


@pytest.mark.parametrize(
    ("terms", "status"),
    [
        ({"validFrom": "2099-12-10"}, 200),
        ({"validFrom": "2099-12-11"}, 403),
        ({"validUntil": "2099-12-10"}, 200),
        ({"validUntil": "2099-12-09"}, 403),
    ],
)
@pytest.mark.parametrize("at", ["2020-01-01T00:00:00Z", AT])
def test_an_agreement_holds_on_the_day_on_which_is_asked(
    desk: Desk, partner: Api, terms: dict[str, str], status: int, at: str
) -> None:
    agreed(desk, **terms)
    with time_machine.travel("2099-12-10T10:00:00+01:00"):
        partner.post("/checks", question(at=at), status)


def test_an_agreement_that_is_ended_ends_with_the_next_question(desk: Desk, partner: Api) -> None:
    address = agreed(desk)
    assert outcome(partner) == "authorised"
    tag = desk.hr.get(address).headers["ETag"]
    desk.hr.send("PATCH", address, json={"validUntil": "2026-01-31"}, headers={"If-Match": tag})
    assert refusal(partner) == [("organisation", "not_agreed")]
    assert refusal(partner, knownAt="2026-11-23T00:00:00Z") == [("organisation", "not_agreed")]


def test_an_agreement_about_units_reaches_those_who_belong_there(desk: Desk, partner: Api) -> None:
    desk.grant("2", holder="employee:K-003", decisionTypes=["contract"])
    address = agreed(desk, units=["inkoop"])
    assert [outcome(partner, one) for one in (SANNE, {"number": "K-003"})] == ["authorised", "authorised"]
    tag = desk.hr.get(address).headers["ETag"]
    desk.hr.send("PATCH", address, json={"units": ["team"]}, headers={"If-Match": tag})
    assert [outcome(partner, one) for one in (SANNE, {"number": "K-003"})] == ["not_authorised", "authorised"]


STRANGERS: dict[str, tuple[dict[str, str], dict[str, Any]]] = {
    "nobody": ({"number": "K-999"}, {}),
    "nobody by that name": ({"name": "Niemand Nergens"}, {}),
    "somebody who left": ({"number": "K-004"}, {}),
    "somebody of another unit": ({"number": "K-001"}, {"units": ["elsewhere"]}),
    "nobody by that id": ({"id": "3f0c5f5e-8f1e-4d0b-9c57-1f2a6b0d9a99"}, {}),
}


@pytest.mark.parametrize("who", STRANGERS)
@pytest.mark.parametrize("amount", [None, {"value": "100.00"}, {"value": "99999999.00"}])
def test_a_stranger_is_answered_as_somebody_without_a_mandate(
    desk: Desk, partner: Api, who: str, amount: dict[str, str] | None
) -> None:
    left = {"number": "K-004", "name": "Lotte Vos", "employedFrom": "2024-01-01", "employedUntil": "2025-12-31"}
    desk.hr.post("/employees", {"organisation": HERE} | left, 201)
    stranger, terms = STRANGERS[who]
    agreed(desk, **terms)
    same = [JORIS, stranger] if not terms else [NOBODY, stranger]
    answers = [partner.post("/checks", question(one, amount=amount)).json for one in same]
    assert _but_for_the_name(answers[0]) == _but_for_the_name(answers[1])
    assert answers[0]["reasons"][0]["code"] == "no_mandate"
    assert all(told["receipt"] for told in answers)


@pytest.mark.parametrize("beside", [[SANNE], [JORIS], [JORIS, SANNE]])
def test_a_stranger_beside_others_is_answered_as_somebody_without_a_mandate(
    desk: Desk, partner: Api, beside: list[dict[str, str]]
) -> None:
    agreed(desk)
    mees = {"number": "K-003"}
    answers = [partner.post("/checks", question(*beside, one)).json for one in (mees, NOBODY)]
    assert _but_for_the_name(answers[0]) == _but_for_the_name(answers[1])
    assert answers[0]["decision"] == (SANNE in beside)


def _but_for_the_name(told: dict[str, Any]) -> str:
    volatile = ("id", "evaluatedAt", "knownAt", "employees", "receipt")
    answer = {name: value for name, value in told.items() if name not in volatile}
    return json.dumps([answer, told["receipt"] and but_for_whom(told["receipt"])])


def test_a_refused_question_refuses_all_that_came_with_it(desk: Desk, partner: Api) -> None:
    agreed(desk, decisionTypes=["contract"])
    checks = [question(), question(decisionType="permit"), question(organisation=THERE)]
    problem = partner.post("/checks/_batch", {"checks": checks}, 403).json
    named = [(error["field"], error["code"]) for error in problem["errors"]]
    assert named == [("checks.1.decisionType", "not_agreed"), ("checks.2.organisation", "not_agreed")]
    seated = {"employees": [SANNE | {"organisation": HERE}], "decisionTypes": ["permit"], "purpose": "a test"}
    problem = partner.post("/checks/_table", seated, 403).json
    assert [error["field"] for error in problem["errors"]] == ["decisionTypes"]


EMPTY = dict.fromkeys(("id", "number", "name", "organisation", "code"))


def search(api: Api, status: int = 200, **fields: Any) -> Any:
    asked = {"organisation": HERE, "amount": {"value": "100.00"}, "at": AT, "purpose": "a test"} | fields
    return api.post("/authorities/_search", asked, status).json


def test_a_partner_searches_only_where_that_was_agreed(desk: Desk, partner: Api) -> None:
    agreed(desk)
    for asked in ({"employees": [SANNE]}, {"decisionType": "contract.decide"}):
        assert search(partner, 403, **asked)["errors"][0]["code"] == "not_agreed"
    agreed(desk, "A-2", decisionTypes=["contract"], lists=True)
    assert [one["decisionType"] for one in search(partner, employees=[SANNE])["items"]] == ["contract.decide"]
    found = search(partner, decisionType="contract.decide")["items"]
    assert [one["employee"] for one in found] == [EMPTY | {"number": "K-001"}]
    assert [one["mandate"] for one in found] == [None]
    assert search(partner, 403, decisionType="permit")["errors"][0]["field"] == "organisation"


def test_a_partner_finds_those_of_the_units_that_were_agreed(desk: Desk, partner: Api) -> None:
    desk.grant("2", holder="employee:K-003", decisionTypes=["contract"])
    agreed(desk, units=["team"], lists=True)
    found = search(partner, decisionType="contract.decide")["items"]
    assert [one["employee"]["number"] for one in found] == ["K-003"]
    assert search(partner, employees=[SANNE])["items"] == search(partner, employees=[NOBODY])["items"] == []


def test_the_units_of_one_agreement_are_not_those_of_another(desk: Desk, partner: Api) -> None:
    agreed(desk, decisionTypes=["contract"], units=["elsewhere"], lists=True)
    agreed(desk, "A-2", decisionTypes=["permit"], lists=True)
    assert search(partner, employees=[SANNE])["items"] == []
    agreed(desk, "A-3", decisionTypes=["contract"], units=["inkoop"], lists=True)
    assert [one["decisionType"] for one in search(partner, employees=[SANNE])["items"]] == ["contract.decide"]


def test_an_employee_asks_about_himself_in_full(desk: Desk) -> None:
    sanne = caller(desk.app, Role.HOLDER, HERE, person="K-001")
    told = sanne.post("/checks", question(amount={"value": "9000.00"})).json
    assert told["reasons"][0]["code"] == "amount_above_limit"
    assert told["explanation"]
    assert [one["decisionType"] for one in search(sanne, employees=[SANNE])["items"]] == ["contract.decide"]


@pytest.mark.parametrize("others", [[JORIS], [NOBODY], [SANNE, JORIS], [{"name": "Joris Adema"}]])
def test_an_employee_does_not_ask_about_others(desk: Desk, others: list[dict[str, str]]) -> None:
    sanne = caller(desk.app, Role.HOLDER, HERE, person="K-001")
    problem = sanne.post("/checks", question(*others), 403).json
    assert [(error["field"], error["code"]) for error in problem["errors"]] == [("employees", "not_oneself")]
    search(sanne, 403, employees=others)
    search(sanne, 403, decisionType="contract.decide")


@pytest.mark.parametrize("beside", [[SANNE], [JORIS]])
def test_a_stranger_of_a_third_organisation_is_answered_as_somebody_without_a_mandate(
    desk: Desk, partner: Api, beside: list[dict[str, str]]
) -> None:
    keeper = caller(desk.app, Role.HR, THERE)
    keeper.post("/employees", {"organisation": THERE, "number": "D-001", "name": "Bo Kramer"}, 201)
    agreed(desk)
    elsewhere = [{"number": number, "organisation": THERE} for number in ("D-001", "D-999")]
    for group in ([], beside):
        answers = [partner.post("/checks", question(*group, one)).json for one in elsewhere]
        assert _but_for_the_name(answers[0]) == _but_for_the_name(answers[1])


def test_how_long_a_yes_holds_tells_nothing_of_who_makes_no_difference(desk: Desk, partner: Api) -> None:
    leaving = {"number": "K-005", "name": "Roos Bakker", "employedFrom": "2024-01-01", "employedUntil": "2027-01-31"}
    desk.hr.post("/employees", {"organisation": HERE} | leaving, 201)
    agreed(desk)
    answers = [partner.post("/checks", question(SANNE, one)).json for one in ({"number": "K-005"}, NOBODY)]
    assert [told["stableUntil"] for told in answers] == [None, None]
    assert desk.ask(employees=[SANNE, {"number": "K-005"}], amount={"value": "100.00"})["stableUntil"] is not None


def test_who_keeps_a_register_does_not_learn_who_works_elsewhere(desk: Desk) -> None:
    keeper = caller(desk.app, Role.HR, THERE)
    for number, until in (("D-001", None), ("D-002", "2025-12-31")):
        person = {"number": number, "name": f"Bo {number}", "employedUntil": until}
        keeper.post("/employees", {"organisation": THERE} | person, 201)
    elsewhere = [{"number": number, "organisation": THERE} for number in ("D-001", "D-002", "D-999")]
    for group in ([], [SANNE]):
        answers = [desk.ask(employees=[*group, one], amount={"value": "100.00"}) for one in elsewhere]
        assert len({_but_for_the_name(told) for told in answers}) == 1
        assert answers[0]["reasons"][0]["code"] == "subject_unknown"
