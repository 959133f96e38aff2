"""The keys of people who have left: neither may they keep the register nor approve."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from mandate_registry.services.permissions import Role
from tests.api.callers import caller
from tests.api.mandate_events import SMALL_REGISTER, Desk
from tests.api.small_register import HERE
from tests.support.days import today
from tests.support.templates import Template

pytestmark = pytest.mark.either_database
YESTERDAY = str(today() - timedelta(days=1))


@pytest.fixture(scope="module")
def template() -> Template:
    return SMALL_REGISTER


def test_the_keys_of_leavers_neither_keep_the_register_nor_approve(strange: Flask) -> None:
    desk = Desk(strange)
    keeper, approver = (
        caller(strange, role, HERE, person) for role, person in ((Role.HR, "K-001"), (Role.APPROVER, "K-002"))
    )
    address = desk.draft()
    tag = keeper.post(f"{address}/submissions", {}, headers={"If-Match": desk.hr.get(address).headers["ETag"]}).headers
    for employee in desk.hr.get("/employees").json["items"]:
        found = f"/employees/{employee['id']}"
        ended = {"employedUntil": YESTERDAY}
        desk.hr.send("PATCH", found, json=ended, headers={"If-Match": desk.hr.get(found).headers["ETag"]})
    refused = keeper.post("/units", {"organisation": HERE, "code": "new", "name": "New"}, 401)
    assert refused.json["type"] == "/v1/problems/unauthenticated"
    assert "K-001 does not work at organisation" in refused.json["detail"]
    assert refused.headers["WWW-Authenticate"] == 'Bearer error="invalid_token"'
    approver.post(f"{address}/approvals", {}, 401, headers={"If-Match": tag["ETag"]})
    assert desk.hr.get(address).json["status"] == "submitted"
    found = desk.hr.get(f"/findings?organisation={HERE}&severity=error").json["items"]
    assert {entry["key"] for one in found if one["code"] == "key_of_leaver" for entry in one["entries"]} == {
        "K-001",
        "K-002",
    }
