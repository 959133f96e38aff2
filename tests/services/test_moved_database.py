"""Nothing is answered, read or written once the file of an embedded database is not the one that was opened."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from mandate_registry import bootstrap
from mandate_registry.bootstrap import NEWEST
from mandate_registry.errors import Lack, Unavailable
from mandate_registry.services.installation import Installation
from mandate_registry.services.readiness import Readiness
from tests.support import sqlite
from tests.support.settings import settings_of

pytestmark = pytest.mark.either_database

FILES = ("register.sqlite", "register.sqlite-limits")


def _copied(file: Path) -> None:
    """Put a copy in the place of the file, as who restores a backup does."""
    shutil.copy(file, file.with_suffix(".copy"))
    file.with_suffix(".copy").replace(file)


HARM: dict[str, Callable[[Path], object]] = {
    "moved": lambda file: file.rename(file.with_suffix(".away")),
    "deleted": Path.unlink,
    "replaced": _copied,
}


def _uses(installation: Installation) -> list[Callable[[], object]]:
    def read() -> None:
        with installation.reading():
            pass

    def write() -> None:
        with installation.writing():
            pass

    return [read, write]


@pytest.mark.parametrize("harm", HARM)
@pytest.mark.parametrize("name", FILES)
def test_it_is_not_ready_and_uses_nothing(tmp_path: Path, name: str, harm: str) -> None:
    installation = bootstrap.build(settings_of(sqlite.database(tmp_path)))
    Readiness(installation, NEWEST).must_be_ready()
    uses = _uses(installation) if name == FILES[0] else [lambda: installation.counters.add("x", 60, 1)]
    HARM[harm](tmp_path / name)
    for use in [*uses, Readiness(installation, NEWEST).must_be_ready]:
        with pytest.raises(Unavailable, match="moved or replaced") as told:
            use()
        assert (told.value.lack, told.value.lack.passes) == (Lack.MOVED, False)
    installation.engine.dispose()
    with pytest.raises(Unavailable):
        Readiness(installation, NEWEST).must_be_ready()
    assert (tmp_path / name).exists() == (harm == "replaced")  # another connection makes no empty file
    installation.close()


def test_it_is_ready_again_when_the_file_is_back(tmp_path: Path) -> None:
    installation = bootstrap.build(settings_of(sqlite.database(tmp_path)))
    file, away = tmp_path / FILES[0], tmp_path / "away"
    file.rename(away)
    with pytest.raises(Unavailable):
        Readiness(installation, NEWEST).must_be_ready()
    away.rename(file)
    Readiness(installation, NEWEST).must_be_ready()
    installation.close()
