"""Adding to the register entry by entry, and correcting what it says."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import select

from mandate_registry.errors import Conflict, FieldError, InvalidInput, Stale
from mandate_registry.rules.moments import beginning_of, end_of
from mandate_registry.rules.periods import Period
from mandate_registry.services.changing.drafting import draft_mandate, edit_mandate
from mandate_registry.services.changing.vetting import vet
from mandate_registry.services.permissions import Right
from mandate_registry.services.registers.entries import read
from mandate_registry.services.registers.recording import open_register
from models import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date
    from uuid import UUID

    from sqlalchemy import Connection

    from mandate_registry.services.callers import Caller
    from mandate_registry.services.installation import Installation
    from mandate_registry.services.registers.entries import Stored
    from mandate_registry.services.registers.recording import OpenRegister


@dataclass(frozen=True, slots=True)
class Draft:
    """A fact to be added, its dates still dates: they begin at 00:00 in the organisation's time zone.

    `dates` has the first and the last day of the valid period (`valid_from`, `valid_until`, the last day included) and
    the days of the consents of Awb 10:4 (`holder_consent`, `superior_consent`), as far as they are stated.
    """

    organisation: str
    fact: Any
    dates: Mapping[str, date | None] = field(default_factory=dict)
    changeset: UUID | None = None


@dataclass(frozen=True, slots=True)
class Correction:
    """What the register is to say of an entry from now on: `values` by the fact's field, and dates as in a draft."""

    values: Mapping[str, Any]
    dates: Mapping[str, date | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Precondition:
    """The states in which a caller wants to change an entry, by their tags; None: any, as long as it is there."""

    tags: frozenset[str] | None = None

    def must_hold(self, tag: str) -> None:
        """Refuse to change what has changed since the caller saw it."""
        if self.tags is not None and tag not in self.tags:
            raise Stale("It has changed since you read it: read it again, and then decide.")


def create(caller: Caller, installation: Installation, table: str, draft: Draft) -> Stored:
    """Add a fact to a register, known from now on; a mandate is added as a draft, which somebody else approves.

    InvalidInput names every field that refers to nothing (an organisation without a register too), runs in a circle,
    ends before it begins or oversteps the law; Conflict when the register has this entry already.
    """
    if table == "organisations":
        return _found(caller, installation, draft)
    caller.must(Right.KEEP, draft.organisation)
    with installation.writing() as connection:
        zone = time_zone(connection, draft.organisation)
        register = open_register(connection, draft.organisation)
        fact = replace(draft.fact, **as_instants(draft.dates, draft.fact.valid, zone))
        identity = uuid4()
        vet(register, table, [fact])
        if table == "mandates":
            draft_mandate(caller, register, identity, fact, draft.changeset)
        else:
            register.put(table, identity, fact)
        register.record(caller, f"add to {table}")
        return read(caller, connection, table, identity)


def _found(caller: Caller, installation: Installation, draft: Draft) -> Stored:
    """Found a new organisation, with an empty register."""
    caller.must_administer()
    with installation.writing() as connection:
        register = open_register(connection, draft.organisation)
        if not register.is_new:
            raise Conflict("This organisation has a register already.", FieldError("oin", "duplicate", "exists"))
        identity = uuid4()
        register.put("organisations", identity, draft.fact)
        register.record(caller, "found")
        return read(caller, connection, "organisations", identity)


def change(
    caller: Caller,
    installation: Installation,
    table: str,
    identity: UUID,
    precondition: Precondition,
    correction: Correction,
) -> Stored:
    """Let the register say otherwise of an entry, from now on; of a mandate only as long as it is a draft.

    NotFound when there is no such entry; Stale when it is not in the state that the caller saw; InvalidInput and
    Conflict as when it is added. What changes nothing is not recorded.
    """
    with opened(caller, installation, table, identity) as (register, stored):
        caller.must(Right.KEEP, register.oin)
        precondition.must_hold(stored.tag)
        fact = _corrected(caller, stored, correction)
        if fact == stored.entry.fact:
            return stored
        vet(register, table, [fact], identity)
        if table == "mandates":
            edit_mandate(caller, register, stored, fact)
        else:
            register.close(table, [stored.entry])
            register.put(table, identity, fact)
        register.record(caller, f"correct {table}")
        return read(caller, register.connection, table, identity)


@contextmanager
def opened(
    caller: Caller, installation: Installation, table: str, identity: UUID
) -> Iterator[tuple[OpenRegister, Stored]]:
    """Lock the register of an entry to change it there; NotFound when there is no such entry."""
    with installation.writing() as connection:
        register = open_register(connection, read(caller, connection, table, identity).organisation)
        yield register, read(caller, connection, table, identity)


def _corrected(caller: Caller, stored: Stored, correction: Correction) -> Any:
    fact = stored.entry.fact
    if "four_eyes" in correction.values and correction.values["four_eyes"] != fact.four_eyes:
        caller.must_administer()
    return replace(fact, **correction.values, **as_instants(correction.dates, fact.valid, stored.time_zone))


def time_zone(connection: Connection, oin: str) -> str:
    """Give the time zone of an organisation; InvalidInput when it has no register here."""
    rows = TABLES["organisations"]
    found = connection.scalar(select(rows.c.time_zone).where(rows.c.oin == oin, rows.c.known_until.is_(None)))
    if found is None:
        raise InvalidInput(FieldError("organisation", "unknown_code", f"{oin} has no register here"))
    return str(found)


def as_instants(dates: Mapping[str, date | None], valid: Period, zone: str) -> dict[str, Any]:
    """Give the fields that dates stand for: the valid period, as far as it is not stated as it was, and consents."""
    where = ZoneInfo(zone)
    instants: dict[str, Any] = {
        name: day and (end_of(day, where) if name == "valid_until" else beginning_of(day, where))
        for name, day in dates.items()
    }
    since, until = instants.pop("valid_from", valid.since), instants.pop("valid_until", valid.until)
    return instants | {"valid": Period(since, until)}
