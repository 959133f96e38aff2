"""Importing a register folder: all of it or nothing, and nothing at all when it says what the register says."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Literal
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from mandate_registry.errors import Conflict, FieldError
from mandate_registry.garbage import uncollected
from mandate_registry.register_folder.reader import RegisterFolder, read_packed
from mandate_registry.register_folder.writer import write_zip
from mandate_registry.rules.facts import Organisation
from mandate_registry.rules.integrity import KEYS
from mandate_registry.rules.lifecycle.approval import forbidden
from mandate_registry.rules.lifecycle.lifecycle import ChangesetState
from mandate_registry.rules.moments import beginning_of, day_of
from mandate_registry.services.callers import Caller
from mandate_registry.services.changesets.entry_proposals import plan_must_wait
from mandate_registry.services.changesets.planned_change import PlannedChange, Settled, settled
from mandate_registry.services.changesets.plans import save_plan, write_changes
from mandate_registry.services.changesets.proposal_sources import ProposalSource, save_source
from mandate_registry.services.changesets.proposal_titles import title_of
from mandate_registry.services.expected_checks.expectations import all_expected
from mandate_registry.services.expected_checks.weakening_reason import must_have_reason, weakened_by
from mandate_registry.services.installation import Installation, now
from mandate_registry.services.permissions import Right
from mandate_registry.services.progress import step
from mandate_registry.services.register.changeset_store import Changeset, save
from mandate_registry.services.register.register_writer import (
    EntryRow,
    RegisterWriter,
    current,
    find_register,
    open_register,
)
from mandate_registry.services.transfer.import_plan import as_changes, expected_changes, plan
from mandate_registry.services.transfer.import_preview import Preview, preview_of

RecordedAt = Literal["now", "adopted"]
PACKED = "register.zip"
"""The name of a folder that nobody sent as a file."""


def import_register(
    caller: Caller,
    installation: Installation,
    register: RegisterFolder,
    *,
    recorded_at: RecordedAt = "now",
    dry_run: bool = False,
    reason: str = "",
) -> Preview:
    """Bring a register to what a folder says, in one transaction.

    In a register that is there a change of mandates, and whatever else gives power (`rules.lifecycle.approval`), waits
    for somebody else's approval, unless the organisation does without. The changes are known from now on; with
    `adopted`, which only the first import of an organisation may use, each mandate is known from the day its instrument
    was adopted, and all else since ever. Nothing is kept on a dry run. `reason` says why answers are expected no
    longer, or otherwise, where the folder does that. Forbidden when the caller does not keep the register, or does not
    administer the installation where there is none yet. Conflict when the folder decides on drafts, gives back what was
    revoked, or `adopted` would rewrite what was known; InvalidInput when a reason is missing.
    """
    caller.must(Right.KEEP, register.organisation.oin)
    if dry_run:
        return _foreseen(caller, installation, register)
    return _import(caller, installation, register, None, reason, recorded_at)


def _foreseen(caller: Caller, installation: Installation, register: RegisterFolder) -> Preview:
    """Return what an import would do, and whether it would wait; nothing is kept."""
    with installation.reading() as connection:
        found = _found(caller, connection, register)
        if found is None:
            return preview_of(register, plan_import(connection, None, register))
    with installation.writing() as connection:  # to see whether its maker would gain, it is carried out and undone
        opened = open_register(connection, register.organisation.oin)
        preview = preview_of(register, plan_import(connection, opened.id, register, opened.version))
        return replace(preview, waits=_waits(caller, installation, opened, _settled(register, preview)))


def _settled(register: RegisterFolder, preview: Preview) -> list[Settled]:
    return settled(preview.changes, _today(register.organisation))


def _waits(caller: Caller, installation: Installation, opened: RegisterWriter, done: Sequence[Settled]) -> bool:
    """Return True if an import waits for approval; the first of a register founds it, and does not."""
    return not opened.is_new and plan_must_wait(caller, opened, done, installation.settings.days_back)


def import_wished(
    caller: Caller, installation: Installation, register: RegisterFolder, wish: ProposalSource, reason: str = ""
) -> Preview:
    """Import a folder as `import_register` does, that was made from a file: this is what is wished, not all of it."""
    caller.must(Right.KEEP, register.organisation.oin)
    return _import(caller, installation, register, wish, reason)


@uncollected()
def _import(
    caller: Caller,
    installation: Installation,
    register: RegisterFolder,
    wish: ProposalSource | None,
    reason: str,
    recorded_at: RecordedAt = "now",
) -> Preview:
    with installation.writing() as connection:
        _found(caller, connection, register)
        opened = open_register(connection, register.organisation.oin)
        preview = preview_of(register, plan_import(connection, opened.id, register, opened.version))
        if preview.is_empty:
            return preview
        _refuse_rewriting(opened, recorded_at)
        if weakened := weakened_by(connection, preview.changes):
            must_have_reason(reason, weakened)
        adopted = _adopted(register) if recorded_at == "adopted" else {}
        if not _written_at_once(caller, installation, opened, _settled(register, preview), adopted):
            wish = wish or ProposalSource(PACKED, _zipped(register))
            return replace(preview, changeset=_propose(caller, opened, preview.changes, wish, reason))
        step("recording")
        opened.record(caller, "import", _in_order(adopted) if recorded_at == "adopted" else [])
        return preview


def _written_at_once(
    caller: Caller,
    installation: Installation,
    opened: RegisterWriter,
    done: Sequence[Settled],
    adopted: Mapping[str, datetime],
) -> bool:
    """Write what an import does, unless it waits for approval: then nothing, and False is returned."""
    if _waits(caller, installation, opened, done):
        return False
    step("writing")
    write_changes(opened, done, _version_of(adopted))
    return True


def import_packed(
    caller: Caller, installation: Installation, content: bytes, ending: str, *, dry_run: bool = False, reason: str = ""
) -> Preview:
    """Import the bytes of a .zip or an .xlsx as `import_register` does; InvalidRegister when they are none.

    Who keeps no register at all is refused before anything is read.
    """
    caller.must(Right.KEEP, caller.organisation or "")
    return import_register(caller, installation, read_packed(content, ending), dry_run=dry_run, reason=reason)


def plan_import(
    connection: Connection, register_id: int | None, register: RegisterFolder, version: int = 0
) -> list[PlannedChange]:
    """Plan what an import does to a version of a register, by the expected answers too; None is one not there yet.

    Conflict when the folder decides on drafts, or gives back what was revoked.
    """
    step("comparing")
    present = {table: current(connection, register_id, table) if register_id else [] for table in KEYS}
    wanted = register.tables | {"organisations": [register.organisation]}
    wanted["employees"] = _still_forgotten(wanted["employees"], present["employees"])
    refuse_by_correction(wanted["bodies"], present["bodies"])
    changes = as_changes(plan(wanted, present, _today(register.organisation)), version)
    if register.expectations is not None:  # a folder that does not say leaves them alone
        kept = all_expected(connection, register_id) if register_id else []
        changes.extend(expected_changes(kept, register.expectations, version))
    return changes


def refuse_by_correction(wanted: Iterable[Any], present: Iterable[EntryRow]) -> None:
    """Refuse what makes a body that meets one of one person; Conflict (`rules.lifecycle.approval.forbidden`)."""
    there = {entry.fact.code: entry.fact for entry in present}
    for body in wanted:
        if body.code in there and (refused := forbidden("bodies", there[body.code], body)):
            detail = f"{body.code}: {refused.why}"
            raise Conflict(
                f"A folder does not correct this: {detail}.", FieldError("bodies", "not_by_correction", detail)
            )


def _propose(
    caller: Caller, register: RegisterWriter, changes: Sequence[PlannedChange], wish: ProposalSource, reason: str
) -> UUID:
    """Propose an import: its plan waits for approval. Gives the changeset."""
    step("writing")
    title = title_of(wish.name if wish.plan or wish.name != PACKED else "Import", changes)
    made = Changeset(
        uuid4(), title, reason=reason, is_import=True, state=ChangesetState.SUBMITTED, proposers=(caller.actor,)
    )
    save(register, made)
    save_plan(register, made.id, changes)
    save_source(register.connection, made.id, wish)
    step("recording")
    register.record(caller, "propose an import")
    return made.id


def _found(caller: Caller, connection: Connection, register: RegisterFolder) -> int | None:
    """Return the register that is there; None is one that an administrator begins."""
    found = find_register(connection, register.organisation.oin)
    if found is None:
        caller.must_administer()
    return found


def _zipped(register: RegisterFolder) -> bytes:
    stream = io.BytesIO()
    write_zip(register, stream)
    return stream.getvalue()


def _still_forgotten(wanted: Iterable[Any], present: Iterable[EntryRow]) -> list[Any]:
    """Return employees with the names of forgotten people replaced: a folder has only their numbers."""
    forgotten = {entry.fact.number for entry in present if not entry.fact.name}
    return [
        replace(fact, name="") if fact.number in forgotten and fact.name == fact.number else fact for fact in wanted
    ]


def _today(organisation: Organisation) -> datetime:
    """Return the first moment of this day, where the organisation is."""
    zone = ZoneInfo(organisation.time_zone)
    return beginning_of(day_of(now(), zone), zone)


def _refuse_rewriting(opened: RegisterWriter, recorded_at: RecordedAt) -> None:
    if recorded_at == "adopted" and not opened.is_new:
        raise Conflict(
            "Only the first import of an organisation can be recorded as of the adoption of its instruments."
        )


def _adopted(register: RegisterFolder) -> dict[str, datetime]:
    """Return the beginning of the day on which each instrument was adopted, as far as that is stated."""
    zone = ZoneInfo(register.organisation.time_zone)
    instruments: Iterable[Any] = register.tables["instruments"]
    return {fact.reference: beginning_of(fact.adopted_on, zone) for fact in instruments if fact.adopted_on}


def _in_order(adopted: Mapping[str, datetime]) -> list[datetime | None]:
    """Return the moments at which something came to be known: since ever, then at each adoption of an instrument."""
    return [None, *sorted(set(adopted.values()))]


def _version_of(adopted: Mapping[str, datetime]) -> Callable[[Settled], int]:
    """Make what says how many versions come before that which knows a fact: of a mandate, that of its instrument."""
    versions = {moment: place for place, moment in enumerate(_in_order(adopted))}
    return lambda one: versions[adopted.get(one.after.instrument) if one.change.table == "mandates" else None]
