"""Entries added as two people do it: what gives power is approved by the second."""

from __future__ import annotations

from uuid import UUID

from mandate_registry.rules.lifecycle import Event
from mandate_registry.services.callers import COMMAND_LINE, Caller
from mandate_registry.services.changing.drafting import Account
from mandate_registry.services.changing.entry_proposals import Waiting
from mandate_registry.services.changing.proposals import decide_on
from mandate_registry.services.changing.writing import Correction, Draft, Precondition, change, create
from mandate_registry.services.installation import Installation
from mandate_registry.services.permissions import Role
from mandate_registry.services.registers.entries import Stored, get

ANY = Precondition()
SECOND = Caller((Role.ADMINISTRATOR,), credential="a second person")


def add(installation: Installation, table: str, draft: Draft, caller: Caller = COMMAND_LINE) -> Stored:
    """Add an entry, approved by somebody else where it waits for that."""
    added = create(caller, installation, table, draft)
    return approved(installation, table, added) if isinstance(added, Waiting) else added


def correct(
    installation: Installation,
    table: str,
    identity: UUID,
    correction: Correction,
    caller: Caller = COMMAND_LINE,
    when: Precondition = ANY,
) -> Stored:
    """Correct an entry, approved by somebody else where it waits for that."""
    changed = change(caller, installation, table, identity, when, correction)
    return approved(installation, table, changed) if isinstance(changed, Waiting) else changed


def approved(installation: Installation, table: str, waiting: Waiting) -> Stored:
    """Let somebody else approve what waits."""
    approve(installation, waiting.changeset)
    return get(COMMAND_LINE, installation, table, waiting.entry)


def approve(installation: Installation, changeset: UUID) -> None:
    """Let somebody else approve a changeset."""
    decide_on(SECOND, installation, changeset, ANY, Event.APPROVAL, Account())
