"""An installation on each kind of database, and the registers to load into it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection

from mandate_registry import bootstrap
from mandate_registry.config import ROOT
from mandate_registry.services.installation import Installation
from tests.services.attacks import owned
from tests.support import postgres, sqlite
from tests.support.settings import settings_of
from tests.support.templates import Template


@pytest.fixture
def installation(database: str) -> Iterator[Installation]:
    yield from _opened(database)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def shared_installation(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, template: Template
) -> Iterator[Installation]:
    """Yield one installation for all tests of a module.

    Each keeps to an organisation of its own, or changes nothing.
    """
    if request.param == "sqlite":
        yield from _opened(sqlite.database(tmp_path_factory.mktemp("shared"), template))
    else:
        with postgres.database(template) as url:
            yield from _opened(url)


def _opened(url: str) -> Iterator[Installation]:
    opened = bootstrap.build(settings_of(url))
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def owner(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    """Yield the owner of a SQLite database with something of everything; each test undoes what it does to it."""
    folder = tmp_path_factory.mktemp("owned")
    yield from owned(sqlite.database(folder), folder)


@pytest.fixture
def wierdenland(tmp_path: Path) -> Path:
    """Return a copy of the sample register, to change at will."""
    folder = tmp_path / "wierdenland"
    folder.mkdir()
    for file in (ROOT / "data/sample/wierdenland").iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    return folder
