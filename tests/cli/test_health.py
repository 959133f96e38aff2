"""`health` prints what was found by severity, and exits with whether something is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.support import loaded, run
from tests.support.demo import WIERDENLAND

AT = ("--at", "2026-09-15T14:30:00+02:00")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return loaded(tmp_path_factory.mktemp("var"), "sample/wierdenland", "sample/duinrand")


def test_what_is_wrong_is_printed_the_worst_first_and_counted(data: Path) -> None:
    done = run("health", "--data", data, "--organisation", WIERDENLAND, *AT)
    assert (done.code, done.err) == (1, "")
    lines = done.out.splitlines()
    assert [line for line in lines if not line.startswith(" ")][:3] == ["ERROR", "WARNING", "NOTICE"]
    assert lines[1] == (
        "  consent_missing (Awb 10:4) [WL-7.5] Mandate WL-7.5 lacks the consent of the holder's superior."
    )
    assert lines[-1] == "5 errors, 8 warnings, 14 notices"


def test_without_an_error_it_exits_with_zero(data: Path) -> None:
    done = run("health", "--data", data, "--organisation", "00000009100000000002", *AT)
    assert done.code == 0
    assert done.out.splitlines()[-1] == "0 errors, 0 warnings, 4 notices"


def test_json_is_that_of_the_api(data: Path) -> None:
    done = run("health", "--data", data, "--organisation", WIERDENLAND, *AT, "--json")
    assert done.code == 1
    assert len(done.json["items"]) == 27
    assert done.json["items"][0]["explanation"] == "/v1/findings/consent_missing"


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ((), f"--organisation: say which one: {WIERDENLAND}, 00000009100000000002"),
        (("--organisation", "00000009100000000009"), "organisation: "),
        (("--organisation", ""), "organisation:  has no register here"),
        (("--organisation", WIERDENLAND, "--at", "2026-09-15"), "at: needs an offset"),
    ],
)
def test_bad_input_names_the_field(data: Path, options: tuple[str, ...], words: str) -> None:
    done = run("health", "--data", data, *options)
    assert (done.code, done.out) == (2, "")
    assert words in done.err
