"""Mandates that the public register may show, read lightly: enough to choose which of them stand on a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, select

from mandate_registry.rules.facts import Body, DecisionType, Instrument
from mandate_registry.rules.notation import Seat
from mandate_registry.services.installation import Installation
from mandate_registry.services.public_register.named_directory import (
    VersionedDirectory,
    instruments_by_reference,
    public_directory,
)
from mandate_registry.services.public_register.published_mandates import (
    PublicSeat,
    PublishedMandate,
    in_force,
    public_rows,
    public_seat,
)
from mandate_registry.services.public_register.state import are_public
from models import TABLES, mandate_seats

_ROWS = TABLES["mandates"]
_READ = (
    *("row", "number", "seats", "parent", "suspensions", "revoked_at", "decision_types", "reservations"),
    *("on_behalf_of", "instrument", "legal_basis", "conditions", "cases"),
)
_LIGHT = select(*(_ROWS.c[name] for name in _READ))


def count_public(connection: Connection, register: Row[Any], most: int) -> int:
    """Count the mandates that a register published, whenever they are valid; no further than `most`."""
    some = select(_ROWS.c.row).where(_ROWS.c.register_id == register.id, are_public()).limit(most).subquery()
    return connection.scalar(select(func.count()).select_from(some)) or 0


def read_lightly(
    connection: Connection, register: Row[Any], at: datetime, after: int, most: int, holder: str | None = None
) -> Sequence[Any]:
    """Read the mandates of a register that are public and valid at a moment, in order, after a row.

    With a `holder` that has a code, no more of them than those that ever named it.
    """
    query = _LIGHT.where(_ROWS.c.register_id == register.id, are_public(at), _ROWS.c.row > after)
    if holder and ":" in holder:
        query = query.where(_ROWS.c.number.in_(_ever_held(register, holder)))
    return connection.execute(query.order_by(_ROWS.c.row).limit(most)).all()


def _ever_held(register: Row[Any], holder: str) -> Any:
    """Select the numbers of mandates that ever named a holder, of this organisation or of another."""
    named = mandate_seats.c.name
    is_named = (named == holder) | named.endswith(f"/{holder}", autoescape=True)
    return select(mandate_seats.c.number).where(mandate_seats.c.register_id == register.id, is_named)


def row_before(connection: Connection, register: Row[Any], at: datetime, row: int, count: int) -> int:
    """Return the row so many places before a row, itself counted; 0 where there are not so many."""
    query = select(_ROWS.c.row).where(_ROWS.c.register_id == register.id, are_public(at), _ROWS.c.row <= row)
    return connection.scalar(query.order_by(_ROWS.c.row.desc()).offset(count).limit(1)) or 0


class Candidates:
    """Mandates of a register that are public and valid at a moment; not all of them need be in force."""

    def __init__(
        self, connection: Connection, installation: Installation, register: Row[Any], at: datetime, rows: Sequence[Any]
    ) -> None:
        """Read what their seats are called then."""
        self._connection, self._installation, self._register, self._at = connection, installation, register, at
        self.rows = rows
        seats = [seat for one in dict.fromkeys(row.seats for row in rows) for seat in one]
        read = VersionedDirectory(register.oin, register.id, register.version, register.state)
        self.directory = public_directory(connection, installation, read, seats)
        self._public_seats: dict[Seat, PublicSeat] = {seat: public_seat(self.directory, seat, at) for seat in seats}

    def holders(self, row: Any) -> list[PublicSeat]:
        """Return who hold a mandate, as the public is told."""
        return [self._public_seats[seat] for seat in row.seats]

    def body(self, row: Any) -> Body | None:
        """Return in whose name a mandate is."""
        return self.directory.body(row.on_behalf_of, self._at)

    def types_of(self, rows: Iterable[Any]) -> Iterator[DecisionType]:
        """Yield what mandates are about and hold back; what many say is not looked up for each."""
        said = {(row.decision_types, row.reservations): row for row in rows}
        facts = (fact for row in said.values() for fact in (*self.types(row), *self.reserved(row)))
        return (fact for fact in facts if fact)

    def types(self, row: Any) -> list[DecisionType | None]:
        """Return what a mandate is about."""
        return [self.directory.decision_type(code, self._at) for code in row.decision_types]

    def reserved(self, row: Any) -> list[DecisionType | None]:
        """Return what a mandate holds back."""
        return [self.directory.decision_type(one.code, self._at) for one in row.reservations]

    def instruments(self) -> dict[str, Instrument]:
        """Return what they were granted by, by reference."""
        references = {row.instrument for row in self.rows}
        return instruments_by_reference(self._connection, self._register.id, self._register.version, references)

    def in_force(self) -> list[Any]:
        """Return those that are in force: of most that is plain, the others are looked at whole."""
        plain = _plainly_in_force(self.rows)
        found = plain | self.published([row.row for row in self.rows if row.row not in plain]).keys()
        return [row for row in self.rows if row.row in found]

    def published(self, rows: Sequence[int]) -> dict[int, PublishedMandate]:
        """Return what is told of these rows, by row; of what is not in force, nothing."""
        if not rows:
            return {}
        query = public_rows(self._at).where(_ROWS.c.row.in_(bindparam("rows", expanding=True))).order_by(_ROWS.c.row)
        found = self._connection.execute(query, {"rows": list(rows)}).mappings().all()
        row_of = {row["id"]: row["row"] for row in found}
        return {row_of[one.id]: one for one in in_force(self._connection, self._installation, self._at, found)}


def _plainly_in_force(rows: Sequence[Any]) -> set[int]:
    """Return those that are valid, that nothing ever happened to, and all parents of which are so too."""
    plain = {row.number: row for row in rows if _is_plain(row)}
    known: dict[str, bool] = {}
    for number in plain:
        chain = list(_upwards(number, plain, known))
        top = plain[chain[-1]].parent if chain else number
        is_whole = top is None or (top not in chain and known.get(top, False))
        known.update(dict.fromkeys(chain, is_whole))
    return {row.row for number, row in plain.items() if known[number]}


def _upwards(number: str, plain: dict[str, Any], known: dict[str, bool]) -> Iterator[str]:
    """Yield a mandate and its parents, up to one that is known already or is not plain."""
    seen: set[str] = set()
    above: str | None = number
    while above in plain and above not in known and above not in seen:
        seen.add(above)
        yield above
        above = plain[above].parent


def _is_plain(row: Any) -> bool:
    return not row.suspensions and row.revoked_at is None and not any(seat.organisation for seat in row.seats)
