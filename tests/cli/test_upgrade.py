"""A release meets a database of another one: nothing but `db upgrade` changes it, after a copy."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest

from mandate_registry import bootstrap, database_copy
from mandate_registry.config import Settings
from mandate_registry.errors import Unsafe
from tests.cli.service_process import reserved_port
from tests.cli.support import Done, loaded, run
from tests.support import later_release, postgres

OLDER, NEWER = bootstrap.NEWEST, "9999"
COMMANDS = (
    ("log", "verify"),
    ("log", "checkpoint"),
    ("export", "folder"),
    ("health",),
    ("key", "list"),
    ("serve",),
    ("demo",),
)


@pytest.fixture
def older(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with a database of this release, and be the release after it."""
    folder = loaded(tmp_path / "older", "sample/wierdenland")
    later_release.install(monkeypatch, tmp_path)
    return folder


def run_at_a_free_port(command: str, *arguments: object) -> Done:
    """Run a command; the two that serve do not meet another server."""
    if command not in ("serve", "demo"):
        return run(command, *arguments)
    with reserved_port() as port:
        return run(command, "--port", port, *arguments)


def version(file: Path) -> str:
    with closing(sqlite3.connect(file)) as connection:
        return str(connection.execute("SELECT version_num FROM alembic_version").fetchone()[0])


def copies(folder: Path) -> list[Path]:
    return sorted(folder.glob("register-*.sqlite"))


def test_no_command_changes_an_older_database(older: Path) -> None:
    for command in COMMANDS:
        done = run_at_a_free_port(*command, "--data", older)
        assert (done.code, done.out) == (2, ""), command
        assert done.err.count("\n") == 1, command
        assert f"at version {OLDER}, and this release needs {bootstrap.NEWEST}" in done.err
        assert "./mandates db upgrade" in done.err
    assert (version(older / "register.sqlite"), copies(older)) == (OLDER, [])


def test_upgrading_copies_the_database_first(older: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    shutil.copytree(older, tmp_path / "another")
    for data, options, folder in ((older, (), older), (tmp_path / "another", ("--copy-to", elsewhere), elsewhere)):
        done = run("db", "upgrade", "--data", data, *options)
        (copy,) = copies(folder)
        assert (done.code, str(copy) in done.err) == (0, True)
        assert (version(copy), version(data / "register.sqlite")) == (OLDER, bootstrap.NEWEST)
        assert (copy.name.startswith(f"register-{OLDER}-"), copy.stat().st_mode & 0o777) == (True, 0o600)
        assert run("log", "verify", "--data", data).code == 0
        assert run("db", "upgrade", "--data", data, *options).code == 0
        assert copies(folder) == [copy]


def test_without_room_for_the_copy_nothing_is_upgraded(older: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=1000))
    done = run("db", "upgrade", "--data", older)
    assert done.code == 2
    assert "no room for a copy" in done.err
    assert f"are needed in {older}, and 0.0 MB are free" in done.err
    assert (version(older / "register.sqlite"), copies(older)) == (OLDER, [])


def test_a_copy_that_fails_leaves_nothing_behind(older: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_file: Path, _target: Path) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(database_copy, "_copy", full)
    done = run("db", "upgrade", "--data", older)
    assert (done.code, "database or disk is full" in done.err) == (2, True)
    assert (version(older / "register.sqlite"), copies(older)) == (OLDER, [])


def test_a_newer_database_is_told_in_one_line(older: Path) -> None:
    with closing(sqlite3.connect(older / "register.sqlite")) as connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", [NEWER])
        connection.commit()
    for command in (*COMMANDS, ("db", "upgrade")):
        done = run_at_a_free_port(*command, "--data", older)
        assert (done.code, done.err.count("\n")) == (2, 1), command
        assert f"at version {NEWER}, newer than this release" in done.err
    assert copies(older) == []


def test_an_empty_folder_gets_what_it_needs(tmp_path: Path) -> None:
    assert run("signing-key", "create", "--data", tmp_path / "new").code == 0
    assert version(tmp_path / "new/register.sqlite") == bootstrap.NEWEST


def test_an_empty_file_is_no_new_register(tmp_path: Path) -> None:
    """It was one before: only where no file is, one is begun."""
    file = tmp_path / "register.sqlite"
    file.touch(mode=0o600)
    for command in (*COMMANDS, ("db", "upgrade")):
        done = run_at_a_free_port(*command, "--data", tmp_path)
        assert (done.code, done.out, done.err.count("\n")) == (2, "", 1), command
        assert f"{file} is empty: put a copy back, or remove it to begin anew" in done.err
        assert file.stat().st_size == 0
    file.unlink()
    assert run("db", "upgrade", "--data", tmp_path).code == 0
    assert version(file) == bootstrap.NEWEST


def test_a_database_of_something_else_is_left_alone(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "register.sqlite")) as connection:
        connection.execute("CREATE TABLE other (a)")
        connection.commit()
    done = run("health", "--data", tmp_path)
    assert (done.code, "has no tables of this registry" in done.err) == (2, True)


def test_on_postgresql_the_operator_is_told_to_make_a_backup(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with postgres.database() as url:
        later_release.install(monkeypatch, tmp_path)
        with pytest.raises(Unsafe, match=r"make a backup with pg_dump, and run \./mandates db upgrade"):
            bootstrap.build(Settings(url))
        bootstrap.upgrade(url)
        bootstrap.build(Settings(url)).close()


def test_who_has_a_database_of_before_the_first_release_is_told_what_to_do(older: Path) -> None:
    with closing(sqlite3.connect(older / "register.sqlite")) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0023'")
        connection.commit()
    done = run("db", "upgrade", "--data", older)
    assert (done.code, done.err.count("\n"), copies(older)) == (2, 1, [])
    assert (
        "one made before the first release is not upgraded: export with the version that made it, and begin anew"
        in done.err
    )
