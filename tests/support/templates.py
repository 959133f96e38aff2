"""Databases that tests begin with: each is made once in a run, and every test that names it gets a copy."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import time_machine

from mandate_registry.services.installation import Installation
from tests.support.settings import BEGINNING, settings_of


@dataclass(frozen=True)
class Template:
    """A database by its name. `fill` is given the address of a copy of `base`, or of a database without tables."""

    name: str
    fill: Callable[[str], None]
    base: Template | None = None


def _migrate(url: str) -> None:
    from mandate_registry.bootstrap import upgrade  # noqa: PLC0415 - tests of the pure rules do not load it

    upgrade(url)
    make_keys(url)


def make_keys(url: str) -> None:
    """Make keys that sign in a migrated database; those of all databases of a run are in one file."""
    from mandate_registry.services.callers import COMMAND_LINE  # noqa: PLC0415 - see above
    from mandate_registry.services.proof.signing_keys import create  # noqa: PLC0415 - see above

    with time_machine.travel(BEGINNING, tick=False), opened(url) as installation:
        create(COMMAND_LINE, installation)


MIGRATED = Template("migrated", _migrate)


def with_registers(*names: str) -> Template:
    """Return the template that holds these registers of `data/`, as if each was recorded when it was adopted."""

    def fill(url: str) -> None:
        with opened(url) as installation:
            for name in names:
                load(installation, name)

    return Template("-".join(name.replace("/", "-") for name in names), fill, MIGRATED)


def load(installation: Installation, name: str) -> None:
    """Import a register of `data/`."""
    from mandate_registry.config import ROOT  # noqa: PLC0415 - see above
    from mandate_registry.register_folder.reader import read_register  # noqa: PLC0415 - see above
    from mandate_registry.services.callers import COMMAND_LINE  # noqa: PLC0415 - see above
    from mandate_registry.services.transfer.register_import import import_register  # noqa: PLC0415 - see above

    import_register(COMMAND_LINE, installation, read_register(ROOT / "data" / name), recorded_at="adopted")


@contextmanager
def opened(url: str) -> Iterator[Installation]:
    """Open the installation of a database until the end of the block."""
    from mandate_registry.bootstrap import build  # noqa: PLC0415 - see above

    installation = build(settings_of(url))
    try:
        yield installation
    finally:
        installation.close()


WIERDENLAND = with_registers("sample/wierdenland")
BOTH_SAMPLES = with_registers("sample/wierdenland", "sample/duinrand")
