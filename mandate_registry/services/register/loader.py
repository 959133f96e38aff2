"""From rows to the register that the rules read: directories whole, mandates by those they could concern."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

from sqlalchemy import Connection, Integer, Row, RowMapping, bindparam, func, select

from mandate_registry.errors import FieldError, InvalidInput
from mandate_registry.rules.agreements import AgreementSet
from mandate_registry.rules.decision.candidates import seat_names
from mandate_registry.rules.decision.case import Register
from mandate_registry.rules.directory import Directory
from mandate_registry.rules.mandates import Mandates
from mandate_registry.rules.questions import Named
from mandate_registry.services.installation import Snapshot
from mandate_registry.services.register.points_in_time import is_known_in, not_before
from mandate_registry.services.register.version_state import STATE, name_of
from mandate_registry.services.reply_basis import note_register
from mandate_registry.services.versioned_cache import SMALL, VersionedCache
from models import TABLES, as_fact, changes, mandate_seats, registers
from models.types import Instant

T = TypeVar("T")

FACT = 1500
"""About how many bytes a fact takes in memory, with its place in the indexes."""
IN_THE_DIRECTORY = [name for name in TABLES if name not in ("instruments", "mandates", "agreements")]
_REGISTERS = select(registers, STATE).where(registers.c.oin.in_(bindparam("oins", expanding=True)))


class Loader:
    """Loads registers within one snapshot, each as known at one moment; None is the newest, whatever clocks say.

    `remembered` keeps what was loaded for the next one; `versions` gives, by OIN, versions of registers to be loaded
    instead, such as one that is under way. `ids` gives, by OIN, the ids of the mandates that were loaded by number;
    `seen` the registers by OIN, as they were looked at. With `newest`, registers are looked at as this process saw them
    last, and only others in the snapshot: whoever uses what was loaded compares their versions when he is done.
    """

    def __init__(
        self,
        connection: Connection | Snapshot,
        known_at: datetime | None,
        remembered: VersionedCache | None = None,
        versions: Mapping[str, int] | None = None,
        seen: dict[str, Row[Any]] | None = None,
        newest: Mapping[str, Row[Any]] | None = None,
    ) -> None:
        self._connection = connection
        self._known_at = known_at
        self._remembered = remembered
        self._versions = versions or {}
        self._loaded: dict[str, Directory] = {}
        self.ids: dict[str, dict[str, str]] = defaultdict(dict)
        self.seen: dict[str, Row[Any]] = {} if seen is None else seen
        self._newest = newest or {}

    def for_people(self, oin: str, named: Sequence[Named]) -> Register:
        """Load what could concern these people: InvalidInput when the organisation has no register here."""
        home, directory, others = self._directories(oin, [one.organisation for one in named])
        names = tuple(sorted(seat_names(directory, others, named)))
        values = {"register": home.id, "version": self._version(home), "names": names}
        load = partial(self._concerning, values)
        mandates, ids = self._kept(("mandates", home.id, names), home, values["version"], load, _size_of_mandates)
        self.ids[oin] |= ids
        return Register(directory, mandates, others)

    def _concerning(self, values: dict[str, Any]) -> tuple[Mandates, dict[str, str]]:
        return _mandates_of(_with_parents(self._connection, _CONCERNING, values))

    def whole(self, oin: str) -> Register:
        """Load a whole register, to search it, with the directories of all organisations that its seats name."""
        home, directory, _ = self._directories(oin, [])
        values = {"register": home.id, "version": self._version(home)}
        mandates, ids = _mandates_of(self._connection.execute(_ALL, values).mappings())
        self.ids[oin] |= ids
        others = self.elsewhere({seat.organisation for fact in mandates for seat in fact.seats})
        return Register(directory, mandates, others)

    def look_at(self, organisations: Iterable[str | None]) -> set[str]:
        """Look at the registers of these organisations, and return the organisations that have one here."""
        wanted = {one for one in organisations if one}
        if unseen := wanted.difference(self.seen):
            found = {oin: self._newest[oin] for oin in unseen if oin in self._newest}
            if unknown := unseen - found.keys():
                found |= registers_of(self._connection, unknown)
            self.seen |= found
            for oin, row in found.items():
                note_register(oin, name_of(row.version, row.state))
        return wanted & self.seen.keys()

    def moment(self, *oins: str) -> datetime:
        """Return this moment, by the clocks of these registers: one never runs back behind its last change."""
        self.look_at(oins)
        return moment_of(self.seen[oin] for oin in oins if oin in self.seen)

    def knows(self, oin: str, moment: datetime) -> bool:
        """Return True if anything of a register that was looked at was known at a moment."""
        return version_at(self._connection, self.seen[oin], moment) > 0

    def elsewhere(self, organisations: Iterable[str | None]) -> dict[str, Directory]:
        """Load the directories of these organisations, as far as they have a register here."""
        return {one: self._directory(self.seen[one]) for one in self.look_at(organisations)}

    def directory(self, oin: str) -> Directory:
        """Load who works in an organisation: InvalidInput when it has no register here."""
        return self._directories(oin, [])[1]

    def staff(self, oin: str, named: Iterable[Named]) -> Register:
        """Load who works in an organisation and in those of these people, without any mandates."""
        _, directory, others = self._directories(oin, [one.organisation for one in named])
        return Register(directory, Mandates(()), others)

    def name_of(self, oin: str, home: str, at: datetime) -> str:
        """Return the name of an organisation if its people are known here, as at `home`; else its OIN."""
        directory = self.staff(home, [Named(organisation=oin)]).directory_of(oin)
        return directory.name(at) if directory else oin

    def agreed(self, oin: str, partner: str) -> AgreementSet:
        """Load what an organisation lets a partner ask, at the moment whose knowledge is wanted, or now."""
        home, directory, _ = self._directories(oin, [])
        version = self._version(home)
        load = partial(facts_at, self._connection, home.id, "agreements", version)
        found = self._kept(("agreements", home.id), home, version, load, _size_of_facts)
        return AgreementSet.between(directory, found, partner, self._known_at or moment_of([home]))

    def facts(self, oin: str, table: str) -> list[Any]:
        """Load the facts of a table of a register that has been loaded."""
        row = self.seen[oin]
        return facts_at(self._connection, row.id, table, self._version(row))

    def _directories(self, oin: str, others: Iterable[str | None]) -> tuple[Row[Any], Directory, dict[str, Directory]]:
        found = self.elsewhere({oin, *others})
        if oin not in found:
            raise InvalidInput(FieldError("organisation", "unknown_code", f"{oin} has no register here"))
        return self.seen[oin], found.pop(oin), found

    def _directory(self, row: Row[Any]) -> Directory:
        """Return the directory of a register; the one of today is kept until the register changes."""
        if row.oin not in self._loaded:
            version = self._version(row)
            load = partial(directory_at, self._connection, row.id, row.oin, version)
            self._loaded[row.oin] = self._kept(row.id, row, version, load, lambda found: size_of_tables(found.tables))
        return self._loaded[row.oin]

    def _kept(self, name: object, row: Row[Any], version: int, load: Callable[[], T], size_of: Callable[[T], int]) -> T:
        """Load what is kept until the register changes, where it is of today and recorded."""
        is_todays = version == row.version and row.oin not in self._versions and row.state is not None
        if self._remembered is None or not is_todays:
            return load()
        return self._remembered.get(name, (version, row.state), load, size_of=size_of)

    def _version(self, row: Row[Any]) -> int:
        return self._versions.get(row.oin) or version_at(self._connection, row, self._known_at)


class Loaders:
    """Loaders of one snapshot, one for each moment whose knowledge is asked for: those of the last few are kept.

    `seen` has, by OIN, the registers that were looked at by any of them.
    """

    MOMENTS = 3
    """Of how many: that of asking, and one asked about, mostly."""

    def __init__(
        self, connection: Connection | Snapshot, remembered: VersionedCache, newest: Mapping[str, Row[Any]] | None
    ) -> None:
        self.seen: dict[str, Row[Any]] = {}
        self._make = partial(Loader, connection, remembered=remembered, seen=self.seen, newest=newest)
        self._made: dict[datetime | None, Loader] = {}

    def of(self, known_at: datetime | None) -> Loader:
        """Return what loads registers as known at a moment; None is the newest."""
        found = self._made.pop(known_at) if known_at in self._made else self._make(known_at)
        self._made[known_at] = found
        if len(self._made) > self.MOMENTS:
            del self._made[next(iter(self._made))]
        return found


def registers_of(connection: Connection | Snapshot, oins: Iterable[str]) -> dict[str, Row[Any]]:
    """Return the newest versions of registers, by OIN."""
    return {row.oin: row for row in connection.execute(_REGISTERS, {"oins": sorted(oins)})}


def moment_of(seen: Iterable[Row[Any]], moment: datetime | None = None) -> datetime:
    """Return this moment (or another), but none before the last change of these registers."""
    changed: list[datetime] = [row.changed_at for row in seen if row.changed_at]
    return max([moment, *changed]) if moment else not_before(*changed)


def version_at(connection: Connection | Snapshot, register: Row[Any], known_at: datetime | None) -> int:
    """Return the version of a register that was known at a moment (None: the newest); 0 when nothing was."""
    if known_at is None or register.changed_at is None or register.changed_at <= known_at:
        return int(register.version)
    return connection.scalar(_VERSION, {"register": register.id, "known_at": known_at}) or 0


def directory_at(
    connection: Connection | Snapshot, register_id: int, oin: str, version: int, names: Sequence[str] = IN_THE_DIRECTORY
) -> Directory:
    """Load a directory, or these tables of it, as one version of the register has it."""
    return Directory(oin, {name: facts_at(connection, register_id, name, version) for name in names})


def facts_at(connection: Connection | Snapshot, register_id: int, table: str, version: int) -> list[Any]:
    """Load the facts of a table as one version of the register has them, whenever they are valid."""
    found = connection.execute(_FACTS[table], {"register": register_id, "version": version}).mappings()
    return [as_fact(table, row) for row in found]


def mandates_with_parents(connection: Connection, register_id: int, numbers: Sequence[str], version: int) -> Mandates:
    """Load mandates by number, with all their parents, as one version of the register has them."""
    values = {"register": register_id, "version": version, "numbers": list(numbers)}
    return Mandates(as_fact("mandates", row) for row in _with_parents(connection, _NUMBERED, values))


def _mandates_of(rows: Iterable[RowMapping]) -> tuple[Mandates, dict[str, str]]:
    """Return the mandates of rows, and their ids by number."""
    found = list(rows)
    return Mandates(as_fact("mandates", row) for row in found), {row["number"]: str(row["id"]) for row in found}


def _size_of_mandates(found: tuple[Mandates, dict[str, str]]) -> int:
    return SMALL + FACT * len(found[1])


def size_of_tables(tables: Mapping[str, Iterable[Any]]) -> int:
    """Return about how many bytes the facts of these tables take in memory."""
    return SMALL + sum(SMALL + FACT * len(list(facts)) for facts in tables.values())


def _size_of_facts(facts: Sequence[Any]) -> int:
    return SMALL + FACT * len(facts)


def is_known(table: Any) -> Any:
    """Return the condition that a row is known to the version bound to `version`."""
    return is_known_in(table, bindparam("version", type_=Integer))


def _with_parents(connection: Connection | Snapshot, statement: Any, values: dict[str, Any]) -> list[RowMapping]:
    """Select mandates, and all above them: level by level, as there are few, and each is found by its number."""
    rows: list[RowMapping] = []
    asked: set[str] = set()
    found = connection.execute(statement, values).mappings().all()
    while found:
        rows += found
        asked |= {row["number"] for row in found}
        above = sorted({row["parent"] for row in found if row["parent"]} - asked)
        asked.update(above)
        found = connection.execute(_NUMBERED, values | {"numbers": above}).mappings().all() if above else []
    return rows


_FACTS = {
    name: select(table).where(table.c.register_id == bindparam("register"), is_known(table)).order_by(table.c.row)
    for name, table in TABLES.items()
}
_ALL = _FACTS["mandates"]
_VERSION = select(func.max(changes.c.version)).where(
    changes.c.register_id == bindparam("register"),
    changes.c.recorded_at.is_(None) | (changes.c.recorded_at <= bindparam("known_at", type_=Instant)),
)
_NUMBER = TABLES["mandates"].c.number
_CONCERNING = _ALL.where(
    _NUMBER.in_(
        select(mandate_seats.c.number).where(
            mandate_seats.c.register_id == bindparam("register"),
            mandate_seats.c.name.in_(bindparam("names", expanding=True)),
        )
    )
)
_NUMBERED = _ALL.where(_NUMBER.in_(bindparam("numbers", expanding=True)))
