"""What every test may ask for: a fresh database of each kind, and the tools from npm."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import compiled, garbage, missing, node, npm, postgres, properties, selection, shared, sqlite
from tests.support.templates import MIGRATED, Template


@pytest.fixture(scope="session")
def template() -> Template:
    """Return what a database holds from the beginning; a folder or a module of tests may say otherwise."""
    return MIGRATED


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path, template: Template) -> Iterator[str]:
    """Yield the address of a fresh copy of the template; a test runs once for each kind of database."""
    if request.param == "sqlite":
        yield sqlite.database(tmp_path, template)
    else:
        with postgres.database(template) as url:
            yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Yield the address of a database without any table, for the tests of the migrations themselves."""
    if request.param == "sqlite":
        yield sqlite.url(tmp_path / "empty.db")
    else:
        with postgres.database(None) as url:
            yield url


@pytest.fixture(scope="session")
def npm_tools() -> Path:
    """Return the folder with the commands of the tools from npm."""
    return npm.tools()


def pytest_addoption(parser: pytest.Parser) -> None:
    selection.add_options(parser)


def pytest_xdist_auto_num_workers() -> int:
    """Use one worker more than there are processors: some always waits for a browser, a server or a database."""
    return len(os.sched_getaffinity(0)) + 1


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    return selection.is_left_out(collection_path, config) or None  # None: others decide


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    selection.select(config, items)
    selection.slow_first(items)


def pytest_collection_finish() -> None:
    garbage.collect_seldom()


def pytest_configure(config: pytest.Config) -> None:
    # Processes that tests start keep what Python compiles: compiling all of it takes each of them 0.3 s.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    properties.load(config)
    node.use()
    compiled.share()
    if not _is_worker(config):
        shared.create()


def pytest_unconfigure(config: pytest.Config) -> None:
    if not _is_worker(config):
        postgres.stop()
        shared.remove()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    missing.report(terminalreporter)


def _is_worker(config: pytest.Config) -> bool:
    """Return whether this process was started by pytest-xdist; another process then started the run."""
    return hasattr(config, "workerinput")
