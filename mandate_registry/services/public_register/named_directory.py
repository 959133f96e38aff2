"""As much of an organisation as the public register tells: never who works there, and only what is named."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from mandate_registry.rules.directory import Directory
from mandate_registry.rules.facts import Instrument
from mandate_registry.rules.notation import Seat
from mandate_registry.services.installation import Installation
from mandate_registry.services.register.loader import facts_at, size_of_tables
from mandate_registry.services.register.points_in_time import is_known_in
from models import TABLES, as_fact

WHOLE = ("organisations", "bodies", "decision_types")
"""Tables that are small whatever the size of a register, and are kept until it changes."""


class VersionedDirectory(NamedTuple):
    """A register in one version, with the `state` that tells this version from another of the same number."""

    oin: str
    id: int
    version: int
    state: bytes | None


def public_directory(
    connection: Connection, installation: Installation, register: VersionedDirectory, seats: Iterable[Seat] = ()
) -> Directory:
    """Load what an organisation is called and decides on, with the positions and units that these seats name."""
    oin, register_id, version, state = register
    load = partial(_whole, connection, register_id, version)
    whole = installation.remembered.get(("public", register_id), (version, state), load, size_of=size_of_tables)
    local = [seat for seat in dict.fromkeys(seats) if not seat.organisation]
    codes = {
        "positions": {seat.position for seat in local if seat.position},
        "units": {seat.unit for seat in local if seat.unit},
    }
    named = {table: _named(connection, table, register_id, version, "code", some) for table, some in codes.items()}
    return Directory(oin, whole | named)


def instruments_by_reference(
    connection: Connection, register_id: int, version: int, references: Iterable[str | None]
) -> dict[str, Instrument]:
    """Load instruments by their references, as one version of a register has them."""
    wanted = {one for one in references if one}
    found = _named(connection, "instruments", register_id, version, "reference", wanted)
    return {fact.reference: fact for fact in found}


def _whole(connection: Connection, register_id: int, version: int) -> dict[str, list[Any]]:
    return {table: facts_at(connection, register_id, table, version) for table in WHOLE}


def _named(
    connection: Connection, table: str, register_id: int, version: int, column: str, values: set[str]
) -> list[Any]:
    """Load the facts of a table that one of its columns names, in their order."""
    if not values:
        return []
    rows = TABLES[table]
    query = select(rows).where(
        rows.c.register_id == register_id, rows.c[column].in_(sorted(values)), is_known_in(rows, version)
    )
    return [as_fact(table, row) for row in connection.execute(query.order_by(rows.c.row)).mappings()]
