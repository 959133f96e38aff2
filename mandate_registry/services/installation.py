"""What the services work in: the database, and the directories kept while their register stays as it is."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, CursorResult, Engine, Executable, Row
from sqlalchemy.exc import NotSupportedError, OperationalError

from mandate_registry.config import Settings
from mandate_registry.evidence.private_keys import PrivateKeys
from mandate_registry.services.availability import translate_db_errors
from mandate_registry.services.checkpoints import Checkpoints
from mandate_registry.services.group_commit import GroupCommit
from mandate_registry.services.issuers.issuer_keys import Keyring
from mandate_registry.services.rate_limits import Counters
from mandate_registry.services.versioned_cache import VersionedCache
from models import session

JOBS = 2
"""How many jobs of a process are worked on at once: each takes a connection, and the time of who asks meanwhile."""


class Snapshot:
    """One snapshot of the database, which is opened when something is first read from it."""

    def __init__(self, open_it: Callable[[], Connection]) -> None:
        self._open = open_it
        self._opened: Connection | None = None

    @property
    def connection(self) -> Connection:
        """The connection that reads it."""
        if self._opened is None:
            self._opened = self._open()
        return self._opened

    def execute(self, statement: Executable, values: Mapping[str, Any] | None = None) -> CursorResult[Any]:
        """Execute a statement that reads."""
        return self.connection.execute(statement, values)

    def scalar(self, statement: Executable, values: Mapping[str, Any] | None = None) -> Any:
        """Return the first column of the first row that a statement reads; None without a row."""
        return self.connection.scalar(statement, values)


@dataclass(frozen=True)
class Installation:
    """One installation of the registry: its database, how it runs, what it counts, whom it trusts, what it remembers.

    `private_keys` are those that sign; `issuers` has the issuers whose tokens are trusted, by name, with their keys;
    `newest` has the registers, by OIN, as this process saw them last; `answered` saves what was answered; `working`
    tells of each job of this process, by its identity, when it has ended, and each takes one of the `turns`; `large` is
    held by the one large call that this process answers.
    """

    engine: Engine
    settings: Settings
    counters: Counters
    private_keys: PrivateKeys
    issuers: Mapping[str, Keyring] = field(default_factory=dict)
    remembered: VersionedCache = field(default_factory=VersionedCache)
    newest: dict[str, Row[Any]] = field(default_factory=dict)
    answered: GroupCommit[Any] = field(default_factory=GroupCommit)
    working: dict[UUID, threading.Event] = field(default_factory=dict)
    large: threading.Lock = field(default_factory=threading.Lock)
    turns: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(JOBS))

    @cached_property
    def checkpoints(self) -> Checkpoints:
        """Return what makes the checkpoints of its log."""
        return Checkpoints(self.settings, self.private_keys)

    def close(self) -> None:
        """Close the connections to the database and to the counters."""
        self.engine.dispose()
        self.counters.close()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Read from one snapshot; Unavailable when the database cannot be read."""
        with translate_db_errors(self.engine.url), session.reading(self.engine) as connection:
            yield connection

    @contextmanager
    def reading_when_needed(self) -> Iterator[Snapshot]:
        """Read from one snapshot, taken when something is first read in the block; Unavailable as `reading`."""
        with ExitStack() as stack:
            yield Snapshot(lambda: stack.enter_context(self.reading()))

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Write in one transaction, all or nothing; Unavailable when it could not be kept.

        Now and then a checkpoint of the log is the last thing in it. Within `one_write` it is that one's transaction.
        """
        if (under_way := _under_way.get()) is not None:
            yield under_way.begun()
            return
        with self._transaction() as connection:
            yield connection

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        with translate_db_errors(self.engine.url), session.writing(self.engine) as connection:
            yield connection
            self.checkpoints.make_if_due(connection)

    @contextmanager
    def reading_first(self) -> Iterator[Connection]:
        """Read what decides whether to write at all; within `one_write`, once it has begun, in that transaction."""
        if (under_way := _under_way.get()) is not None and under_way.connection is not None:
            yield under_way.connection
            return
        with self.reading() as connection:
            yield connection

    @property
    def is_in_one_write(self) -> bool:
        """Whether what is written now is part of one transaction."""
        return _under_way.get() is not None

    def write_if_possible(self, statement: Executable) -> None:
        """Write what is worth neither a wait nor an error, in a transaction of its own; or do not.

        It is left out while somebody else writes, and where the database can only be read: a standby of PostgreSQL
        says that a transaction that writes is not supported.
        """
        one_of_those = suppress(OperationalError, NotSupportedError)
        with one_of_those, session.writing(self.engine, patience=session.CONNECTIONS_PER_THREAD) as connection:
            connection.execute(statement)

    @contextmanager
    def one_write(self) -> Iterator[Connection]:
        """Make all writes within the block one transaction; nested blocks join the outer one."""
        if (under_way := _under_way.get()) is not None:
            yield under_way.begun()
            return
        with self.one_late_write(lambda _: None) as begun:
            yield begun()

    @contextmanager
    def one_late_write(self, do_first: Callable[[Connection], object]) -> Iterator[Callable[[], Connection]]:
        """Make all writes within the block one transaction, which begins with the first write.

        `do_first` is done in it before anything else. What is given begins it now, if it has not begun.
        """
        afterwards: list[Callable[[], object]] = []
        try:
            with ExitStack() as stack:
                under_way = _OpenWrite(lambda: stack.enter_context(self._transaction()), do_first, afterwards)
                token = _under_way.set(under_way)
                try:
                    yield under_way.begun
                finally:
                    _under_way.reset(token)
        finally:
            for do in afterwards:
                do()

    def apart(self, do: Callable[[], object]) -> None:
        """Do what has to stay even if `one_write` is undone: after it, or now when none is under way."""
        under_way = _under_way.get()
        if under_way:
            under_way.afterwards.append(do)
        else:
            do()


@dataclass(slots=True)
class _OpenWrite:
    """The one write of this moment, which may not have begun, and what is to be done when it is over."""

    begin: Callable[[], Connection]
    do_first: Callable[[Connection], object]
    afterwards: list[Callable[[], object]]
    connection: Connection | None = None

    def begun(self) -> Connection:
        """Return its connection; begin it if it has not."""
        if self.connection is None:
            self.connection = self.begin()
            self.do_first(self.connection)
        return self.connection


_under_way: ContextVar[_OpenWrite | None] = ContextVar("under_way", default=None)


def now() -> datetime:
    """Return this moment, in UTC."""
    return datetime.now(UTC)
