"""What gave somebody power without an approval: a list for approvers, as far as each has not looked at it yet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, or_, select, update

from mandate_registry.errors import FieldError, InvalidInput
from mandate_registry.rules.integrity import key_of
from mandate_registry.rules.lifecycle.lifecycle import Event
from mandate_registry.services.callers import Caller
from mandate_registry.services.changesets.changeset_impact import NamedDifference, named_difference
from mandate_registry.services.impact.register_comparison import LOOKED_AT, comparison
from mandate_registry.services.installation import Installation
from mandate_registry.services.pagination import Page
from mandate_registry.services.permissions import Right
from mandate_registry.services.register.register_writer import RegisterWriter, insert_missing
from models import TABLES, as_fact, changes, looks, registers

APPROVED = (Event.APPROVAL.value, f"{Event.APPROVAL.value} of changeset")
"""What was done where somebody else approved it."""
FIRST = "import"
NAMED = 20
"""How many entries of each table are named of one change."""


@dataclass(frozen=True, slots=True)
class Gain:
    """A change that gave somebody power without an approval: who made it, when, and what people gained.

    `entries` names what was recorded, by table. `is_first`: the register began with it, so that everything in it was
    gained and nothing is listed.
    """

    version: int
    entered_at: datetime
    actor: str
    act: str
    gains: list[NamedDifference]
    entries: list[tuple[str, Any]] = field(default_factory=list)
    is_first: bool = False


def unapproved_gains(
    caller: Caller, installation: Installation, organisation: str, limit: int = 20, after: int = 0
) -> Page[Gain]:
    """Return the changes without an approval by which somebody gained power, since the caller last looked.

    They are those after the version `after`, in their order. InvalidInput when the organisation has no register here.
    """
    caller.must(Right.READ, organisation)
    with installation.reading() as connection:
        register = _register(connection, organisation)
        found: list[Gain] = []
        for gain in _gains(connection, register, max(after, _looked(connection, register.id, caller))):
            found.append(gain)
            if len(found) > limit:
                break
    return Page(found[:limit], found[limit - 1].version if len(found) > limit else None)


def look_up_to(caller: Caller, installation: Installation, organisation: str, version: int) -> int:
    """Remember that an approver has looked at every change up to a version of a register; returns the version."""
    caller.must(Right.APPROVE, organisation)
    with installation.writing() as connection:
        register = _register(connection, organisation)
        if not 0 < version <= register.version:
            raise InvalidInput(FieldError("version", "invalid_value", f"is none from 1 to {register.version}"))
        insert_missing(connection, looks, [{"register_id": register.id, "actor": caller.actor, "version": 0}])
        its = (looks.c.register_id == register.id, looks.c.actor == caller.actor, looks.c.version < version)
        connection.execute(update(looks).where(*its).values(version=version))
        return _looked(connection, register.id, caller)


def _register(connection: Connection, organisation: str) -> Row[Any]:
    found = connection.execute(select(registers).where(registers.c.oin == organisation)).one_or_none()
    if found is None:
        raise InvalidInput(FieldError("organisation", "unknown_code", f"{organisation} has no register here"))
    return found


def _looked(connection: Connection, register: int, caller: Caller) -> int:
    its = (looks.c.register_id == register, looks.c.actor == caller.actor)
    return connection.scalar(select(looks.c.version).where(*its)) or 0


def _gains(connection: Connection, register: Row[Any], after: int) -> Iterator[Gain]:
    """Yield the gains of each change after a version, in order."""
    its = changes.c.register_id == register.id
    began = connection.scalar(select(changes.c.entered_at).where(its, changes.c.version == 1))
    wanted = select(changes).where(its, changes.c.version > after, changes.c.act.not_in(APPROVED))
    touched = _touched(connection, register.id, after)
    for row in connection.execute(wanted.order_by(changes.c.version)).all():
        is_first = row.entered_at == began and row.act == FIRST  # in several versions where it was known as adopted
        if row.version not in touched or (is_first and row.version > 1):
            continue
        if is_first:
            yield _gain(row, [], [], is_first=True)
        elif gains := _gained(connection, register, row):
            yield _gain(row, gains, _recorded(connection, register.id, row.version))


def _gain(
    row: Row[Any], gains: list[NamedDifference], entries: list[tuple[str, Any]], *, is_first: bool = False
) -> Gain:
    return Gain(row.version, row.entered_at, row.actor, row.act, gains, entries, is_first)


def _recorded(connection: Connection, register: int, version: int) -> list[tuple[str, Any]]:
    """Return the first facts that a version came to say, or said no more, by table."""
    found: list[tuple[str, Any]] = []
    for name in LOOKED_AT:
        rows = TABLES[name]
        its = or_(rows.c.known_from == version, rows.c.known_until == version)
        wanted = select(rows).where(rows.c.register_id == register, its).order_by(rows.c.row.desc()).limit(NAMED)
        found += [(name, as_fact(name, row)) for row in connection.execute(wanted).mappings()]
    return list({(table, key_of(table, fact)): (table, fact) for table, fact in found}.values())


def _touched(connection: Connection, register: int, after: int) -> set[int]:
    """Return the versions after one that said something else of what decides who may do what."""
    columns = [
        (table, table.c[name]) for table in (TABLES[one] for one in LOOKED_AT) for name in ("known_from", "known_until")
    ]
    return {
        version
        for table, column in columns
        for version in connection.scalars(
            select(column).where(table.c.register_id == register, column > after).distinct()
        )
    }


def _gained(connection: Connection, register: Row[Any], row: Row[Any]) -> list[NamedDifference]:
    """Return what people gained by one change."""
    moments = (row.entered_at, row.entered_at)
    between = RegisterWriter(connection, register.id, register.oin, row.version - 1, row.version, *moments)
    compared = comparison(between)
    return [named_difference(between, compared, one) for one in compared.effect().differences if one.gains]
