"""An installation is ready when it can do what a check needs, and asking that costs little."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import event, text

from mandate_registry.bootstrap import NEWEST
from mandate_registry.errors import Lack, Unavailable
from mandate_registry.evidence.private_keys import PrivateKeys
from mandate_registry.services import readiness
from mandate_registry.services.availability import SENTENCES
from mandate_registry.services.installation import Installation
from mandate_registry.services.readiness import Readiness
from tests.support.settings import keys_file


def _statement(given: str) -> Callable[[Installation], None]:
    def execute(installation: Installation) -> None:
        with installation.engine.begin() as connection:
            connection.execution_options(writes=True).execute(text(given))

    return execute


def _counters_gone(installation: Installation) -> None:
    with installation.counters.writing() as connection:
        connection.execute(text("DROP TABLE counters"))


BROKEN = {
    "a table": (_statement("ALTER TABLE check_subjects RENAME TO gone"), "database|register"),
    "a column": (_statement("ALTER TABLE checks RENAME COLUMN outcome TO gone"), "database|register"),
    "another version": (_statement("UPDATE alembic_version SET version_num = '9999'"), "not at the version"),
    "the counters": (_counters_gone, "database|register"),
    "revoked keys": (_statement("UPDATE signing_keys SET revoked_at = created_at"), "keys that sign"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_it_is_not_ready_without(installation: Installation, case: str) -> None:
    Readiness(installation, NEWEST).must_be_ready()
    harm, message = BROKEN[case]
    harm(installation)
    with pytest.raises(Unavailable, match=message):
        Readiness(installation, NEWEST).must_be_ready()


def test_it_is_not_ready_without_a_key_to_sign_with_that_only_its_owner_reads(
    installation: Installation, tmp_path: Path
) -> None:
    file = tmp_path / "keys.json"
    keyless = replace(installation, private_keys=PrivateKeys.of(file))
    with pytest.raises(Unavailable, match=r"private key|keys that sign"):
        Readiness(keyless, NEWEST).must_be_ready()
    file.write_bytes(keys_file().read_bytes())
    file.chmod(0o644)
    with pytest.raises(Unavailable, match="keys that sign") as told:
        Readiness(keyless, NEWEST).must_be_ready()
    assert ("keys.json" not in str(told.value), told.value.lack) == (True, Lack.KEY)  # anybody may ask
    file.chmod(0o600)
    Readiness(keyless, NEWEST).must_be_ready()
    for content, mode in ((file.read_bytes(), 0o644), (b'{"keys": [{"kt', 0o600), (b"[]", 0o600)):
        file.write_bytes(content)
        file.chmod(mode)
        with pytest.raises(Unavailable, match="keys that sign") as told:
            Readiness(keyless, NEWEST).must_be_ready()
        assert ("keys.json" not in str(told.value), told.value.lack) == (True, Lack.KEY)


def test_it_is_not_ready_where_nothing_can_be_written(installation: Installation) -> None:
    statement = (
        "PRAGMA query_only = ON" if installation.engine.dialect.name == "sqlite" else "SET TRANSACTION READ ONLY"
    )
    event.listen(installation.engine, "begin", lambda connection: connection.exec_driver_sql(statement).close())
    with pytest.raises(Unavailable):
        Readiness(installation, NEWEST).must_be_ready()


@pytest.mark.either_database
def test_it_is_not_ready_where_the_disk_is_full(installation: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _: SimpleNamespace(free=readiness.MIN_FREE_BYTES - 1))
    with pytest.raises(Unavailable) as told:
        Readiness(installation, NEWEST).must_be_ready()
    assert (str(told.value), told.value.lack) == (SENTENCES[Lack.FULL], Lack.FULL)
    monkeypatch.setattr("shutil.disk_usage", lambda _: SimpleNamespace(free=readiness.MIN_FREE_BYTES))
    Readiness(installation, NEWEST).must_be_ready()


@contextmanager
def _locked(installation: Installation) -> Iterator[None]:
    """Hold the lock that whoever writes needs."""
    with installation.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = version_num"))
        yield


def test_who_holds_the_lock_of_the_database_makes_it_wait_for_a_moment_only(installation: Installation) -> None:
    ready = Readiness(installation, NEWEST)
    with _locked(installation), pytest.raises(Unavailable):
        ready.must_be_ready()
    Readiness(installation, NEWEST).must_be_ready()


def test_what_does_not_answer_is_not_waited_for_and_a_good_answer_comes_when_it_does(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readiness, "IN_TIME", 0.05)
    monkeypatch.setattr(readiness, "REMEMBERED", 0.0)
    tried, let_go = [], threading.Event()

    def hang(*_: object) -> None:
        tried.append(1)
        let_go.wait()

    monkeypatch.setattr(readiness, "_try", hang)
    ready = Readiness(installation, NEWEST)
    for _ in range(3):
        with pytest.raises(Unavailable) as told:
            ready.must_be_ready()
        assert (str(told.value), told.value.lack) == (SENTENCES[Lack.UNREACHABLE], Lack.UNREACHABLE)
    assert tried == [1]
    monkeypatch.setattr(readiness, "IN_TIME", 1e6)
    let_go.set()
    ready.must_be_ready()


def test_however_often_it_is_asked_it_tries_once_in_a_while(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    statements: list[str] = []
    event.listen(installation.engine, "before_cursor_execute", lambda *given: statements.append(given[2]))
    monkeypatch.setattr(readiness, "REMEMBERED", 1e6)
    ready = Readiness(installation, NEWEST)
    ready.must_be_ready()
    once = len(statements)
    for _ in range(100):
        ready.must_be_ready()
    assert len(statements) == once > 0
    monkeypatch.setattr(readiness, "REMEMBERED", 0.0)
    ready.must_be_ready()
    assert len(statements) == 2 * once
