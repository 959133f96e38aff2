"""The engine, and the two ways to use it: reading from one snapshot, and writing in one transaction."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import IntegrityError

from models.open_file import OpenFile

SQLITE_SETTINGS = (
    "journal_mode=WAL",
    "synchronous=FULL",  # what is acknowledged survives a power cut
    "foreign_keys=ON",
    "secure_delete=ON",  # what is deleted or erased is overwritten
)
LOCK_TIMEOUT_MS = 10_000
CONNECTIONS_PER_THREAD = 1
"""How many milliseconds a transaction waits for another: as a rule, and when it is not worth a wait (0: for ever)."""

OF_A_REQUEST, OF_A_COMMAND = 15, 600
"""How many seconds one statement may take on PostgreSQL: where a caller waits for it, and of a command."""

FREE = 5
"""For how many seconds is waited for a connection that is free."""


def make_engine(
    database_url: str | URL,
    sqlite_settings: Sequence[str] = SQLITE_SETTINGS,
    postgresql_options: str = "",
    longest: int = OF_A_COMMAND,
) -> Engine:
    """Make the engine for a SQLite or PostgreSQL database, whose statements may take `longest` seconds; 0: for ever."""
    if make_url(database_url).get_backend_name() == "sqlite":
        engine = create_engine(database_url, pool_timeout=FREE, connect_args={"check_same_thread": False})
        file = OpenFile(engine.url.database)
        event.listen(engine, "do_connect", file.must_be_there)  # which would make an empty file
        event.listen(engine, "connect", file.opened)
        event.listen(engine, "connect", partial(_prepare_sqlite, sqlite_settings))
        event.listen(engine, "begin", file.must_be_there)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    return _postgresql(database_url, postgresql_options, longest)


def _postgresql(database_url: str | URL, more: str, longest: int) -> Engine:
    from models import postgresql  # noqa: PLC0415 - its driver takes long to load, and SQLite needs none of it

    engine = create_engine(
        database_url,
        pool_pre_ping=True,
        pool_timeout=FREE,
        isolation_level="READ COMMITTED",  # a writer waits for the one before it and then sees what that wrote
        connect_args=postgresql.arguments(longest, LOCK_TIMEOUT_MS, more),
    )
    postgresql.limit(engine, longest)
    return engine


def _prepare_sqlite(settings: Sequence[str], connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver would begin transactions by itself, and too late
    for setting in settings:
        connection.execute(f"PRAGMA {setting}")


def _begin_sqlite(connection: Connection) -> None:
    options = connection.get_execution_options()
    if options.get("alone"):
        return  # the driver begins nothing by itself, so neither does a statement
    _set_patience(connection, options.get("patience", LOCK_TIMEOUT_MS))
    connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("writes", False) else "BEGIN")


def _set_patience(connection: Connection, milliseconds: int) -> None:
    """Make a connection of SQLite wait so long for who writes, where it does not yet."""
    if connection.info.get("patience") != milliseconds:
        connection.exec_driver_sql(f"PRAGMA busy_timeout={milliseconds}").close()
        connection.info["patience"] = milliseconds


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Read from one snapshot of the database; nothing can be written."""
    with engine.connect() as connection:
        options: dict[str, Any] = {"writes": False}
        if engine.dialect.name == "postgresql":
            options |= {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        read_only = connection.execution_options(**options)
        with read_only.begin():
            yield read_only


@contextmanager
def one_statement(engine: Engine) -> Iterator[Connection]:
    """Execute one statement that is a transaction by itself: half the way to the database and back."""
    alone: dict[str, Any] = (
        {"isolation_level": "AUTOCOMMIT"} if engine.dialect.name == "postgresql" else {"alone": True}
    )
    with engine.connect() as connection:
        yield connection.execution_options(**alone)


@contextmanager
def rebuilding(engine: Engine) -> Iterator[Connection]:
    """Write in one transaction in which tables may be rebuilt: SQLite looks at references at its end only.

    The engine is for this alone: its connections do not mind references any more.
    """
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA foreign_keys=OFF"))
    with writing(engine) as connection:
        yield connection
        if engine.dialect.name == "sqlite" and (lost := connection.exec_driver_sql("PRAGMA foreign_key_check").all()):
            raise IntegrityError("PRAGMA foreign_key_check", None, ValueError(f"rows refer to nothing: {lost}"))


@contextmanager
def writing(engine: Engine, patience: int = LOCK_TIMEOUT_MS) -> Iterator[Connection]:
    """Write in one transaction: committed at the end, undone by any exception.

    OperationalError when somebody else writes for longer than `patience`, in milliseconds.
    """
    with engine.connect() as connection:
        read_write = connection.execution_options(writes=True, patience=patience)
        with read_write.begin():
            if engine.dialect.name == "postgresql" and patience != LOCK_TIMEOUT_MS:
                read_write.exec_driver_sql(f"SET LOCAL lock_timeout = {patience}")
            yield read_write
