"""Changes of entries that give power: they wait in a changeset until somebody else approves them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID, uuid4

from mandate_registry.rules.lifecycle.approval import Need
from mandate_registry.rules.lifecycle.lifecycle import ChangeKind, ChangesetState
from mandate_registry.services.callers import Caller
from mandate_registry.services.changesets.approval_needs import needs_of
from mandate_registry.services.changesets.drafts import draft_of, four_eyes, with_hand
from mandate_registry.services.changesets.planned_change import PlannedChange, Settled, key_text
from mandate_registry.services.changesets.plans import read_plan, save_plan
from mandate_registry.services.register.changeset_store import Changeset, save
from mandate_registry.services.register.register_writer import EntryRow, RegisterWriter


@dataclass(frozen=True, slots=True)
class EntryChange:
    """What the register is to say of an entry: `before` is None where it says nothing yet."""

    table: str
    identity: UUID
    before: EntryRow | None
    after: Any

    def planned(self, version: int) -> PlannedChange:
        """Return it as one change of a plan that is made from a version of the register."""
        return PlannedChange(
            kind=ChangeKind.CHANGED if self.before else ChangeKind.ADDED,
            table=self.table,
            entry=self.identity,
            key=key_text(self.table, self.after),
            fact=self.after,
            from_row=self.before.row if self.before else None,
            from_version=version,
        )


@dataclass(frozen=True, slots=True)
class WaitingChange:
    """A change of an entry that waits for approval in a changeset; `need` says why, None where its maker wished so."""

    entry: UUID
    changeset: UUID
    need: Need | None = None


def must_wait(caller: Caller, register: RegisterWriter, change: EntryChange, days_back: int) -> Need | None:
    """Return why a change waits for approval; None if it counts at once, or the organisation asks for no four eyes."""
    if not four_eyes(register):
        return None
    settled = change.planned(register.version).settled
    return next(needs_of(caller, register, [settled], days_back), None)


def plan_must_wait(caller: Caller, register: RegisterWriter, changes: Sequence[Settled], days_back: int) -> bool:
    """Return True if a plan changes mandates, or does anything else that waits for approval."""
    if not four_eyes(register):
        return False
    return any(one.change.table == "mandates" for one in changes) or any(needs_of(caller, register, changes, days_back))


def propose_entry(
    caller: Caller, register: RegisterWriter, change: EntryChange, changeset: UUID | None, reason: str
) -> UUID:
    """Propose a change of an entry, in a changeset that is being drafted or in one of its own; returns the changeset.

    `reason` is that of one of its own. Conflict when there is no such draft.
    """
    planned = change.planned(register.version)
    if changeset is None:
        return propose_changes(caller, register, [change], _title(planned), reason)
    kept = draft_of(register, changeset)
    save(register, replace(kept.changeset, proposers=with_hand(kept.changeset, caller)), kept)
    save_plan(register, changeset, _with(read_plan(register.connection, changeset), planned))
    return changeset


def propose_changes(
    caller: Caller, register: RegisterWriter, changes: Sequence[EntryChange], title: str, reason: str = ""
) -> UUID:
    """Propose changes in a changeset of their own, which goes to whoever approves at once; returns the changeset."""
    made = Changeset(uuid4(), title, reason=reason, state=ChangesetState.SUBMITTED, proposers=(caller.actor,))
    save(register, made)
    save_plan(register, made.id, [one.planned(register.version) for one in changes])
    return made.id


def drafted(register: RegisterWriter, changeset: UUID, table: str, identity: UUID) -> Any:
    """Return what an entry is to say by a draft; None where the draft does not say."""
    plan = read_plan(register.connection, changeset)
    return next((one.fact for one in plan if (one.table, one.entry) == (table, identity)), None)


def _with(plan: Sequence[PlannedChange], added: PlannedChange) -> list[PlannedChange]:
    """Return a plan with one more change; of an entry that it changes already, it says the later."""
    its = (added.table, added.entry)
    if all((one.table, one.entry) != its for one in plan):
        return [*plan, added]
    return [replace(one, fact=added.fact) if (one.table, one.entry) == its else one for one in plan]


def _title(planned: PlannedChange) -> str:
    what = "New entry" if planned.kind is ChangeKind.ADDED else "Change"
    return f"{what} in {planned.table.replace('_', ' ')}: {planned.key}"
