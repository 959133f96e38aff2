"""`template` writes a register to fill in, and one that says yes and no."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.support import run

ASKED = ("--employee", "002", "--type", "opdracht.gunnen", "--at", "2026-06-15T10:00:00+02:00")


@pytest.mark.parametrize("name", ["example.xlsx", "example"])
def test_the_example_is_imported_and_says_yes_up_to_the_limit(tmp_path: Path, name: str) -> None:
    target, data = tmp_path / name, ("--data", tmp_path / "var")
    assert run("template", target, "--example").code == 0
    done = run("import", target, *data)
    assert (done.code, "WARNING" in done.out) == (0, False)
    assert "YES, authorised" in run("check", *data, *ASKED, "--amount", "50000.00").out
    above = run("check", *data, *ASKED, "--amount", "50000.01")
    assert (above.code, "amount_above_limit" in above.out) == (1, True)
    assert "0 errors" in run("health", *data).out


@pytest.mark.parametrize("name", ["register.xlsx", "register"])
def test_an_empty_template_is_not_yet_a_register(tmp_path: Path, name: str) -> None:
    assert run("template", tmp_path / name).code == 0
    done = run("import", tmp_path / name, "--data", tmp_path / "var")
    assert (done.code, "organisation" in done.err) == (2, True)


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    kept = tmp_path / "register.xlsx"
    kept.write_text("filled in for days")
    done = run("template", kept)
    assert (done.code, "is there already" in done.err) == (2, True)
    assert kept.read_text() == "filled in for days"
