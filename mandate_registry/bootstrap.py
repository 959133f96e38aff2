"""Builds everything once: the database at its newest version, and the installation that the services work in."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from sqlalchemy import column, inspect, select, table

from mandate_registry.config import ROOT, Settings, sqlite_url
from mandate_registry.errors import Unsafe
from mandate_registry.evidence.signing import PrivateKeys
from mandate_registry.log.changes import append_earlier_changes
from mandate_registry.services.availability import or_unavailable
from mandate_registry.services.counting import Counters
from mandate_registry.services.installation import Installation
from mandate_registry.services.issuers import Keyring
from mandate_registry.services.trusting import trusted
from models import counters
from models.session import OF_A_COMMAND, make_engine, reading, rebuilding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Engine

MIGRATIONS = ROOT / "migrations"
NEWEST = "0019"
"""The newest revision in `migrations`. It stands here so that a command does not read them all to know it."""
LOG_BEGAN = "0007"
"""The revision with which the log came: a change that it misses after that is no earlier one."""


def upgrade(database_url: str, revision: str = "head") -> None:
    """Bring the database to the newest version, or to this one; nothing is locked when it is there already.

    Unavailable when it cannot be reached.
    """
    if not (_reached_newest(database_url) and revision == "head"):
        _rebuild(database_url, revision)
    _counters(database_url, make=True).close()


def _rebuild(database_url: str, revision: str) -> None:
    with _engine_for(database_url, longest=0) as engine, rebuilding(engine) as connection:
        had_log = (_revision(connection) or "") >= LOG_BEGAN
        _migrate(connection, revision)
        if not had_log and _is_newest(connection):
            append_earlier_changes(connection)


def build(settings: Settings, longest: int = OF_A_COMMAND) -> Installation:
    """Build an installation on a database that is at the newest version; Unsafe when it is not, Unavailable when lost.

    Unsafe too when the issuers file is. Nothing is fetched from an issuer yet. One statement on PostgreSQL may take
    `longest` seconds.
    """
    issuers = {one.issuer: Keyring(one) for one in trusted(settings)}
    engine = make_engine(settings.database_url, longest=longest)
    with or_unavailable():
        up_to_date = is_up_to_date(engine)
    if not up_to_date:
        engine.dispose()
        raise Unsafe("the database is not at the newest version: run ./mandates db upgrade")
    is_embedded = engine.dialect.name == "sqlite"  # whose counters are a file of their own, which may not be there yet
    counters = _counters(settings.database_url, make=is_embedded)
    return Installation(engine, settings, counters, PrivateKeys.of(settings.signing_keys), issuers)


@contextmanager
def scratch() -> Iterator[Installation]:
    """Build an installation on an empty database that is gone afterwards."""
    with TemporaryDirectory(prefix="mandates-") as folder:
        url = sqlite_url(Path(folder))
        upgrade(url)
        installation = build(Settings(url))
        try:
            yield installation
        finally:
            installation.close()


def _reached_newest(database_url: str) -> bool:
    """Reach the database, and tell whether it is at the newest version: what goes wrong later is the migrations'."""
    with _engine_for(database_url) as engine, or_unavailable():
        return is_up_to_date(engine)


@contextmanager
def _engine_for(database_url: str, longest: int = OF_A_COMMAND) -> Iterator[Engine]:
    """Make an engine that is disposed of at the end."""
    engine = make_engine(database_url, longest=longest)
    try:
        yield engine
    finally:
        engine.dispose()


def is_up_to_date(engine: Engine) -> bool:
    """Tell whether the database is at the newest version."""
    with reading(engine) as connection:
        return _is_newest(connection)


def _is_newest(connection: Connection) -> bool:
    return _revision(connection) == NEWEST


def _revision(connection: Connection) -> str | None:
    """Return the revision that a database is at, as Alembic keeps it; None where there is none yet."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.scalar(select(column("version_num")).select_from(table("alembic_version")))


def _migrate(connection: Connection, revision: str) -> None:
    # Alembic takes half a second to import, which every other command would pay too.
    from alembic import command  # noqa: PLC0415 - see above
    from alembic.config import Config  # noqa: PLC0415 - see above

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def _counters(database_url: str, *, make: bool) -> Counters:
    engine = counters.make_engine(database_url)
    if make:
        counters.make_table(engine)
    with or_unavailable(), engine.connect():  # SQLAlchemy learns of the database from the first, in one thread
        return Counters(engine)
