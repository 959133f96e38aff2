"""Which tests a run leaves out: `--fast` all that takes long or needs more than Python, a usual run almost nothing.

A usual run tries the tests marked `either_database` on SQLite only, but for those also marked `each_database`; `--all`
tries everything everywhere.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

FAST, EVERYTHING = "--fast", "--all"
NEEDS_MORE = {"browser", "npm_tools", "outsider"}
"""Fixtures that need more than Python."""
ENTRY_POINTS = ("tests/api/", "tests/web/", "tests/cli/")
"""Folders of which `--fast` runs only `FAST_MODULES`."""
FAST_MODULES = ("tests/api/test_checks",)


def add_options(parser: pytest.Parser) -> None:
    group = parser.getgroup("mandates")
    group.addoption(FAST, action="store_true", help="for every save: SQLite only, no browser, nothing that is slow")
    group.addoption(EVERYTHING, action="store_true", help="for the night: everything, everywhere, with more examples")


def is_left_out(path: Path, config: pytest.Config) -> bool:
    """Return whether this run does not read a file at all."""
    name = path.relative_to(config.rootpath).as_posix()
    is_test_module = path.name.startswith("test_") and name.startswith(ENTRY_POINTS)
    return bool(config.getoption(FAST)) and is_test_module and not name.startswith(FAST_MODULES)


def select(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Take the tests out of `items` that this run leaves out, and report them to pytest as deselected."""
    leaves_out = _rule(config)
    left_out = [item for item in items if leaves_out(item)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if not leaves_out(item)]


def slow_first(items: list[pytest.Item]) -> None:
    """Sort `items` so that files with slow tests begin first; a worker runs all tests of a file (`--dist loadfile`)."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


def _rule(config: pytest.Config) -> Callable[[pytest.Item], bool]:
    if config.getoption(FAST):
        return lambda item: _needs_postgres(item) or _is_slow(item)
    if config.getoption(EVERYTHING):
        return lambda _: False
    return lambda item: _needs_postgres(item) and _is_of_either(item)


def _is_of_either(item: pytest.Item) -> bool:
    """Return True if one kind of database is enough for a test; the mark of a test goes before that of its module."""
    return bool(item.get_closest_marker("either_database")) and not item.get_closest_marker("each_database")


def _needs_postgres(item: pytest.Item) -> bool:
    call = getattr(item, "callspec", None)
    return call is not None and "postgresql" in call.params.values()


def _is_slow(item: pytest.Item) -> bool:
    needs_more = not NEEDS_MORE.isdisjoint(getattr(item, "fixturenames", ()))
    return needs_more or item.get_closest_marker("slow") is not None
