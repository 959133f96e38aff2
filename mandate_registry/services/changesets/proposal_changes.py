"""Changesets drafted, edited, decided on and published."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection

from mandate_registry.errors import Conflict
from mandate_registry.rules.lifecycle.lifecycle import Event
from mandate_registry.services.callers import Caller
from mandate_registry.services.changesets.drafts import EventDetails, must_be_editable, with_hand
from mandate_registry.services.changesets.early_refusals import Precondition, opened_as_seen, opened_for
from mandate_registry.services.changesets.entry_changes import time_zone
from mandate_registry.services.changesets.plans import read_plan
from mandate_registry.services.changesets.proposals import Proposal, read_proposal
from mandate_registry.services.changesets.transitions import decide, must_be_decidable, right_to
from mandate_registry.services.changesets.validation import validate_instrument
from mandate_registry.services.expected_checks.weakening_reason import must_have_reason, weakened_by
from mandate_registry.services.installation import Installation
from mandate_registry.services.permissions import Right
from mandate_registry.services.register.changeset_store import Changeset, StoredChangeset, save
from mandate_registry.services.register.register_writer import EntryRow, RegisterWriter, find_entry


def draft_changeset(
    caller: Caller, installation: Installation, organisation: str, draft: Mapping[str, Any]
) -> Proposal:
    """Create an empty changeset; drafts, amendments and revocations with its id add steps."""

    def judge(register: RegisterWriter) -> None:
        time_zone(register.connection, organisation)
        validate_instrument(register, draft.get("instrument"))

    with opened_for(caller, installation, Right.KEEP, lambda _: organisation, judge) as register:
        made = Changeset(uuid4(), **draft, proposers=(caller.actor,))
        validate_instrument(register, made.instrument)
        save(register, made)
        register.record(caller, "draft changeset")
        return read_proposal(caller, register.connection, made.id)


def edit_changeset(
    caller: Caller, installation: Installation, identity: UUID, precondition: Precondition, values: Mapping[str, Any]
) -> Proposal:
    """Change the title, the instrument or the reason of a changeset that is being drafted."""

    def edit(register: RegisterWriter, kept: StoredChangeset) -> None:
        must_be_editable(kept)
        changed = replace(kept.changeset, **values, proposers=with_hand(kept.changeset, caller))
        if weakened := weakened_by(register.connection, read_plan(register.connection, kept.changeset.id)):
            must_have_reason(changed.reason, weakened, "reason")
        validate_instrument(register, changed.instrument)
        save(register, changed, kept)

    def judge(register: RegisterWriter, proposal: Proposal) -> None:
        must_be_editable(proposal.kept)
        validate_instrument(register, values.get("instrument"))

    return _change(caller, installation, identity, precondition, None, judge=judge, change=edit)


def decide_on(
    caller: Caller,
    installation: Installation,
    identity: UUID,
    precondition: Precondition,
    event: Event,
    details: EventDetails,
) -> Proposal:
    """Apply an event, such as an approval, to a changeset, and return the changeset in its new state.

    NotFound when there is no such changeset for the caller; Stale when it is not in the state of `precondition`;
    Forbidden, Conflict and InvalidInput as `transitions.decide`.
    """
    return _change(
        caller,
        installation,
        identity,
        precondition,
        event,
        judge=lambda register, proposal: must_be_decidable(caller, register, proposal.kept, event, details),
        change=lambda register, kept: decide(caller, register, kept, event, details),
    )


def publish(
    caller: Caller,
    installation: Installation,
    identity: UUID,
    precondition: Precondition,
    publication: Mapping[str, str],
    details: EventDetails,
) -> Proposal:
    """Record where the instrument of an approved changeset was published: `published_as` and `publication_url`.

    Conflict when the changeset has no instrument, or has not been approved.
    """

    def judge(register: RegisterWriter, proposal: Proposal) -> None:
        _instrument_of(register, proposal.kept)
        must_be_decidable(caller, register, proposal.kept, Event.PUBLICATION, details)

    def published(register: RegisterWriter, kept: StoredChangeset) -> None:
        entry = _instrument_of(register, kept)
        decide(caller, register, kept, Event.PUBLICATION, details)
        register.close("instruments", [entry])
        register.put("instruments", entry.id, replace(entry.fact, **publication))

    return _change(caller, installation, identity, precondition, Event.PUBLICATION, judge=judge, change=published)


def _instrument_of(register: RegisterWriter, kept: StoredChangeset) -> EntryRow:
    entry = find_entry(register, "instruments", kept.changeset.instrument or "")
    if entry is None:
        raise Conflict("This changeset has no instrument to publish.")
    return entry


def _change(  # noqa: PLR0913 - what is changed, by whom, and how it is judged
    caller: Caller,
    installation: Installation,
    identity: UUID,
    precondition: Precondition,
    event: Event | None,
    *,
    judge: Callable[[RegisterWriter, Proposal], object],
    change: Callable[[RegisterWriter, StoredChangeset], None],
) -> Proposal:
    """Change a changeset; without an event it is edited."""
    right = right_to(event) if event else Right.KEEP
    with opened_proposal(caller, installation, identity, right, precondition, judge) as (register, proposal):
        change(register, proposal.kept)
        register.record(caller, f"{event.value} of changeset" if event else "edit changeset")
        return read_proposal(caller, register.connection, identity)


def opened_proposal(
    caller: Caller,
    installation: Installation,
    identity: UUID,
    right: Right,
    precondition: Precondition,
    judge: Callable[[RegisterWriter, Proposal], object],
) -> AbstractContextManager[tuple[RegisterWriter, Proposal]]:
    """Lock the register of a changeset to change it there, and yield both; refused as by `opened_as_seen`."""

    def present(connection: Connection) -> Proposal:
        return read_proposal(caller, connection, identity)

    return opened_as_seen(caller, installation, right, precondition, present, judge)
