"""What keeping a question costs at least: one insert and a commit that reaches the disk, by the driver alone."""

from __future__ import annotations

import json
import sqlite3
import threading
import time
from typing import Protocol

import psycopg
from sqlalchemy import make_url

from bench.questions import question
from models.session import LOCK_TIMEOUT_MS, SQLITE_SETTINGS

TABLE = "CREATE TABLE IF NOT EXISTS bench_rows (body text)"
INSERT = "INSERT INTO bench_rows VALUES "


class Cursor(Protocol):
    """What both drivers have; each statement is a transaction by itself."""

    def execute(self, statement: str, values: list[str]) -> object:
        """Execute one statement."""


class Inserts:
    """Inserts into a database, with a connection for each thread."""

    def __init__(self, database_url: str) -> None:
        """Make the table."""
        self._is_sqlite = database_url.startswith("sqlite")
        url = make_url(database_url)
        self._address = url.database or ""
        if not self._is_sqlite:
            self._address = url.set(drivername="postgresql").render_as_string(hide_password=False)
        self._statement = INSERT + ("(?)" if self._is_sqlite else "(%s)")
        self._of_thread = threading.local()
        self._connect().execute(TABLE, [])

    def insert(self, body: str) -> None:
        """Insert a row and commit it."""
        if not hasattr(self._of_thread, "connection"):
            self._of_thread.connection = self._connect()
        self._of_thread.connection.execute(self._statement, [body])

    def _connect(self) -> Cursor:
        return _sqlite(self._address) if self._is_sqlite else psycopg.connect(self._address, autocommit=True)


def _sqlite(path: str) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, timeout=LOCK_TIMEOUT_MS / 1000)
    for setting in SQLITE_SETTINGS:
        connection.execute(f"PRAGMA {setting}")
    return connection


def bare_rate(database_url: str, seconds: float) -> float:
    """Return how many such commits follow one another in a second when nobody else is there."""
    inserts, body = Inserts(database_url), json.dumps(question(7))
    begun, times = time.perf_counter(), 0
    while (now := time.perf_counter()) - begun < seconds:
        inserts.insert(body)
        times += 1
    return times / (now - begun)
