"""A database that does not answer, as everybody above it meets it: what is lacking, in one sentence for each kind."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from mandate_registry.errors import Lack, Unavailable

BY_HAND = "whoever runs the registry has to mend that first."
SENTENCES: Mapping[Lack, str] = {
    Lack.UNREACHABLE: "The register cannot be reached now; try again later.",
    Lack.BUSY: "The register is busy now; try again in a moment.",
    Lack.UNOPENED: f"The database of the register cannot be opened; {BY_HAND}",
    Lack.MOVED: f"The file of the register was moved or replaced while it was in use; {BY_HAND}",
    Lack.READ_ONLY: f"The database of the register can only be read, and this has to write to it; {BY_HAND}",
    Lack.FULL: f"There is no room left to record this; {BY_HAND}",
    Lack.DAMAGED: f"The database of the register is damaged, or its disk is; {BY_HAND}",
    Lack.FOREIGN: f"The database of the register lacks a table or column that this release needs; {BY_HAND}",
}
_SQLITE = {
    sqlite3.SQLITE_BUSY: Lack.BUSY,
    sqlite3.SQLITE_LOCKED: Lack.BUSY,
    sqlite3.SQLITE_CANTOPEN: Lack.UNOPENED,
    sqlite3.SQLITE_PERM: Lack.UNOPENED,
    sqlite3.SQLITE_READONLY_DBMOVED: Lack.MOVED,
    sqlite3.SQLITE_READONLY: Lack.READ_ONLY,
    sqlite3.SQLITE_FULL: Lack.FULL,
    sqlite3.SQLITE_CORRUPT: Lack.DAMAGED,
    sqlite3.SQLITE_NOTADB: Lack.DAMAGED,
    sqlite3.SQLITE_IOERR: Lack.DAMAGED,
}
"""By the code of an error of SQLite, or else its primary code."""
_OF_TABLES = ("no such table", "no such column")
_POSTGRESQL = {
    "25006": Lack.READ_ONLY,
    "40001": Lack.BUSY,
    "40P01": Lack.BUSY,
    "42501": Lack.UNOPENED,
    "42703": Lack.FOREIGN,
    "42P01": Lack.FOREIGN,
    "53100": Lack.FULL,
    "53300": Lack.BUSY,
    "55P03": Lack.BUSY,
    "57014": Lack.BUSY,
    "58030": Lack.DAMAGED,
    "XX001": Lack.DAMAGED,
    "XX002": Lack.DAMAGED,
}
"""By SQLSTATE."""


@contextmanager
def translate_db_errors(url: URL | None = None) -> Iterator[None]:
    """Turn a database that does not answer into one plain error; what is a mistake of ours goes on as it is."""
    try:
        yield
    except (DBAPIError, PoolTimeout) as error:
        lack = lack_of(error)
        if lack is None:
            raise
        raise unavailable(lack, url) from error


def unavailable(lack: Lack, url: URL | None = None) -> Unavailable:
    """Return the error that says what a database lacks; `url` is of which one, for who runs the registry."""
    return Unavailable(SENTENCES[lack], lack, _place(url))


def lack_of(error: DBAPIError | PoolTimeout) -> Lack | None:
    """Return what an error of a database says is lacking; None when it says nothing of the kind."""
    if isinstance(error, PoolTimeout):
        return Lack.BUSY
    if isinstance(error.orig, sqlite3.Error):
        return _of_sqlite(error.orig)
    if found := _POSTGRESQL.get(getattr(error.orig, "sqlstate", None) or ""):
        return found
    return Lack.UNREACHABLE if error.connection_invalidated or isinstance(error, OperationalError) else None


def _of_sqlite(error: sqlite3.Error) -> Lack | None:
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
    primary = code & 0xFF
    if primary == sqlite3.SQLITE_ERROR and str(error).startswith(_OF_TABLES):
        return Lack.FOREIGN
    return _SQLITE.get(code) or _SQLITE.get(primary)


def _place(url: URL | None) -> str | None:
    """Return which database it is, without its password."""
    if url is None:
        return None
    return url.database if url.get_backend_name() == "sqlite" else url.render_as_string(hide_password=True)
