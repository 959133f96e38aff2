"""Whether questions can be answered now: what a check needs is tried, and not only whether the database can be read."""

from __future__ import annotations

import shutil
import time
from concurrent.futures import Future, ThreadPoolExecutor
from copy import copy
from pathlib import Path
from threading import Lock

from sqlalchemy import URL, bindparam, column, exists, false, or_, select, table, update
from sqlalchemy.exc import DBAPIError

from mandate_registry.errors import Lack, Unavailable, Unsafe
from mandate_registry.evidence.private_keys import UNUSABLE
from mandate_registry.services.availability import translate_db_errors, unavailable
from mandate_registry.services.installation import Installation
from mandate_registry.services.proof.signing_keys import must_have_keys
from models import metadata, session

REMEMBERED, IN_TIME = 1.0, 3.0
"""For how many seconds it is remembered what came of a try, and for how many it is waited for."""

WRITE_TIMEOUT_MS = 1000
"""How many milliseconds a try waits for whoever writes."""

MIN_FREE_BYTES = 1_000_000
"""With fewer bytes free the disk of an embedded database is full: a question that is kept takes tens of thousands."""

_VERSION = table("alembic_version", column("version_num"))
_WRITE = (
    update(_VERSION).where(_VERSION.c.version_num == bindparam("newest")).values(version_num=_VERSION.c.version_num)
)
"""Changes nothing, and is written and committed as any change is."""

_SCHEMA = select(or_(*(exists(select(*one.c).where(false())) for one in metadata.sorted_tables)))
"""Fails where any table or column is not there, and reads no row."""


class Readiness:
    """Tells whether an installation can answer; asked however often, it tries once in a while and one at a time."""

    def __init__(self, installation: Installation, newest: str) -> None:
        """Try nothing yet; `newest` is the version of the database that this release needs."""
        self._installation, self._newest = installation, newest
        self._thread = ThreadPoolExecutor(1, "readiness")
        self._lock = Lock()
        self._began_at = self._ended_at = 0.0
        self._try: Future[Unavailable | None] | None = None

    def must_be_ready(self) -> None:
        """Raise Unavailable, with the cause, when questions cannot be answered."""
        latest = self._latest()
        try:
            error = latest.result(max(0.0, self._began_at + IN_TIME - time.monotonic()))
        except TimeoutError as cause:
            raise unavailable(Lack.UNREACHABLE) from cause
        if error:
            raise copy(error) from error

    def _latest(self) -> Future[Unavailable | None]:
        """Return the try that is under way or remembered, or begin one."""
        with self._lock:
            if self._try is None or (self._try.done() and time.monotonic() - self._ended_at >= REMEMBERED):
                self._began_at = time.monotonic()
                self._try = self._thread.submit(self._outcome)
            return self._try

    def _outcome(self) -> Unavailable | None:
        try:
            _try(self._installation, self._newest)
        except Unavailable as error:
            return error
        finally:
            self._ended_at = time.monotonic()
        return None


def _try(installation: Installation, newest: str) -> None:
    """Do what a check needs. Raises Unavailable when it fails."""
    _must_have_room(installation.engine.url)
    try:
        _must_write(installation, newest)
        installation.counters.add("readiness", expiry=REMEMBERED, amount=1)
        must_have_keys(installation)
    except DBAPIError as error:  # of which `translate_db_errors` knows no lack
        raise Unavailable("The database is not as this release needs it.", Lack.FOREIGN) from error
    except Unsafe as error:  # which names the file to who started the service, and not to anybody who asks
        raise Unavailable(UNUSABLE, Lack.KEY) from error


def _must_write(installation: Installation, newest: str) -> None:
    with (
        translate_db_errors(installation.engine.url),
        session.writing(installation.engine, WRITE_TIMEOUT_MS) as connection,
    ):
        connection.execute(_SCHEMA)
        if not connection.execute(_WRITE, {"newest": newest}).rowcount:
            raise Unavailable("The database is not at the version of this release.", Lack.FOREIGN)


def _must_have_room(url: URL) -> None:
    if url.get_backend_name() == "sqlite":
        folder = Path(url.database or "").absolute().parent
        if folder.is_dir() and shutil.disk_usage(folder).free < MIN_FREE_BYTES:
            raise unavailable(Lack.FULL)
