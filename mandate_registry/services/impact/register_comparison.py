"""The register as it is recorded beside the register that is under way: the same facts are the same objects in both."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from sqlalchemy import or_, select

from mandate_registry.rules.decision.case import Register
from mandate_registry.rules.directory import Directory
from mandate_registry.rules.impact.impact import Comparison
from mandate_registry.rules.mandates import Mandates
from mandate_registry.services.register.loader import IN_THE_DIRECTORY, Loader
from mandate_registry.services.register.register_writer import RegisterWriter
from models import TABLES, as_fact

Facts = Mapping[str, list[Any]]

LOOKED_AT = (*IN_THE_DIRECTORY, "mandates")


def comparison(register: RegisterWriter) -> Comparison:
    """Return what compares, in what people may decide, what is recorded with what is under way."""
    before: dict[str, list[Any]] = {}
    after: dict[str, list[Any]] = {}
    gone: dict[str, list[Any]] = defaultdict(list)
    come: dict[str, list[Any]] = defaultdict(list)
    for table in LOOKED_AT:
        found = list(_facts(register, table))
        before[table] = [fact for fact, was, _ in found if was]
        after[table] = [fact for fact, _, is_to_be in found if is_to_be]
        gone[table] = [fact for fact, was, is_to_be in found if was and not is_to_be]
        come[table] = [fact for fact, was, is_to_be in found if is_to_be and not was]
    organisations = {seat.organisation for side in (before, after) for one in side["mandates"] for seat in one.seats}
    others = Loader(register.connection, None).elsewhere(organisations - {register.oin})
    return Comparison(_register(register.oin, before, others), _register(register.oin, after, others), gone, come)


def _facts(register: RegisterWriter, table: str) -> list[tuple[Any, bool, bool]]:
    """Return the facts of a table, each with whether it is recorded, and whether it is to be so still."""
    rows = TABLES[table]
    known = or_(rows.c.known_until.is_(None), rows.c.known_until > register.version)
    wanted = select(rows).where(rows.c.register_id == register.id, rows.c.known_from <= register.reached, known)
    found = register.connection.execute(wanted.order_by(rows.c.row)).mappings()
    return [
        (as_fact(table, row), row["known_from"] <= register.version, _is_known_after(register, row["known_until"]))
        for row in found
    ]


def _is_known_after(register: RegisterWriter, until: int | None) -> bool:
    return until is None or until > register.reached


def _register(oin: str, facts: Facts, others: Mapping[str, Directory]) -> Register:
    return Register(Directory(oin, facts), Mandates(facts["mandates"]), others)
