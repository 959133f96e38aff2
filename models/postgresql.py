"""Connections to PostgreSQL that wait for nothing without a limit: a lock, a statement, or a server that is gone."""

from __future__ import annotations

from functools import partial
from typing import Any

import psycopg
from psycopg.pq import TransactionStatus
from sqlalchemy import Engine, event

CONNECTING = 5
"""For how many seconds a connection may be made."""

IDLE_SECONDS = 600
"""For how many seconds a transaction may do nothing, and hold its locks."""

_KEEPALIVE = {"idle": 15, "interval": 5, "count": 3}
"""When either side asks whether the other is there still (seconds), and after how many such it is gone."""


class Connection(psycopg.Connection[Any]):
    """A connection that is closed when the server does not answer a statement in time: it may have been stopped.

    `statement_timeout` does not hold for such a server, which keeps it.
    """

    patience: float | None = None
    """For how many seconds to wait for one answer."""

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        """Wait for an answer; OperationalError, and the connection is closed, when it does not come in time."""
        try:
            return super().wait(gen, interval, self.patience if timeout is None else timeout)
        except psycopg.OperationalError:
            if self.pgconn.transaction_status == TransactionStatus.ACTIVE:
                self.close()
            raise


def arguments(longest: int, lock_timeout: int, more: str) -> dict[str, Any]:
    """Return how to connect; a statement may take `longest` seconds, 0 being for ever, a lock milliseconds."""
    settings = {
        "timezone": "UTC",
        "lock_timeout": lock_timeout,
        "statement_timeout": f"{longest}s",
        "idle_in_transaction_session_timeout": f"{IDLE_SECONDS if longest else 0}s",
    } | {f"tcp_keepalives_{name}": value for name, value in _KEEPALIVE.items()}
    options = " ".join(f"-c {name}={value}" for name, value in settings.items())
    ours = {f"keepalives_{name}": value for name, value in _KEEPALIVE.items()}
    return {"options": f"{options} {more}", "connect_timeout": CONNECTING, "tcp_user_timeout": 15_000} | ours


def limit(engine: Engine, longest: int) -> None:
    """Limit how long connections of an engine wait for a statement: little longer than the server allows."""
    event.listen(engine, "do_connect", partial(_connect, longest * 4 / 3 or None))


def _connect(patience: float | None, _dialect: Any, _record: Any, args: Any, options: Any) -> Connection:
    made = Connection.connect(*args, **options)
    made.patience = patience
    return made
