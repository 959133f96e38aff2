"""Changesets as their makers and their approvers handle them: drafted, read, submitted, approved, published."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection, select

from mandate_registry.errors import Conflict, NotFound
from mandate_registry.rules.lifecycle.lifecycle import ChangesetState, Event
from mandate_registry.services.callers import Caller
from mandate_registry.services.changesets.drafts import EventDetails, must_be_editable, with_hand
from mandate_registry.services.changesets.early_refusals import opened_for
from mandate_registry.services.changesets.entry_changes import Precondition, time_zone
from mandate_registry.services.changesets.plans import read_plan
from mandate_registry.services.changesets.transitions import decide, must_be_decidable, right_to
from mandate_registry.services.changesets.validation import validate_instrument
from mandate_registry.services.expected_checks.weakening_reason import must_have_reason, weakened_by
from mandate_registry.services.installation import Installation
from mandate_registry.services.pagination import Page, Slice, page_of
from mandate_registry.services.permissions import Right
from mandate_registry.services.register.changeset_store import Changeset, StoredChangeset, save, stored_changeset
from mandate_registry.services.register.points_in_time import NOW, PointInTime
from mandate_registry.services.register.register_writer import EntryRow, RegisterWriter, find_entry
from mandate_registry.services.register.version_state import entry_of, name_of
from models import TABLES, changes, changesets, registers


@dataclass(frozen=True, slots=True)
class Proposal:
    """A changeset with the organisation (OIN) whose register it changes, and who last did something to it, when.

    `numbers` gives the mandates' numbers by id, `made` is the name of the version that knows it, and `register_state`
    that of the newest version of the register.
    """

    organisation: str
    kept: StoredChangeset
    recorded_at: datetime | None
    actor: str
    numbers: Mapping[UUID, str]
    made: str
    register_state: str

    @property
    def tag(self) -> str:
        """What changes whenever the changeset does; while it waits, also when the register does.

        What it would do depends on the register: an approver approves what he has read.
        """
        is_submitted = self.kept.changeset.state is ChangesetState.SUBMITTED
        return f"{self.made}-{self.register_state}" if is_submitted else self.made


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


@contextmanager
def opened_proposal(
    caller: Caller,
    installation: Installation,
    identity: UUID,
    right: Right,
    precondition: Precondition,
    judge: Callable[[RegisterWriter, Proposal], object],
) -> Iterator[tuple[RegisterWriter, Proposal]]:
    """Lock the register of a changeset to change it there; refused as by `writing.opened`, before it is locked."""

    def organisation_of(connection: Connection) -> str:
        return read_proposal(caller, connection, identity).organisation

    def present(register: RegisterWriter) -> Proposal:
        proposal = read_proposal(caller, register.connection, identity)
        precondition.must_hold(proposal.tag)
        return proposal

    with opened_for(caller, installation, right, organisation_of, lambda one: judge(one, present(one))) as register:
        yield register, present(register)


def get_changeset(caller: Caller, installation: Installation, identity: UUID, when: PointInTime = NOW) -> Proposal:
    """Return a changeset as it was known then; raise NotFound if the caller may not see it, or it was not there.

    Within `one_write` that has begun it is read in that transaction, so also one that was proposed in it.
    """
    with installation.reading_first() as connection:
        when.must_be_past(caller, connection)
        return read_proposal(caller, connection, identity, when)


def read_proposal(caller: Caller, connection: Connection, identity: UUID, when: PointInTime = NOW) -> Proposal:
    """Return a changeset, as `get_changeset` does, within a transaction."""
    row = connection.execute(_visible(caller, when).where(changesets.c.id == identity)).mappings().one_or_none()
    if row is None:
        raise NotFound("There is no such changeset.")
    return _proposals(connection, [row])[0]


def list_changesets(
    caller: Caller, installation: Installation, wanted: Slice, when: PointInTime = NOW
) -> Page[Proposal]:
    """Return a page of changesets, by organisation and state."""
    columns = {"organisation": registers.c.oin, "state": changesets.c.state}
    fits = [columns[name] == value for name, value in wanted.filters.items()]
    query = _visible(caller, when).where(*fits)
    with installation.reading() as connection:
        when.must_be_past(caller, connection)
        return page_of(connection, query, changesets, wanted, lambda rows: _proposals(connection, rows))


def _visible(caller: Caller, when: PointInTime) -> Any:
    made = (changes.c.register_id == changesets.c.register_id) & (changes.c.version == changesets.c.known_from)
    wanted = (
        select(
            changesets,
            registers.c.oin,
            registers.c.version.label("register_version"),
            entry_of(registers.c.id, registers.c.version).label("register_entry"),
            entry_of(changesets.c.register_id, changesets.c.known_from).label("made"),
            changes.c.recorded_at,
            changes.c.actor,
        )
        .join(registers, registers.c.id == changesets.c.register_id)
        .join(changes, made)
        .where(when.knows(changesets))
    )
    return caller.narrowed(wanted, registers.c.oin)


def _proposals(connection: Connection, rows: Iterable[Any]) -> list[Proposal]:
    found = [(row, stored_changeset(row)) for row in rows]
    numbers = _numbers(connection, [mandate for _, kept in found for mandate in kept.changeset.mandates])
    return [
        Proposal(
            organisation=row["oin"],
            kept=kept,
            recorded_at=row["recorded_at"],
            actor=row["actor"],
            numbers=numbers,
            made=name_of(kept.version, row["made"]),
            register_state=name_of(row["register_version"], row["register_entry"]),
        )
        for row, kept in found
    ]


def _numbers(connection: Connection, ids: list[UUID]) -> dict[UUID, str]:
    """Return the numbers of mandates, also of those that stand in the register no longer."""
    rows = TABLES["mandates"]
    found = connection.execute(select(rows.c.id, rows.c.number).where(rows.c.id.in_(ids)).distinct())
    return {row.id: row.number for row in found}
