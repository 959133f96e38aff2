"""`changeset` as an approver meets it: what is proposed, what it would do, and a decision with a key of one's own."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

from tests.cli.support import DATA, Done, loaded, run
from tests.support.demo import WIERDENLAND


@pytest.fixture(scope="module")
def waiting(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a register for which a changed folder has been proposed; each test copies it."""
    folder = tmp_path_factory.mktemp("waiting")
    data = loaded(folder / "var", "sample/wierdenland")
    changed = folder / "changed"
    shutil.copytree(DATA / "sample/wierdenland", changed)
    mandates = (changed / "mandates.csv").read_text(encoding="utf-8")
    (changed / "mandates.csv").write_text(mandates.replace("100000.00", "90000.00"), encoding="utf-8")
    assert "somebody else approves it" in run("import", changed, "--data", data).out
    return data


@pytest.fixture
def data(waiting: Path, tmp_path: Path) -> Path:
    """Return a copy of the register for which a changed folder has been proposed."""
    return Path(shutil.copytree(waiting, tmp_path / "var"))


def proposed(data: Path) -> str:
    (one,) = run("changeset", "list", "--state", "submitted", "--data", data, "--json").json
    return str(one["id"])


def approve(data: Path, changeset: str, file: Path) -> Done:
    """Look at a changeset and approve what is seen."""
    seen = run("changeset", "show", changeset, "--data", data, "--json").json["seen"]
    return run("changeset", "decide", "approve", changeset, "--seen", seen, "--key-file", file, "--data", data)


def key(data: Path, role: str, person: str) -> str:
    made = run("key", "create", "--role", role, "--organisation", WIERDENLAND, "--person", person, "--data", data)
    return made.out.strip()


def test_what_is_proposed_is_shown_with_the_answers_that_it_changes(data: Path) -> None:
    shown = run("changeset", "show", proposed(data), "--data", data)
    assert "Import: 8 mandates (submitted)" in shown.out
    assert "BREAKS" in shown.out
    assert "story-exactly-at-the-limit" in shown.out
    assert "above 90,000.00 up to and including 100,000.00 EUR (excl VAT): no longer" in shown.out


def test_who_may_approve_decides_with_a_key(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.touch(mode=0o600)
    file.write_text(key(data, "approver", "W-004") + "\n", encoding="utf-8")
    options = ("--key-file", file, "--data", data)
    refused = approve(data, proposed(data), file)
    assert (refused.code, "Answers that are expected would change" in refused.err) == (2, True)
    done = run("changeset", "decide", "reject", proposed(data), "--reason", "De grens blijft.", *options)
    assert (done.code, "is rejected" in done.out) == (0, True)


def test_nobody_decides_without_a_key(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.touch(mode=0o600)
    for text in ("", key(data, "hr", "W-022")):
        file.write_text(text, encoding="utf-8")
        assert approve(data, proposed(data), file).code == 2


def test_an_approval_is_of_what_was_seen(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.touch(mode=0o600)
    file.write_text(key(data, "approver", "W-004"), encoding="utf-8")
    options = ("--key-file", file, "--data", data)
    unseen = run("changeset", "decide", "approve", proposed(data), *options)
    assert (unseen.code, "Look at it first" in unseen.err) == (2, True)
    seen = run("changeset", "show", proposed(data), "--data", data, "--json").json["seen"]
    assert f"seen          {seen}" in run("changeset", "show", proposed(data), "--data", data).out
    first = proposed(data)
    propose(tmp_path / "other", data, "T-1", "")  # and the register moves on
    refused = run("changeset", "decide", "approve", first, "--seen", seen, *options)
    assert (refused.code, "has changed" in refused.err) == (2, True)


def propose(folder: Path, data: Path, number: str, limit: str) -> str:
    """Propose the sample register with one mandate more."""
    shutil.copytree(DATA / "sample/wierdenland", folder)
    file = folder / "mandates.csv"
    text = file.read_text(encoding="utf-8")
    cells = [number, "authorisation", "college", "employee:W-022", "cooperation.letter-of-intent", "", "", limit]
    cells += [""] * (len(text.partition("\n")[0].split(",")) - len(cells))
    file.write_text(text + ",".join(cells) + "\n", encoding="utf-8")
    return str(run("import", folder, "--data", data, "--json").json["changeset"])


def test_what_is_out_of_date_is_named_refused_and_made_again(tmp_path: Path) -> None:
    data, file = loaded(tmp_path / "var", "sample/wierdenland"), tmp_path / "key"
    first = propose(tmp_path / "first", data, "T-1", "")
    second = propose(tmp_path / "second", data, "T-1", "500.00")
    shown = run("changeset", "show", first, "--data", data).out
    assert "added         1 of the mandates" in shown
    assert "WARNING       mandates without a limit: 1" in shown
    assert "added         mandates T-1" in shown
    assert "has no limit: any amount" in shown
    file.touch(mode=0o600)
    file.write_text(key(data, "approver", "W-004"), encoding="utf-8")
    assert approve(data, first, file).code == 0
    late = "T-1 was added to the register in the meantime"
    assert f"OUT OF DATE   mandates {late}" in run("changeset", "show", second, "--data", data).out
    refused = approve(data, second, file)
    assert (refused.code, late in refused.err) == (2, True)
    assert "is made again" in run("changeset", "renew", second, "--data", data).out
    again = run("changeset", "changes", second, "--kind", "changed", "--data", data).out
    assert "changed       mandates T-1" in again
    assert "maxAmount: nothing -> 500.00" in again
    assert approve(data, second, file).code == 0


def test_changes_are_told_page_by_page_to_machines_too(tmp_path: Path) -> None:
    data = loaded(tmp_path / "var", "sample/wierdenland")
    changeset = propose(tmp_path / "changed", data, "T-1", "")
    options = ("--table", "mandates", "--warning", "no_limit", "--data", data, "--json")
    told = run("changeset", "changes", changeset, *options).json
    assert [(one["key"], one["kind"]) for one in told["items"]] == [("T-1", "added")]
    assert {one["code"]: one["count"] for one in told["warnings"]} == {"no_limit": 1, "no_end": 1}
    assert (
        run("changeset", "changes", changeset, "--warning", "no_limits", "--data", data, "--json").json["items"] == []
    )
    assert run("changeset", "changes", changeset, "--table", "mandate", "--data", data).code == 2


def test_two_that_wait_together_both_stand(tmp_path: Path) -> None:
    data, file = loaded(tmp_path / "var", "sample/wierdenland"), tmp_path / "key"
    waiting = [propose(tmp_path / number, data, number, "500.00") for number in ("T-1", "T-2")]
    file.touch(mode=0o600)
    file.write_text(key(data, "approver", "W-004"), encoding="utf-8")
    for changeset in waiting:
        assert approve(data, changeset, file).code == 0
    assert run("export", tmp_path / "after", "--data", data).code == 0
    rows = list(csv.DictReader((tmp_path / "after/mandates.csv").read_text(encoding="utf-8").splitlines()))
    assert {row["number"]: row["valid_until"] for row in rows if row["number"].startswith("T-")} == {
        "T-1": "",
        "T-2": "",
    }
