"""What may not be recorded: what refers to nothing, runs in a circle, ends before it begins, or oversteps the law."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from mandate_registry.errors import Conflict, FieldError, InvalidInput
from mandate_registry.rules.facts import Fact, Mandate
from mandate_registry.rules.integrity import (
    APART,
    CIRCULAR,
    DATED_KEYS,
    KEYS,
    Flaw,
    circles,
    clash,
    key_of,
    references,
    unknown_code,
)
from mandate_registry.rules.lifecycle.grant_limits import TABLES as LOOKED_AT
from mandate_registry.rules.lifecycle.grant_limits import Overreach, overreaches
from mandate_registry.rules.lifecycle.lifecycle import EventRefusal
from mandate_registry.rules.mandates import Mandates
from mandate_registry.rules.periods import Period
from mandate_registry.services.register.loader import directory_at, mandates_with_parents
from mandate_registry.services.register.register_writer import RegisterWriter, current
from models import TABLES


def validate(register: RegisterWriter, table: str, facts: Iterable[Any], identity: UUID | None = None) -> None:
    """Refuse facts of one key, given what the register says beside them; `identity` is theirs if it has them already.

    InvalidInput names every field; Conflict when the register has another entry of this key.
    """
    found: list[Flaw | FieldError | Overreach] = []
    for fact in facts:
        wrong: list[Flaw | FieldError] = [*_unknown(register, table, fact)]
        if fact.valid.is_backward:
            wrong.append(FieldError("valid_until", "last_day_before_first", "the last day is before the first"))
        found += wrong or _circular(register, table, fact, identity)
        if table == "mandates" and not found:
            found += _oversteps(register, fact)
    if found:
        raise InvalidInput(*dict.fromkeys(map(_as_error, found)))
    if identity is None or table in DATED_KEYS & APART:
        for fact in facts:
            _refuse_duplicate(register, table, fact, identity)


def _as_error(flaw: Flaw | FieldError | Overreach) -> FieldError:
    sentence = flaw.sentence if isinstance(flaw, Overreach) else None
    return FieldError(flaw.field, flaw.code, flaw.detail, sentence)


def as_invalid(refusal: EventRefusal) -> InvalidInput:
    """Return what the rules refuse as an error of the field that is to blame."""
    return InvalidInput(FieldError(refusal.field, refusal.code, refusal.detail))


def validate_instrument(register: RegisterWriter, reference: str | None) -> None:
    """Refuse an instrument that the register does not know."""
    if reference and not has_code(register, "instruments", reference):
        raise InvalidInput(FieldError("instrument", "unknown_code", unknown_code("instruments", reference)))


def _unknown(register: RegisterWriter, table: str, fact: Fact) -> list[FieldError]:
    """Find every code that the register does not know; a fact that refers to itself is a circle."""
    found = []
    for field, target, code in references(table, fact):
        if target == table and code == key_of(table, fact)[0]:
            found.append(FieldError(field, "circle", f"{code!r} is above or part of itself"))
        elif not has_code(register, target, code):
            found.append(FieldError(field, "unknown_code", unknown_code(target, code)))
    return found


def has_code(register: RegisterWriter, target: str, code: str) -> bool:
    """Return whether the register has an entry of this code in a table (or a category among its positions)."""
    rows = TABLES["positions" if target == "categories" else target]
    column = rows.c.category if target == "categories" else rows.c[KEYS[target][0]]
    wanted = select(rows.c.row).where(rows.c.register_id == register.id, column == code, rows.c.known_until.is_(None))
    return register.connection.execute(wanted.limit(1)).first() is not None


def _circular(register: RegisterWriter, table: str, fact: Fact, identity: UUID | None) -> list[Flaw]:
    """Find a circle that a changed fact closes; nothing refers to a new one yet."""
    if identity is None or table not in CIRCULAR or table == "mandates":
        return []
    others = [entry.fact for entry in current(register.connection, register.id, table) if entry.id != identity]
    return [flaw for flaw in circles(table, [fact, *others]) if flaw.index == 0]


def _oversteps(register: RegisterWriter, mandate: Mandate) -> list[FieldError | Overreach]:
    numbers = [mandate.parent] if mandate.parent else []
    known = mandates_with_parents(register.connection, register.id, numbers, register.reached)
    if any(fact.number == mandate.number for fact in known):
        return [FieldError("parent", "circle", f"{mandate.number!r} is above itself")]
    tables = LOOKED_AT if any(parent.within for parent in known) else LOOKED_AT[:2]
    directory = directory_at(register.connection, register.id, register.oin, register.reached, tables)
    found: dict[Overreach, None] = {}
    for at in _moments(mandate, known, register.moment):
        parents = [replace(parent, valid=known.lasting(parent.number)) for parent in known.chain(mandate, at)[0]]
        found |= dict.fromkeys(overreaches(mandate, parents, directory, at))
    return [*found]


def _moments(mandate: Mandate, above: Mandates, moment: datetime) -> list[datetime]:
    """Return when a mandate is held against those above it: at its beginning, now, and whenever they become others."""
    later = {parent.valid.since for parent in above if parent.valid.since and parent.valid.since > moment}
    return [mandate.valid.since or moment, *sorted(at for at in {moment, *later} if at in mandate.valid)]


def _refuse_duplicate(register: RegisterWriter, table: str, fact: Fact, identity: UUID | None) -> None:
    rows, names, key = TABLES[table], KEYS[table], key_of(table, fact)
    wanted = select(rows.c.valid_from, rows.c.valid_until).where(
        rows.c.register_id == register.id,
        rows.c.known_until.is_(None),
        *(rows.c[name] == value for name, value in zip(names, key, strict=True)),
    )
    if identity is not None:
        wanted = wanted.where(rows.c.id != identity)
    found = (Period(since, until) for since, until in register.connection.execute(wanted))
    if any(table not in DATED_KEYS or clash(table, fact.valid, period) for period in found):
        at_the_time = " for some of that time" if table == "employees" else ""
        detail = f"{' / '.join(key)} stands in the register already{at_the_time}"
        raise Conflict(f"The register has this entry already: {detail}.", FieldError(names[0], "duplicate", detail))
