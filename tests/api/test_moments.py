"""What the register said: as valid at a moment, as known at a moment, and what differs between two."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask

from tests.api.client import Api
from tests.api.mandate_events import Desk, add_small_register
from tests.api.small_register import HERE, mandate

pytestmark = pytest.mark.either_database


@pytest.fixture
def desk(app: Flask) -> Desk:
    opened = Desk(app)
    add_small_register(opened.hr)
    return opened


def moment(api: Api, address: str) -> str:
    """Return the moment at which an entry came to be known."""
    return quote(api.get(address).json["recordedAt"])


def rename(api: Api, code: str, name: str) -> str:
    (unit,) = api.get(f"/units?code={code}").json["items"]
    address = f"/units/{unit['id']}"
    api.send("PATCH", address, json={"name": name}, headers={"If-Match": api.get(address).headers["ETag"]})
    return address


def test_an_entry_is_read_as_it_was_known(desk: Desk) -> None:
    before = moment(desk.hr, "/units/" + desk.hr.get("/units").json["items"][0]["id"])
    address = rename(desk.hr, "inkoop", "Team Inkoop en Contracten")
    assert desk.hr.get(address).json["name"] == "Team Inkoop en Contracten"
    assert desk.hr.get(f"{address}?knownAt={before}").json["name"] == "Team Inkoop"
    assert [unit["name"] for unit in desk.hr.get(f"/units?knownAt={before}").json["items"]] == ["Team Inkoop"]
    desk.hr.get(f"{address}?knownAt=2020-01-01T00:00:00Z", 404)


def test_nobody_knows_the_future(desk: Desk) -> None:
    later = quote((datetime.now(UTC) + timedelta(days=1)).isoformat())
    assert desk.hr.get(f"/units?knownAt={later}", 400).json["errors"][0]["field"] == "knownAt"


def test_a_mandate_is_read_as_it_is_valid_at_a_moment(desk: Desk) -> None:
    address = desk.grant(maxAmount="90000.00", validFrom="2026-01-01", validUntil="2026-12-31")
    day = "2026-06-01T00:00:00+02:00"
    desk.let(desk.hr, address, "amendments", reason="x", effectiveAt=day, changes={"maxAmount": "1000.00"})
    desk.let(desk.approver, address, "approvals")
    amounts = [
        desk.hr.get(f"{address}?validAt={quote(at)}").json["maxAmount"]
        for at in ("2026-05-31T23:59:59+02:00", "2026-06-01T00:00:00+02:00")
    ]
    assert amounts == ["90000.00", "1000.00"]
    desk.hr.get(f"{address}?validAt=2027-01-01T00:00:00Z", 404)
    assert len(desk.hr.get("/mandates").json["items"]) == 1
    found = desk.hr.post("/mandates/_search", {"organisation": HERE, "validAt": "2026-02-01T00:00:00Z"}).json["items"]
    assert [one["maxAmount"] for one in found] == ["90000.00"]


def test_a_correction_that_changes_nothing_is_not_recorded(desk: Desk) -> None:
    address = rename(desk.hr, "inkoop", "Team Inkoop")
    assert desk.hr.get(address).json["recordedAt"] == desk.hr.get("/units").json["items"][0]["recordedAt"]


def differences(api: Api, **moments: Any) -> list[tuple[str, str, str, list[str]]]:
    query = "&".join(f"{name}={quote(value)}" for name, value in moments.items())
    items = api.get(f"/differences?organisation={HERE}&{query}").json["items"]
    return [(one["table"], one["key"], one["change"], one["fields"]) for one in items]


def test_what_differs_between_two_moments_of_knowledge(desk: Desk) -> None:
    before = desk.hr.get("/instruments").json["items"][0]["recordedAt"]
    rename(desk.hr, "inkoop", "Inkoop")
    desk.hr.post("/units", {"organisation": HERE, "code": "y", "name": "Y"}, 201)
    assert differences(desk.hr, fromKnownAt=before) == [
        ("units", "inkoop", "changed", ["name"]),
        ("units", "y", "added", []),
    ]
    assert differences(desk.hr, toKnownAt=before)[1] == ("units", "y", "removed", [])


def test_what_differs_between_two_moments_of_validity(desk: Desk) -> None:
    desk.grant(validFrom="2026-06-01", validUntil="2026-08-31")
    before = {"fromValidAt": "2026-05-31T12:00:00+02:00", "toValidAt": "2026-06-01T12:00:00+02:00"}
    assert differences(desk.hr, **before) == [("mandates", "1", "added", [])]


def test_a_draft_is_no_difference_until_it_is_approved(desk: Desk) -> None:
    before = desk.hr.get("/instruments").json["items"][0]["recordedAt"]
    address = desk.draft("7")
    assert differences(desk.hr, fromKnownAt=before) == []
    desk.let(desk.hr, address, "submissions")
    desk.let(desk.approver, address, "approvals")
    assert differences(desk.hr, fromKnownAt=before) == [("mandates", "7", "added", [])]


def test_the_differences_are_read_page_by_page(desk: Desk) -> None:
    address, pages = f"/differences?organisation={HERE}&fromKnownAt=2020-01-01T00:00:00Z&limit=4", []
    while address:
        page = desk.hr.get(address)
        pages.append(len(page.json["items"]))
        address = page.headers.get("Link", "").partition(">")[0].removeprefix("<")
    assert pages == [4, 4, 3]


@pytest.mark.parametrize(
    ("path", "change", "field"),
    [
        ("units", {"parent": "inkoop"}, "parent"),
        ("units", {"code": "anders"}, "code"),
        ("units", {"name": None}, "name"),
        ("positions", {"unit": "nergens"}, "unit"),
        ("employees", {"employedUntil": "2023-01-01"}, "employedUntil"),
    ],
)
def test_a_correction_that_cannot_be_names_its_field(desk: Desk, path: str, change: dict[str, Any], field: str) -> None:
    address = f"/{path}/{desk.hr.get(f'/{path}').json['items'][0]['id']}"
    tag = {"If-Match": desk.hr.get(address).headers["ETag"]}
    problem = desk.hr.send("PATCH", address, 400, json=change, headers=tag).json
    assert [error["field"] for error in problem["errors"]] == [field]


def test_a_circle_of_several_is_refused_when_it_closes(desk: Desk) -> None:
    for code, parent in (("a", "inkoop"), ("b", "a")):
        desk.hr.post("/units", {"organisation": HERE, "code": code, "name": code, "parent": parent}, 201)
    (top,) = desk.hr.get("/units?code=inkoop").json["items"]
    tag = {"If-Match": desk.hr.get(f"/units/{top['id']}").headers["ETag"]}
    problem = desk.hr.send("PATCH", f"/units/{top['id']}", 400, json={"parent": "b"}, headers=tag).json
    assert problem["errors"][0]["code"] == "circle"


def test_a_merge_patch_is_taken_by_its_own_name_too(desk: Desk) -> None:
    address = f"/units/{desk.hr.get('/units').json['items'][0]['id']}"
    headers = {"If-Match": desk.hr.get(address).headers["ETag"], "Content-Type": "application/merge-patch+json"}
    assert desk.hr.send("PATCH", address, data='{"name": "Z"}', headers=headers).json["name"] == "Z"
    desk.hr.send("PATCH", address, 415, data='{"name": "Z"}', headers=headers | {"Content-Type": "text/plain"})


def test_a_draft_s_number_is_taken(desk: Desk) -> None:
    desk.draft("1")
    desk.hr.post("/mandates", mandate("1"), 409)


def test_whatever_is_read_is_read_as_it_was_known(desk: Desk) -> None:
    before = quote(desk.hr.get("/instruments").json["items"][0]["recordedAt"])
    drafted = desk.hr.post("/changesets", {"organisation": HERE, "title": "Later"}, 201).json["id"]
    expected = {"organisation": HERE, "name": "x", "employees": ["K-001"], "decisionType": "contract.decide"}
    answer = {"at": "2026-09-01T12:00:00Z", "outcome": "not_authorised", "reason": "no_mandate"}
    kept = desk.hr.post("/expected-checks", expected | answer, 201).json["id"]
    for path, identity in (("changesets", drafted), ("expected-checks", kept)):
        known = desk.hr.get(f"/{path}?knownAt={before}").json["items"]
        assert identity not in [one["id"] for one in known]
        desk.hr.get(f"/{path}/{identity}?knownAt={before}", 404)
        desk.hr.get(f"/{path}/{identity}?knownAt=2999-01-01T00:00:00Z", 400)
    desk.grant(holder="employee:K-002", decisionTypes=["contract.decide"], instrument=None)
    assert desk.hr.get(f"/findings?organisation={HERE}").json["items"]
    assert desk.hr.get(f"/findings?organisation={HERE}&knownAt={before}").json["items"] == []
    assert desk.hr.get(f"/exports/register.zip?knownAt={before}").headers["Content-Disposition"]
    desk.hr.get("/exports/register.zip?knownAt=2020-01-01T00:00:00Z", 404)
