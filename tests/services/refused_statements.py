"""Trying statements that are to be refused, and listing those that are not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Connection, select, text
from sqlalchemy.exc import DBAPIError

from mandate_registry.services.installation import Installation
from tests.services.forbidden_statements import GUARDED, Steps

REFUSED = "what was recorded is neither edited nor deleted"
THROUGH = "not refused"


def assert_refused(installation: Installation, attempts: Iterable[Steps]) -> None:
    """Show that the guards refuse the last of each of these statements, and that everything is as it was."""
    tried = list(attempts)
    with installation.reading() as connection:
        before = contents(connection)
    with installation.writing() as connection:
        listed = list(got_through(connection, tried))
    with installation.reading() as connection:
        after = contents(connection)
    listed += [f"{name}: changed for good" for name in GUARDED if before[name] != after[name]]
    if listed or not tried:
        pytest.fail("\n".join([f"{len(listed)} of {len(tried)} attempts:", *listed]), pytrace=False)


def got_through(connection: Connection, attempts: Iterable[Steps]) -> Iterator[str]:
    """Try each attempt in a savepoint, which is rolled back, and name those that no guard refused."""
    for steps in attempts:
        if said := unrefused(connection, steps):
            changed = f", it changed {_changed(connection, steps) or 'nothing'}" if said == THROUGH else ""
            yield f"{said}{changed}: {'; '.join(steps)}"


def contents(connection: Connection) -> dict[str, list[Any]]:
    return {name: sorted(map(repr, connection.execute(select(table)))) for name, table in GUARDED.items()}


def unrefused(connection: Connection, steps: Steps) -> str:
    """Return what became of the last statement; empty when a guard refused it."""
    with connection.begin_nested() as trial:
        _prepare(connection, steps[:-1])
        try:
            connection.execute(text(steps[-1]))
        except DBAPIError as error:
            trial.rollback()
            return "" if REFUSED in str(error.orig) else f"refused, but not by a guard: {error.orig}"
        trial.rollback()
    return THROUGH


def _prepare(connection: Connection, steps: Steps) -> None:
    for one in steps:
        assert connection.execute(text(one)).rowcount, one


def _changed(connection: Connection, steps: Steps) -> list[str]:
    """Name the tables that the last statement changed."""
    before, after = (_left_by(connection, some) for some in (steps[:-1], steps))
    return [name for name in GUARDED if before[name] != after[name]]


def _left_by(connection: Connection, steps: Steps) -> dict[str, list[Any]]:
    with connection.begin_nested() as trial:
        for one in steps:
            connection.execute(text(one))
        found = contents(connection)
        trial.rollback()
    return found


def guards_of(connection: Connection) -> list[tuple[str, str]]:
    """Return the triggers of the guarded tables, each with its table."""
    if connection.dialect.name == "postgresql":
        found = "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE NOT tgisinternal ORDER BY tgname"
    else:
        found = "SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger' ORDER BY name"
    return [(table, name) for table, name in connection.execute(text(found)) if table in GUARDED]


@contextmanager
def without(connection: Connection, table: str, guard: str) -> Iterator[None]:
    """Drop a trigger, and put it back."""
    on_table = f" ON {table}" if connection.dialect.name == "postgresql" else ""
    with connection.begin_nested() as trial:
        connection.execute(text(f"DROP TRIGGER {guard}{on_table}"))
        yield
        trial.rollback()
