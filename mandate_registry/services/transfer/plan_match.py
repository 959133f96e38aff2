"""A proposal that is made again, held against what has come into the register since it was made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select

from mandate_registry.errors import Conflict
from mandate_registry.rules.integrity import key_of
from mandate_registry.rules.lifecycle.lifecycle import ChangeKind
from mandate_registry.services.changesets.planned_change import EXPECTED, PlannedChange
from mandate_registry.services.changesets.plans import time_zone_of
from mandate_registry.services.expected_checks.expectations import all_expected
from mandate_registry.services.register.points_in_time import is_known_in
from mandate_registry.services.register.register_writer import EntryRow, RegisterWriter, current
from mandate_registry.services.transfer.entry_match import TablePlan, match, match_mandates
from mandate_registry.services.transfer.import_plan import as_changes, expected_changes
from models import TABLES


def with_added_matched(
    register: RegisterWriter, changes: Sequence[PlannedChange], made_from: int
) -> Iterator[PlannedChange]:
    """Yield the changes; what is to be added is held against what has come since (`entry_match`), as an import does.

    So a stop, a suspension and a revocation stay, and a second employment stays a second one.
    """
    added: dict[str, list[PlannedChange]] = defaultdict(list)
    for change in changes:
        if change.kind is ChangeKind.ADDED:
            added[change.table].append(change)
        else:
            yield change
    for table, its in added.items():
        facts = [change.fact for change in its]
        if table == EXPECTED:
            yield from _expected_anew(register, facts)
        else:
            come = _come_since(register, table, made_from, facts)
            yield from as_changes({table: _matched(register, table, facts, come)}, register.version)


def _expected_anew(register: RegisterWriter, wanted: Sequence[Any]) -> Iterator[PlannedChange]:
    names = {fact.id for fact in wanted}
    kept = [one for one in all_expected(register.connection, register.id) if one.expectation.id in names]
    return expected_changes(kept, wanted, register.version)


def _matched(register: RegisterWriter, table: str, facts: Sequence[Any], entries: Sequence[EntryRow]) -> TablePlan:
    if table != "mandates":
        return match(table, facts, entries)[0]
    return match_mandates(facts, entries, ZoneInfo(time_zone_of(register.connection, register.id)))[0]


def _come_since(register: RegisterWriter, table: str, version: int, facts: Sequence[Any]) -> list[EntryRow]:
    """Return the entries of the keys of facts that the register has come to have after a version."""
    then, keys = _rows_at(register, table, version), {key_of(table, fact) for fact in facts}
    return [
        entry
        for entry in current(register.connection, register.id, table)
        if entry.id not in then and key_of(table, entry.fact) in keys
    ]


def refuse_other_stretches(register: RegisterWriter, changes: Sequence[PlannedChange]) -> None:
    """Refuse to make again what gives mandates more or fewer stretches, where something happened to them since."""
    split = [one for one in changes if one.kind is ChangeKind.CHANGED and (one.from_row is None or one.fact is None)]
    if split:
        then, now_ = (_rows_at(register, "mandates", at) for at in (split[0].from_version, register.version))
        if moved := sorted({one.key for one in split if then.get(one.entry) != now_.get(one.entry)}):
            raise Conflict(f"By now these mandates are others, so propose this again: {', '.join(moved)}.")


def _rows_at(register: RegisterWriter, table: str, version: int) -> dict[UUID, frozenset[int]]:
    """Return the rows of each entry of a table in a version of the register."""
    rows = TABLES[table]
    found: dict[UUID, set[int]] = defaultdict(set)
    wanted = select(rows.c.id, rows.c.row).where(rows.c.register_id == register.id, is_known_in(rows, version))
    for identity, row in register.connection.execute(wanted):
        found[identity].add(row)
    return {identity: frozenset(its) for identity, its in found.items()}
