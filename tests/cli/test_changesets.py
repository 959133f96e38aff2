"""`changeset` as an approver meets it: what is proposed, what it would do, and a decision with a key of one's own."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.support import DATA, loaded, run
from tests.support.demo import WIERDENLAND


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Give a register for which a changed folder has been proposed."""
    data = loaded(tmp_path / "var", "sample/wierdenland")
    changed = tmp_path / "changed"
    shutil.copytree(DATA / "sample/wierdenland", changed)
    mandates = (changed / "mandates.csv").read_text(encoding="utf-8")
    (changed / "mandates.csv").write_text(mandates.replace("100000.00", "90000.00"), encoding="utf-8")
    assert "somebody else approves it" in run("import", changed, "--data", data).out
    return data


def proposed(data: Path) -> str:
    (one,) = run("changeset", "list", "--state", "submitted", "--data", data, "--json").json
    return str(one["id"])


def key(data: Path, role: str, person: str) -> str:
    made = run("key", "create", "--role", role, "--organisation", WIERDENLAND, "--person", person, "--data", data)
    return made.out.strip()


def test_what_is_proposed_is_shown_with_the_answers_that_it_changes(data: Path) -> None:
    shown = run("changeset", "show", proposed(data), "--data", data)
    assert "Import (submitted)" in shown.out
    assert "BREAKS" in shown.out
    assert "story-exactly-at-the-limit" in shown.out


def test_who_may_approve_decides_with_a_key(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.touch(mode=0o600)
    file.write_text(key(data, "approver", "W-004") + "\n", encoding="utf-8")
    options = ("--key-file", file, "--data", data)
    refused = run("changeset", "decide", "approve", proposed(data), *options)
    assert (refused.code, "Answers that are expected would change" in refused.err) == (2, True)
    done = run("changeset", "decide", "reject", proposed(data), "--reason", "De grens blijft.", *options)
    assert (done.code, "is rejected" in done.out) == (0, True)


def test_nobody_decides_without_a_key(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.touch(mode=0o600)
    for text in ("", key(data, "hr", "W-022")):
        file.write_text(text, encoding="utf-8")
        done = run("changeset", "decide", "approve", proposed(data), "--key-file", file, "--data", data)
        assert done.code == 2
