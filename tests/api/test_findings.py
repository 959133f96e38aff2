"""Register health as the API tells it, and the pages that its findings lead to."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from flask import Flask

from mandate_registry.rules.findings.findings import FindingCode, Severity
from tests.api.callers import add
from tests.api.client import Api
from tests.api.mandate_events import granted
from tests.api.small_register import HERE, REGISTER, THERE, mandate
from tests.support.demo import WIERDENLAND

pytestmark = pytest.mark.either_database

AT = quote("2026-09-15T14:30:00+02:00")
FINDINGS = f"/findings?organisation={WIERDENLAND}&at={AT}"


def test_a_finding_names_its_article_its_entries_and_its_page(keeper: Api) -> None:
    found = keeper.get(FINDINGS).json["items"]
    asked = keeper.post("/mandates/_search", {"organisation": WIERDENLAND, "number": "WL-7.5"}).json["items"]
    assert found[0] == {
        "code": "consent_missing",
        "severity": "error",
        "article": "Awb 10:4",
        "detail": "Mandate WL-7.5 lacks the consent of the holder's superior.",
        "explanation": "/v1/findings/consent_missing",
        "entries": [{"table": "mandates", "key": "WL-7.5", "id": asked[0]["id"]}],
    }


def test_an_entry_that_is_no_mandate_has_no_id(keeper: Api) -> None:
    found = keeper.get(FINDINGS + "&severity=warning").json["items"]
    vacant = next(one for one in found if one["code"] == "seat_vacant")
    assert vacant["entries"][-1] == {"table": "positions", "key": "contractbeheerder", "id": None}


def test_the_worst_comes_first_and_can_be_asked_for_alone(keeper: Api) -> None:
    found = keeper.get(FINDINGS).json["items"]
    by_severity = [keeper.get(f"{FINDINGS}&severity={severity}").json["items"] for severity in Severity]
    assert all(by_severity)
    assert found == [one for some in by_severity for one in some]


def test_the_moment_decides_what_is_found(keeper: Api) -> None:
    later = quote("2030-01-01T00:00:00+01:00")
    codes = [
        {one["code"] for one in keeper.get(f"/findings?organisation={WIERDENLAND}&at={at}").json["items"]}
        for at in (AT, later)
    ]
    assert "expires_soon" in codes[0]
    assert "expires_soon" not in codes[1]


def test_now_is_the_moment_when_none_is_given(keeper: Api) -> None:
    keeper.get(f"/findings?organisation={WIERDENLAND}")


def test_a_table_is_named_as_its_path_is(app: Flask, api: Api) -> None:
    for path, entry in REGISTER:
        add(api, f"/{path}", {"organisation": HERE} | entry)
    granted(app, mandate("2", kinds=["signing"], decisionTypes=["contract.decide"]))
    found = api.get(f"/findings?organisation={HERE}&severity=error").json["items"]
    listed = next(one for one in found if one["code"] == "type_not_covered")
    assert [entry["table"] for entry in listed["entries"]] == ["mandates", "decision-types"]


def test_an_empty_register_is_healthy(hr: Api) -> None:
    assert hr.get(f"/findings?organisation={HERE}").json == {"items": []}


def test_nothing_is_posted_where_findings_are_listed(keeper: Api) -> None:
    allowed = keeper.post(FINDINGS, {}, 405).headers["Allow"]
    assert set(allowed.split(", ")) == {"GET", "HEAD"}


def test_only_who_keeps_the_register_is_told(hr: Api, partner: Api, neighbour: Api) -> None:
    hr.get(f"/findings?organisation={THERE}", 403)
    partner.get(f"/findings?organisation={THERE}", 403)
    neighbour.get(FINDINGS, 403)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("", "organisation"),
        ("?organisation=1", "organisation"),
        ("?organisation=00000009000000000009", "organisation"),
        (f"?organisation={HERE}&severity=fatal", "severity"),
        (f"?organisation={HERE}&at=2026-09-15", "at"),
        (f"?organisation={HERE}&code=seat_vacant", "code"),
    ],
)
def test_bad_input_names_the_field(api: Api, query: str, field: str) -> None:
    assert api.get(f"/findings{query}", 400).json["errors"][0]["field"] == field


@pytest.mark.parametrize("code", FindingCode)
def test_every_finding_is_explained_to_everybody(demo: Flask, code: FindingCode) -> None:
    page = Api(demo).get(f"/findings/{code}")
    assert page.text.startswith("# ")
    for part in ("**What it means.**", "**The law.**", "**Why it matters.**", "**How to mend it.**"):
        assert part in page.text


@pytest.mark.parametrize("code", ["nothing", "README", "..%2fproblems%2fforbidden"])
def test_no_other_page_is_given(demo: Flask, code: str) -> None:
    Api(demo).get(f"/findings/{code}", 404)
