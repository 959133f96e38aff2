"""A file that waits between sending it and importing it: for whoever sent it, for a day."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import PurePath
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection, delete, insert, select, update

from mandate_registry.errors import Conflict, NotFound
from mandate_registry.register_folder.sheet.plan import Plan
from mandate_registry.register_folder.sheet.plan_guess import guess_plan, suggested_plan
from mandate_registry.register_folder.spreadsheets import SheetLayout, is_register
from mandate_registry.services.callers import Caller
from mandate_registry.services.changesets.sheets import forget_sheets, is_large, sheets_of
from mandate_registry.services.installation import Installation, now
from mandate_registry.services.permissions import Right
from mandate_registry.services.register.register_writer import find_register
from models import jobs, uploads

RETENTION = timedelta(days=1)
MAX_UPLOADS = 5
"""How many files of one person wait; the oldest makes room."""
MAX_NAME_LENGTH = 100
UNREAD = ""
"""Stands for the plan of a large spreadsheet until it has been read."""


class Task(StrEnum):
    """What may be done with a file that takes long."""

    READ = "read"
    FORESEE = "foresee"
    IMPORT = "import"


@dataclass(frozen=True, slots=True)
class Upload:
    """A file for the register of an organisation (OIN); `plan` is what is made of it, None when it is a register.

    A large spreadsheet is read first, in a job: until then it has no plan either, and `is_read` is False.
    """

    id: UUID
    organisation: str
    name: str
    content: bytes
    plan: Plan | None
    made_at: datetime
    is_read: bool = True


def save_upload(caller: Caller, installation: Installation, organisation: str, name: str, content: bytes) -> Upload:
    """Save a file until it is imported, with a guess of what it is; a large spreadsheet is not read yet.

    InvalidRegister when it is neither a register nor a spreadsheet, NotFound when a spreadsheet has no register to go
    into.
    """
    caller.must(Right.KEEP, organisation)
    name = PurePath(name.replace("\\", "/")).name[-MAX_NAME_LENGTH:]
    is_sheet = not is_register(content, name)
    is_read = not (is_sheet and is_large(content))
    plan = _suggested(sheets_of(installation, content, name), name) if is_sheet and is_read else None
    upload = Upload(uuid4(), organisation, name, content, plan, now(), is_read)
    with installation.writing() as connection:
        if is_sheet and find_register(connection, organisation) is None:
            raise NotFound(f"Organisation {organisation} has no register here.")
        _make_room(connection, caller)
        values = {"id": upload.id, "organisation": organisation, "name": name, "content": content}
        connection.execute(
            insert(uploads).values(
                owner=caller.actor, plan=_as_text(plan) if is_read else UNREAD, made_at=upload.made_at, **values
            )
        )
    return upload


def find_upload(caller: Caller, installation: Installation, identity: UUID) -> Upload:
    """Return a file that waits.

    NotFound when it is not the caller's, or waited too long, Conflict until it was read.
    """
    with installation.reading() as connection:
        upload = read_upload(caller, connection, identity)
    if not upload.is_read:
        raise Conflict("This file has not been read yet.")
    return upload


def read_first(caller: Caller, installation: Installation, identity: UUID) -> Upload:
    """Read a large spreadsheet that waits, and keep a guess of what it is. Raise InvalidRegister as `read_sheets`."""
    with installation.reading() as connection:
        upload = read_upload(caller, connection, identity)
    plan = (
        upload.plan if upload.is_read else _suggested(sheets_of(installation, upload.content, upload.name), upload.name)
    )
    return plan_upload(caller, installation, identity, plan) if plan else upload


def _suggested(sheets: Mapping[str, SheetLayout], name: str) -> Plan:
    plan = guess_plan(sheets, name)
    return suggested_plan(sheets[plan.sheet], plan)


def forget_unreadable(connection: Connection, identity: UUID) -> None:
    """Delete a file that cannot be read; what came of reading it stays known."""
    connection.execute(delete(uploads).where(uploads.c.id == identity))


def list_uploads(caller: Caller, installation: Installation) -> list[Upload]:
    """Return the caller's files that wait, the newest first."""
    with installation.reading() as connection:
        rows = connection.execute(_own(caller).order_by(uploads.c.made_at.desc())).mappings()
        return [_as_upload(row) for row in rows if caller.may(Right.KEEP, row["organisation"])]


def plan_upload(caller: Caller, installation: Installation, identity: UUID, plan: Plan) -> Upload:
    """Save the plan by which a spreadsheet is read."""
    with installation.writing() as connection:
        read_upload(caller, connection, identity)
        connection.execute(update(uploads).where(uploads.c.id == identity).values(plan=_as_text(plan)))
        return read_upload(caller, connection, identity)


def delete_upload(caller: Caller, installation: Installation, identity: UUID) -> None:
    """Forget a file."""
    forget_sheets(installation)
    with installation.writing() as connection:
        read_upload(caller, connection, identity)
        forget_upload(connection, identity)


def forget_upload(connection: Connection, identity: UUID) -> None:
    """Delete a file with what was foreseen of it."""
    connection.execute(delete(uploads).where(uploads.c.id == identity))  # first: whoever begins a job has this locked
    connection.execute(delete(jobs).where(jobs.c.upload_id == identity, jobs.c.task != Task.IMPORT))


def read_upload(caller: Caller, connection: Connection, identity: UUID) -> Upload:
    """Return a file that waits, as `find_upload` does, within a transaction."""
    row = connection.execute(_own(caller).where(uploads.c.id == identity)).mappings().one_or_none()
    if row is None or not caller.may(Right.KEEP, row["organisation"]):
        raise NotFound("There is no such file.")
    return _as_upload(row)


def _own(caller: Caller) -> Any:
    return select(uploads).where(uploads.c.owner == caller.actor, uploads.c.made_at > now() - RETENTION)


def _make_room(connection: Connection, caller: Caller) -> None:
    """Delete what waited for too long, and of the caller's the oldest beyond MAX_UPLOADS."""
    for table in (jobs, uploads):
        connection.execute(delete(table).where(table.c.made_at <= now() - RETENTION))
    mine = select(uploads.c.id).where(uploads.c.owner == caller.actor).order_by(uploads.c.made_at.desc())
    for identity in connection.scalars(mine.offset(MAX_UPLOADS - 1)).all():
        forget_upload(connection, identity)


def _as_text(plan: Plan | None) -> str | None:
    return None if plan is None else json.dumps(asdict(plan))


def _as_upload(row: Any) -> Upload:
    plan = Plan.of(json.loads(row["plan"])) if row["plan"] else None
    is_read = row["plan"] != UNREAD
    return Upload(row["id"], row["organisation"], row["name"], row["content"], plan, row["made_at"], is_read)
