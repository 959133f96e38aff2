"""What an organisation expects of its register is kept, changed and asked over HTTP."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from mandate_registry.services.permissions import Role
from tests.api.callers import caller
from tests.api.client import Answer, Api
from tests.api.small_register import HERE, THERE, UNKNOWN
from tests.support.demo import WIERDENLAND

pytestmark = pytest.mark.either_database

PATH = "/expected-checks"
ASKED = {
    "name": "te-veel",
    "why": "MB-2024 art. 3",
    "employees": ["K-001", f"{THERE}/D-1", "Sanne Verbeek"],
    "decisionType": "contract.decide",
    "at": "2026-09-01T10:00:00Z",
    "outcome": "not_authorised",
    "reason": "amount_above_limit",
    "mandate": "3.2",
    "amount": "100000.01",
    "vat": "incl",
    "currency": "USD",
    "case": "RS-2026-014",
    "unit": "inkoop",
    "about": "K-002",
    "counterparty": THERE,
    "confirmedConditions": ["Na advies."],
    "primaryDecisionBy": ["K-002"],
    "knownAt": "2026-09-02T10:00:00Z",
}
SMALL = {"name": "een", "employees": ["K-001"], "decisionType": "contract", "at": "2026-09-01T12:00:00+02:00"}
YES = SMALL | {"organisation": HERE, "outcome": "authorised"}


def add(api: Api, **fields: Any) -> Answer:
    return api.send("POST", PATH, 201, json=YES | fields)


def seen(answer: Answer) -> dict[str, str]:
    return {"If-Match": answer.headers["ETag"]}


def test_what_is_expected_comes_back_as_it_was_said(hr: Api) -> None:
    made = add(hr, **ASKED)
    assert made.json | ASKED | {"organisation": HERE} == made.json
    assert made.json["recordedAt"]
    read = hr.get(made.headers["Location"])
    assert (read.json, read.headers["ETag"]) == (made.json, made.headers["ETag"])


def test_what_is_not_stated_comes_back_as_null_or_its_default(hr: Api) -> None:
    made = add(hr).json
    assert (made["why"], made["vat"], made["currency"]) == ("", "excl", "EUR")
    assert (made["confirmedConditions"], made["primaryDecisionBy"]) == ([], [])
    absent = ("reason", "mandate", "amount", "case", "unit", "about", "counterparty", "knownAt")
    assert {made[name] for name in absent} == {None}
    assert made["at"] == "2026-09-01T10:00:00Z"


WHY = "?motivation=Besluit%20van%201%20juli."


def approved(app: Flask, waits: Answer) -> None:
    """Approve the changeset to which an answer leads, as an approver."""
    assert waits.json["reason"] == "Besluit van 1 juli."
    address = waits.headers["Location"]
    caller(app, Role.APPROVER, HERE).send("POST", f"{address}/approvals", 200, json={}, headers=seen(waits))


def test_only_what_is_given_changes(app: Flask, hr: Api) -> None:
    made = add(hr, **ASKED)
    told = {"amount": "5.00", "case": None, "confirmedConditions": "all", "name": "genoeg"}
    approved(app, hr.send("PATCH", made.headers["Location"] + WHY, 202, json=told, headers=seen(made)))
    changed = hr.get(made.headers["Location"])
    assert changed.json == made.json | told | {"recordedAt": changed.json["recordedAt"]}
    merged = {"content_type": "application/merge-patch+json", "data": b'{"why": ""}'}
    assert hr.send("PATCH", made.headers["Location"], 200, headers=seen(changed), **merged).json["why"] == ""


@pytest.mark.parametrize("method", ["PATCH", "DELETE"])
def test_what_has_changed_since_is_left_as_it_is(hr: Api, method: str) -> None:
    made = add(hr)
    body = {"json": {"why": "art. 4"}}
    changed = hr.send("PATCH", made.headers["Location"], 200, headers=seen(made), **body)
    options = body if method == "PATCH" else {}
    hr.send(method, made.headers["Location"], 412, headers=seen(made), **options)
    hr.send(method, made.headers["Location"], 428, **options)
    assert hr.get(made.headers["Location"]).json == changed.json


def test_what_guards_answers_is_weakened_for_a_reason(hr: Api) -> None:
    made = add(hr)
    for method, options in (("PATCH", {"json": {"outcome": "not_authorised", "reason": "revoked"}}), ("DELETE", {})):
        problem = hr.send(method, made.headers["Location"], 400, headers=seen(made), **options).json
        assert [(one["field"], one["code"]) for one in problem["errors"]] == [("motivation", "required")]
    assert hr.get(made.headers["Location"]).json == made.json


def test_what_is_ended_is_expected_no_longer_once_somebody_else_approves(app: Flask, hr: Api) -> None:
    made = add(hr)
    waits = hr.send("DELETE", made.headers["Location"] + WHY, 202, headers=seen(made))
    assert hr.get(made.headers["Location"]).json == made.json
    approved(app, waits)
    hr.get(made.headers["Location"], 404)
    hr.send("DELETE", made.headers["Location"] + WHY, 404, headers={"If-Match": "*"})
    assert hr.get(PATH).json["items"] == []
    add(hr)


def test_they_are_listed_page_by_page(api: Api) -> None:
    for name in "abcde":
        add(api, name=name)
    add(api, name="elders", organisation=THERE)
    address, pages = f"{PATH}?limit=2&organisation={HERE}", []
    while address:
        page = api.get(address)
        pages.append([one["name"] for one in page.json["items"]])
        address = page.headers.get("Link", "").partition(">")[0].removeprefix("<")
    assert pages == [["a", "b"], ["c", "d"], ["e"]]
    assert len(api.get(PATH).json["items"]) == 6


@pytest.mark.parametrize(
    ("fields", "field", "code"),
    [
        ({"outcome": "conditional"}, "reason", "required"),
        ({"outcome": "perhaps"}, "outcome", "invalid_value"),
        ({"reason": "too_much"}, "reason", "invalid_value"),
        ({"employees": []}, "employees", "wrong_length"),
        ({"employees": [{"number": "K-001"}]}, "employees.0", "wrong_type"),
        ({"at": "2026-09-01T12:00:00"}, "at", "invalid_value"),
        ({"amount": 5.0}, "amount", "wrong_type"),
        ({"amount": "5,00"}, "amount", "invalid_value"),
        ({"confirmedConditions": "some"}, "confirmedConditions", "wrong_type"),
        ({"name": "a\nb"}, "name", "invalid_value"),
        ({"organisation": UNKNOWN}, "organisation", "unknown_code"),
        ({"id": "een"}, "id", "unknown_field"),
        ({"decision_type": "contract"}, "decision_type", "unknown_field"),
    ],
)
def test_what_is_not_valid_is_refused_by_name(api: Api, fields: dict[str, Any], field: str, code: str) -> None:
    problem = api.send("POST", PATH, 400, json=YES | fields).json
    assert [(error["field"], error["code"]) for error in problem["errors"]] == [(field, code)]


def test_a_change_is_held_to_the_same(hr: Api) -> None:
    made = add(hr)
    for told, field in (
        ({"outcome": "conditional"}, "reason"),
        ({"at": None}, "at"),
        ({"organisation": THERE}, "organisation"),
    ):
        problem = hr.send("PATCH", made.headers["Location"], 400, json=told, headers=seen(made)).json
        assert [error["field"] for error in problem["errors"]] == [field]


def test_a_name_stands_in_a_register_once(api: Api) -> None:
    add(api)
    other = add(api, name="twee")
    add(api, organisation=THERE)
    problems = (
        api.send("POST", PATH, 409, json=YES),
        api.send("PATCH", other.headers["Location"], 409, json={"name": "een"}, headers=seen(other)),
    )
    assert {problem.json["errors"][0]["field"] for problem in problems} == {"name"}


def test_a_register_is_asked_what_it_keeps(app: Flask, keeper: Api, hr: Api) -> None:
    assert keeper.post(f"{PATH}/_verify", {"organisation": WIERDENLAND}).json == {
        "agreed": 103,
        "total": 103,
        "differences": [],
    }
    add(hr, why="art. 3")
    told = caller(app, Role.APPROVER, HERE).post(f"{PATH}/_verify", {"organisation": HERE}).json
    assert (told["agreed"], told["total"]) == (0, 1)
    assert told["differences"] == [
        {
            "name": "een",
            "why": "art. 3",
            "expected": {"outcome": "authorised", "reason": None, "mandate": None},
            "answered": {"outcome": "not_authorised", "reason": "subject_unknown", "mandate": None},
        }
    ]


def test_who_may_do_what(app: Flask, hr: Api, partner: Api) -> None:
    made = add(hr)
    approver, elsewhere = caller(app, Role.APPROVER, HERE), caller(app, Role.HR, THERE)
    assert approver.get(made.headers["Location"]).json == made.json
    approver.send("POST", PATH, 403, json=YES | {"name": "twee"})
    approver.send("DELETE", made.headers["Location"], 403, headers=seen(made))
    elsewhere.get(made.headers["Location"], 404)
    elsewhere.send("PATCH", made.headers["Location"], 404, json={}, headers=seen(made))
    elsewhere.post(f"{PATH}/_verify", {"organisation": HERE}, 403)
    assert elsewhere.get(PATH).json["items"] == []
    for method, path in (("GET", PATH), ("GET", made.headers["Location"])):
        partner.send(method, path, 403)
    partner.post(f"{PATH}/_verify", {"organisation": HERE}, 403)
    partner.send("POST", PATH, 403, json=YES)
    Api(app).get(PATH, 401)
