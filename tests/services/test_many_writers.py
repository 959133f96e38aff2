"""Many change registers and append to the log at once: each change has its entry, and all is as the log has it."""

from __future__ import annotations

from functools import partial

import pytest
from sqlalchemy import func, select

from mandate_registry import bootstrap
from mandate_registry.log.verification import ExternalEvidence, verify
from mandate_registry.rules import facts
from mandate_registry.services.callers import COMMAND_LINE
from mandate_registry.services.changesets.entry_changes import Draft, create
from mandate_registry.services.installation import Installation
from mandate_registry.services.proof.log_proofs import checkpoint
from models import changes, log_entries
from tests.services.concurrency import at_once, persistently
from tests.support.settings import settings_of

pytestmark = pytest.mark.slow

WRITERS = 16
TURNS = 5
REGISTERS = [f"0000000900000000000{number}" for number in range(1, 5)]


def write(url: str, writer: int) -> int:
    """Add units to registers in turn, over connections of one's own, and ask for checkpoints meanwhile."""
    installation = bootstrap.build(settings_of(url))
    try:
        for turn in range(TURNS):
            oin = REGISTERS[(writer + turn) % len(REGISTERS)]
            unit = facts.Unit(code=f"u-{writer}-{turn}", name="Team")
            persistently(partial(create, COMMAND_LINE, installation, "units", Draft(oin, unit)))
            persistently(partial(checkpoint, installation))
    finally:
        installation.close()
    return TURNS


def test_what_many_writers_append_at_once_verifies(database: str, installation: Installation) -> None:
    for oin in REGISTERS:
        create(COMMAND_LINE, installation, "organisations", Draft(oin, facts.Organisation(oin=oin, name=oin)))
    before = size(installation)
    assert at_once(*(partial(write, database, writer) for writer in range(WRITERS))) == [TURNS] * WRITERS
    assert size(installation) == before + WRITERS * TURNS
    with installation.reading() as connection:
        report = verify(connection, ExternalEvidence())
        assert connection.scalar(select(func.count()).select_from(changes)) == len(REGISTERS) + WRITERS * TURNS
    assert (report.difference, report.size) == (None, before + WRITERS * TURNS)


def size(installation: Installation) -> int:
    with installation.reading() as connection:
        return connection.scalar(select(func.count()).select_from(log_entries)) or 0
