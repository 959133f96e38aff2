"""The public register as people read it: of one organisation, on one day, searched by whom, what and words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import select

from mandate_registry.errors import NotFound
from mandate_registry.rules.facts import Disclosure
from mandate_registry.rules.moments import beginning_of, day_of
from mandate_registry.services.answering.publishing import in_force, public_rows
from mandate_registry.services.installation import now
from mandate_registry.services.registers.loading import Loader
from models import TABLES, registers

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy import Connection

    from mandate_registry.rules.directory import Directory
    from mandate_registry.rules.facts import DecisionType
    from mandate_registry.services.answering.publishing import PublicSeat, Published
    from mandate_registry.services.installation import Installation

EVERY_TYPE = "*"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is looked for: a holder such as `unit:wijken`, the code of a decision type, words; None is any."""

    holder: str | None = None
    type: str | None = None
    words: str | None = None


@dataclass(frozen=True, slots=True)
class PublicRegister:
    """What an organisation published, as it is in force on a day and fits what was looked for.

    `holders` and `types` are what there is to look for on that day, in the order of their titles.
    """

    oin: str
    name: str
    day: date
    mandates: list[Published]
    holders: list[PublicSeat]
    types: list[DecisionType]

    def by_holder(self) -> list[tuple[PublicSeat, list[Published]]]:
        """Give the mandates of each holder; one with several holders stands with each of them."""
        own = ((seat, [one for one in self.mandates if seat in one.holders]) for seat in self.holders)
        return [(seat, mandates) for seat, mandates in own if mandates]


@dataclass(frozen=True, slots=True)
class Publisher:
    """An organisation that published a mandate at any time."""

    oin: str
    name: str


def publishers(installation: Installation) -> list[Publisher]:
    """List the organisations that published anything, by name."""
    rows = TABLES["mandates"]
    public = select(rows.c.register_id).where(rows.c.disclosure == Disclosure.PUBLIC, rows.c.approved)
    query = select(registers.c.oin).where(registers.c.id.in_(public))
    with installation.reading() as connection:
        loader = Loader(connection, None, installation.remembered)
        found = [Publisher(oin, loader.directory(oin).name(now())) for oin in connection.scalars(query)]
    return sorted(found, key=lambda one: one.name)


def read_published(
    installation: Installation, oin: str, day: date | None = None, wanted: Wanted | None = None
) -> PublicRegister:
    """Read what an organisation published, at the beginning of a day, or now; NotFound when it has no register."""
    with installation.reading() as connection:
        directory = _directory(connection, installation, oin)
        at, shown_day = _moment(directory, day)
        rows = connection.execute(public_rows(at).where(registers.c.oin == oin).order_by("row")).mappings().all()
        every = in_force(connection, installation, at, rows)
    fitting = list(_fitting(every, wanted or Wanted(), directory, at))
    return PublicRegister(oin, directory.name(at), shown_day, fitting, _holders(every), _types(every))


def find_published(installation: Installation, identity: UUID, day: date | None = None) -> tuple[Published, str, date]:
    """Find one mandate, the name of its organisation and the day; NotFound when it is not public and in force then."""
    rows = TABLES["mandates"]
    of_it = select(registers.c.oin).join(rows, rows.c.register_id == registers.c.id).where(rows.c.id == identity)
    with installation.reading() as connection:
        directory = _directory(connection, installation, connection.scalar(of_it.limit(1)))
        at, shown_day = _moment(directory, day)
        found = connection.execute(public_rows(at).where(rows.c.id == identity)).mappings().all()
        told = in_force(connection, installation, at, found)
    if not told:
        raise NotFound("There is no such mandate that was published and is in force.")
    return told[0], directory.name(at), shown_day


def _directory(connection: Connection, installation: Installation, oin: str | None) -> Directory:
    if oin is None or connection.scalar(select(registers.c.id).where(registers.c.oin == oin)) is None:
        raise NotFound("There is no such register.")
    return Loader(connection, None, installation.remembered).directory(oin)


def _moment(directory: Directory, day: date | None) -> tuple[datetime, date]:
    moment = now()
    zone = ZoneInfo(directory.time_zone(moment))
    today = day_of(moment, zone)
    return (moment, today) if day in (None, today) else (beginning_of(day, zone), day)


def _fitting(every: Iterable[Published], wanted: Wanted, directory: Directory, at: datetime) -> Iterator[Published]:
    words = (wanted.words or "").casefold().split()
    for one in every:
        if wanted.holder and wanted.holder not in map(holder_of, one.holders):
            continue
        if wanted.type and not _may_be_about(one, wanted.type, directory, at):
            continue
        text = " ".join(_texts(one)).casefold()
        if all(word in text for word in words):
            yield one


def holder_of(seat: PublicSeat) -> str:
    """Write a holder as it is looked for: `unit:wijken`, or its kind alone."""
    return f"{seat.kind}:{seat.code}" if seat.code else seat.kind


def _may_be_about(one: Published, code: str, directory: Directory, at: datetime) -> bool:
    """Tell whether a mandate lists a decision type or a heading above it, and does not hold all of it back."""
    above = {code, *directory.types_above(code, at)}
    held_back = {one.code for one in one.mandate.reservations if one.threshold is None}
    listed = set(one.mandate.decision_types)
    return above.isdisjoint(held_back) and (EVERY_TYPE in listed or not above.isdisjoint(listed))


def _texts(one: Published) -> Iterator[str]:
    """Yield all that a mandate says to everybody."""
    mandate = one.mandate
    yield from (mandate.number, mandate.legal_basis, *mandate.conditions, *mandate.cases)
    yield from (f"{seat.title or ''} {seat.code or ''}" for seat in one.holders)
    yield from (f"{fact.code} {fact.title_nl} {fact.title_en}" for fact in one.decision_types if fact)
    if one.body:
        yield one.body.name
    if one.instrument:
        yield f"{one.instrument.reference} {one.instrument.title} {one.instrument.published_as}"


def _holders(every: Iterable[Published]) -> list[PublicSeat]:
    seats = {seat for one in every for seat in one.holders}
    return sorted(seats, key=lambda seat: ((seat.title or seat.code or seat.kind).casefold(), seat.organisation or ""))


def _types(every: Iterable[Published]) -> list[DecisionType]:
    facts = {fact.code: fact for one in every for fact in (*one.decision_types, *one.reserved) if fact}
    return sorted(facts.values(), key=lambda fact: fact.title_nl.casefold())
