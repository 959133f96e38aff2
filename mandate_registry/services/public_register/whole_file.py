"""A whole public register, read in parts: all of one version, though no snapshot is held while it is sent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from sqlalchemy import Connection, bindparam, literal, select

from mandate_registry.services.installation import Installation
from mandate_registry.services.public_register.candidates import Candidates
from mandate_registry.services.public_register.published_mandates import PublishedMandate, in_force
from mandate_registry.services.public_register.search_terms import SearchTerms, matching_mandates
from mandate_registry.services.public_register.state import ReadState, are_public, read_state, state_of
from models import TABLES

MANDATES_PER_PART = 250
"""How many mandates are read at once: as much work as a few pages."""
_ROWS = TABLES["mandates"]


def open_whole(
    installation: Installation, oin: str, day: date | None, is_kept: Callable[[str], bool]
) -> tuple[str, ReadState, list[Sequence[int]] | None]:
    """Return the state of what an organisation published, and the parts to read it in; None where that is kept.

    NotFound when the organisation has no register.
    """
    with installation.reading() as connection:
        looked = read_state(connection, installation, oin, day)
        state = state_of(connection, installation, looked)
        return state, looked, None if is_kept(state) else _parts(connection, looked)


def _parts(connection: Connection, looked: ReadState) -> list[Sequence[int]]:
    """Return the rows of a register that are public and valid at that moment, part by part."""
    query = select(_ROWS.c.row).where(_ROWS.c.register_id == looked.register.id, are_public(looked.at))
    rows = connection.scalars(query.order_by(_ROWS.c.row)).all()
    return [rows[first : first + MANDATES_PER_PART] for first in range(0, len(rows), MANDATES_PER_PART)]


def read_part(
    installation: Installation, looked: ReadState, wanted: SearchTerms, rows: Sequence[int]
) -> list[PublishedMandate]:
    """Read a part as the version that was looked at has it, whatever has been changed since."""
    register = looked.register
    kept = ("oin", "version", "state")
    said = [literal(getattr(register, name)).label(name) for name in kept]
    query = select(_ROWS, *said).where(_ROWS.c.row.in_(bindparam("rows", expanding=True))).order_by(_ROWS.c.row)
    with installation.reading() as connection:
        found = connection.execute(query, {"rows": list(rows)}).all()
        part = Candidates(connection, installation, register, looked.at, found)
        fits = [row._mapping for row in matching_mandates(part, found, wanted, looked.at)]  # noqa: SLF001 - the name is public there
        return in_force(connection, installation, looked.at, fits)
