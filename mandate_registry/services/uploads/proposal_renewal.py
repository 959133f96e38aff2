"""Making a proposal again: what was wished, planned anew for the register as it is now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from mandate_registry.errors import Conflict
from mandate_registry.register_folder.problems import InvalidRegister
from mandate_registry.rules.lifecycle.lifecycle import ChangeKind, ChangesetState
from mandate_registry.services.callers import Caller
from mandate_registry.services.changesets.drafts import with_hand
from mandate_registry.services.changesets.early_refusals import Precondition
from mandate_registry.services.changesets.file_readings import save_reading
from mandate_registry.services.changesets.plan_staleness import OutdatedEntry, unfit
from mandate_registry.services.changesets.planned_change import EXPECTED, PlannedChange, is_over, settled
from mandate_registry.services.changesets.plans import beginning_of_today, facts_of_rows, has_plan, read_plan, save_plan
from mandate_registry.services.changesets.proposal_sources import ProposalSource, read_source
from mandate_registry.services.changesets.proposals import Proposal, read_proposal
from mandate_registry.services.expected_checks.expectations import all_expected
from mandate_registry.services.installation import Installation
from mandate_registry.services.permissions import Right
from mandate_registry.services.register.changeset_store import save
from mandate_registry.services.register.register_writer import EntryRow, RegisterWriter, current, open_register
from mandate_registry.services.transfer.plan_match import refuse_other_stretches, with_added_matched
from mandate_registry.services.transfer.register_import import plan_import, refuse_by_correction
from mandate_registry.services.uploads.upload_import import merged_of


def renew(caller: Caller, installation: Installation, identity: UUID, precondition: Precondition) -> Proposal:
    """Plan a changeset anew for the register as it is now; it waits for approval as before, by somebody else.

    Of a spreadsheet its rows count. Otherwise each change is made again, of a register folder too: what it says of the
    rest may be of a day long past. NotFound and Stale as when it is edited. Conflict when it has been decided, has no
    plan, does not go with the register any more, or when there is nothing left to change.
    """
    with installation.reading_first() as connection:
        organisation = _renewable(caller, connection, identity, precondition).organisation
    with installation.one_write() as connection:
        register = open_register(connection, organisation)
        proposal = _renewable(caller, connection, identity, precondition)
        changeset = proposal.kept.changeset
        wish = read_source(connection, identity)
        if wish and wish.plan:
            wished = _wished(caller, installation, register, identity, wish)
            changes = [*wished, *_expected(register, identity)] if wished else []
        else:
            changes = _again(register, identity, is_folder=changeset.is_import)
        if not changes:
            raise Conflict("The register says all of this already: withdraw the proposal.")
        state = ChangesetState.DRAFT if changeset.state is ChangesetState.DRAFT else ChangesetState.SUBMITTED
        save(register, replace(changeset, state=state, proposers=with_hand(changeset, caller)), proposal.kept)
        save_plan(register, identity, changes)
        register.record(caller, "renewal of changeset")
        return read_proposal(caller, connection, identity)


def _renewable(caller: Caller, connection: Connection, identity: UUID, precondition: Precondition) -> Proposal:
    """Return a changeset that can be made again, as the caller read it; refused as by `renew`."""
    proposal = read_proposal(caller, connection, identity)
    caller.must(Right.KEEP, proposal.organisation)
    precondition.must_hold(proposal.tag)
    if not proposal.kept.changeset.is_open:
        raise Conflict(f"This changeset is {proposal.kept.changeset.state}: it is not made again.")
    if not has_plan(connection, identity):
        raise Conflict("This changeset has no plan that could be made again: propose it again.")
    return proposal


def _wished(
    caller: Caller, installation: Installation, register: RegisterWriter, changeset: UUID, wish: ProposalSource
) -> list[PlannedChange]:
    """Plan what a file wishes of the register as it is now, and keep how it is read now."""
    try:
        merged = merged_of(caller, installation, register.oin, wish)
    except InvalidRegister as error:
        raise Conflict(f"The file does not go with the register any more: {error}") from error
    if merged.errors:
        rows = ", ".join(f"{error.row or '-'} ({error.column}: {error.code})" for error in merged.errors)
        raise Conflict(f"The file does not go with the register any more, in these rows: {rows}.")
    if merged.reading:
        save_reading(register.connection, changeset, merged.reading)
    return plan_import(register.connection, register.id, merged.register, register.version)


def _expected(register: RegisterWriter, identity: UUID) -> Iterator[PlannedChange]:
    """Yield again what was proposed to be expected otherwise, beside what a file wishes."""
    return _made_anew(register, [one for one in read_plan(register.connection, identity) if one.table == EXPECTED])


def _again(register: RegisterWriter, identity: UUID, *, is_folder: bool) -> list[PlannedChange]:
    """Make each change of a plan again; Conflict when the register does not allow it as it is now.

    As when a register folder is imported, what it adds changes what is there by now, and what it leaves out stays when
    something has come to refer to it.
    """
    planned = read_plan(register.connection, identity)
    refuse_other_stretches(register, planned)
    changes = list(_made_anew(register, planned))
    if is_folder:
        changes = list(with_added_matched(register, changes, min(one.from_version for one in planned)))
    bodies = [one.fact for one in changes if one.table == "bodies" and one.kind is ChangeKind.CHANGED]
    refuse_by_correction(bodies, current(register.connection, register.id, "bodies"))
    found = _unfit(register, changes)
    if is_folder and (needed := {(one.table, one.key) for one in found if one.code == "needed"}):
        changes = [one for one in changes if one.kind is ChangeKind.CHANGED or (one.table, one.key) not in needed]
        found = _unfit(register, changes)
    if found:
        raise Conflict(f"The register does not allow this any more: {'; '.join(map(str, found))}")
    return changes


def _unfit(register: RegisterWriter, changes: Sequence[PlannedChange]) -> list[OutdatedEntry]:
    end = beginning_of_today(register.connection, register.id)
    return unfit(register.connection, register.id, settled(changes, end))


def _made_anew(register: RegisterWriter, changes: Sequence[PlannedChange]) -> Iterator[PlannedChange]:
    """Yield each change of a plan as it is to be made of what the register says now."""
    before = facts_of_rows(register.connection, changes)
    present = {table: _present(register, table) for table in {change.table for change in changes}}
    for change in changes:
        if change.forgotten:
            continue
        if change.from_row is None:
            yield replace(change, from_version=register.version)
            continue
        former = before[change.table, change.from_row]
        if entry := _its(present[change.table].get(change.entry, []), former, change.key, register.moment):
            fact = _made_again(change, former, entry.fact)
            if change.kind is not ChangeKind.CHANGED or fact != entry.fact:
                yield replace(change, fact=fact, from_row=entry.row, from_version=register.version)


def _its(entries: Sequence[EntryRow], former: Any, key: str, moment: datetime) -> EntryRow | None:
    """Return what an entry says now for the days that a change was about: the same days, or those to come.

    None when it says nothing any more, Conflict when it says several things.
    """
    if len(entries) <= 1:
        return next(iter(entries), None)
    same = [one for one in entries if one.fact.valid == former.valid]
    to_come = [] if is_over(former, moment) else [one for one in entries if not is_over(one.fact, moment)]
    if len(found := same or to_come) == 1:
        return found[0]
    raise Conflict(f"{key} says several things by now, each for its time: propose this again.")


def _present(register: RegisterWriter, table: str) -> dict[UUID, Sequence[EntryRow]]:
    found: dict[UUID, list[EntryRow]] = {}
    for entry in _said(register, table):
        found.setdefault(entry.id, []).append(entry)
    return dict(found)


def _said(register: RegisterWriter, table: str) -> list[EntryRow]:
    if table != EXPECTED:
        return current(register.connection, register.id, table)
    return [EntryRow(one.row, one.id, one.expectation) for one in all_expected(register.connection, register.id)]


def _made_again(change: PlannedChange, before: Any, present: Any) -> Any:
    """Return what an entry is to say: of what it says now, only what the change changed is otherwise."""
    if change.kind is not ChangeKind.CHANGED or change.fact is None:
        return present
    said = {one.name: getattr(change.fact, one.name) for one in fields(change.fact)}
    return replace(present, **{name: value for name, value in said.items() if value != getattr(before, name)})
