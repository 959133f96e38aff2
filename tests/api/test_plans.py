"""A plan over HTTP: what waits is read entry by entry, refused where it is out of date, and made again."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from mandate_registry.services.permissions import Role
from tests.api.callers import caller
from tests.api.client import Answer, Api
from tests.api.register_files import SMALL, packed, send
from tests.api.small_register import HERE

pytestmark = pytest.mark.either_database

HEAD = "number,kinds,on_behalf_of,holder,decision_types,max_amount\n"
FOUNDED = SMALL | {
    "positions.csv": "code,title\nclerk,Griffier\n",
    "mandates.csv": HEAD + "M-1,mandate,college,anyone,contract,100.00\nM-2,mandate,college,anyone,contract,\n",
}
CHANGED = FOUNDED | {
    "mandates.csv": HEAD + "M-1,mandate,college,anyone,contract,200.00\nM-3,mandate,college,position:clerk,contract,\n",
    "units.csv": "code,name\nnew,Nieuw\n",
}


@pytest.fixture
def approver(app: Flask) -> Api:
    return caller(app, Role.APPROVER, HERE)


@pytest.fixture
def waiting(hr: Api, approver: Api) -> str:
    """Propose what adds, changes and ends mandates, and adds a unit."""
    first = f"/changesets/{send(hr, packed(FOUNDED)).json['changeset']}"
    decide(approver, first, 200)
    return f"/changesets/{send(hr, packed(CHANGED)).json['changeset']}"


def tag(client: Api, path: str) -> dict[str, str]:
    return {"If-Match": client.get(path).headers["ETag"]}


def decide(client: Api, path: str, status: int, decision: str = "approvals", **told: Any) -> Answer:
    return client.send("POST", f"{path}/{decision}", status, json=told, headers=tag(client, path))


def keys(client: Api, path: str, query: str = "") -> list[tuple[str, str, str]]:
    items = client.get(f"{path}/changes{query}").json["items"]
    return [(one["table"], one["key"], one["kind"]) for one in items]


def amend(hr: Api, approver: Api, number: str, **changes: Any) -> None:
    (mandate,) = hr.get(f"/mandates?organisation={HERE}&number={number}").json["items"]
    path = f"/mandates/{mandate['id']}"
    hr.send("POST", f"{path}/amendments", 200, json={"reason": "x", "changes": changes}, headers=tag(hr, path))
    approver.send("POST", f"{path}/approvals", 200, json={}, headers=tag(hr, path))


def test_every_change_is_read_before_and_after_with_what_should_not_be_overlooked(approver: Api, waiting: str) -> None:
    told = approver.get(f"{waiting}/changes").json
    assert keys(approver, waiting) == [
        ("units", "new", "added"),
        ("mandates", "M-3", "added"),
        ("mandates", "M-1", "changed"),
        ("mandates", "M-2", "ended"),
    ]
    by_key = {one["key"]: one for one in told["items"]}
    assert by_key["M-1"]["fields"] == ["maxAmount"]
    assert (by_key["M-1"]["before"]["maxAmount"], by_key["M-1"]["after"]["maxAmount"]) == ("100.00", "200.00")
    assert by_key["M-3"]["before"] is None
    assert by_key["M-2"]["fields"] == ["validUntil"]
    assert by_key["M-1"]["warnings"] == []
    assert {one["code"]: one["text"] for one in by_key["M-3"]["warnings"]} == {
        "no_limit": "has no limit: any amount",
        "no_end": "has no end",
        "position_vacant": "is for the position Griffier, which nobody holds",
    }
    assert {one["code"]: one["count"] for one in told["warnings"]} == {
        "no_limit": 1,
        "no_end": 1,
        "position_vacant": 1,
    }
    assert told["warnings"][0]["text"] == "mandates without a limit: 1"
    assert {(one["table"], one["kind"]): one["count"] for one in told["counts"]} == {
        ("units", "added"): 1,
        ("mandates", "added"): 1,
        ("mandates", "changed"): 1,
        ("mandates", "ended"): 1,
    }
    assert told["outdated"] == []


def test_changes_are_read_page_by_page_and_by_what_they_are(approver: Api, waiting: str) -> None:
    everything = keys(approver, waiting)
    found, path = [], f"{waiting}/changes?limit=1"
    while path:
        answer = approver.get(path)
        found += [one["key"] for one in answer.json["items"]]
        link = answer.headers.get("Link", "")
        path = link.partition("<")[2].partition(">")[0].removeprefix("/v1")
    assert found == [key for _, key, _ in everything]
    assert keys(approver, waiting, "?table=mandates&kind=ended") == [("mandates", "M-2", "ended")]
    assert keys(approver, waiting, "?warning=no_limit") == [("mandates", "M-3", "added")]
    assert keys(approver, waiting, "?warning=unheard") == []
    for query in ("?table=mandate", "?kind=gone", "?warning=No%20limit", "?knownAt=2020-01-01T00:00:00Z"):
        approver.send("GET", f"{waiting}/changes{query}", 400)


def test_one_that_is_out_of_date_is_refused_and_can_be_made_again(app: Flask, hr: Api, waiting: str) -> None:
    approver = caller(app, Role.APPROVER, HERE)
    amend(hr, approver, "M-1", maxAmount="50.00")
    late = [{"table": "mandates", "key": "M-1", "code": "changed"}]
    (told,) = approver.get(f"{waiting}/changes").json["outdated"]
    assert [{name: told[name] for name in ("table", "key", "code")}] == late
    problem = decide(approver, waiting, 409).json
    assert [(error["field"], error["code"]) for error in problem["errors"]] == [("mandates", "changed")]
    assert problem["errors"][0]["detail"] == told["text"] == "M-1 has changed in the register in the meantime"
    hr.send("POST", f"{waiting}/renewals", 428)
    approver.send("POST", f"{waiting}/renewals", 403, headers=tag(approver, waiting))
    old = tag(hr, waiting)
    hr.send("POST", f"{waiting}/renewals", 200, headers=old)
    hr.send("POST", f"{waiting}/renewals", 412, headers=old)
    assert approver.get(f"{waiting}/changes").json["outdated"] == []
    approver.send("POST", f"{waiting}/approvals", 412, json={}, headers=old)
    decide(approver, waiting, 200)
    amounts = {one["number"]: one["maxAmount"] for one in hr.get(f"/mandates?organisation={HERE}").json["items"]}
    assert amounts["M-1"] == "200.00"
    hr.send("POST", f"{waiting}/renewals", 409, headers=tag(hr, waiting))


def test_what_happened_in_between_stays(hr: Api, approver: Api) -> None:
    decide(approver, f"/changesets/{send(hr, packed(FOUNDED)).json['changeset']}", 200)
    row = "M-3,mandate,college,anyone,contract,10.00\n"
    more = FOUNDED | {"mandates.csv": FOUNDED["mandates.csv"] + row}
    waiting = f"/changesets/{send(hr, packed(more)).json['changeset']}"
    amend(hr, approver, "M-1", maxAmount="50.00")
    (employee,) = hr.get(f"/employees?organisation={HERE}").json["items"]
    path = f"/employees/{employee['id']}"
    hr.send("PATCH", path, 200, json={"employedUntil": "2026-01-31"}, headers=tag(hr, path))
    hr.post("/units", {"organisation": HERE, "code": "new", "name": "Nieuw"}, 201)
    decide(approver, waiting, 200)
    amounts = {one["number"]: one["maxAmount"] for one in hr.get(f"/mandates?organisation={HERE}").json["items"]}
    assert amounts == {"M-1": "50.00", "M-2": None, "M-3": "10.00"}
    assert hr.get(path).json["employedUntil"] == "2026-01-31"
    assert [one["code"] for one in hr.get(f"/units?organisation={HERE}").json["items"]] == ["new"]


def test_what_was_approved_is_told_as_it_was_then(hr: Api, approver: Api, waiting: str) -> None:
    before = approver.get(f"{waiting}/changes").json
    decide(approver, waiting, 200)
    amend(hr, approver, "M-1", maxAmount="50.00")
    assert approver.get(f"{waiting}/changes").json == before


def test_a_changeset_of_steps_has_no_plan_that_could_be_made_again(hr: Api) -> None:
    path = f"/changesets/{hr.post('/changesets', {'organisation': HERE, 'title': 'x'}, 201).json['id']}"
    assert hr.get(f"{path}/changes").json == {"items": [], "counts": [], "warnings": [], "outdated": []}
    hr.send("POST", f"{path}/renewals", 409, headers=tag(hr, path))
