"""`log verify` names what was tampered with, and `log checkpoint` keeps what finds out the rest."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.support import loaded, run


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a register and keys, and a checkpoint beside it."""
    data = loaded(tmp_path_factory.mktemp("var"), "sample/duinrand")
    assert run("log", "checkpoint", "--data", data, "--save", data / "saved").code == 0
    return data


@pytest.fixture
def data(kept: Path, tmp_path: Path) -> Path:
    """Return a copy of it."""
    return Path(shutil.copytree(kept, tmp_path / "copy"))


def execute(data: Path, *statements: str) -> None:
    """Do as the owner of the database."""
    with closing(sqlite3.connect(data / "register.sqlite")) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def test_all_is_as_the_log_has_it(data: Path) -> None:
    done = run("log", "verify", "--data", data, "--checkpoint", data / "saved")
    assert (done.code, done.err) == (0, "")
    assert "All is as the log has it" in done.out
    assert "1 checkpoint kept elsewhere" in done.out


def test_the_first_difference_is_named(data: Path) -> None:
    execute(data, "DROP TRIGGER mandates_closing", "UPDATE mandates SET max_amount = 100000000 WHERE row = 2")
    done = run("log", "verify", "--data", data)
    assert done.code == 1
    assert done.out.startswith("mandates, row 2 (")
    assert "changed" in done.out
    found = run("log", "verify", "--data", data, "--json").json["difference"]
    assert (found["table"], found["kind"]) == ("mandates", "changed")


def test_a_checkpoint_is_printed_and_saved_once_for_a_size(data: Path) -> None:
    printed = run("log", "checkpoint", "--data", data)
    for _ in range(2):
        run("log", "checkpoint", "--data", data, "--save", data / "saved")
    assert (data / "saved").read_text(encoding="utf-8") == printed.out
    assert printed.out.splitlines()[0] == "127.0.0.1:8000/v1/log"


def test_who_went_back_to_an_older_copy_is_found_by_a_saved_checkpoint(data: Path, tmp_path: Path) -> None:
    older = Path(shutil.copytree(data, tmp_path / "older"))
    assert run("signing-key", "rotate", "--data", data).code == 0
    assert run("log", "checkpoint", "--data", data, "--save", data / "saved").code == 0
    assert run("log", "verify", "--data", older).code == 0
    done = run("log", "verify", "--data", older, "--checkpoint", data / "saved")
    assert done.code == 1
    assert "rolled back behind checkpoint" in done.out


@pytest.mark.parametrize("content", ["", "not a checkpoint", "a/v1/log\n1\nAAAA\n\n— a/v1/log AAAA\n"])
def test_a_file_without_checkpoints_of_this_log_is_refused(data: Path, content: str) -> None:
    (data / "other").write_text(content, encoding="utf-8")
    done = run("log", "verify", "--data", data, "--checkpoint", data / "other")
    assert (done.code, done.out) == (2, "")
    assert "checkpoint:" in done.err


def test_a_verifier_key_that_is_none_is_refused(data: Path) -> None:
    done = run("log", "verify", "--data", data, "--key", "registry.example/v1/log+00000000+AAAA")
    assert (done.code, done.out) == (2, "")
    assert "verifier key" in done.err
