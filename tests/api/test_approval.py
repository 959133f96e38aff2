"""What gives power waits for somebody else: the API says so with 202, and tells where."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from mandate_registry.services.permissions import Role
from tests.api.callers import add, approve, caller
from tests.api.client import Api
from tests.api.mandate_events import SMALL_REGISTER, Desk
from tests.api.small_register import HERE
from tests.support.days import today
from tests.support.templates import Template

pytestmark = pytest.mark.either_database

TODAY = today()
DEPUTYSHIP = {"number": "P-1", "for": "position:inkoper", "deputy": "employee:K-002", "trigger": "always"}


@pytest.fixture(scope="module")
def template() -> Template:
    return SMALL_REGISTER


@pytest.fixture
def desk(app: Flask) -> Desk:
    desk = Desk(app)
    desk.grant(holder="position:inkoper", decisionTypes=["contract"])
    return desk


def here(**entry: Any) -> dict[str, Any]:
    return {"organisation": HERE} | entry


def entry_of(api: Api, path: str, **key: str) -> str:
    items = api.get(f"{path}?organisation={HERE}&limit=100").json["items"]
    (found,) = [one for one in items if all(one[name] == value for name, value in key.items())]
    return f"{path}/{found['id']}"


def patch(api: Api, address: str, status: int, **changes: Any) -> Any:
    tag = {"If-Match": api.get(address).headers["ETag"]}
    return api.send("PATCH", address, status, json=changes, headers=tag)


@pytest.mark.each_database
def test_a_deputyship_waits_and_counts_when_somebody_else_approves_it(desk: Desk) -> None:
    waits = desk.hr.post("/deputyships", here(**DEPUTYSHIP), 202)
    assert waits.json["state"] == "submitted"
    assert waits.headers["Location"] == f"/v1/changesets/{waits.json['id']}"
    asked = {"employees": [{"number": "K-002"}], "at": datetime.now(UTC).isoformat()}
    assert desk.outcome(**asked) == "no_mandate"
    approve(desk.app, waits)
    asked["at"] = datetime.now(UTC).isoformat()
    assert desk.outcome(**asked) == "authorised"


def test_the_change_that_waits_is_told_with_what_it_would_do(desk: Desk) -> None:
    waits = desk.hr.post("/deputyships", here(**DEPUTYSHIP), 202).json["id"]
    (change,) = desk.approver.get(f"/changesets/{waits}/changes").json["items"]
    assert (change["table"], change["key"], change["kind"]) == ("deputyships", "P-1", "added")
    told = desk.approver.get(f"/changesets/{waits}/impact").json
    assert {(one["employee"], one["decisionType"], one["gains"]) for one in told["differences"]} == {
        ("K-002", "contract.decide", True)
    }


def test_whoever_proposed_it_does_not_approve_it(desk: Desk) -> None:
    hanna = [caller(desk.app, role, HERE, person="Hanna") for role in (Role.HR, Role.APPROVER)]
    waits = hanna[0].post("/deputyships", here(**DEPUTYSHIP), 202)
    tag = {"If-Match": waits.headers["ETag"]}
    hanna[1].post(f"/changesets/{waits.json['id']}/approvals", {}, 403, headers=tag)


def test_whoever_gains_by_it_does_not_approve_it(desk: Desk) -> None:
    joris = caller(desk.app, Role.APPROVER, HERE, person="K-002")
    waits = desk.hr.post("/deputyships", here(**DEPUTYSHIP), 202)
    tag = {"If-Match": waits.headers["ETag"]}
    problem = joris.post(f"/changesets/{waits.json['id']}/approvals", {}, 403, headers=tag).json
    assert "gains" in problem["detail"]


def test_a_deputyship_is_narrowed_and_ended_at_once_but_not_widened(desk: Desk) -> None:
    address = f"/deputyships/{add(desk.hr, '/deputyships', here(**DEPUTYSHIP, maxAmount='1000.00')).json['id']}"
    assert patch(desk.hr, address, 200, maxAmount="500.00").json["maxAmount"] == "500.00"
    patch(desk.hr, address, 202, maxAmount=None)
    patch(desk.hr, address, 200, validUntil=str(TODAY))


@pytest.mark.parametrize(
    ("path", "key", "changes"),
    [
        ("/positions", {"code": "inkoper"}, {"category": "manager"}),
        ("/positions", {"code": "inkoper"}, {"unit": None}),
        ("/decision-types", {"code": "contract.decide"}, {"parent": None}),
        ("/decision-types", {"code": "contract.decide"}, {"body": "college"}),
        ("/decision-types", {"code": "contract.decide"}, {"nature": "signing"}),
        ("/decision-types", {"code": "contract.decide"}, {"mandatable": False}),
        ("/decision-types", {"code": "contract.decide"}, {"amountRequired": False}),
    ],
)
def test_a_correction_that_may_give_power_waits(desk: Desk, path: str, key: dict[str, str], changes: Any) -> None:
    address = entry_of(desk.hr, path, **key)
    before = desk.hr.get(address).json
    patch(desk.hr, address, 202, **changes)
    assert desk.hr.get(address).json == before


def test_a_body_that_meets_does_not_become_one_person(desk: Desk) -> None:
    address = entry_of(desk.hr, "/bodies", code="college")
    problem = patch(desk.hr, address, 400, position="inkoper").json
    assert [error["field"] for error in problem["errors"]] == ["position"]


@pytest.mark.parametrize(("days", "status"), [(0, 201), (29, 201), (31, 202)])
def test_an_appointment_counts_at_once_unless_it_is_of_long_ago(desk: Desk, days: int, status: int) -> None:
    since = str(TODAY - timedelta(days=days))
    desk.hr.post("/appointments", here(employee="K-002", position="inkoper", validFrom=since), status)


def test_nobody_appoints_himself(desk: Desk) -> None:
    joris = caller(desk.app, Role.HR, HERE, person="K-002")
    joris.post("/appointments", here(employee="K-002", position="inkoper", validFrom=str(TODAY)), 202)


def test_what_is_named_a_changeset_becomes_part_of_it(desk: Desk) -> None:
    draft = desk.hr.post("/changesets", here(title="Reorganisatie"), 201).json["id"]
    added = desk.hr.post("/positions", here(code="jurist", title="Jurist", changeset=draft), 202).json
    patch(desk.hr, entry_of(desk.hr, "/units", code="inkoop"), 202, name="Inkoop", changeset=draft)
    assert added["id"] == draft
    items = desk.hr.get(f"/changesets/{draft}/changes").json["items"]
    assert {(one["table"], one["key"]) for one in items} == {("positions", "jurist"), ("units", "inkoop")}


@pytest.mark.each_database
def test_what_gave_power_is_listed_until_the_approver_has_looked(desk: Desk) -> None:
    last = desk.approver.get(f"/gains?organisation={HERE}&limit=100").json["items"]
    if last:
        desk.approver.post("/gains/_seen", here(version=last[-1]["version"]))
    desk.hr.post("/appointments", here(employee="K-002", position="inkoper", validFrom=str(TODAY)), 201)
    (gain,) = desk.approver.get(f"/gains?organisation={HERE}").json["items"]
    assert [(one["employee"], one["decisionType"]) for one in gain["gains"]] == [("K-002", "contract.decide")]
    seen = desk.approver.post("/gains/_seen", here(version=gain["version"])).json
    assert seen == here(version=gain["version"])
    assert desk.approver.get(f"/gains?organisation={HERE}").json["items"] == []


def test_a_person_is_resumed_by_two(desk: Desk) -> None:
    address = entry_of(desk.hr, "/employees", number="K-001")
    desk.let(desk.hr, address, "suspensions", reason="Onderzoek.")
    now = {"at": datetime.now(UTC).isoformat()}
    assert desk.outcome(**now) == "person_suspended"
    waits = desk.let(desk.hr, address, "resumptions", 202, reason="Onderzoek afgerond.")
    assert waits.json["reason"] == "Onderzoek afgerond."
    approve(desk.app, waits)
    assert desk.outcome(at=datetime.now(UTC).isoformat()) == "authorised"
