"""What is no outage is not called one: each way in which a database does not answer has a name and a sentence."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError, OperationalError, ProgrammingError

from mandate_registry import bootstrap
from mandate_registry.errors import Lack, Unavailable
from mandate_registry.rules.facts import Unit
from mandate_registry.services.availability import SENTENCES, lack_of
from mandate_registry.services.callers import COMMAND_LINE
from mandate_registry.services.changesets.entry_changes import Draft, create
from mandate_registry.services.installation import Installation
from models import session
from tests.services.town import OIN, Town
from tests.support import sqlite
from tests.support.settings import settings_of

pytestmark = pytest.mark.either_database


def write_much(installation: Installation) -> None:
    """Write until the pages that are there already are full."""
    for number in range(50):
        create(COMMAND_LINE, installation, "units", Draft(OIN, Unit(code=f"u{number}", name="x" * 5000)))


def damage(installation: Installation, file: Path) -> None:
    installation.engine.dispose()
    file.write_bytes(b"no database at all" * 100)


def cut(installation: Installation, file: Path) -> None:
    """Leave its header, and nothing of its pages."""
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    installation.engine.dispose()
    with file.open("r+b") as stream:
        stream.seek(200)
        stream.write(b"\xff" * 200_000)


def set_aside(installation: Installation, file: Path) -> None:
    installation.engine.dispose()
    file.unlink()
    file.mkdir()


def with_pragma(pragma: str) -> Callable[[Installation, Path], None]:
    def make(installation: Installation, _file: Path) -> None:
        installation.engine.dispose()
        event.listen(installation.engine, "connect", lambda connection, _: connection.execute(f"PRAGMA {pragma}"))

    return make


def drop(installation: Installation, _file: Path) -> None:
    with session.writing(installation.engine) as connection:
        connection.exec_driver_sql("ALTER TABLE changes RENAME TO gone")


@pytest.mark.parametrize(
    ("spoil", "lack"),
    [
        (damage, Lack.DAMAGED),
        (cut, Lack.DAMAGED),
        (set_aside, Lack.MOVED),
        (with_pragma("query_only=ON"), Lack.READ_ONLY),
        (with_pragma("max_page_count=1"), Lack.FULL),
        (drop, Lack.FOREIGN),
    ],
)
def test_a_file_that_does_not_serve_is_called_what_it_is(
    tmp_path: Path, spoil: Callable[[Installation, Path], None], lack: Lack
) -> None:
    installation = bootstrap.build(settings_of(sqlite.database(tmp_path)))
    Town.founded(installation)
    spoil(installation, tmp_path / "register.sqlite")
    with pytest.raises(Unavailable) as caught:
        write_much(installation)
    installation.close()
    assert (caught.value.lack, str(caught.value)) == (lack, SENTENCES[lack])
    assert caught.value.place == str(tmp_path / "register.sqlite")


def test_who_waits_for_another_is_told_that_it_is_busy(tmp_path: Path) -> None:
    installation = bootstrap.build(settings_of(sqlite.database(tmp_path)))
    with closing(sqlite3.connect(tmp_path / "register.sqlite", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with (
            pytest.raises(OperationalError) as caught,
            session.writing(installation.engine, patience=session.CONNECTIONS_PER_THREAD),
        ):
            pass
    installation.close()
    assert lack_of(caught.value) is Lack.BUSY


@pytest.mark.parametrize(
    ("sqlstate", "kind", "lack"),
    [
        ("25006", DBAPIError, Lack.READ_ONLY),
        ("53100", OperationalError, Lack.FULL),
        ("XX001", DBAPIError, Lack.DAMAGED),
        ("42P01", ProgrammingError, Lack.FOREIGN),
        ("42501", ProgrammingError, Lack.UNOPENED),
        ("57014", OperationalError, Lack.BUSY),
        ("55P03", OperationalError, Lack.BUSY),
        ("57P01", OperationalError, Lack.UNREACHABLE),
        (None, OperationalError, Lack.UNREACHABLE),
        ("42601", ProgrammingError, None),
    ],
)
def test_postgresql_says_by_its_code_what_is_lacking(sqlstate: str, kind: type[DBAPIError], lack: Lack | None) -> None:
    assert lack_of(kind("SELECT", {}, SimpleNamespace(sqlstate=sqlstate))) is lack  # type: ignore[arg-type]  # (all it reads)


def test_only_what_may_pass_is_to_be_tried_again() -> None:
    again = {lack for lack, sentence in SENTENCES.items() if "try again" in sentence}
    assert again == {lack for lack in SENTENCES if lack.passes}
    assert len(set(SENTENCES.values())) == len(SENTENCES)
