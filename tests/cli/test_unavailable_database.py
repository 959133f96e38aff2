"""A command whose database does not answer says what is lacking, where, and in the words of the database."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.support import loaded, run

COMMANDS = (("log", "verify"), ("health",), ("serve",), ("signing-key", "rotate"), ("db", "upgrade"))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return loaded(tmp_path / "data") / "register.sqlite"


def test_a_damaged_file_is_said_to_be_damaged(file: Path) -> None:
    file.write_bytes(b"no database at all" * 100)
    for command in COMMANDS:
        done = run(*command, "--data", file.parent)
        assert (done.code, done.out, done.err.count("\n")) == (2, "", 1), command
        assert "is damaged" in done.err
        assert f"({file}: file is not a database)" in done.err


def test_a_file_that_cannot_be_opened_is_named(file: Path) -> None:
    file.unlink()
    file.mkdir()
    for command in COMMANDS:
        done = run(*command, "--data", file.parent)
        assert (done.code, done.err.count("\n")) == (2, 1), command
        assert "cannot be opened" in done.err
        assert f"({file}: unable to open database file)" in done.err


def test_what_can_only_be_read_is_not_called_an_outage(file: Path) -> None:
    assert run("signing-key", "list", "--data", file.parent).code == 0  # which makes the file of the counters
    url = f"sqlite:///file:{file}?mode=ro&uri=true"
    done = run("signing-key", "rotate", MANDATES_DATABASE_URL=url, MANDATES_SIGNING_KEYS=str(file.parent / "keys.json"))
    assert (done.code, "can only be read" in done.err, "try again" in done.err) == (2, True, False)
    assert "attempt to write a readonly database" in done.err


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = run("health", "--data", tmp_path / "file" / "data")
    assert (done.code, done.err.count("\n")) == (2, 1)
    assert f"the folder {tmp_path / 'file' / 'data'} cannot be made: Not a directory" in done.err


def test_a_server_that_is_away_is_named_without_its_password() -> None:
    settings = {"MANDATES_DATABASE_URL": "postgresql://registry:geheim@127.0.0.1:1/nowhere"}
    done = run("health", **settings, MANDATES_SIGNING_KEYS="keys.json")
    assert (done.code, "cannot be reached now; try again later" in done.err) == (2, True)
    assert "registry:***@127.0.0.1:1/nowhere" in done.err
    assert "geheim" not in done.err


def test_a_lost_key_file_is_named_with_the_way_out(file: Path) -> None:
    keys = file.parent / "signing-keys.json"
    keys.unlink()
    file.chmod(0o600)
    refused = run("serve", "--data", file.parent)
    assert (refused.code, refused.err.count("\n")) == (2, 1)
    assert f"is not in {keys}" in refused.err
    assert "./mandates signing-key recover" in refused.err
    done = run("signing-key", "recover", "--data", file.parent)
    assert (done.code, len(done.out.split())) == (0, 2)
    assert (keys.stat().st_mode & 0o777, run("log", "verify", "--data", file.parent).code) == (0o600, 0)
    again = run("signing-key", "recover", "--data", file.parent)
    assert (again.code, "Nothing is lost" in again.err) == (2, True)


DAMAGED = (b"", b'{"keys": [{"kty": "EC", "crv"', b"[]", b"{}", b'{"keys": []}', b'{"keys": [{}]}', b"\xff\xfe")


def test_a_damaged_key_file_is_as_good_as_lost_and_is_set_aside(file: Path) -> None:
    keys = file.parent / "signing-keys.json"
    file.chmod(0o600)
    for content in DAMAGED:
        keys.write_bytes(content)
        refused = run("serve", "--data", file.parent)
        assert (refused.code, refused.out, refused.err.count("\n")) == (2, "", 1), content
        assert f"{keys} is damaged: put the copy of that file back" in refused.err
        rotated = run("signing-key", "rotate", "--data", file.parent)
        assert (rotated.code, "The keys that sign cannot be used." in rotated.err) == (2, True), content
        done = run("signing-key", "recover", "--data", file.parent)
        assert (done.code, len(done.out.split()), done.err.count("\n")) == (0, 2, 1), content
        aside = Path(done.err.removeprefix("The damaged file is now ").strip())
        assert (aside.parent, aside.read_bytes(), aside.stat().st_mode & 0o777) == (file.parent, content, 0o600)
        assert keys.stat().st_mode & 0o777 == 0o600
    assert run("log", "verify", "--data", file.parent).code == 0
    again = run("signing-key", "recover", "--data", file.parent)
    assert (again.code, "Nothing is lost" in again.err) == (2, True)
