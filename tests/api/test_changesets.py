"""A mandaatbesluit: many mandates granted, amended and revoked as one, looked at before, approved by another."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from mandate_registry.services.permissions import Role
from tests.api.callers import caller
from tests.api.client import Api
from tests.api.mandate_events import SMALL_REGISTER, Desk, euro
from tests.api.small_register import HERE, THERE, mandate
from tests.support.templates import Template

pytestmark = pytest.mark.either_database

TITLE = {"organisation": HERE, "title": "Mandaatbesluit 2026", "instrument": "MB-2026", "reason": "Herziening."}


@pytest.fixture(scope="module")
def template() -> Template:
    return SMALL_REGISTER


@pytest.fixture
def besluit(desk: Desk) -> str:
    """Draft a decision that grants one mandate, amends another and revokes a third; give its address."""
    amended, revoked = desk.grant("2", maxAmount="90000.00"), desk.grant("3", decisionTypes=["contract.decide"])
    drafted = desk.hr.post("/changesets", TITLE, 201).json["id"]
    desk.hr.post("/mandates", mandate("1", holder="employee:K-002", changeset=drafted), 201)
    changes = {"reason": "Lager.", "changes": {"maxAmount": "10000.00"}, "changeset": drafted}
    desk.let(desk.hr, amended, "amendments", **changes)
    desk.let(desk.hr, revoked, "revocations", reason="Vervallen.", changeset=drafted)
    return f"/changesets/{drafted}"


def yes(desk: Desk, **asked: Any) -> str | None:
    covering = desk.ask(**asked)["mandate"]
    return str(covering["number"]) if covering else None


def test_nothing_of_a_changeset_counts_before_it_is_approved(desk: Desk, besluit: str) -> None:
    steps = desk.hr.get(besluit).json["steps"]
    assert [(step["event"], step["mandate"]["number"]) for step in steps] == [
        ("grant", "1"),
        ("amendment", "2"),
        ("revocation", "3"),
    ]
    assert steps[1]["changes"] == {"maxAmount": "10000.00"}
    assert desk.outcome(employees=[{"number": "K-002"}]) == "not_approved"
    assert yes(desk, amount=euro("50000.00")) == "2"


@pytest.mark.each_database
def test_all_of_it_counts_when_it_is_approved_from_the_date_of_its_instrument(desk: Desk, besluit: str) -> None:
    desk.let(desk.hr, besluit, "submissions")
    done = desk.let(desk.approver, besluit, "approvals").json
    assert (done["state"], desk.outcome(employees=[{"number": "K-002"}])) == ("approved", "authorised")
    assert (yes(desk, amount=euro("50000.00")), yes(desk, amount=euro("10000.00"))) == ("2", "2")
    assert desk.outcome(amount=euro("50000.00")) == "amount_above_limit"
    assert yes(desk, at="2026-03-31T12:00:00Z", amount=euro("10000.00")) == "2"
    assert desk.outcome(at="2026-03-31T12:00:00Z", amount=euro("50000.00")) == "authorised"


def test_it_is_recorded_where_it_was_published(desk: Desk, besluit: str) -> None:
    desk.let(desk.hr, besluit, "submissions")
    desk.let(desk.approver, besluit, "approvals")
    where = {"publishedAs": "Gemeenteblad 2026, 1", "publicationUrl": "https://voorbeeld.example/gmb-1"}
    assert desk.let(desk.hr, besluit, "publications", **where).json["state"] == "published"
    (instrument,) = desk.hr.get("/instruments?reference=MB-2026").json["items"]
    assert instrument["publishedAs"] == where["publishedAs"]


def test_one_mandate_of_several_is_not_decided_on_alone(desk: Desk, besluit: str) -> None:
    (drafted,) = desk.hr.post("/mandates/_search", {"organisation": HERE, "number": "1"}).json["items"]
    detail = desk.let(desk.hr, f"/mandates/{drafted['id']}", "submissions", 409).json["detail"]
    assert besluit.rpartition("/")[2] in detail


def test_what_is_submitted_is_not_edited(desk: Desk, besluit: str) -> None:
    desk.let(desk.hr, besluit, "submissions")
    tag = desk.hr.get(besluit).headers["ETag"]
    desk.hr.send("PATCH", besluit, 409, json={"title": "Anders"}, headers={"If-Match": tag})
    desk.hr.post("/mandates", mandate("9", changeset=besluit.rpartition("/")[2]), 409)


@pytest.mark.each_database
def test_what_has_become_impossible_is_not_approved_and_nothing_of_it_is_kept(desk: Desk, besluit: str) -> None:
    desk.let(desk.hr, besluit, "submissions")
    (revoked,) = desk.hr.post("/mandates/_search", {"organisation": HERE, "number": "2"}).json["items"]
    day = "2026-01-01T00:00:00Z"
    desk.let(desk.hr, f"/mandates/{revoked['id']}", "revocations", reason="Eerder.", effectiveAt=day)
    problem = desk.let(desk.approver, besluit, "approvals", 400).json
    assert problem["errors"][0]["code"] == "already_revoked"
    assert desk.hr.get(besluit).json["state"] == "submitted"
    assert desk.outcome(employees=[{"number": "K-002"}]) == "not_approved"


def test_the_impact_tells_who_may_no_longer_and_who_may_from_then_on(desk: Desk, besluit: str) -> None:
    impact = desk.approver.get(f"{besluit}/impact").json
    told = {
        (one["employee"], one["name"], one["amounts"]["above"], one["amounts"]["upTo"], one["gains"], one["loses"])
        for one in impact["differences"]
        if one["amounts"]["vat"] in (None, "excl") and (one["gains"] or one["loses"])
    }
    assert told == {
        ("K-002", "Joris Adema", None, None, True, False),
        ("K-001", "Sanne Verbeek", "10000.00", None, False, True),
        ("K-001", "Sanne Verbeek", None, None, False, True),  # where no amount is stated in euro
    }
    assert impact["total"] == len(impact["differences"])
    assert not impact["blocks"]


def test_the_impact_comes_in_parts_that_say_how_much_there_is(desk: Desk, besluit: str) -> None:
    first = desk.hr.get(f"{besluit}/impact?limit=1")
    assert (len(first.json["differences"]), first.json["total"] > 1) == (1, True)
    following = first.headers["Link"].removeprefix("</v1").partition(">")[0]
    assert desk.hr.get(following).json["differences"][0] != first.json["differences"][0]
    of_one = desk.hr.get(f"{besluit}/impact?employee=K-002").json
    assert {one["employee"] for one in of_one["differences"]} == {"K-002"}
    assert desk.hr.get(f"{besluit}/impact?decisionType=other").json["total"] == 0


@pytest.mark.each_database
def test_looking_at_the_impact_changes_nothing(desk: Desk, besluit: str) -> None:
    tag = desk.hr.get(besluit).headers["ETag"]
    desk.hr.get(f"{besluit}/impact")
    assert desk.hr.get(besluit).headers["ETag"] == tag
    assert yes(desk, amount=euro("50000.00")) == "2"


def test_changesets_are_listed_by_state(desk: Desk, besluit: str) -> None:
    listed = desk.hr.get("/changesets?state=draft").json["items"]
    assert [one["id"] for one in listed] == [besluit.rpartition("/")[2]]
    assert len(desk.hr.get("/changesets?limit=1").json["items"]) == 1


def test_another_organisation_and_a_partner_see_nothing_of_it(
    app: Flask, desk: Desk, besluit: str, partner: Api
) -> None:
    there = caller(app, Role.HR, THERE)
    there.get(besluit, 404)
    there.get(f"{besluit}/impact", 404)
    assert there.get("/changesets").json["items"] == []
    partner.get(besluit, 403)
    assert desk.hr.get(besluit).json["proposers"]


def test_an_organisation_of_one_does_without_four_eyes_and_the_history_says_who(desk: Desk, api: Api) -> None:
    (home,) = api.get(f"/organisations?organisation={HERE}").json["items"]
    address = f"/organisations/{home['id']}"
    tag = {"If-Match": api.get(address).headers["ETag"]}
    desk.hr.send("PATCH", address, 403, json={"fourEyes": False}, headers=tag)
    api.send("PATCH", address, 200, json={"fourEyes": False}, headers=tag)
    alone = f"/mandates/{api.post('/mandates', mandate('1'), 201).json['id']}"
    desk.let(api, alone, "submissions")
    assert desk.let(api, alone, "approvals").json["status"] == "in_force"
    actors = {one["actor"] for one in desk.hr.get(f"{alone}/history").json["items"]}
    assert len(actors) == 1
