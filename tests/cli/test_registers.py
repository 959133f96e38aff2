"""`import`, `export` and `verify` as a user meets them."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.cli.support import DATA, loaded, run
from tests.support.demo import DUINRAND, WIERDENLAND


def test_a_dry_run_previews_and_an_import_does_it(tmp_path: Path) -> None:
    preview = run("import", DATA / "sample/duinrand", "--data", tmp_path, "--dry-run")
    assert preview.code == 0
    assert "this would happen" in preview.out
    assert "8 added: DR-1, DR-2" in preview.out
    done = run("import", DATA / "sample/duinrand", "--data", tmp_path)
    assert "imported" in done.out
    again = run("import", DATA / "sample/duinrand", "--data", tmp_path, "--json")
    told = {"dryRun": False, "organisation": DUINRAND, "tables": {}, "changeset": None, "headings": []}
    assert again.json == told


def test_every_error_is_said_at_once_with_file_row_and_column(tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    shutil.copytree(DATA / "sample/duinrand", broken)
    mandates = (broken / "mandates.csv").read_text()
    (broken / "mandates.csv").write_text(mandates.replace("60000.00", "60.000"))
    (broken / "units.csv").write_text("code,name,colour\nx,X,red\n")
    done = run("import", broken, "--data", tmp_path / "var")
    assert done.code == 2
    assert "mandates.csv, row 7, column max_amount" in done.err
    assert "mandates.csv, row 8, column max_amount" in done.err
    assert "units.csv, row 1, column colour" in done.err or "units.csv, column colour" in done.err
    assert "nothing was imported" in done.err


@pytest.mark.parametrize("target", ["out", "out.zip", "out.xlsx"])
def test_an_export_imports_without_a_change(tmp_path: Path, target: str) -> None:
    data = loaded(tmp_path / "var", "sample/duinrand")
    assert run("export", tmp_path / target, "--data", data).code == 0
    assert "nothing changes" in run("import", tmp_path / target, "--data", data).out


def test_an_export_of_several_registers_asks_which(tmp_path: Path) -> None:
    data = loaded(tmp_path / "var", "sample/duinrand", "sample/wierdenland")
    done = run("export", tmp_path / "out", "--data", data)
    assert done.code == 2
    assert f"--organisation: say which one: 00000009100000000002, {WIERDENLAND}" in done.err
    assert not (tmp_path / "out").exists()


def test_an_import_that_waits_says_so(tmp_path: Path) -> None:
    data, folder = loaded(tmp_path / "var", "sample/duinrand"), tmp_path / "duinrand"
    shutil.copytree(DATA / "sample/duinrand", folder)
    (folder / "mandates.csv").write_text((folder / "mandates.csv").read_text().replace("60000.00", "50000.00"))
    done = run("import", folder, "--data", data)
    assert done.code == 0
    assert re.search(r"proposed as changeset [0-9a-f-]{36}: somebody else approves it", done.out)
    told = run("import", folder, "--data", data, "--json").json
    assert re.fullmatch("[0-9a-f-]{36}", told["changeset"])
    assert "nothing changes" in run("import", DATA / "sample/duinrand", "--data", data).out


def test_the_expected_answers_go_in_and_out_with_the_register(tmp_path: Path) -> None:
    data = loaded(tmp_path / "var", "sample/duinrand")
    asked = run("verify", "--organisation", DUINRAND, "--data", data)
    assert (asked.code, asked.out) == (0, "8 of 8 answers are as expected.\n")
    run("export", tmp_path / "out", "--data", data)
    checks = tmp_path / "out" / "checks.yaml"
    checks.write_text(
        checks.read_text().replace("outcome: authorised", "outcome: not_authorised\n  reason: revoked", 1)
    )
    unsaid = run("import", tmp_path / "out", "--data", data)
    assert (unsaid.code, "must be given" in unsaid.err) == (2, True)
    told = run("import", tmp_path / "out", "--data", data, "--reason", "Besluit van 1 juli.").out
    assert ("1 changed: " in told, "somebody else approves it" in told) == (True, True)
    assert run("verify", "--organisation", DUINRAND, "--data", data).code == 0
    anew = tmp_path / "anew"
    assert run("import", tmp_path / "out", "--data", anew).code == 0  # the first import of a register founds it
    differs = run("verify", "--organisation", DUINRAND, "--data", anew, "--json")
    assert (differs.code, differs.json["agreed"], len(differs.json["differences"])) == (1, 7, 1)


def test_verify_takes_a_folder_or_an_organisation(tmp_path: Path) -> None:
    for arguments in ([], [DATA / "sample/duinrand", "--organisation", DUINRAND]):
        done = run("verify", *arguments, "--data", tmp_path)
        assert done.code == 2
        assert "Give either FOLDER or --organisation" in done.err
    assert run("verify", "--organisation", DUINRAND, "--data", tmp_path).code == 2


def test_verify_agrees_with_the_answers_expected_beside_the_neighbour() -> None:
    done = run("verify", DATA / "sample/wierdenland", "--with", DATA / "sample/duinrand", "--json")
    assert done.code == 0
    assert done.json == {"agreed": 103, "total": 103, "differences": []}
    assert done.err == ""


def test_verify_shows_what_differs_and_fails(tmp_path: Path) -> None:
    folder = tmp_path / "duinrand"
    shutil.copytree(DATA / "sample/duinrand", folder)
    (folder / "mandates.csv").write_text((folder / "mandates.csv").read_text().replace("100000.00", "70000.00"))
    done = run("verify", folder)
    assert done.code == 1
    assert "table-secretary: expected authorised, answered not_authorised amount_above_limit" in done.out
    assert "6 of 8 answers are as expected" in done.out


def test_an_import_warns_of_decision_types_about_which_nobody_can_be_asked(tmp_path: Path) -> None:
    folder = tmp_path / "register"
    shutil.copytree(DATA / "sample/duinrand", folder)
    types = folder / "decision_types.csv"
    types.write_text(types.read_text() + "park,Parkeren,,,,,,,,\n")
    for option in (["--dry-run"], []):
        told = run("import", folder, "--data", tmp_path / "var", *option).out
        assert "nothing below them: nobody can be asked about these: park\n" in told
    assert "WARNING" not in run("import", folder, "--data", tmp_path / "var").out
