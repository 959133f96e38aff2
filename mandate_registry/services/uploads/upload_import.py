"""What a file that waits would do to the register, and doing it."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple
from uuid import UUID

from mandate_registry.errors import Conflict, Stale
from mandate_registry.register_folder.problems import InvalidRegister
from mandate_registry.register_folder.reader import read_packed
from mandate_registry.register_folder.sheet.cell_sources import RowError
from mandate_registry.register_folder.sheet.left_out import left_out
from mandate_registry.register_folder.sheet.merge import Merged, merge
from mandate_registry.register_folder.sheet.plan import Plan
from mandate_registry.register_folder.sheet.read_as import reading_of
from mandate_registry.register_folder.sheet.recalled_answers import layout_of
from mandate_registry.services.approval.accepted_turns import accept_turned
from mandate_registry.services.approval.approval_review import review_import
from mandate_registry.services.approval.shown_plan import warnings_and_findings
from mandate_registry.services.callers import Caller
from mandate_registry.services.changesets.early_refusals import Precondition
from mandate_registry.services.changesets.file_readings import save_reading
from mandate_registry.services.changesets.proposal_sources import ProposalSource
from mandate_registry.services.changesets.proposals import read_proposal
from mandate_registry.services.changesets.sheets import forget_sheets, sheets_of
from mandate_registry.services.installation import Installation
from mandate_registry.services.progress import count, step
from mandate_registry.services.register.register_writer import find_register, open_register
from mandate_registry.services.transfer.export import export_register
from mandate_registry.services.transfer.import_preview import Preview
from mandate_registry.services.transfer.register_import import import_register, import_wished
from mandate_registry.services.uploads.import_outcome import ImportOutcome, mark_of
from mandate_registry.services.uploads.recalled_answers import remember
from mandate_registry.services.uploads.uploads import Upload, find_upload, forget_upload, read_upload


class ImportReasons(NamedTuple):
    """Why a file is imported, and why the expected checks that it turns are to expect what would be answered then.

    Without the second these stay as they are; `meant` are the ids of those that change, None for all.
    """

    reason: str = ""
    expecting: str = ""
    meant: tuple[str, ...] | None = None


UNSAID = ImportReasons()


def preview_import(caller: Caller, installation: Installation, identity: UUID) -> ImportOutcome:
    """Return what importing a file would do to the current register; nothing is changed."""
    upload = find_upload(caller, installation, identity)
    try:
        merged = merged_of(caller, installation, upload.organisation, wish_of(upload))
    except InvalidRegister as error:
        return ImportOutcome(cell_errors=error.errors)
    except Conflict as refusal:
        return ImportOutcome(refusal=refusal)
    read = ImportOutcome(errors=merged.errors, reading=merged.reading, layout=merged.layout)
    return read if merged.errors else _tried(caller, installation, read, merged)


def errors_of_plan(caller: Caller, installation: Installation, identity: UUID, plan: Plan) -> list[RowError]:
    """Return what is wrong with a spreadsheet that waits, if it were read by another plan than its own."""
    upload = find_upload(caller, installation, identity)
    return merged_of(caller, installation, upload.organisation, wish_of(replace(upload, plan=plan))).errors


def _tried(caller: Caller, installation: Installation, read: ImportOutcome, merged: Merged) -> ImportOutcome:
    """Return what was read with what importing it would do."""
    try:
        preview = import_register(caller, installation, merged.register, dry_run=True)
    except InvalidRegister as error:
        return replace(read, cell_errors=error.errors)
    except Conflict as refusal:
        return replace(read, refusal=refusal)
    codes, found = warnings_and_findings(installation, preview)
    review, mark = review_import(caller, installation, preview), mark_of(preview)
    found = found.in_rows(merged.rows)
    return replace(read, preview=preview, codes=codes, mark=mark, findings=found, review=review)


def import_upload(
    caller: Caller, installation: Installation, identity: UUID, mark: str, why: ImportReasons = UNSAID
) -> Preview:
    """Import a file as `import_register` does, if that does what was foreseen by this mark; Stale when it does not.

    Where it waits, and it is said why, the expected checks that it turns change with it (`accept_turned`). The file is
    forgotten in the same transaction, in which nobody else changes the register.
    """
    with installation.one_write() as connection:
        upload = read_upload(caller, connection, identity)
        if find_register(connection, upload.organisation) is not None:
            open_register(connection, upload.organisation)
        wish = wish_of(upload)
        merged = merged_of(caller, installation, upload.organisation, wish)
        if merged.errors:
            raise Stale("The register has changed, so that this file does not go with it any more.")
        preview = import_wished(caller, installation, merged.register, wish, why.reason)
        if mark_of(preview) != mark:
            raise Stale("The register has changed: importing this file would now do something else.")
        if preview.changeset and merged.reading:
            save_reading(connection, preview.changeset, merged.reading)
        if upload.plan:
            remember(connection, upload.organisation, merged.layout, upload.plan)
        forget_upload(connection, identity)
        forget_sheets(installation)
        if preview.changeset and why.expecting.strip():
            seen = Precondition(frozenset({read_proposal(caller, connection, preview.changeset).tag}))
            accept_turned(caller, installation, preview.changeset, seen, why.expecting, why.meant)
    return preview


def wish_of(upload: Upload) -> ProposalSource:
    """Return what somebody wishes who sent a file."""
    return ProposalSource(upload.name, upload.content, upload.plan)


def merged_of(caller: Caller, installation: Installation, organisation: str, wish: ProposalSource) -> Merged:
    """Return the register as it would be: what a file says that is one, or the present one with a spreadsheet in it."""
    step("reading")
    if wish.plan is None:
        ending = wish.name[wish.name.rindex(".") :].lower()
        return Merged(read_packed(wish.content, ending, count), [], {})
    present = export_register(caller, installation, organisation)
    sheets = sheets_of(installation, wish.content, wish.name)
    laid = sheets[wish.plan.sheet]
    step("merging")
    made = merge(present, laid, wish.plan)
    reading = reading_of(laid, wish.plan, made.notations, left_out(laid, wish.plan, sheets), made.rows)
    return replace(made, layout=layout_of(laid), reading=reading)
