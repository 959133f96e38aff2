"""A copy of an embedded database, made before the database is upgraded: the way back to the release before."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection

from mandate_registry.errors import Unavailable

MEGABYTE = 1_000_000


def copy_before_upgrade(connection: Connection, revision: str, folder: Path | None = None) -> Path:
    """Copy the database of a connection into a folder, otherwise the one it is in, and return the file.

    It is called `register-REVISION-MOMENT.sqlite`; only its owner may read it. Unavailable, and nothing is left of it,
    when there is no room for it or it cannot be written.
    """
    file = Path(connection.engine.url.database or "")
    target = (folder or file.parent) / f"{file.stem}-{revision}-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.sqlite"
    try:
        _must_have_room(connection, target.parent)
        os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except OSError as error:
        raise Unavailable(f"No copy can be made at {target}: {error.strerror}. Nothing was upgraded.") from error
    try:
        _copy(file, target)
    except (OSError, sqlite3.Error) as error:
        target.unlink(missing_ok=True)
        raise Unavailable(f"No copy could be made at {target}: {error}. Nothing was upgraded.") from error
    return target


def _must_have_room(connection: Connection, folder: Path) -> None:
    pages, size = (connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in ("page_count", "page_size"))
    free = shutil.disk_usage(folder).free
    if free < pages * size:
        needed = f"{pages * size / MEGABYTE:.1f} MB are needed in {folder}, and {free / MEGABYTE:.1f} MB are free"
        elsewhere = "Make room, or name another folder with --copy-to. Nothing was upgraded."
        raise Unavailable(f"There is no room for a copy of the database: {needed}. {elsewhere}")


def _copy(file: Path, target: Path) -> None:
    """Copy what is committed, over a connection of its own: one that has begun to write cannot be read from."""
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
    with target.open("rb") as written:
        os.fsync(written.fileno())
