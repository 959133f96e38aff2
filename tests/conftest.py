"""What every test may ask for: a fresh database of each kind, and the tools from npm."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support import missing, npm, postgres, properties, shared, sqlite

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give the address of a fresh, migrated database; a test runs once for each kind."""
    if request.param == "sqlite":
        yield sqlite.database(tmp_path)
    else:
        with postgres.database() as url:
            yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give the address of a database without any table, for the tests of the migrations themselves."""
    if request.param == "sqlite":
        yield sqlite.url(tmp_path / "empty.db")
    else:
        with postgres.database(postgres.EMPTY) as url:
            yield url


@pytest.fixture(scope="session")
def npm_tools() -> Path:
    """Give the folder with the commands of the tools from npm."""
    return npm.tools()


def pytest_configure(config: pytest.Config) -> None:
    properties.load()
    if not _is_worker(config):
        shared.create()


def pytest_unconfigure(config: pytest.Config) -> None:
    if not _is_worker(config):
        postgres.stop()
        shared.remove()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    missing.report(terminalreporter)


def _is_worker(config: pytest.Config) -> bool:
    """Tell whether this process was started by pytest-xdist; another process then started the run."""
    return hasattr(config, "workerinput")
