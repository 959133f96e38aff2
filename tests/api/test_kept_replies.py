"""A kept answer is given again to who still has the rights for it, says so, and is never an old yes."""

from __future__ import annotations

import json
import re
from base64 import urlsafe_b64decode
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from werkzeug.routing import Rule

from api.idempotency import ASKS, HEADER, NEVER_KEPT, REPLAYED
from mandate_registry.contract_file import description
from mandate_registry.evidence.private_keys import Algorithm
from mandate_registry.services.callers import COMMAND_LINE
from mandate_registry.services.installation import Installation
from mandate_registry.services.permissions import Role
from mandate_registry.services.proof import signing_keys
from tests.api.callers import caller
from tests.api.client import Answer, Api
from tests.api.mandate_events import SMALL_REGISTER
from tests.api.partner_questions import QUESTION, Town
from tests.api.small_register import HERE, THERE
from tests.support.days import today
from tests.support.templates import Template

pytestmark = pytest.mark.either_database

KEY = {HEADER: "case-1"}
SANNE = {"number": "K-001"}
CARD: dict[str, Any] = {"organisation": HERE, "decisionTypes": ["contract.decide"], "minutes": 60, "name": "none"}


@pytest.fixture(scope="module")
def template() -> Template:
    return SMALL_REGISTER


@pytest.fixture
def town(app: Flask) -> Town:
    return Town(app)


def asked(town: Town, partner: Api) -> dict[str, tuple[Api, dict[str, Any]]]:
    """Return who asks what, by operation."""
    about = {"employees": [SANNE], "purpose": "x"}
    return {
        "/checks": (partner, QUESTION),
        "/checks/_batch": (partner, {"checks": [QUESTION]}),
        "/checks/_table": (
            partner,
            {"employees": [SANNE | {"organisation": HERE}], "decisionTypes": ["contract.decide"], "purpose": "x"},
        ),
        "/authorities/_search": (town.hr, about | {"organisation": HERE}),
        "/receipts/_verify": (partner, {"receipt": partner.post("/checks", QUESTION).json["receipt"]}),
        "/expected-checks/_verify": (town.hr, {"organisation": HERE}),
        "/employees/_search": (town.hr, {"organisation": HERE}),
        "/mandates/_search": (town.hr, {"organisation": HERE}),
    }


def send(questions: dict[str, tuple[Api, dict[str, Any]]], status: int = 200, key: str = "case-1") -> list[Answer]:
    return [api.post(path, body, status, headers={HEADER: key + path}) for path, (api, body) in questions.items()]


def is_replay(answer: Answer) -> bool:
    return answer.headers.get(REPLAYED) == "true"


def outdated(answer: Answer) -> list[tuple[str, str]]:
    return [(one["field"], one["code"]) for one in answer.json["errors"]]


def revoke(town: Town) -> None:
    (mandate,) = town.hr.get("/mandates").json["items"]
    town.let(town.hr, f"/mandates/{mandate['id']}", "revocations", reason="x", effectiveAt="2026-05-01T00:00:00Z")


@pytest.mark.each_database
def test_an_answer_whose_register_has_changed_is_not_given_again(town: Town, partner: Api) -> None:
    questions = asked(town, partner)
    first, again = send(questions), send(questions)
    assert [one.text for one in first] == [one.text for one in again]
    assert [is_replay(one) for one in first + again] == [False] * len(first) + [True] * len(again)
    assert first[0].json["decision"] is True
    revoke(town)
    for refused in send(questions, 409):
        assert outdated(refused) == [(HEADER, "outdated")]
        assert refused.json["type"] == "/v1/problems/conflict"
        assert "another Idempotency-Key" in refused.json["detail"]
    fresh = send(questions, key="case-2")
    assert not any(is_replay(one) for one in fresh)
    assert fresh[0].json["decision"] is False


def posts_of(app: Flask) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())]


def test_every_operation_that_asks_what_a_register_says_is_marked_so(app: Flask, town: Town, partner: Api) -> None:
    posts = posts_of(app)
    marked = {rule.rule for rule in posts if hasattr(app.view_functions[rule.endpoint], ASKS)}
    assert marked == {f"/v1{path}" for path in asked(town, partner)} | {"/v1/imports"}
    reads = {rule.rule for rule in posts if rule.rule.rpartition("/")[2] in ("_search", "_verify", "_batch", "_table")}
    assert reads - marked == {"/v1/checks/_search"}, "which reads what was asked, whatever a register says"


POWER = {"decision", "outcome", "verdict", "powers", "legs", "state", "status"}
"""Properties that tell what somebody may decide, or whether something of that is in force."""

DONE = {
    *(f"/mandates/{{id}}/{done}" for done in ("submissions", "approvals", "rejections", "withdrawals", "consents")),
    *(f"/mandates/{{id}}/{done}" for done in ("amendments", "suspensions", "resumptions", "revocations")),
    *(f"/changesets/{{id}}/{done}" for done in ("submissions", "approvals", "rejections", "withdrawals")),
    *(f"/changesets/{{id}}/{done}" for done in ("publications", "renewals")),
    *("/mandates", "/changesets", "/expected-checks", "/checks/_search", "/credentials/{id}/revocations"),
}
"""What tells what was done, expected, asked or ended, which stays so whatever a register says later."""


def properties(schema: Any, seen: set[str]) -> set[str]:
    """Return the names of all properties in a schema and those that it refers to."""
    if isinstance(schema, list):
        return {name for one in schema for name in properties(one, seen)}
    if not isinstance(schema, dict):
        return set()
    name = schema.get("$ref", "").rpartition("/")[2]
    found = set(schema.get("properties", {}))
    if name and name not in seen:
        seen.add(name)
        found |= properties(description()["components"]["schemas"][name], seen)
    return found | properties([value for key, value in schema.items() if key != "example"], seen)


