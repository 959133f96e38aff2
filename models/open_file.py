"""The file of an embedded database that an engine has open: what is written after it was moved away is lost."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlalchemy.exc import OperationalError

IN_MEMORY = ("", ":memory:")


class OpenFile:
    """Refuses to use an engine of SQLite once its file was moved away or another took its place.

    It stays refused until the file is back: what the process remembers is of that file.
    """

    def __init__(self, database: str | None) -> None:
        is_file = database not in {None, *IN_MEMORY}
        self._path = Path((database or "").removeprefix("file:")).absolute() if is_file else None
        self._identity: tuple[int, int] | None = None

    def opened(self, *_: object) -> None:
        """Remember which file the first connection has opened."""
        if self._identity is None:
            self._identity = self._found()

    def must_be_there(self, *_: object) -> None:
        """Raise OperationalError, as SQLite says it, when the file of the path is not the one that was opened."""
        if self._identity is not None and self._found() != self._identity:
            moved = sqlite3.OperationalError("the file was moved or replaced after it was opened")
            moved.sqlite_errorcode = sqlite3.SQLITE_READONLY_DBMOVED
            raise OperationalError("BEGIN", None, moved)

    def _found(self) -> tuple[int, int] | None:
        if self._path is None:
            return None
        try:
            found = self._path.stat()
        except OSError:  # whatever the reason is, it cannot be said to be the same file
            return None
        return found.st_dev, found.st_ino
