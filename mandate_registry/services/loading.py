"""From rows to the register that the rules read: directories whole, mandates by those they could concern."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select

from mandate_registry.errors import FieldError, InvalidInput
from mandate_registry.rules.candidates import seat_names
from mandate_registry.rules.case import Register
from mandate_registry.rules.directory import Directory
from mandate_registry.rules.mandates import Mandates
from models import TABLES, as_fact, mandate_seats, registers

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlalchemy import Connection, Row

    from mandate_registry.rules.questions import Named
    from mandate_registry.services.installation import Installation

IN_THE_DIRECTORY = [name for name in TABLES if name not in ("organisations", "instruments", "mandates")]
_REGISTERS = select(registers).where(registers.c.oin.in_(bindparam("oins", expanding=True)))


class Loader:
    """Loads registers within one snapshot, each as known at one moment.

    `ids` gives the mandates' by number, `register_ids` the registers' by OIN.
    """

    def __init__(self, installation: Installation, connection: Connection, known_at: datetime) -> None:
        """Remember where to load from, and which moment's knowledge is wanted."""
        self._remembered = installation.remembered
        self._connection = connection
        self._known_at = known_at
        self.ids: dict[str, str] = {}
        self.register_ids: dict[str, int] = {}

    def for_people(self, oin: str, named: Sequence[Named]) -> Register:
        """Load what could concern these people: InvalidInput when the organisation has no register here."""
        home, directory, others = self._directories(oin, [one.organisation for one in named])
        names = seat_names(directory, others, named)
        found = self._connection.execute(_CONCERNING, {"register": home.id, "names": sorted(names)}).mappings()
        return Register(directory, self._mandates(found), others)

    def whole(self, oin: str) -> Register:
        """Load a whole register, to search it, with the directories of all organisations that its seats name."""
        home, directory, _ = self._directories(oin, [])
        mandates = self._mandates(self._connection.execute(_ALL, {"register": home.id}).mappings())
        _, _, others = self._directories(oin, {seat.organisation for fact in mandates for seat in fact.seats})
        return Register(directory, mandates, others)

    def _mandates(self, rows: Iterable[Any]) -> Mandates:
        facts = []
        for row in rows:
            facts.append(as_fact("mandates", row))
            self.ids[row["number"]] = str(row["id"])
        return Mandates(facts, self._known_at)

    def _directories(self, oin: str, others: Iterable[str | None]) -> tuple[Row[Any], Directory, dict[str, Directory]]:
        wanted = {oin, *(other for other in others if other)}
        rows = {row.oin: row for row in self._connection.execute(_REGISTERS, {"oins": sorted(wanted)})}
        if oin not in rows:
            raise InvalidInput(FieldError("organisation", "unknown_code", f"{oin} has no register here"))
        self.register_ids |= {row.oin: row.id for row in rows.values()}
        found = {row.oin: self._directory(row) for row in rows.values()}
        return rows[oin], found.pop(oin), found

    def _directory(self, row: Row[Any]) -> Directory:
        """Give the directory of a register; the one of today is kept until the register changes."""
        if self._known_at < row.changed_at:
            return directory_as_known(self._connection, row, self._known_at)
        load = partial(directory_as_known, self._connection, row, self._known_at)
        return self._remembered.get(row.id, row.version, load)


def decision_types_of(connection: Connection, oin: str, known_at: datetime) -> Directory:
    """Load the decision types of an organisation that has a register here, and nothing else of its directory."""
    row = connection.execute(_REGISTERS, {"oins": [oin]}).one()
    return directory_as_known(connection, row, known_at, ["decision_types"])


def directory_as_known(
    connection: Connection, register: Row[Any], known_at: datetime, names: Sequence[str] = IN_THE_DIRECTORY
) -> Directory:
    """Load a directory, or these tables of it, as known at one moment."""
    tables = {}
    for name in names:
        rows = TABLES[name]
        found = connection.execute(select(rows).where(rows.c.register_id == register.id)).mappings()
        tables[name] = [as_fact(name, row) for row in found]
    return Directory(register.oin, tables, known_at)


def mandates_with_parents(
    connection: Connection, register_id: int, numbers: Sequence[str], known_at: datetime
) -> Mandates:
    """Load mandates by number, with all their parents."""
    found = connection.execute(_NUMBERED, {"register": register_id, "numbers": list(numbers)}).mappings()
    return Mandates((as_fact("mandates", row) for row in found), known_at)


def _with_parents(seeds: Any) -> Any:
    """Select the mandates whose numbers `seeds` selects, and all above them."""
    mandates = TABLES["mandates"]
    line = seeds.cte("line", recursive=True)
    above = (
        select(mandates.c.parent)
        .join(line, line.c.number == mandates.c.number)
        .where(mandates.c.register_id == bindparam("register"), mandates.c.parent.is_not(None))
    )
    line = line.union(above)
    return select(mandates).where(_HERE, mandates.c.number.in_(select(line.c.number)))


_HERE = TABLES["mandates"].c.register_id == bindparam("register")
_ALL = select(TABLES["mandates"]).where(_HERE)
_CONCERNING = _with_parents(
    select(mandate_seats.c.number).where(
        mandate_seats.c.register_id == bindparam("register"),
        mandate_seats.c.name.in_(bindparam("names", expanding=True)),
    )
)
_NUMBERED = _with_parents(
    select(TABLES["mandates"].c.number).where(
        _HERE, TABLES["mandates"].c.number.in_(bindparam("numbers", expanding=True))
    )
)
