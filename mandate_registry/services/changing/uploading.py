"""A file that waits between sending it and importing it: for whoever sent it, for a day."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import PurePath
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection, delete, insert, select, update

from mandate_registry.errors import NotFound
from mandate_registry.register_folder.guessing import guess
from mandate_registry.register_folder.plan import Plan
from mandate_registry.register_folder.spreadsheets import is_register, read_sheets
from mandate_registry.services.callers import Caller
from mandate_registry.services.installation import Installation, now
from mandate_registry.services.permissions import Right
from mandate_registry.services.registers.recording import find_register
from models import jobs, uploads

KEPT = timedelta(days=1)
MOST = 5
"""How many files of one person wait; the oldest makes room."""
LONGEST_NAME = 100


class Task(StrEnum):
    """What may be done with a file that takes long."""

    FORESEE = "foresee"
    IMPORT = "import"


@dataclass(frozen=True, slots=True)
class Upload:
    """A file for the register of an organisation (OIN); `plan` is what is made of it, None when it is a register."""

    id: UUID
    organisation: str
    name: str
    content: bytes
    plan: Plan | None
    made_at: datetime


def keep_upload(caller: Caller, installation: Installation, organisation: str, name: str, content: bytes) -> Upload:
    """Keep a file until it is imported, with a guess of what it is.

    InvalidRegister when it is neither a register nor a spreadsheet, NotFound when a spreadsheet has no register to go
    into.
    """
    caller.must(Right.KEEP, organisation)
    name = PurePath(name.replace("\\", "/")).name[-LONGEST_NAME:]
    plan = None if is_register(content, name) else guess(read_sheets(content, name), name)
    upload = Upload(uuid4(), organisation, name, content, plan, now())
    with installation.writing() as connection:
        if plan and find_register(connection, organisation) is None:
            raise NotFound(f"Organisation {organisation} has no register here.")
        _make_room(connection, caller)
        values = {"id": upload.id, "organisation": organisation, "name": name, "content": content}
        connection.execute(
            insert(uploads).values(owner=caller.actor, plan=_as_text(plan), made_at=upload.made_at, **values)
        )
    return upload


def find_upload(caller: Caller, installation: Installation, identity: UUID) -> Upload:
    """Give a file that waits; NotFound when it is another's, or waited for too long."""
    with installation.reading() as connection:
        return read_upload(caller, connection, identity)


def list_uploads(caller: Caller, installation: Installation) -> list[Upload]:
    """Give the caller's files that wait, the newest first."""
    with installation.reading() as connection:
        rows = connection.execute(_own(caller).order_by(uploads.c.made_at.desc())).mappings()
        return [_as_upload(row) for row in rows if caller.may(Right.KEEP, row["organisation"])]


def plan_upload(caller: Caller, installation: Installation, identity: UUID, plan: Plan) -> Upload:
    """Keep what is made of a spreadsheet."""
    with installation.writing() as connection:
        read_upload(caller, connection, identity)
        connection.execute(update(uploads).where(uploads.c.id == identity).values(plan=_as_text(plan)))
        return read_upload(caller, connection, identity)


def drop_upload(caller: Caller, installation: Installation, identity: UUID) -> None:
    """Forget a file."""
    with installation.writing() as connection:
        read_upload(caller, connection, identity)
        forget_upload(connection, identity)


def forget_upload(connection: Connection, identity: UUID) -> None:
    """Delete a file with what was foreseen of it."""
    connection.execute(delete(uploads).where(uploads.c.id == identity))  # first: whoever begins a job has this locked
    connection.execute(delete(jobs).where(jobs.c.upload_id == identity, jobs.c.task == Task.FORESEE))


def read_upload(caller: Caller, connection: Connection, identity: UUID) -> Upload:
    """Give a file that waits, as `find_upload` does, within a transaction."""
    row = connection.execute(_own(caller).where(uploads.c.id == identity)).mappings().one_or_none()
    if row is None or not caller.may(Right.KEEP, row["organisation"]):
        raise NotFound("There is no such file.")
    return _as_upload(row)


def _own(caller: Caller) -> Any:
    return select(uploads).where(uploads.c.owner == caller.actor, uploads.c.made_at > now() - KEPT)


def _make_room(connection: Connection, caller: Caller) -> None:
    """Delete what waited for too long, and of the caller's the oldest beyond MOST."""
    for table in (jobs, uploads):
        connection.execute(delete(table).where(table.c.made_at <= now() - KEPT))
    mine = select(uploads.c.id).where(uploads.c.owner == caller.actor).order_by(uploads.c.made_at.desc())
    for identity in connection.scalars(mine.offset(MOST - 1)).all():
        forget_upload(connection, identity)


def _as_text(plan: Plan | None) -> str | None:
    return None if plan is None else json.dumps(asdict(plan))


def _as_upload(row: Any) -> Upload:
    plan = None if row["plan"] is None else Plan.of(json.loads(row["plan"]))
    return Upload(row["id"], row["organisation"], row["name"], row["content"], plan, row["made_at"])
