"""A PostgreSQL that stops answers nobody, and holds nobody: calls are 503, and good again without any help."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager

import pytest
from sqlalchemy import Connection, create_engine, make_url, text

from api.app import create_app
from mandate_registry import bootstrap
from mandate_registry.services import readiness
from mandate_registry.services.permissions import Role
from models import session
from tests.api.callers import caller
from tests.support import postgres
from tests.support.settings import settings_of

SECOND = 1
_SERVED = text("SELECT pid FROM pg_stat_activity WHERE datname = :name")


@contextmanager
def stopped(url: str) -> Iterator[None]:
    """Stop what serves the connections to a database, and let nobody make another, until the end of the block."""
    name = make_url(url).database
    engine = create_engine(make_url(url).set(database="postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection, ExitStack() as afterwards:
        _let_connect(connection, name, "false")
        afterwards.callback(_let_connect, connection, name, "true")
        for pid in connection.scalars(_SERVED, {"name": name}).all():
            os.kill(pid, signal.SIGSTOP)
            afterwards.callback(os.kill, pid, signal.SIGCONT)
        yield
    engine.dispose()


def _let_connect(connection: Connection, name: str | None, whether: str) -> None:
    connection.execute(text(f"ALTER DATABASE {name} ALLOW_CONNECTIONS {whether}"))


def test_calls_are_refused_while_a_database_is_stopped_and_answered_when_it_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(session, "OF_A_REQUEST", SECOND)
    monkeypatch.setattr(readiness, "REMEMBERED", 0.0)
    with postgres.database() as url, closing(bootstrap.build(settings_of(url), longest=SECOND)) as installation:
        app = create_app(installation)
        api, keeper = caller(app, Role.ADMINISTRATOR), app.test_client()
        api.get("/organisations", 200)
        assert keeper.get("/readyz").status_code == 200
        with stopped(url):
            assert api.get("/organisations", 503).headers["Retry-After"] == "5"
            assert [keeper.get(path).status_code for path in ("/healthz", "/readyz")] == [200, 503]
        api.get("/organisations", 200)
        assert keeper.get("/readyz").status_code == 200
