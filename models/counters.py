"""The counters of what callers may have so much of: transient, and kept apart from what the register says.

On PostgreSQL they are an unlogged table beside the others. On SQLite they are a file beside the database, which is
locked by whoever writes: counting never waits for that.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Connection, Double, Engine, MetaData, String, Table, event, make_url

from models import session

metadata = MetaData()
"""Outside the metadata of the register: no migration keeps what may be lost at any moment."""

counters = Table(
    "counters",
    metadata,
    Column("name", String(64), primary_key=True, comment="SHA-256 of what is counted for whom, in hexadecimal"),
    Column("count", BigInteger, nullable=False),
    Column("expires_at", Double, nullable=False, index=True, comment="seconds since 1970; it then counts from nothing"),
)


@event.listens_for(counters, "after_create")
def _unlog(_table: Table, connection: Connection, **_: object) -> None:
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("ALTER TABLE counters SET UNLOGGED")


SQLITE_SETTINGS = ("journal_mode=WAL", "synchronous=OFF", "busy_timeout=10000")


def make_engine(database_url: str) -> Engine:
    """Make the engine for the counters of a database: nothing that it writes has to survive a crash."""
    url = make_url(database_url)
    if url.get_backend_name() == "sqlite":
        return session.make_engine(url.set(database=f"{url.database}-limits"), SQLITE_SETTINGS)
    return session.make_engine(url, postgresql_options="-c synchronous_commit=off", longest=session.OF_A_REQUEST)


def make_table(engine: Engine) -> None:
    """Make the table where it is not there yet."""
    metadata.create_all(engine)
