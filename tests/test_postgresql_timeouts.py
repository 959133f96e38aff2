"""Nobody waits without limit for PostgreSQL, and what was stopped is found again when it goes on."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError

from models import postgresql
from models.session import make_engine, reading, writing
from tests.support import postgres

pytestmark = pytest.mark.slow

SECOND = 1
PID = text("SELECT pg_backend_pid()")


@pytest.fixture
def engine() -> Iterator[Engine]:
    with postgres.database() as url:
        made = make_engine(url, longest=SECOND)
        yield made
        made.dispose()


@contextmanager
def stopped(pid: int) -> Iterator[None]:
    """Stop a process of the server, which serves one connection of this test, until the end of the block."""
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


def _pid(engine: Engine) -> int:
    with reading(engine) as connection:
        return int(connection.scalar(PID) or 0)


def _write_while_it_stops(engine: Engine, pid: int) -> None:
    with writing(engine) as connection:
        assert connection.scalar(PID) == pid
        connection.execute(text("INSERT INTO kept VALUES (1)"))
        with stopped(pid):
            connection.execute(text("INSERT INTO kept VALUES (2)"))


def test_a_statement_that_takes_too_long_is_given_up_and_the_connection_is_as_good_as_before(engine: Engine) -> None:
    pid = _pid(engine)
    with pytest.raises(OperationalError, match="statement timeout"), reading(engine) as connection:
        connection.execute(text("SELECT pg_sleep_for('10 minutes')"))
    assert _pid(engine) == pid


def test_a_server_that_is_stopped_is_not_waited_for_and_found_again(engine: Engine) -> None:
    with writing(engine) as connection:
        connection.execute(text("CREATE TABLE kept (number int)"))
    pid = _pid(engine)
    with pytest.raises(OperationalError, match="timeout"):
        _write_while_it_stops(engine, pid)
    with writing(engine) as connection:
        connection.execute(text("INSERT INTO kept VALUES (3)"))
        assert connection.scalar(PID) != pid
    with reading(engine) as connection:
        assert connection.scalars(text("SELECT number FROM kept")).all() == [3]


def test_a_connection_that_was_stopped_while_nobody_used_it_is_replaced(engine: Engine) -> None:
    with stopped(_pid(engine)):
        assert _pid(engine) > 0


def test_a_server_that_takes_no_connection_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgresql, "CONNECTING", 2)  # the least that the driver takes
    with socket.create_server(("127.0.0.1", 0)) as silent:
        engine = make_engine(f"postgresql+psycopg://nobody@127.0.0.1:{silent.getsockname()[1]}/nothing")
        with pytest.raises(OperationalError, match="timeout"):
            engine.connect()


def test_a_transaction_that_does_nothing_and_a_host_that_is_gone_hold_no_lock_for_ever(engine: Engine) -> None:
    names = ("idle_in_transaction_session_timeout", "lock_timeout", "statement_timeout")
    with reading(engine) as connection:
        assert [connection.scalar(text(f"SHOW {name}")) for name in names] == ["10min", "10s", "1s"]
    given = postgresql.arguments(SECOND, 1, "")
    assert "tcp_keepalives_idle=15" in given["options"]
    assert given["tcp_user_timeout"] == 15_000
