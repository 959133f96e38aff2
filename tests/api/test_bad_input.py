"""Input that is not valid: a clear refusal that names the field, and nothing stored."""

from __future__ import annotations

from typing import Any

import pytest

from api.app import create_app
from mandate_registry.services.permissions import Role
from tests.api.callers import add, caller
from tests.api.client import Api
from tests.api.installations import TWO_ORGANISATIONS
from tests.api.small_register import HERE, REGISTER, UNKNOWN, mandate
from tests.support.templates import Template, opened

pytestmark = pytest.mark.either_database

CHECK = {"organisation": HERE, "employees": [{"number": "K-001"}], "decisionType": "contract.decide"}
EMPLOYEE = {"organisation": HERE, "number": "K-009", "name": "Noor"}
UNIT = {"organisation": HERE, "code": "x", "name": "X"}


def _fill(url: str) -> None:
    with opened(url) as installation:
        api = caller(create_app(installation), Role.ADMINISTRATOR)
        for path, entry in REGISTER:
            add(api, f"/{path}", {"organisation": HERE} | entry)
        bounds = {"maxAmount": "50000.00", "validFrom": "2026-01-01", "validUntil": "2026-12-31", "subMandating": 1}
        api.post("/mandates", mandate("P", **bounds), 201)


@pytest.fixture(scope="module")
def template() -> Template:
    """Return the whole register, and a parent to hold sub-mandates against."""
    return Template("whole-register-of-bad-input", _fill, TWO_ORGANISATIONS)


REFUSED: list[tuple[str, dict[str, Any], dict[str, str]]] = [
    ("units", UNIT | {"naam": "X"}, {"naam": "unknown_field"}),
    ("units", {"organisation": HERE}, {"code": "required", "name": "required"}),
    ("units", UNIT | {"name": None}, {"name": "required"}),
    ("units", UNIT | {"name": 5}, {"name": "wrong_type"}),
    ("units", UNIT | {"name": "a\x00b"}, {"name": "invalid_value"}),
    ("units", UNIT | {"name": " "}, {"name": "invalid_value"}),
    ("units", UNIT | {"name": "x" * 201}, {"name": "too_long"}),
    ("units", UNIT | {"code": "Hoofdletter"}, {"code": "invalid_value"}),
    ("units", UNIT | {"parent": "nowhere"}, {"parent": "unknown_code"}),
    ("units", UNIT | {"parent": "x"}, {"parent": "circle"}),
    ("units", UNIT | {"organisation": "123"}, {"organisation": "invalid_value"}),
    ("units", UNIT | {"organisation": UNKNOWN}, {"organisation": "unknown_code"}),
    ("organisations", {"oin": UNKNOWN, "name": "X", "timeZone": "Mars/Base"}, {"timeZone": "invalid_value"}),
    ("decision-types", UNIT | {"name": "X"}, {"name": "unknown_field", "titleNl": "required"}),
    ("employees", EMPLOYEE | {"number": "a/b"}, {"number": "invalid_value"}),
    ("employees", EMPLOYEE | {"employedFrom": "01-02-2026"}, {"employedFrom": "invalid_value"}),
    ("employees", EMPLOYEE | {"employedFrom": "0001-01-01"}, {"employedFrom": "invalid_value"}),
    ("employees", EMPLOYEE | {"employedUntil": "9999-12-31"}, {"employedUntil": "invalid_value"}),
    ("employees", EMPLOYEE | {"employedUntil": "2026-02-30"}, {"employedUntil": "invalid_value"}),
    (
        "employees",
        EMPLOYEE | {"employedFrom": "2026-02-02", "employedUntil": "2026-02-01"},
        {"employedUntil": "last_day_before_first"},
    ),
    (
        "deputyships",
        {"organisation": HERE, "number": "P-2", "for": "position:nobody", "deputy": "employee:K-404"},
        {"for": "unknown_code", "deputy": "unknown_code"},
    ),
    (
        "deputyships",
        {"organisation": HERE, "number": "P-2", "for": "anyone", "deputy": "employee:K-001", "rank": True},
        {"for": "invalid_value", "rank": "wrong_type"},
    ),
    ("instruments", {"organisation": HERE, "reference": "a", "title": "b", "publicationUrl": "javascript:x"},
     {"publicationUrl": "invalid_value"}),
    ("mandates", mandate("9", kinds=[]), {"kinds": "wrong_length"}),
    ("mandates", mandate("9", kinds=["mandate", "gift"]), {"kinds.1": "invalid_value"}),
    ("mandates", mandate("9", maxAmount=5.0), {"maxAmount": "wrong_type"}),
    ("mandates", mandate("9", maxAmount="5,00"), {"maxAmount": "invalid_value"}),
    ("mandates", mandate("9", subMandating="1"), {"subMandating": "wrong_type"}),
    ("mandates", mandate("9", subMandating=10**30), {"subMandating": "invalid_value"}),
    ("mandates", mandate("9", consents={"holder": "today"}), {"consents.holder": "invalid_value"}),
    ("mandates", mandate("9", onBehalfOf="nobody"), {"onBehalfOf": "unknown_code"}),
    ("mandates", mandate("9", holder="position:nobody"), {"holder": "unknown_code"}),
    ("mandates", mandate("9", holder="somebody"), {"holder": "invalid_value"}),
    ("mandates", mandate("9", **{"except": ["nothing>=5.00"]}), {"except": "unknown_code"}),
    ("mandates", mandate("9", parent="9"), {"parent": "circle"}),
    ("mandates", mandate("9", decisionTypes=["bylaw"]), {"decisionTypes": "not_mandatable"}),
    (
        "mandates",
        mandate("9", parent="P", maxAmount="50000.01", validFrom="2025-12-31", validUntil="2027-01-01"),
        {"maxAmount": "wider_than_parent", "validFrom": "wider_than_parent", "validUntil": "wider_than_parent"},
    ),
]  # fmt: skip


