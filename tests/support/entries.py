"""Entries added as two people do it: what gives power is approved by the second."""

from __future__ import annotations

from uuid import UUID

from mandate_registry.rules.lifecycle.lifecycle import Event
from mandate_registry.services.callers import COMMAND_LINE, Caller
from mandate_registry.services.changesets.drafts import EventDetails
from mandate_registry.services.changesets.early_refusals import Precondition
from mandate_registry.services.changesets.entry_changes import Correction, Draft, change, create
from mandate_registry.services.changesets.entry_proposals import WaitingChange
from mandate_registry.services.changesets.proposal_changes import decide_on
from mandate_registry.services.installation import Installation
from mandate_registry.services.permissions import Role
from mandate_registry.services.register.entries import EntryView, get

ANY = Precondition()
SECOND = Caller((Role.ADMINISTRATOR,), credential="a second person")


def add(installation: Installation, table: str, draft: Draft, caller: Caller = COMMAND_LINE) -> EntryView:
    """Add an entry, approved by somebody else where it waits for that."""
    added = create(caller, installation, table, draft)
    return approved(installation, table, added) if isinstance(added, WaitingChange) else added


def correct(
    installation: Installation,
    table: str,
    identity: UUID,
    correction: Correction,
    caller: Caller = COMMAND_LINE,
    when: Precondition = ANY,
) -> EntryView:
    """Correct an entry, approved by somebody else where it waits for that."""
    changed = change(caller, installation, table, identity, when, correction)
    return approved(installation, table, changed) if isinstance(changed, WaitingChange) else changed


def approved(installation: Installation, table: str, waiting: WaitingChange) -> EntryView:
    """Approve a waiting change as somebody else, and return the entry as it is then."""
    approve(installation, waiting.changeset)
    return get(COMMAND_LINE, installation, table, waiting.entry)


def approve(installation: Installation, changeset: UUID) -> None:
    """Approve a changeset as somebody else."""
    decide_on(SECOND, installation, changeset, ANY, Event.APPROVAL, EventDetails())
