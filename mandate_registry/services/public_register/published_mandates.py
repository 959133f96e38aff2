"""The public register: what everybody may read of the mandates that an organisation published (`check.md`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, select

from mandate_registry.rules.decision.gates import not_in_force
from mandate_registry.rules.directory import Directory
from mandate_registry.rules.facts import Body, DecisionType, Instrument, Mandate
from mandate_registry.rules.mandates import Mandates
from mandate_registry.rules.notation import Seat
from mandate_registry.services.installation import Installation
from mandate_registry.services.pagination import Page, Slice, page_of
from mandate_registry.services.public_register.named_directory import (
    VersionedDirectory,
    instruments_by_reference,
    public_directory,
)
from mandate_registry.services.public_register.state import IsCached, are_public, nothing_cached, state_of_all
from mandate_registry.services.register.entries import condition
from mandate_registry.services.register.loader import mandates_with_parents
from mandate_registry.services.register.points_in_time import not_before, now_by_register, valid_then
from mandate_registry.services.register.version_state import STATE
from models import TABLES, as_fact, registers


@dataclass(frozen=True, slots=True)
class PublicSeat:
    """Who fills a place, as the public is told: a position, a category, a unit, anyone, or one employee unnamed.

    `organisation` is the OIN where it is one of another organisation.
    """

    kind: str
    code: str | None = None
    title: str | None = None
    organisation: str | None = None


@dataclass(frozen=True, slots=True)
class PublishedMandate:
    """A mandate that was published, as it is in force at a moment; what it does not bear the public is not told."""

    id: UUID
    organisation: str
    time_zone: str
    mandate: Mandate
    body: Body | None
    holders: list[PublicSeat]
    decision_types: list[DecisionType | None]
    reserved: list[DecisionType | None]
    instrument: Instrument | None


def list_published(
    installation: Installation, wanted: Slice, at: datetime | None = None, is_kept: IsCached = nothing_cached
) -> tuple[str, Page[PublishedMandate] | None]:
    """Return the state of what is published, with a page of what is in force at a moment (otherwise now).

    No page where whoever asks has kept that state. It is filtered by `organisation` and by the code of a `position`. A
    page may hold fewer than were asked for: a mandate that is suspended, or whose parent is not in force, is left out.
    """
    filters = (condition("mandates", *_as_filter(name, value)) for name, value in wanted.filters.items())
    with installation.reading() as connection:
        state = state_of_all(connection, installation, at, wanted.filters.get("organisation"))
        if is_kept(state):
            return state, None
        shown = partial(in_force, connection, installation, at)
        return state, page_of(connection, public_rows(at).where(*filters), TABLES["mandates"], wanted, shown)


def public_rows(at: datetime | None) -> Select[Any]:
    """Select the mandates that were published and are valid at a moment (None: now), as `in_force` takes them."""
    rows = TABLES["mandates"]
    valid = now_by_register() if at is None else at
    return (
        select(rows, registers.c.oin, registers.c.version.label("version"), registers.c.changed_at, STATE)
        .join(registers, registers.c.id == rows.c.register_id)
        .where(are_public(), valid_then(rows, valid))
    )


def _as_filter(name: str, value: str) -> tuple[str, str]:
    """Write a filter as lists of mandates have it."""
    return ("holder", f"position:{value}") if name == "position" else (name, value)


def in_force(
    connection: Connection, installation: Installation, at: datetime | None, rows: Sequence[Any]
) -> list[PublishedMandate]:
    """Return what everybody may know of public rows at a moment (None: now, by the time of each register).

    What is suspended, or lacks a parent in force, is left out.
    """
    found = []
    for oin in dict.fromkeys(row["oin"] for row in rows):
        own = [row for row in rows if row["oin"] == oin]
        found += _of_one(connection, installation, at or not_before(own[0]["changed_at"]), own)
    return found


def _of_one(
    connection: Connection, installation: Installation, at: datetime, rows: Sequence[Any]
) -> list[PublishedMandate]:
    """Return the same of rows of one register, as its version that stands in them has it."""
    oin, register, version = (rows[0][name] for name in ("oin", "register_id", "version"))
    known = mandates_with_parents(connection, register, [row["number"] for row in rows], version)
    facts = {row["id"]: as_fact("mandates", row) for row in rows}
    shown = {identity: fact for identity, fact in facts.items() if _is_in_force(known, fact, at)}
    seats = [seat for fact in shown.values() for seat in fact.seats]
    read = VersionedDirectory(oin, register, version, rows[0]["state"])
    directory = public_directory(connection, installation, read, seats)
    references = [fact.instrument for fact in shown.values()]
    instruments = instruments_by_reference(connection, register, version, references)
    return [
        _as_published(identity, directory, fact, instruments.get(fact.instrument), at)
        for identity, fact in shown.items()
    ]


def _is_in_force(known: Mandates, mandate: Mandate, at: datetime) -> bool:
    parents, whole = known.chain(mandate, at)
    return whole and not any(not_in_force(fact, at) for fact in (mandate, *parents))


def public_seat(directory: Directory, seat: Seat, at: datetime) -> PublicSeat:
    """Return to what a seat is bound; of an employee only that it is one."""
    named = {"position": seat.position, "category": seat.category, "unit": seat.unit}
    kind, code = next(((kind, code) for kind, code in named.items() if code), (None, None))
    if kind is None:
        return PublicSeat("employee" if seat.employee else "anyone", organisation=seat.organisation)
    titles = {"position": directory.position, "unit": directory.unit}
    found = titles[kind](code, at) if kind in titles and code and not seat.organisation else None
    return PublicSeat(kind, code, getattr(found, "title", None) or getattr(found, "name", None), seat.organisation)


def _as_published(
    identity: UUID, directory: Directory, mandate: Mandate, instrument: Instrument | None, at: datetime
) -> PublishedMandate:
    return PublishedMandate(
        id=identity,
        organisation=directory.oin,
        time_zone=directory.time_zone(at),
        mandate=mandate,
        body=directory.body(mandate.on_behalf_of, at),
        holders=[public_seat(directory, seat, at) for seat in mandate.seats],
        decision_types=[directory.decision_type(code, at) for code in mandate.decision_types],
        reserved=[directory.decision_type(one.code, at) for one in mandate.reservations],
        instrument=instrument,
    )
