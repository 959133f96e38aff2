"""What is added is there, as it was said, on every kind of database."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask

from tests.api.callers import add
from tests.api.client import Api
from tests.api.small_register import HERE, REGISTER, THERE, mandate, organisation

PATHS = ["organisations", *dict.fromkeys(path for path, _ in REGISTER)]


@pytest.fixture
def stored(api: Api) -> list[tuple[str, dict[str, Any], dict[str, Any]]]:
    """Add the whole register; returns the path, what was sent, and what came back."""
    sent = [(path, {"organisation": HERE} | entry) for path, entry in REGISTER]
    return [(path, entry, add(api, f"/{path}", entry).json) for path, entry in sent]


def test_every_resource_is_there() -> None:
    assert len(PATHS) == 11


def test_what_is_added_comes_back_as_it_was_said(api: Api, stored: list[tuple[str, Any, Any]]) -> None:
    for path, sent, given in stored:
        assert given | sent == given
        assert api.get(f"/{path}/{given['id']}").json == given


def test_what_is_not_stated_comes_back_as_null_or_its_default(api: Api, stored: list[Any]) -> None:
    assert stored
    given = api.post("/mandates", mandate("9"), 201).json
    assert (given["maxAmount"], given["validUntil"], given["parent"]) == (None, None, None)
    assert (given["currency"], given["vat"], given["disclosure"]) == ("EUR", "excl", "partners")
    assert (given["cases"], given["instructions"], given["subMandating"]) == ([], "", 0)
    assert given["consents"] == {"holder": None, "superior": None, "noSuperior": False, "statute": None}


def test_the_address_and_the_tag_of_what_was_added(api: Api) -> None:
    created = api.post("/units", {"organisation": HERE, "code": "x", "name": "X"}, 201)
    read = api.get(created.headers["Location"])
    assert created.headers["Location"] == f"/v1/units/{created.json['id']}"
    assert read.headers["ETag"] == created.headers["ETag"]
    assert read.headers["ETag"].startswith('"')


def test_an_organisation_is_added_and_read(api: Api) -> None:
    sent = organisation("00000009000000000009")
    given = api.post("/organisations", sent, 201).json
    assert given | sent == given
    assert api.get(f"/organisations/{given['id']}").json == given


def test_the_last_day_is_a_day_of_the_organisation(api: Api) -> None:
    far = organisation("00000009000000000008") | {"timeZone": "Pacific/Auckland"}
    api.post("/organisations", far, 201)
    sent = {"organisation": far["oin"], "number": "N-1", "name": "Kiri", "employedUntil": "2026-03-31"}
    assert api.post("/employees", sent, 201).json["employedUntil"] == "2026-03-31"


def test_a_list_is_read_page_by_page(api: Api) -> None:
    codes = [f"unit-{number}" for number in range(7)]
    for code in codes:
        api.post("/units", {"organisation": HERE, "code": code, "name": code}, 201)
    assert list(_walk(api, f"/units?limit=3&organisation={HERE}")) == [codes[:3], codes[3:6], codes[6:]]


def _walk(api: Api, address: str) -> Any:
    while address:
        page = api.get(address)
        yield [item["code"] for item in page.json["items"]]
        link = page.headers.get("Link", "")
        assert not link or link.endswith('>; rel="next"')
        address = link.partition(">")[0].removeprefix("<")


def test_a_search_is_read_page_by_page(api: Api, stored: list[Any]) -> None:
    assert stored
    search = {"organisation": HERE, "limit": 1}
    first = api.post("/employees/_search", search).json
    second = api.post("/employees/_search", search | {"cursor": first["next"]}).json
    assert [page["items"][0]["number"] for page in (first, second)] == ["K-001", "K-002"]
    assert second["next"] is None


EMPLOYEES: list[tuple[dict[str, str], list[str]]] = [
    ({"number": "K-002"}, ["K-002"]),
    ({"name": "Sanne Verbeek"}, ["K-001"]),
    ({"number": "K-002", "name": "Sanne Verbeek"}, []),
    ({"name": "SANNE\u00a0verbeek"}, ["K-001"]),
    ({"name": "S\u0430nne Verbeek"}, []),
    ({"name": "Sanne"}, []),
]


def test_employees_are_searched(api: Api, stored: list[Any]) -> None:
    assert stored
    assert [(search, _numbers(api, "employees", search)) for search, _ in EMPLOYEES] == EMPLOYEES


MANDATES: list[tuple[dict[str, str], list[str]]] = [
    ({}, ["1", "2"]),
    ({"number": "2"}, ["2"]),
    ({"decisionType": "contract"}, ["2"]),
    ({"decisionType": "*"}, ["1"]),
    ({"decisionType": "contrac"}, []),
    ({"holder": "position:inkoper"}, ["1", "2"]),
    ({"holder": f"{THERE}/position:inkoper"}, ["1"]),
    ({"holder": "anyone"}, []),
]


def test_mandates_are_searched(api: Api, stored: list[Any]) -> None:
    assert stored
    api.post("/mandates", mandate("2"), 201)
    assert [(search, _numbers(api, "mandates", search)) for search, _ in MANDATES] == MANDATES


def _numbers(api: Api, path: str, search: dict[str, str]) -> list[str]:
    answer = api.post(f"/{path}/_search", {"organisation": HERE} | search).json
    return [item["number"] for item in answer["items"]]


FILTERED = {
    "/bodies?code=college": 1,
    "/units?parent=bedrijf": 1,
    "/positions?category=inkopers&unit=inkoop": 1,
    "/decision-types?body=college&parent=contract": 1,
    "/deputyships?number=P-1": 1,
    "/instruments?reference=MB-2024": 1,
    "/mandates?number=1&onBehalfOf=college&instrument=MB-2024": 1,
    "/mandates?parent=1": 0,
    "/appointments?position=inkoper": 1,
    f"/absences?organisation={THERE}": 0,
    f"/organisations?organisation={THERE}": 1,
}


def test_a_list_is_filtered_by_codes(api: Api, stored: list[Any]) -> None:
    assert stored
    assert {address: len(api.get(address).json["items"]) for address in FILTERED} == FILTERED


def test_the_same_entry_twice_is_a_conflict(api: Api, stored: list[tuple[str, Any, Any]]) -> None:
    for path, sent, _ in stored:
        problem = api.post(f"/{path}", sent, 409).json
        assert problem["errors"][0]["code"] == "duplicate"
        assert problem["errors"][0]["field"] in sent


def test_of_many_at_once_who_add_the_same_one_is_first(app: Flask, api: Api) -> None:
    bodies = [organisation("00000009000000000007"), {"organisation": HERE, "code": "x", "name": "X"}]
    for path, body in zip(("organisations", "units"), bodies, strict=True):
        with ThreadPoolExecutor(8) as pool:
            statuses = pool.map(lambda _: _status(app, api, path, body), range(8))  # noqa: B023 - used at once
        assert sorted(statuses) == [201] + [409] * 7


def _status(app: Flask, api: Api, path: str, body: dict[str, Any]) -> int:
    return app.test_client().post(f"/v1/{path}", json=body, headers=api.headers).status_code
