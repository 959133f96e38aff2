"""What an import would do: the register as it is, held against the register folder as it should be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import chain
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from mandate_registry.register_folder.expectations import Expectation
from mandate_registry.rules.integrity import key_of, references
from mandate_registry.rules.lifecycle.lifecycle import ChangeKind
from mandate_registry.rules.periods import Period
from mandate_registry.services.changesets.planned_change import (
    DATED,
    EXPECTED,
    PlannedChange,
    has_begun,
    is_over,
    key_text,
)
from mandate_registry.services.expected_checks.expected_check import ExpectedCheck
from mandate_registry.services.progress import count
from mandate_registry.services.register.register_writer import EntryRow
from mandate_registry.services.transfer.entry_match import TablePlan, match, match_mandates

UNDATED = ("instruments", "decision_types", "bodies", "positions", "units")
"""Tables without dates: what is missing is withdrawn once nothing refers to it; who refers comes first."""


def plan(
    wanted: Mapping[str, Sequence[Any]], present: Mapping[str, Sequence[EntryRow]], end: datetime
) -> dict[str, TablePlan]:
    """Plan how the register (`present`) comes to say what the folder says (`wanted`), by table.

    What the folder leaves out was true until now: it ends at `end`. What has not begun by then, or bears no dates, is
    withdrawn, unless something that stays refers to it. Conflict as `entry_match.match_mandates`.
    """
    homes = [entry.fact for entry in present["organisations"]] or wanted["organisations"]
    plans, missing = {}, {}
    done, total = 0, sum(map(len, present.values()))
    for table, entries in present.items():
        facts = wanted.get(table, ())
        plans[table], missing[table] = (
            match_mandates(facts, entries, ZoneInfo(homes[0].time_zone))
            if table == "mandates"
            else match(table, facts, entries)
        )
        done += len(entries)
        count(done, total)
    going = {entry.row for entry in (*missing["mandates"], *plans["mandates"].closed)}
    staying = (("mandates", entry) for entry in present["mandates"] if entry.row not in going)
    agreed = (("agreements", entry) for entry in present["agreements"])  # no folder has these: they stay
    stays = {reference for table, entry in (*staying, *agreed) for reference in _referred_to(table, entry)}
    for table in (*DATED, *UNDATED):
        _leave_out(table, plans[table], missing[table], end, stays)
    return plans


def _leave_out(
    table: str, result: TablePlan, missing: Sequence[EntryRow], end: datetime, stays: set[tuple[str, str]]
) -> None:
    """End or withdraw what the folder leaves out; `stays` collects what is referred to by what stays."""
    begun = [entry for entry in missing if table in DATED and has_begun(entry.fact, end)]
    rest = [entry for entry in missing if table not in DATED or not has_begun(entry.fact, end)]
    result.ended.extend((entry, _ended(entry.fact, end)) for entry in begun if not is_over(entry.fact, end))
    stays.update(reference for entry in begun for reference in _referred_to(table, entry))
    there = {key_of(table, entry.fact) for entry in begun if table == "mandates"}
    result.withdrawn.extend(entry for entry in rest if key_of(table, entry.fact) in there)
    doubtful = [entry for entry in rest if key_of(table, entry.fact) not in there]
    unneeded = _unreferenced(table, doubtful, stays)
    result.withdrawn.extend(unneeded)
    if table == "mandates":  # one that stays for the sake of another must not come into force
        gone = {entry.row for entry in unneeded}
        kept = (entry for entry in doubtful if entry.row not in gone and not is_over(entry.fact, end))
        result.ended.extend((entry, replace(entry.fact, revoked_at=end)) for entry in kept)


def _ended(fact: Any, end: datetime) -> Any:
    return replace(fact, valid=Period(fact.valid.since, end))


def _unreferenced(table: str, doubtful: list[EntryRow], stays: set[tuple[str, str]]) -> list[EntryRow]:
    """Return the entries to which nothing that stays refers; one that stays keeps what it refers to in turn."""
    kept = [entry for entry in doubtful if (table, key_of(table, entry.fact)[0]) in stays]
    while kept:
        stays.update(reference for entry in kept for reference in _referred_to(table, entry))
        doubtful = [entry for entry in doubtful if entry not in kept]
        kept = [entry for entry in doubtful if (table, key_of(table, entry.fact)[0]) in stays]
    return doubtful


def _referred_to(table: str, entry: EntryRow) -> Iterable[tuple[str, str]]:
    return ((target, code) for _, target, code in references(table, entry.fact))


def as_changes(plans: Mapping[str, TablePlan], version: int = 0) -> list[PlannedChange]:
    """Return what is planned as the changes of a plan, made from this version of the register."""
    return list(chain.from_iterable(_of_table(table, plan, version) for table, plan in plans.items()))


def _of_table(table: str, plan: TablePlan, version: int) -> Iterator[PlannedChange]:
    """Yield the changes of a table. The rows of one new mandate have one identity."""

    def change(kind: ChangeKind, entry: EntryRow | None, identity: UUID, named: Any, fact: Any) -> PlannedChange:
        row = entry.row if entry else None
        key = key_text(table, named)
        return PlannedChange(
            kind=kind, table=table, entry=identity, key=key, fact=fact, from_row=row, from_version=version
        )

    granted: dict[str, UUID] = defaultdict(uuid4)
    for fact in plan.added:
        identity = granted[fact.number] if table == "mandates" else uuid4()
        yield change(ChangeKind.ADDED, None, identity, fact, fact)
    for entry, fact in plan.changed:
        yield change(ChangeKind.CHANGED, entry, entry.id, fact, fact)
    for entry, fact in plan.beside:
        yield change(ChangeKind.CHANGED, None, entry.id, fact, fact)
    for entry in plan.replaced:
        yield change(ChangeKind.CHANGED, entry, entry.id, entry.fact, None)
    for entry, _ in plan.ended:
        yield change(ChangeKind.ENDED, entry, entry.id, entry.fact, entry.fact)
    for entry in plan.withdrawn:
        yield change(ChangeKind.WITHDRAWN, entry, entry.id, entry.fact, entry.fact)


def expected_changes(
    kept: Iterable[ExpectedCheck], wanted: Iterable[Expectation], version: int = 0
) -> Iterator[PlannedChange]:
    """Yield the changes by which these answers are expected, and no others."""
    had, come = {one.expectation.id: one for one in kept}, {one.id: one for one in wanted}

    def change(kind: ChangeKind, fact: Expectation) -> PlannedChange:
        before = had.get(fact.id)
        identity, row = (before.id, before.row) if before else (uuid4(), None)
        key = key_text(EXPECTED, fact)
        return PlannedChange(
            kind=kind, table=EXPECTED, entry=identity, key=key, fact=fact, from_row=row, from_version=version
        )

    for name, fact in come.items():
        if name not in had:
            yield change(ChangeKind.ADDED, fact)
        elif had[name].expectation != fact:
            yield change(ChangeKind.CHANGED, fact)
    for name, one in had.items():
        if name not in come:
            yield change(ChangeKind.WITHDRAWN, one.expectation)