def test_every_post_whose_reply_tells_of_power_gives_no_old_one(app: Flask) -> None:
    kept, telling = set(), set()
    views = {re.sub(r"<[^>]*>", "{id}", rule.rule): app.view_functions[rule.endpoint] for rule in posts_of(app)}
    for path, operations in description()["paths"].items():
        told = [
            answer for status, answer in operations.get("post", {"responses": {}})["responses"].items() if status < "3"
        ]
        takes_no_key = hasattr(views.get(f"/v1{path}"), NEVER_KEPT)
        if properties([one.get("content", {}) for one in told], set()) & POWER and not takes_no_key:
            telling.add(path)
            if not hasattr(views[f"/v1{path}"], ASKS):
                kept.add(path)
    assert kept == DONE
    assert "/checks" in telling


def test_another_register_may_change_meanwhile(app: Flask, partner: Api, town: Town) -> None:
    partner.post("/checks", QUESTION, headers=KEY)
    caller(app, Role.HR, THERE).post("/units", {"organisation": THERE, "code": "x", "name": "X"}, 201)
    assert is_replay(partner.post("/checks", QUESTION, headers=KEY))
    assert town.outcome() == "authorised"


@pytest.mark.usefixtures("town")
@pytest.mark.parametrize("path", ["/checks", "/checks/_batch"])
def test_who_may_not_ask_any_more_gets_no_old_answer(hr: Api, partner: Api, path: str) -> None:
    body = QUESTION if path == "/checks" else {"checks": [QUESTION]}
    partner.post(path, body, headers=KEY)
    (agreement,) = hr.get("/agreements").json["items"]
    address = f"/agreements/{agreement['id']}"
    tag = {"If-Match": hr.get(address).headers["ETag"]}
    hr.send("PATCH", address, json={"validUntil": "2026-01-31"}, headers=tag)
    partner.post(path, body, 403)
    refused = partner.post(path, body, 403, headers=KEY)
    assert outdated(refused) == [("organisation", "not_agreed")]


def test_what_changes_by_itself_is_an_old_answer_too(town: Town, hr: Api, partner: Api) -> None:
    """An end that was known all along changes no version: of a mandate, of an agreement, of a card."""
    day = today() + timedelta(days=1)
    (mandate,) = town.hr.get("/mandates").json["items"]
    until = {"validUntil": str(day)}
    town.let(hr, f"/mandates/{mandate['id']}", "amendments", reason="x", changes=until)
    town.let(town.approver, f"/mandates/{mandate['id']}", "approvals")
    code = town.sanne.post("/cards", CARD, 201).json["code"]
    by_card = QUESTION | {"employees": [{"code": code}], "at": datetime.now(UTC).isoformat()}
    listed = {"organisation": HERE, "employees": [SANNE]}
    first = [
        partner.post("/checks", QUESTION, headers={HEADER: "now"}),
        partner.post("/checks", by_card, headers={HEADER: "card"}),
        hr.post("/authorities/_search", listed, headers={HEADER: "list"}),
    ]
    assert [one.json.get("decision", True) for one in first] == [True] * 3
    with time_machine.travel(datetime.now(UTC) + timedelta(days=3)):
        refused = [
            partner.post("/checks", QUESTION, 409, headers={HEADER: "now"}),
            partner.post("/checks", by_card, 409, headers={HEADER: "card"}),
            hr.post("/authorities/_search", listed, 409, headers={HEADER: "list"}),
        ]
    assert [outdated(one) for one in refused] == [[(HEADER, "outdated")]] * 3


def test_a_card_that_was_revoked_names_nobody_under_a_kept_answer(town: Town, partner: Api) -> None:
    made = town.sanne.post("/cards", CARD, 201).json
    body = QUESTION | {"employees": [{"code": made["code"]}]}
    assert partner.post("/checks", body, headers=KEY).json["decision"] is True
    assert is_replay(partner.post("/checks", body, headers=KEY))
    town.sanne.post(f"/cards/{made['card']['id']}/revocations", None, headers={HEADER: "end"})
    partner.post("/checks", body, 409, headers=KEY)
    assert is_replay(town.sanne.post(f"/cards/{made['card']['id']}/revocations", None, headers={HEADER: "end"}))


def test_a_reply_that_bears_what_a_revoked_key_signed_is_not_given_again(town: Town, partner: Api) -> None:
    installation: Installation = town.app.extensions["mandate_registry"]
    asked_now = {path: one for path, one in asked(town, partner).items() if one[0] is partner}
    first, again = send(asked_now), send(asked_now)
    assert not any(map(is_replay, first))
    assert all(map(is_replay, again))
    signing_keys.rotate(COMMAND_LINE, installation, Algorithm.STATEMENTS, timedelta(0))
    assert all(map(is_replay, send(asked_now)))
    kid = json.loads(urlsafe_b64decode(first[0].json["receipt"].partition(".")[0] + "=="))["kid"]
    signing_keys.revoke(COMMAND_LINE, installation, kid)
    assert [outdated(one) for one in send(asked_now, 409)] == [[(HEADER, "outdated")]] * len(asked_now)
    assert not any(map(is_replay, send(asked_now, key="case-2")))
    assert all(map(is_replay, send(asked_now, key="case-2")))


def test_what_was_done_stays_done_and_the_reply_says_so(town: Town) -> None:
    unit = {"organisation": HERE, "code": "x", "name": "X"}
    first = town.hr.post("/units", unit, 201, headers=KEY)
    revoke(town)
    again = town.hr.post("/units", unit, 201, headers=KEY)
    assert (again.json, again.headers["ETag"], is_replay(again)) == (first.json, first.headers["ETag"], True)
