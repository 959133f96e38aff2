"""Changesets: what is proposed together is approved as one and carried out as one."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, RowMapping, select

from mandate_registry.rules.lifecycle.lifecycle import ChangesetState, Event
from mandate_registry.services.register.points_in_time import NOW, PointInTime
from mandate_registry.services.register.register_writer import RegisterWriter
from models import changesets
from models.facts import ERASED
from models.plain_values import from_plain, to_plain

OPEN = (ChangesetState.DRAFT, ChangesetState.SUBMITTED, ChangesetState.REJECTED)


@dataclass(frozen=True, slots=True)
class Step:
    """What happens to one mandate: a grant of its draft, or what `rules.lifecycle` knows.

    `effective_at` None: from the date of the changeset's instrument, else from its approval. `values` are those of an
    amendment, `giver` is whose consent it is: a consent is never kept as a step.
    """

    event: Event
    mandate: UUID
    effective_at: datetime | None = None
    until: datetime | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    giver: str = ""


@dataclass(frozen=True, slots=True)
class Changeset:
    """What is proposed together: steps of mandates, and beside them a plan, which an import always has."""

    id: UUID
    title: str
    instrument: str | None = None
    reason: str = ""
    steps: tuple[Step, ...] = ()
    is_import: bool = False
    state: ChangesetState = ChangesetState.DRAFT
    proposers: tuple[str, ...] = ()

    @property
    def mandates(self) -> tuple[UUID, ...]:
        """The mandates that it concerns, each once."""
        return tuple(dict.fromkeys(step.mandate for step in self.steps))

    @property
    def is_open(self) -> bool:
        """Return whether it waits to be carried out."""
        return self.state in OPEN


@dataclass(frozen=True, slots=True)
class StoredChangeset:
    """A changeset as it is kept: its row, the register that it changes, and the version that knows it."""

    row: int
    register_id: int
    version: int
    changeset: Changeset


def save(register: RegisterWriter, changeset: Changeset, before: StoredChangeset | None = None) -> None:
    """Save a changeset, replacing its previous state."""
    if before:
        register.end(changesets, [before.row])
    register.insert(changesets, [_as_row(changeset)])


def find(connection: Connection, identity: UUID) -> StoredChangeset | None:
    """Return a changeset, None when there is none."""
    wanted = select(changesets).where(changesets.c.id == identity, NOW.knows(changesets))
    row = connection.execute(wanted).mappings().one_or_none()
    return stored_changeset(row) if row else None


def open_in(connection: Connection, registers: Iterable[int], when: PointInTime = NOW) -> dict[UUID, StoredChangeset]:
    """Return the changesets that are open in these registers by the mandates that they concern."""
    wanted = select(changesets).where(
        changesets.c.register_id.in_(set(registers)), changesets.c.state.in_(OPEN), when.knows(changesets)
    )
    found = map(stored_changeset, connection.execute(wanted).mappings())
    return {mandate: kept for kept in found for mandate in kept.changeset.mandates}


def stored_changeset(row: RowMapping) -> StoredChangeset:
    """Make the changeset of a row."""
    changeset = Changeset(
        id=row["id"],
        title=row["title"] or ERASED,
        instrument=row["instrument"],
        reason=row["reason"],
        steps=tuple(map(_read_step, json.loads(row["steps"]))),
        is_import=row["is_import"],
        state=ChangesetState(row["state"]),
        proposers=row["proposers"],
    )
    return StoredChangeset(row["row"], row["register_id"], row["known_from"], changeset)


def _as_row(changeset: Changeset) -> dict[str, Any]:
    own = {name: getattr(changeset, name) for name in ("id", "title", "instrument", "reason", "is_import", "proposers")}
    steps = json.dumps([_write_step(step) for step in changeset.steps], ensure_ascii=False)
    return own | {"state": changeset.state.value, "steps": steps}


def _write_step(step: Step) -> dict[str, Any]:
    moments = {"effective_at": step.effective_at, "until": step.until}
    return {
        "event": step.event.value,
        "mandate": str(step.mandate),
        "values": to_plain("mandates", step.values),
        **{name: moment and moment.isoformat() for name, moment in moments.items()},
    }


def _read_step(plain: Mapping[str, Any]) -> Step:
    since, until = (plain[name] and datetime.fromisoformat(plain[name]) for name in ("effective_at", "until"))
    values = from_plain("mandates", plain["values"])
    return Step(Event(plain["event"]), UUID(plain["mandate"]), since, until, values)
