"""How the file was read that an import was proposed from: kept with the proposal, so that an approver sees it too."""

from __future__ import annotations

import json
from collections.abc import Collection
from uuid import UUID

from sqlalchemy import Connection, delete, insert, select

from mandate_registry.register_folder.sheet.read_as import SheetReading
from mandate_registry.rules.lookup import holds_any
from mandate_registry.services.callers import Caller
from mandate_registry.services.changesets.proposals import read_proposal
from mandate_registry.services.installation import Installation
from models import changesets, readings


def reading_of_changeset(caller: Caller, installation: Installation, identity: UUID) -> SheetReading | None:
    """Return how the file was read that a changeset was proposed from; None where it came from no spreadsheet.

    None as well where somebody was forgotten whom the file names. NotFound when there is no such changeset.
    """
    with installation.reading() as connection:
        read_proposal(caller, connection, identity)
        return read_reading(connection, identity)


def save_reading(connection: Connection, changeset: UUID, reading: SheetReading) -> None:
    """Save how a file was read, replacing what was saved before."""
    connection.execute(delete(readings).where(readings.c.changeset_id == changeset))
    text = json.dumps(reading.as_plain(), ensure_ascii=False)
    connection.execute(insert(readings).values(changeset_id=changeset, told=text))


def read_reading(connection: Connection, changeset: UUID) -> SheetReading | None:
    """Return what `save_reading` kept."""
    text = connection.scalar(select(readings.c.told).where(readings.c.changeset_id == changeset))
    return SheetReading.of(json.loads(text)) if text else None


def erase_readings(connection: Connection, register_id: int, texts: Collection[str]) -> None:
    """Delete how files of a register were read that hold one of these texts, in any case."""
    its = select(changesets.c.id).where(changesets.c.register_id == register_id)
    for identity, text in connection.execute(select(readings).where(readings.c.changeset_id.in_(its))).all():
        if holds_any("\n".join(_texts(json.loads(text))), texts):
            connection.execute(delete(readings).where(readings.c.changeset_id == identity))


def _texts(plain: object) -> list[str]:
    """Return all texts in what JSON said, as they are without its signs."""
    if isinstance(plain, dict):
        return [text for pair in plain.items() for one in pair for text in _texts(one)]
    if isinstance(plain, list):
        return [text for one in plain for text in _texts(one)]
    return [plain] if isinstance(plain, str) else []
