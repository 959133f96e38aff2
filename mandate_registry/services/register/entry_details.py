"""The sheet of an entry: what it says, and all around it that is read with it, from one snapshot."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from mandate_registry.rules.decision.binding_limit import Binding, binding
from mandate_registry.rules.directory import Directory
from mandate_registry.rules.facts import EVERY_TYPE, Mandate
from mandate_registry.rules.notation import Seat
from mandate_registry.services.callers import Caller
from mandate_registry.services.installation import Installation
from mandate_registry.services.pagination import Slice
from mandate_registry.services.permissions import Right
from mandate_registry.services.register.entries import EntryView, list_within, read
from mandate_registry.services.register.loader import IN_THE_DIRECTORY, Loader
from mandate_registry.services.register.points_in_time import NOW, PointInTime

Filters = Callable[[Any, Directory, datetime], dict[str, Any]]

MAX_RELATED = 500
"""How many entries of a kind stand on a sheet at most."""


@dataclass(frozen=True, slots=True)
class Related:
    """What stands around an entry: of which table, and by which filters it is found."""

    table: str
    filters: Filters


@dataclass(frozen=True, slots=True)
class EntryDetails:
    """An entry as it is looked at: `at` is the moment for which names are given, from the `directory`.

    `around` has other entries by their relation to it (AROUND). Of a mandate, `chain` has its parents from the nearest
    to the root, and `limits` what binds over them all.
    """

    stored: EntryView
    directory: Directory
    at: datetime
    around: Mapping[str, list[EntryView]]
    chain: tuple[EntryView, ...] = ()
    limits: tuple[Binding, ...] = ()

    @property
    def missing(self) -> str | None:
        """The number of the parent that was not valid or known then, so that the chain stops below it."""
        number: str | None = getattr((self.stored, *self.chain)[-1].entry.fact, "parent", None)
        return number if isinstance(self.stored.entry.fact, Mandate) else None


def entry_details(
    caller: Caller, installation: Installation, table: str, identity: UUID, when: PointInTime = NOW
) -> EntryDetails:
    """Return an entry in detail; NotFound when it is none of the caller's, or was not there then."""
    with installation.reading() as connection:
        when.must_be_past(caller, connection)
        stored = read(caller, connection, table, identity, when)
        at = when.valid_at or Loader(connection, None).moment(stored.organisation)
        directory = _directory(installation, connection, stored.organisation, when)
        around = {
            name: _listed(caller, connection, stored, one, one.filters(stored.entry.fact, directory, at), when)
            for name, one in AROUND.get(table, {}).items()
        }
        chain = _chain(caller, connection, stored, when) if table == "mandates" else ()
    limits = tuple(binding(one.entry.fact for one in (stored, *chain))) if table == "mandates" else ()
    return EntryDetails(stored, directory, at, around, chain, limits)


def directory(caller: Caller, installation: Installation, organisation: str, when: PointInTime = NOW) -> Directory:
    """Return the names that codes have in an organisation; InvalidInput when it has no register here."""
    caller.must(Right.READ, organisation)
    with installation.reading() as connection:
        return _directory(installation, connection, organisation, when)


def this_moment(caller: Caller, installation: Installation, organisation: str) -> datetime:
    """Return this moment by the clock of an organisation's register, which is never behind its last change."""
    caller.must(Right.READ, organisation)
    with installation.reading() as connection:
        return Loader(connection, None).moment(organisation)


def facts_known(caller: Caller, installation: Installation, organisation: str, table: str) -> list[Any]:
    """Return what a register says now in a table, in the order of its rows; nothing where the caller reads no register.

    What the directory has is not read again until the register changes.
    """
    if not caller.may(Right.READ, organisation):
        return []
    with installation.reading() as connection:
        loader = Loader(connection, None, installation.remembered)
        if not loader.look_at([organisation]):
            return []
        if table in IN_THE_DIRECTORY:
            return list(loader.directory(organisation).tables[table])
        return loader.facts(organisation, table)


def _directory(installation: Installation, connection: Connection, organisation: str, when: PointInTime) -> Directory:
    return Loader(connection, when.known_at, installation.remembered).directory(organisation)


