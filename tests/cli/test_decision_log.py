"""`decision-log` prints a record a line, for a log collector."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.cli.support import loaded, run
from tests.support.demo import WIERDENLAND

QUESTION = ("--type", "cooperation.conclude", "--case", "RS-2026-014", "--amount", "80000.00")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return loaded(tmp_path_factory.mktemp("var"), "sample/wierdenland")


def test_every_question_is_a_line_of_json(data: Path) -> None:
    before = datetime.now(UTC).isoformat()
    for employee in ("W-012", "W-013"):
        run("check", "--data", data, *QUESTION, "--employee", employee)
    lines = run("decision-log", "--data", data, "--organisation", WIERDENLAND, "--since", before).out.splitlines()
    records = [json.loads(line) for line in lines]
    assert [one["body"]["adl.core.request"]["subject"]["id"] for one in records] == ["W-012", "W-013"]
    assert {one["resource"]["controller.oin"] for one in records} == {WIERDENLAND}
    assert run("decision-log", "--data", data, "--until", before).out == ""


def test_a_moment_has_its_offset(data: Path) -> None:
    done = run("decision-log", "--data", data, "--since", "2026-01-01")
    assert (done.code, done.out) == (2, "")
    assert "since: needs an offset" in done.err


@pytest.mark.parametrize("organisation", ["00000009100000000009", ""])
def test_no_record_of_an_organisation_that_has_no_register_is_an_error(data: Path, organisation: str) -> None:
    done = run("decision-log", "--data", data, "--organisation", organisation)
    assert (done.code, done.out) == (2, "")
    assert f"--organisation: {organisation} has no register here" in done.err