@pytest.mark.parametrize(("path", "body", "errors"), REFUSED)
def test_what_is_not_valid_is_refused_by_name_and_not_stored(
    api: Api, path: str, body: dict[str, Any], errors: dict[str, str]
) -> None:
    before = api.get(f"/{path}").json
    problem = api.post(f"/{path}", body, 400).json
    assert {error["field"]: error["code"] for error in problem["errors"]} == errors
    assert api.get(f"/{path}").json == before


ASKED: list[tuple[str, dict[str, Any], dict[str, str]]] = [
    ("checks", CHECK | {"amount": {"value": 5.0}}, {"amount.value": "wrong_type"}),
    ("checks", CHECK | {"amount": {"value": "5", "vat": "maybe"}}, {"amount.vat": "invalid_value"}),
    ("checks", CHECK | {"amount": "5"}, {"amount": "wrong_type"}),
    ("checks", CHECK | {"at": "2026-04-15T14:30:00"}, {"at": "invalid_value"}),
    ("checks", CHECK | {"at": "0001-01-01T00:00:00+14:00"}, {"at": "invalid_value"}),
    ("checks", CHECK | {"at": "9999-12-31T23:59:59-14:00"}, {"at": "invalid_value"}),
    ("checks", CHECK | {"knownAt": "2999-01-01T00:00:00Z"}, {"knownAt": "invalid_value"}),
    ("checks", CHECK | {"organisation": UNKNOWN}, {"organisation": "unknown_code"}),
    ("checks", CHECK | {"employees": []}, {"employees": "wrong_length"}),
    ("checks", CHECK | {"employees": [{"number": "a", "name": "b"}]}, {"employees.0": "invalid_value"}),
    ("checks", CHECK | {"employees": [{"code": "a"}]}, {"employees.0.code": "invalid_value"}),
    ("checks", CHECK | {"employees": [{"id": "a"}]}, {"employees.0.id": "invalid_value"}),
    ("checks", CHECK | {"confirmedConditions": "some"}, {"confirmedConditions": "wrong_type"}),
    ("checks/_batch", {"checks": []}, {"checks": "wrong_length"}),
    ("checks/_batch", {"checks": [CHECK] * 1001}, {"checks": "too_large"}),
    (
        "checks/_batch",
        {"checks": [CHECK, CHECK | {"at": 5}, CHECK | {"amount": {}}]},
        {"checks.1.at": "wrong_type", "checks.2.amount.value": "required"},
    ),
    (
        "checks/_batch",
        {"checks": [CHECK | {"organisation": UNKNOWN}, CHECK, CHECK | {"knownAt": "2999-01-01T00:00:00Z"}]},
        {"checks.0.organisation": "unknown_code", "checks.2.knownAt": "invalid_value"},
    ),
    ("checks/_table", {"employees": [{"number": "K-001"}], "decisionTypes": ["contract"]},
     {"employees.0.organisation": "required"}),
    ("checks/_table", {"employees": [{"number": "a", "organisation": UNKNOWN}], "decisionTypes": ["contract"]},
     {"employees": "unknown_code"}),
    ("authorities/_search", {"organisation": HERE}, {"": "invalid_value"}),
    ("authorities/_search", CHECK, {"": "invalid_value"}),
    ("employees/_search", {"organisation": HERE, "limit": 101}, {"limit": "invalid_value"}),
    ("employees/_search", {"organisation": HERE, "cursor": "1"}, {"cursor": "invalid_value"}),
]  # fmt: skip


