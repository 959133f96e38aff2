"""What happened to a mandate, in both times: when it was entered, from when it counts, by whom, and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, RowMapping, select

from mandate_registry.errors import NotFound
from mandate_registry.rules.facts import Mandate
from mandate_registry.services.callers import Caller
from mandate_registry.services.installation import Installation
from mandate_registry.services.register.entries import readable
from mandate_registry.services.register.register_writer import as_entry
from models import TABLES, changes, changesets, events, log_commitments, registers
from models.facts import ERASED

IMPORT = "import"


@dataclass(frozen=True, slots=True)
class MandateEvent:
    """Something that happened to a mandate, and what the register said of it from then on.

    `recorded_at` is from when it is held to have been known, `entered_at` when it was entered; `effective_at` None is
    from the beginning of what is said. `log_index` is the place of its entry in the log. `stretches` are in order of
    time.
    """

    event: str
    effective_at: datetime | None
    retroactive: bool
    recorded_at: datetime | None
    entered_at: datetime
    actor: str
    reason: str
    instrument: str | None
    changeset: UUID | None
    log_index: int
    stretches: list[Mandate]


_OF_EVENT = [one.name for one in fields(MandateEvent) if one.name not in ("changeset", "stretches")]


@dataclass(frozen=True, slots=True)
class EntryHistory:
    """What happened to an entry that is no mandate: since when it counts, when it was entered, by whom, and why.

    `changeset` is the one in which it was proposed or decided.
    """

    event: str
    effective_at: datetime
    entered_at: datetime
    actor: str
    reason: str
    changeset: UUID | None


def mandate_events(caller: Caller, installation: Installation, table: str, identity: UUID) -> list[EntryHistory]:
    """Return what happened to an entry, such as a person who was stopped; NotFound when the caller reads none."""
    names = ("event", "effective_at", "entered_at", "actor", "reason")
    with installation.reading() as connection:
        _register_of(caller, connection, identity, table)
        rows = _events(connection, identity)
        return [EntryHistory(**{name: row[name] for name in names}, changeset=row["changeset_id"]) for row in rows]


def decisions_on(caller: Caller, installation: Installation, changeset: UUID) -> list[EntryHistory]:
    """Return what was decided on a changeset: submitted, approved, rejected, by whom, and why."""
    wanted = select(registers.c.oin).join(changesets, changesets.c.register_id == registers.c.id)
    with installation.reading() as connection:
        if connection.scalar(caller.narrowed(wanted.where(changesets.c.id == changeset), registers.c.oin)) is None:
            raise NotFound("There is no such changeset.")
        return _entry_history(connection, changeset)


def _entry_history(connection: Connection, identity: UUID) -> list[EntryHistory]:
    names = [one.name for one in fields(EntryHistory) if one.name != "changeset"]
    rows = _events(connection, identity)
    return [EntryHistory(**{name: row[name] for name in names}, changeset=row["changeset_id"]) for row in rows]


def history(caller: Caller, installation: Installation, identity: UUID) -> list[MandateEvent]:
    """Return all that happened to a mandate, in the order in which it was entered; NotFound when it is none."""
    with installation.reading() as connection:
        register_id = _register_of(caller, connection, identity)
        rows = _rows(connection, identity)
        happened = _events(connection, identity)
        imported = {row["known_from"] for row in rows} | {row["known_until"] for row in rows} - {None}
        imported -= {event["version"] for event in happened}
        plain = [_plain(change) for change in _changes(connection, register_id, imported)]
    ordered = sorted([*happened, *plain], key=lambda one: one["version"])
    return [_event(one, rows) for one in ordered]


def _register_of(caller: Caller, connection: Connection, identity: UUID, table: str = "mandates") -> int:
    """Return the register of an entry that the caller may read, also of one that was withdrawn."""
    wanted = readable(caller, table).where(TABLES[table].c.id == identity).limit(1)
    row = connection.execute(wanted).mappings().first()
    if row is None:
        raise NotFound("There is no such mandate." if table == "mandates" else "There is no such entry.")
    return int(row["register_id"])


def _rows(connection: Connection, identity: UUID) -> Sequence[RowMapping]:
    mandates = TABLES["mandates"]
    wanted = select(mandates).where(mandates.c.id == identity).order_by(mandates.c.valid_from.nulls_first())
    return connection.execute(wanted).mappings().all()


def _events(connection: Connection, identity: UUID) -> list[dict[str, Any]]:
    made = (changes.c.register_id == events.c.register_id) & (changes.c.version == events.c.version)
    wanted = _logged(select(events, changes.c.recorded_at, changes.c.entered_at, changes.c.actor).join(changes, made))
    found = connection.execute(wanted.where(events.c.mandate_id == identity).order_by(events.c.row))
    return [dict(row) | ({"reason": ERASED} if row["sealed"] else {}) for row in found.mappings()]


def _changes(connection: Connection, register_id: int, versions: Iterable[int]) -> Sequence[RowMapping]:
    wanted = select(changes).where(changes.c.register_id == register_id, changes.c.version.in_(list(versions)))
    return connection.execute(_logged(wanted)).mappings().all()


def _logged(wanted: Any) -> Any:
    """Return the query with the log positions of changes."""
    its = (log_commitments.c.register_id == changes.c.register_id) & (log_commitments.c.version == changes.c.version)
    return wanted.join(log_commitments, its).add_columns(log_commitments.c.position.label("log_index"))


def _plain(change: RowMapping) -> dict[str, Any]:
    """Return a change that tells of no single mandate, such as an import."""
    untold = {"effective_at": None, "retroactive": False, "reason": "", "instrument": None, "changeset_id": None}
    return untold | dict(change) | {"event": IMPORT}


def _event(one: dict[str, Any], rows: Sequence[RowMapping]) -> MandateEvent:
    version = one["version"]
    known = [row for row in rows if row["known_from"] <= version and not _ended(row, version)]
    stretches = [as_entry("mandates", row).fact for row in known]
    return MandateEvent(**{name: one[name] for name in _OF_EVENT}, changeset=one["changeset_id"], stretches=stretches)


def _ended(row: RowMapping, version: int) -> bool:
    return row["known_until"] is not None and row["known_until"] <= version
