"""SQLite databases for tests: one migrated file per run, copied for every test."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from mandate_registry.config import SIGNING_KEYS
from tests.support import shared
from tests.support.settings import keys_file, make_keys

if TYPE_CHECKING:
    from pathlib import Path


def url(file: Path) -> str:
    """Give the address of a database file, as SQLAlchemy reads it."""
    return f"sqlite:///{file}"


def database(folder: Path) -> str:
    """Put a fresh, migrated database into the folder, the keys that sign beside it, and give its address."""
    shared.once("sqlite-migrated", _migrate)
    file = folder / "registry.db"
    shutil.copy(_template(), file)
    shutil.copy(keys_file(), folder / SIGNING_KEYS)
    return url(file)


def _template() -> Path:
    return shared.folder() / "migrated.db"


def _migrate() -> None:
    from mandate_registry.bootstrap import upgrade  # noqa: PLC0415 - tests of the pure rules do not load it

    _template().unlink(missing_ok=True)
    upgrade(url(_template()))
    make_keys(url(_template()))
    # Only the file itself is copied: bring home what may still stand in the write-ahead log.
    with closing(sqlite3.connect(_template())) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
