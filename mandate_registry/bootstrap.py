"""Builds everything once: the database at its newest version, and the installation that the services work in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection, Engine, column, inspect, make_url, select, table

from mandate_registry import COMMAND
from mandate_registry.config import ROOT, Settings, sqlite_url
from mandate_registry.errors import RegistryError, Unsafe
from mandate_registry.evidence.private_keys import PrivateKeys
from mandate_registry.services.availability import translate_db_errors
from mandate_registry.services.installation import Installation
from mandate_registry.services.issuers.issuer_keys import Keyring
from mandate_registry.services.issuers.issuer_settings import trusted
from mandate_registry.services.rate_limits import Counters
from models import counters
from models.open_file import IN_MEMORY
from models.session import OF_A_COMMAND, make_engine, reading, rebuilding

MIGRATIONS = ROOT / "migrations"
NEWEST = max(path.name.partition("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))
"""The newest revision in `migrations`, by the names of the files: Alembic would read them all, in half a second."""


def upgrade(database_url: str, before: Callable[[Connection, str], object] = lambda _connection, _at: 0) -> None:
    """Bring the database to the newest version; nothing is locked when it is there already.

    `before` is called with the connection and the revision of a database that has tables, before any of them changes;
    meanwhile nobody else writes to it. Unsafe when the database is newer than this release. Unavailable when it cannot
    be reached.
    """
    _must_not_be_empty(database_url)
    if not _reached_newest(database_url):
        _rebuild(database_url, before)
    _counters(database_url, make=True).close()


def make_embedded(database_url: str) -> None:
    """Make the tables of an embedded database that has none; leave any other database as it is. Unsafe as `build`."""
    if make_url(database_url).get_backend_name() != "sqlite":
        return
    _must_not_be_empty(database_url)
    with _engine_for(database_url) as engine, translate_db_errors(engine.url), reading(engine) as connection:
        is_empty = not inspect(connection).get_table_names()
    if is_empty:
        upgrade(database_url)


def _must_not_be_empty(database_url: str) -> None:
    """Refuse (Unsafe) a file of 0 bytes: a register was there, and nobody began a new one in its place."""
    url = make_url(database_url)
    if url.get_backend_name() != "sqlite" or url.database in (None, *IN_MEMORY):
        return
    file = Path(url.database or "")
    if file.is_file() and file.stat().st_size == 0:
        raise Unsafe(f"{file} is empty: put a copy back, or remove it to begin anew")


def _rebuild(database_url: str, before: Callable[[Connection, str], object]) -> None:
    with (
        _engine_for(database_url, longest=0) as engine,
        translate_db_errors(engine.url),
        rebuilding(engine) as connection,
    ):
        at = _revision(connection)
        if at:
            _must_not_be_newer(at)
            before(connection, at)
        _migrate(connection)


def build(settings: Settings, longest: int = OF_A_COMMAND) -> Installation:
    """Build an installation on a database that is at the newest version; Unsafe when it is not, Unavailable when lost.

    Unsafe too when the issuers file is, or an embedded database is an empty file. Nothing is fetched from an issuer
    yet. One statement on PostgreSQL may take `longest` seconds.
    """
    _must_not_be_empty(settings.database_url)
    issuers = {one.issuer: Keyring(one) for one in trusted(settings)}
    engine = make_engine(settings.database_url, longest=longest)
    try:
        with translate_db_errors(engine.url):
            _must_be_newest(engine)
    except RegistryError:
        engine.dispose()
        raise
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
    with _engine_for(database_url) as engine, translate_db_errors(engine.url), reading(engine) as connection:
        return _revision(connection) == NEWEST


@contextmanager
def _engine_for(database_url: str, longest: int = OF_A_COMMAND) -> Iterator[Engine]:
    """Make an engine that is disposed of at the end."""
    engine = make_engine(database_url, longest=longest)
    try:
        yield engine
    finally:
        engine.dispose()


def _must_be_newest(engine: Engine) -> None:
    """Refuse (Unsafe) a database that is not at the version of this release."""
    with reading(engine) as connection:
        at = _revision(connection)
    if at is None:
        raise Unsafe(f"the database has no tables of this registry: run {COMMAND} db upgrade")
    _must_not_be_newer(at)
    if at < NEWEST:
        is_embedded = engine.dialect.name == "sqlite"
        how = f"run {COMMAND} db upgrade, which makes a copy first"
        by_hand = f"make a backup with pg_dump, and run {COMMAND} db upgrade"
        needed = f"the database is at version {at}, and this release needs {NEWEST}: stop the service, "
        raise Unsafe(needed + (how if is_embedded else by_hand))


def _must_not_be_newer(at: str) -> None:
    if at > NEWEST:
        raise Unsafe(
            f"the database is at version {at}, newer than this release, which knows {NEWEST}: "
            "use the release that upgraded it, or a newer one "
            "(one made before the first release is not upgraded: export with the version that made it, and begin anew)"
        )


def _revision(connection: Connection) -> str | None:
    """Return the revision that a database is at, as Alembic keeps it; None where there is none yet."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.scalar(select(column("version_num")).select_from(table("alembic_version")))


def _migrate(connection: Connection) -> None:
    # Alembic takes half a second to import, which every other command would pay too.
    from alembic import command  # noqa: PLC0415 - see above
    from alembic.config import Config  # noqa: PLC0415 - see above

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _counters(database_url: str, *, make: bool) -> Counters:
    engine = counters.make_engine(database_url)
    with translate_db_errors(engine.url):
        if make:
            counters.make_table(engine)
        with engine.connect():  # SQLAlchemy learns of the database from the first, in one thread
            return Counters(engine)
