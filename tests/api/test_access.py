"""Who may do what: nobody without a key, and each role no more than its own."""

from __future__ import annotations

import pytest
from flask import Flask

from mandate_registry.contract_file import description
from mandate_registry.services.permissions import Role
from tests.api.callers import caller
from tests.api.client import Api
from tests.api.small_register import HERE, THERE, organisation

pytestmark = pytest.mark.either_database

UNIT = {"code": "x", "name": "X"}
OPERATIONS = [
    (path.replace("{id}", "3f0c5f5e-8f1e-4d0b-9c57-1f2a6b0d9a11"), method.upper())
    for path, item in description()["paths"].items()
    for method, operation in item.items()
    if method != "parameters" and operation.get("security") != []
]


@pytest.mark.parametrize(
    "key", [None, "", "mr_", "mr_not-a-key", "mr_" + "x" * 51, "mr_demo_", "sleutel", "a.b.c", "é"]
)
def test_nobody_unknown_gets_anywhere(demo: Flask, key: str | None) -> None:
    api = Api(demo, key)
    for path, method in OPERATIONS:
        answer = api.send(method, path, 401)
        assert answer.headers["WWW-Authenticate"] == ('Bearer error="invalid_token"' if key else "Bearer")
        assert answer.json["type"] == "/v1/problems/unauthenticated"


def test_a_key_that_comes_in_another_scheme_is_none(demo: Flask) -> None:
    key = caller(demo, Role.ADMINISTRATOR).headers["Authorization"].removeprefix("Bearer ")
    answer = Api(demo).get("/bodies", 401, headers={"Authorization": f"Basic {key}"})
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    Api(demo).get("/bodies", 200, headers={"Authorization": f"bearer {key}"})


@pytest.mark.parametrize("path", ["/openapi.json", "/openapi.yaml", "/problems/invalid-input", "/findings/seat_vacant"])
def test_the_contract_and_the_pages_of_problems_and_findings_need_no_key(demo: Flask, path: str) -> None:
    Api(demo).get(path)


def test_only_an_administrator_adds_organisations(hr: Api, partner: Api) -> None:
    for api in (hr, partner):
        api.post("/organisations", organisation("00000009000000000009"), 403)


def test_who_keeps_a_register_adds_to_that_one_only(hr: Api) -> None:
    hr.post("/units", {"organisation": HERE} | UNIT, 201)
    hr.post("/units", {"organisation": THERE} | UNIT, 403)


def test_who_keeps_a_register_reads_that_one_only(api: Api, hr: Api) -> None:
    own = api.post("/units", {"organisation": HERE} | UNIT, 201).json
    other = api.post("/units", {"organisation": THERE} | UNIT, 201).json
    assert hr.get("/units").json["items"] == [own]
    assert hr.get(f"/units?organisation={THERE}").json["items"] == []
    hr.get(f"/units/{own['id']}")
    hr.get(f"/units/{other['id']}", 404)


def test_an_administrator_reads_every_register(api: Api) -> None:
    for oin in (HERE, THERE):
        api.post("/units", {"organisation": oin} | UNIT, 201)
    assert [item["organisation"] for item in api.get("/units").json["items"]] == [HERE, THERE]


def test_a_partner_neither_reads_nor_writes_a_register(api: Api, partner: Api) -> None:
    own = api.post("/units", {"organisation": THERE} | UNIT, 201).json
    partner.get("/units", 403)
    partner.get(f"/units/{own['id']}", 403)
    partner.post("/units", {"organisation": THERE} | UNIT, 403)
    partner.post("/employees/_search", {"organisation": THERE}, 403)
    partner.post("/mandates/_search", {"organisation": HERE}, 403)
    partner.post("/authorities/_search", {"organisation": HERE, "decisionType": "contract", "purpose": "a test"}, 403)


MAY_READ = {Role.ADMINISTRATOR, Role.HR, Role.APPROVER, Role.AUDITOR}
MAY_KEEP = {Role.ADMINISTRATOR, Role.HR}


@pytest.mark.parametrize("role", Role)
def test_a_role_reads_and_keeps_no_more_than_its_own(app: Flask, role: Role) -> None:
    one = caller(app, role, None if role is Role.ADMINISTRATOR else HERE, person="K-001")
    one.get(f"/units?organisation={HERE}", 200 if role in MAY_READ else 403)
    one.post("/units", {"organisation": HERE} | UNIT, 201 if role in MAY_KEEP else 403)
    one.post("/units", {"organisation": THERE} | UNIT, 201 if role is Role.ADMINISTRATOR else 403)