def _listed(
    caller: Caller, connection: Connection, stored: EntryView, one: Related, filters: dict[str, Any], when: PointInTime
) -> list[EntryView]:
    wanted = Slice({"organisation": stored.organisation, **filters}, limit=MAX_RELATED)
    return list_within(caller, connection, one.table, wanted, when).items


def _chain(caller: Caller, connection: Connection, stored: EntryView, when: PointInTime) -> tuple[EntryView, ...]:
    """Return the parents of a mandate, from the nearest to the root, as far as they are there."""
    chain: list[EntryView] = []
    seen = {stored.entry.fact.number}
    number = stored.entry.fact.parent
    while number and number not in seen:
        seen.add(number)
        wanted = Slice({"organisation": stored.organisation, "number": number}, limit=1)
        found = list_within(caller, connection, "mandates", wanted, when).items
        chain += found
        number = found[0].entry.fact.parent if found else None
    return tuple(chain)


def names_of_position(directory: Directory, code: str, at: datetime) -> tuple[str, ...]:
    """Return the names in a seat through which a mandate reaches who holds a position at a moment."""
    position = directory.position(code, at)
    categories = [f"category:{position.category}"] if position and position.category else []
    units = directory.units_above(position.unit, at) if position and position.unit else ()
    return (f"position:{code}", *categories, *(f"unit:{unit}" for unit in units), "anyone")


def names_of_person(directory: Directory, number: str, at: datetime) -> tuple[str, ...]:
    """Return the names in a seat through which a mandate reaches an employee at a moment, deputyships left aside."""
    held = [name for code in directory.positions_of(number, at) for name in names_of_position(directory, code, at)]
    return tuple(dict.fromkeys((f"employee:{number}", *held, "anyone")))


def codes_for(directory: Directory, code: str, at: datetime) -> tuple[str, ...]:
    """Return the codes by which a mandate lists a decision type: its own, those above it, and so for its components."""
    above = [one for part in directory.parts(code, at) for one in (part, *directory.types_above(part, at))]
    return tuple(dict.fromkeys((*above, EVERY_TYPE)))


def _as_acting(directory: Directory, number: str, at: datetime) -> tuple[Seat, ...]:
    return (Seat(employee=number), *(Seat(position=code) for code in directory.positions_of(number, at)))


_MANDATES_BELOW = Related("mandates", lambda fact, *_: {"parent": fact.number})

AROUND: Mapping[str, Mapping[str, Related]] = {
    "bodies": {
        "mandates": Related("mandates", lambda fact, *_: {"on_behalf_of": fact.code}),
        "decision_types": Related("decision_types", lambda fact, *_: {"body": fact.code}),
    },
    "units": {
        "units": Related("units", lambda fact, *_: {"parent": fact.code}),
        "positions": Related("positions", lambda fact, *_: {"unit": fact.code}),
        "mandates": Related("mandates", lambda fact, *_: {"holder": f"unit:{fact.code}"}),
    },
    "positions": {
        "appointments": Related("appointments", lambda fact, *_: {"position": fact.code}),
        "deputyships": Related("deputyships", lambda fact, *_: {"principal": Seat(position=fact.code)}),
        "mandates": Related("mandates", lambda fact, names, at: {"holder": names_of_position(names, fact.code, at)}),
    },
    "decision_types": {
        "decision_types": Related("decision_types", lambda fact, *_: {"parent": fact.code}),
        "mandates": Related("mandates", lambda fact, names, at: {"decision_type": codes_for(names, fact.code, at)}),
    },
    "employees": {
        "employments": Related("employees", lambda fact, *_: {"number": fact.number}),
        "appointments": Related("appointments", lambda fact, *_: {"employee": fact.number}),
        "absences": Related("absences", lambda fact, *_: {"employee": fact.number}),
        "stands_in": Related("deputyships", lambda fact, names, at: {"deputy": _as_acting(names, fact.number, at)}),
        "deputies": Related("deputyships", lambda fact, names, at: {"principal": _as_acting(names, fact.number, at)}),
        "mandates": Related("mandates", lambda fact, names, at: {"holder": names_of_person(names, fact.number, at)}),
    },
    "instruments": {"mandates": Related("mandates", lambda fact, *_: {"instrument": fact.reference})},
    "mandates": {"mandates": _MANDATES_BELOW},
}
"""By table, what stands on the sheet of an entry beside it, by its relation to it."""
