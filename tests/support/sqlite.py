"""SQLite databases for tests: files copied from a template."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

from mandate_registry.config import SIGNING_KEYS
from tests.support import shared
from tests.support.settings import keys_file
from tests.support.templates import MIGRATED, Template


def url(file: Path) -> str:
    """Return the address of a database file, as SQLAlchemy reads it."""
    return f"sqlite:///{file}"


def database(folder: Path, template: Template = MIGRATED) -> str:
    """Put a copy of the template into the folder, the keys that sign beside it, and return its address."""
    file = folder / "register.sqlite"
    shutil.copy(_made(template), file)
    shutil.copy(keys_file(), folder / SIGNING_KEYS)
    return url(file)


@contextmanager
def backup(address: str) -> Iterator[Callable[[], None]]:
    """Copy a database by its address; yield what restores it, also while others have it open."""
    file = address.partition(":///")[2]
    with closing(sqlite3.connect(":memory:")) as copy:
        _copy(file, lambda connection: connection.backup(copy))
        yield lambda: _copy(file, copy.backup)


def _copy(file: str, do: Callable[[sqlite3.Connection], None]) -> None:
    with closing(sqlite3.connect(file)) as connection:
        do(connection)


def _made(template: Template) -> Path:
    """Return the file of a template, which the first who needs it makes."""
    shared.once(f"sqlite-{template.name}", partial(_make, template))
    return _file(template)


def _file(template: Template) -> Path:
    return shared.folder() / f"{template.name}.db"


def _make(template: Template) -> None:
    # In a folder of its own: nothing of an attempt that failed is there when somebody tries again.
    file = Path(tempfile.mkdtemp(dir=shared.folder())) / "made.db"
    if template.base:
        shutil.copy(_made(template.base), file)
    template.fill(url(file))
    # Only the file itself is copied: move what may still be in the write-ahead log into it.
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    file.rename(_file(template))
