"""A register comes in as a file: all of it or nothing, and every error names its cell."""

from __future__ import annotations

import io
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from flask import Flask

from mandate_registry.config import ROOT
from mandate_registry.register_folder.reader import read_register
from mandate_registry.register_folder.writer import write_workbook
from mandate_registry.services.permissions import Role
from tests.api.callers import add, caller
from tests.api.client import Api
from tests.api.register_files import SMALL, XLSX, ZIP, folder, packed, send
from tests.api.small_register import HERE, THERE

pytestmark = pytest.mark.either_database

DUINRAND = ROOT / "data/sample/duinrand"
OIN = "00000009100000000002"
CHECKS = """- id: anyone
  employees: [K-1]
  decision_type: contract
  at: 2026-09-01T12:00:00+02:00
  outcome: authorised
"""


def changed(row: str) -> bytes:
    return packed(SMALL | {"mandates.csv": SMALL["mandates.csv"] + row})


def test_an_administrator_begins_a_register_with_an_import(api: Api) -> None:
    told = send(api, folder(DUINRAND)).json
    assert (told["organisation"], told["dryRun"], told["changeset"]) == (OIN, False, None)
    assert len(told["tables"]["mandates"]["added"]) == len(told["tables"]["expected_checks"]["added"]) == 8
    assert len(api.get(f"/mandates?organisation={OIN}").json["items"]) == 8
    assert send(api, folder(DUINRAND)).json["tables"] == {}


def test_a_workbook_comes_in_as_well(api: Api) -> None:
    stream = io.BytesIO()
    write_workbook(read_register(DUINRAND), stream)
    told = send(api, stream.getvalue(), content_type=XLSX).json
    assert len(told["tables"]["mandates"]["added"]) == 8
    assert "expected_checks" not in told["tables"]


def test_a_dry_run_keeps_nothing(api: Api) -> None:
    told = send(api, folder(DUINRAND), query="?dryRun=true").json
    assert told["dryRun"] is True
    assert len(told["tables"]["mandates"]["added"]) == 8
    assert api.get(f"/organisations?organisation={OIN}").json["items"] == []


def test_what_changes_mandates_waits_for_somebody_else(app: Flask, hr: Api) -> None:
    told = send(hr, packed(SMALL)).json
    assert told["tables"]["mandates"]["added"] == ["M-1"]
    assert hr.get(f"/mandates?organisation={HERE}").json["items"] == []
    waiting = hr.get(f"/changesets/{told['changeset']}")
    assert (waiting.json["state"], waiting.json["isImport"]) == ("submitted", True)
    approval = f"/changesets/{told['changeset']}/approvals"
    tag = {"If-Match": waiting.headers["ETag"]}
    hr.send("POST", approval, 403, json={}, headers=tag)
    caller(app, Role.APPROVER, HERE).send("POST", approval, 200, json={}, headers=tag)
    assert [one["number"] for one in hr.get(f"/mandates?organisation={HERE}").json["items"]] == ["M-1"]
    assert send(hr, packed(SMALL)).json["tables"] == {}


def test_an_import_that_comes_again_is_not_done_again(hr: Api) -> None:
    folder = packed(SMALL)  # once: a zip bears the time at which it was made
    again = [send(hr, folder, headers={"Idempotency-Key": "once"}).json for _ in range(2)]
    assert again[0] == again[1]
    assert len(hr.get(f"/changesets?organisation={HERE}").json["items"]) == 1


def test_every_error_names_its_cell_and_nothing_is_kept(hr: Api) -> None:
    broken = SMALL | {
        "mandates.csv": "number,kinds,on_behalf_of,holder,decision_types\nM-1,mandate,college,nobody,contract\n",
        "bodies.csv": "code,name\ncollege,\n",
        "checks.yaml": CHECKS + "  case: 012\n",
        "other.csv": "a\n1\n",
    }
    problem = send(hr, packed(broken), 400).json
    found = {(error["field"], error["code"]) for error in problem["errors"]}
    assert found == {
        ("mandates.csv:2:holder", "invalid_value"),
        ("bodies.csv:2:name", "required"),
        ("checks.yaml:6:case", "invalid_value"),
        ("other.csv", "unknown_file"),
    }
    assert hr.get("/bodies").json["items"] == []


def test_at_most_a_thousand_errors_are_told_each_of_them_briefly(hr: Api) -> None:
    rows = "".join(f"{'x' * 5000},mandate,nobody{number},anyone,contract\n" for number in range(1200))
    problem = send(hr, changed(rows), 400)
    assert len(problem.json["errors"]) == 1000
    assert len(problem.text) < 1_000_000


@pytest.mark.parametrize("content", [b"", b"no zip", packed({"../organisation.csv": "", "x/y/z.csv": ""})])
@pytest.mark.parametrize("kind", [ZIP, XLSX])
def test_what_is_no_register_is_refused(hr: Api, content: bytes, kind: str) -> None:
    send(hr, content, 400, content_type=kind)


def test_an_archive_is_weighed_before_it_is_read(hr: Api) -> None:
    stream = io.BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        archive.writestr("mandates.csv", b"\0" * 201_000_000)
    problem = send(hr, stream.getvalue(), 400).json
    assert problem["errors"] == [
        {"field": "register.zip", "code": "too_large", "detail": "decompresses to more than 100 MB"}
    ]


def test_a_body_that_is_too_large_is_refused(hr: Api) -> None:
    send(hr, b"x" * 6_000_000, 413)


@pytest.mark.parametrize("kind", ["application/json", "text/csv", "application/octet-stream", None])
def test_a_body_of_another_kind_is_refused(hr: Api, kind: str | None) -> None:
    send(hr, packed(SMALL), 415, content_type=kind)


@pytest.mark.parametrize(
    ("query", "field"), [("?dryRun=yes", "dryRun"), ("?dryRun=true&dryRun=true", "dryRun"), ("?dry=true", "dry")]
)
def test_a_query_that_is_not_valid_is_refused(hr: Api, query: str, field: str) -> None:
    assert send(hr, packed(SMALL), 400, query).json["errors"][0]["field"] == field


def test_only_who_keeps_the_register_imports(app: Flask, hr: Api, partner: Api) -> None:
    send(hr, packed(SMALL | {"organisation.csv": f"oin,name\n{THERE},Elders\n"}), 403)
    send(hr, folder(DUINRAND), 403)
    send(partner, b"no zip", 403)
    send(caller(app, Role.APPROVER, HERE), packed(SMALL), 403)
    send(Api(app), packed(SMALL), 401)


def test_a_draft_is_not_decided_on_by_a_folder(api: Api, hr: Api) -> None:
    bodies = {"bodies": {"code": "college", "name": "College"}, "decision-types": {"code": "contract", "titleNl": "O"}}
    for path, body in bodies.items():
        add(hr, f"/{path}", {"organisation": HERE} | body)
    draft = {"kinds": ["mandate"], "onBehalfOf": "college", "holder": "anyone", "decisionTypes": ["contract"]}
    hr.post("/mandates", {"organisation": HERE, "number": "M-1"} | draft, 201)
    for client in (api, hr):
        problem = send(client, packed(SMALL), 409).json
        assert [(error["field"], error["code"]) for error in problem["errors"]] == [("number", "draft")]
        assert "M-1 is a draft" in problem["detail"]
