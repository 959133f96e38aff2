"""Reads changesets, with the numbers of their mandates and who last did something to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select

from mandate_registry.errors import NotFound
from mandate_registry.rules.lifecycle.lifecycle import ChangesetState
from mandate_registry.services.callers import Caller
from mandate_registry.services.installation import Installation
from mandate_registry.services.pagination import Page, Slice, page_of
from mandate_registry.services.register.changeset_store import StoredChangeset, stored_changeset
from mandate_registry.services.register.points_in_time import NOW, PointInTime
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
