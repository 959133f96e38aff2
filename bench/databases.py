"""The databases that are measured: on a disk, and a commit is on it before it is acknowledged."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from mandate_registry import bootstrap
from mandate_registry.register_folder.reader import RegisterFolder
from mandate_registry.rules.facts import EVERY_TYPE, Agreement
from mandate_registry.services.callers import COMMAND_LINE, Caller, Channel
from mandate_registry.services.changesets.entry_changes import Draft, create
from mandate_registry.services.identity import api_keys, sessions
from mandate_registry.services.installation import Installation
from mandate_registry.services.permissions import Role
from mandate_registry.services.transfer.register_import import import_register
from tests.support import postgres, shared
from tests.support.settings import settings_of
from tests.support.templates import make_keys

PARTNERS = ("00000009000000000099", "00000009000000000098")
DISK = Path("/var/tmp")  # noqa: S108 - what is made there has a name of its own
"""Where the databases are: `/tmp` is in memory on many machines."""


@contextmanager
def run_folder() -> Iterator[None]:
    """Make the folder of this run with its signing keys and PostgreSQL server; stop and remove it at the end."""
    shared.create(DISK)
    try:
        yield
    finally:
        postgres.stop()
        shared.remove()


@contextmanager
def database(kind: str) -> Iterator[str]:
    """Yield the address of an empty database, within `run_folder`."""
    if kind == "sqlite":
        with tempfile.TemporaryDirectory(dir=shared.folder()) as folder:
            yield f"sqlite:///{Path(folder) / 'bench.sqlite'}"
    else:
        with postgres.database(None, durable=True) as url:
            yield url


def load(database_url: str, registers: Iterable[RegisterFolder]) -> tuple[str, ...]:
    """Import registers into an empty database, and return the keys of two partners who may ask all of them."""
    bootstrap.upgrade(database_url)
    make_keys(database_url)
    installation = bootstrap.build(settings_of(database_url))
    for register in registers:
        import_register(COMMAND_LINE, installation, register)
        _agree(installation, register.organisation.oin)
    keys = [api_keys.create(COMMAND_LINE, installation, Role.PARTNER, partner, "bench") for partner in PARTNERS]
    installation.close()
    return tuple(keys)


def sign_in(database_url: str, oin: str) -> tuple[str, str]:
    """Return the key and the session of an auditor of an organisation."""
    installation = bootstrap.build(settings_of(database_url))
    key = api_keys.create(COMMAND_LINE, installation, Role.AUDITOR, oin, "bench")
    session = sessions.begin(installation, Caller((Role.AUDITOR,), oin, "bench", "bench", Channel.PAGES))
    installation.close()
    return key, session


def _agree(installation: Installation, oin: str) -> None:
    for partner in PARTNERS:
        agreement = Agreement(number=partner, partner=partner, decision_types=(EVERY_TYPE,))
        create(COMMAND_LINE, installation, "agreements", Draft(oin, agreement))
