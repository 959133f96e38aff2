"""The file that an import was proposed from: as long as it waits, its plan can be made anew from it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from uuid import UUID

from sqlalchemy import Connection, delete, insert, select

from mandate_registry.register_folder.sheet.plan import Plan
from models import wishes


@dataclass(frozen=True, slots=True)
class ProposalSource:
    """What somebody wishes of a register: a file that is one, or with `plan` a spreadsheet, of which its rows count."""

    name: str
    content: bytes
    plan: Plan | None = None


def save_source(connection: Connection, changeset: UUID, wish: ProposalSource) -> None:
    """Save the file from which a changeset was proposed."""
    plan = json.dumps(asdict(wish.plan)) if wish.plan else None
    values = {"changeset_id": changeset, "name": wish.name, "content": wish.content, "plan": plan}
    connection.execute(insert(wishes), values)


def read_source(connection: Connection, changeset: UUID) -> ProposalSource | None:
    """Return what a changeset was proposed from; None for one that was not proposed from a file."""
    row = connection.execute(select(wishes).where(wishes.c.changeset_id == changeset)).one_or_none()
    return ProposalSource(row.name, row.content, Plan.of(json.loads(row.plan)) if row.plan else None) if row else None


def delete_source(connection: Connection, changeset: UUID) -> None:
    """Forget what a changeset was proposed from: it has been decided, and its plan says what was."""
    connection.execute(delete(wishes).where(wishes.c.changeset_id == changeset))