@pytest.mark.parametrize(("path", "body", "errors"), ASKED)
def test_a_question_that_is_not_valid_is_refused_by_name(
    api: Api, path: str, body: dict[str, Any], errors: dict[str, str]
) -> None:
    problem = api.post(f"/{path}", body, 400).json
    assert {error["field"]: error["code"] for error in problem["errors"]} == errors


@pytest.mark.parametrize(
    ("query", "field", "code"),
    [
        ("name=Sanne", "name", "unknown_field"),
        ("limit=0", "limit", "invalid_value"),
        ("limit=101", "limit", "invalid_value"),
        ("limit=ten", "limit", "invalid_value"),
        ("limit=1&limit=2", "limit", "repeated"),
        ("cursor=next", "cursor", "invalid_value"),
        ("organisation=1", "organisation", "invalid_value"),
    ],
)
def test_a_query_that_is_not_valid_is_refused_by_name(api: Api, query: str, field: str, code: str) -> None:
    problem = api.get(f"/employees?{query}", 400).json
    assert [(error["field"], error["code"]) for error in problem["errors"]] == [(field, code)]


BODIES = {
    "nothing": b"",
    "no JSON": b"{",
    "a list": b"[]",
    "a name twice": b'{"code": "a", "code": "b"}',
    "not a number": b'{"code": NaN}',
    "infinity": b'{"code": Infinity}',
    "another encoding": '{"code": "é"}'.encode("latin-1"),
    "half a character": rb'{"code": "\ud800"}',
    "a very long number": b'{"code": ' + b"1" * 5000 + b"}",
    "a very deep list": b'{"code": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "a deep list": b'{"code": ' + b"[" * 900 + b"]" * 900 + b"}",
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES.keys())
def test_a_body_that_is_no_json_object_is_refused(api: Api, body: bytes) -> None:
    problem = api.send("POST", "/units", 400, data=body, content_type="application/json").json
    assert problem["type"] == "/v1/problems/invalid-input"


def test_a_body_of_another_kind_is_refused(api: Api) -> None:
    for kind in ("text/plain", "application/x-www-form-urlencoded", "application/problem+json", None):
        api.send("POST", "/units", 415, data=b"{}", content_type=kind)


def test_a_body_that_is_too_large_is_refused(api: Api) -> None:
    body = b'{"name": "' + b"x" * 10_000_000 + b'"}'
    problem = api.send("POST", "/units", 413, data=body, content_type="application/json").json
    assert problem["type"] == "/v1/problems/too-large"
