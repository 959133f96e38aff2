"""What a file that waits would do to the register, and doing it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import delete

from mandate_registry.errors import Conflict, Stale
from mandate_registry.register_folder.merging import Merged, merge
from mandate_registry.register_folder.problems import InvalidRegister
from mandate_registry.register_folder.reading import read_packed
from mandate_registry.register_folder.spreadsheets import read_sheets
from mandate_registry.services.changing.exporting import export_register
from mandate_registry.services.changing.importing import import_register, import_wished
from mandate_registry.services.changing.planned import written
from mandate_registry.services.changing.uploading import find_upload, read_upload
from mandate_registry.services.changing.wishes import Wish
from mandate_registry.services.registers.recording import find_register, open_register
from models import uploads

if TYPE_CHECKING:
    from uuid import UUID

    from mandate_registry.register_folder.mapping import RowError
    from mandate_registry.register_folder.notations import Notation
    from mandate_registry.register_folder.problems import CellError
    from mandate_registry.services.callers import Caller
    from mandate_registry.services.changing.importing import Preview
    from mandate_registry.services.changing.uploading import Upload
    from mandate_registry.services.installation import Installation


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What an import of a file would do (`preview`), or why it cannot be done.

    `errors` are those of a spreadsheet, `cell_errors` those of a register, `refusal` what the register says against it.
    `notations` says how the columns of a spreadsheet were read.
    """

    preview: Preview | None = None
    errors: list[RowError] = field(default_factory=list)
    cell_errors: list[CellError] = field(default_factory=list)
    refusal: Conflict | None = None
    notations: dict[str, Notation] = field(default_factory=dict)

    @property
    def mark(self) -> str:
        """What says the same of two that would do the same."""
        return mark_of(self.preview) if self.preview else ""


def mark_of(preview: Preview) -> str:
    """Give a digest of what would be done."""
    changes = [(one.table, one.kind, one.key, one.from_row, written(one.table, one.fact)) for one in preview.changes]
    return hashlib.sha256(json.dumps([preview.organisation, changes]).encode()).hexdigest()


def foresee(caller: Caller, installation: Installation, identity: UUID) -> Foreseen:
    """Say what importing a file would do to the register as it is now; nothing is changed."""
    upload = find_upload(caller, installation, identity)
    try:
        merged = merged_of(caller, installation, upload.organisation, wish_of(upload))
        if merged.errors:
            return Foreseen(errors=merged.errors, notations=merged.notations)
        preview = import_register(caller, installation, merged.register, dry_run=True)
    except InvalidRegister as error:
        return Foreseen(cell_errors=error.errors)
    except Conflict as refusal:
        return Foreseen(refusal=refusal)
    return Foreseen(preview, notations=merged.notations)


def import_upload(caller: Caller, installation: Installation, identity: UUID, mark: str) -> Preview:
    """Import a file as `import_register` does, if that does what was foreseen by this mark; Stale when it does not.

    The file is forgotten in the same transaction, in which nobody else changes the register.
    """
    with installation.one_write() as connection:
        upload = read_upload(caller, connection, identity)
        if find_register(connection, upload.organisation) is not None:
            open_register(connection, upload.organisation)
        wish = wish_of(upload)
        merged = merged_of(caller, installation, upload.organisation, wish)
        if merged.errors:
            raise Stale("The register has changed, so that this file does not go with it any more.")
        preview = import_wished(caller, installation, merged.register, wish)
        if mark_of(preview) != mark:
            raise Stale("The register has changed: importing this file would now do something else.")
        connection.execute(delete(uploads).where(uploads.c.id == identity))
    return preview


def wish_of(upload: Upload) -> Wish:
    """Give what somebody wishes who sent a file."""
    return Wish(upload.name, upload.content, upload.plan)


def merged_of(caller: Caller, installation: Installation, organisation: str, wish: Wish) -> Merged:
    """Give the register as it would be: what a file says that is one, or the present one with a spreadsheet in it."""
    if wish.plan is None:
        ending = wish.name[wish.name.rindex(".") :].lower()
        return Merged(read_packed(wish.content, ending), [], {})
    present = export_register(caller, installation, organisation)
    return merge(present, read_sheets(wish.content, wish.name)[wish.plan.sheet], wish.plan)
