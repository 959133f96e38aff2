"""What an import would do: the register as it is, held against the register folder as it should be."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from mandate_registry.rules.facts import Mandate
from mandate_registry.rules.integrity import key_of, references
from mandate_registry.rules.periods import Period
from mandate_registry.services.changing.matching import match, match_mandates

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from mandate_registry.services.changing.matching import TablePlan
    from mandate_registry.services.registers.recording import Entry

DATED = ("mandates", "deputyships", "absences", "appointments", "employees")
"""Tables whose rows bear dates in the register folder: what is missing there has ended."""

UNDATED = ("instruments", "decision_types", "bodies", "positions", "units")
"""Tables without dates: what is missing is withdrawn once nothing refers to it; who refers comes first."""


def plan(
    wanted: Mapping[str, Sequence[Any]], present: Mapping[str, Sequence[Entry]], end: datetime
) -> dict[str, TablePlan]:
    """Plan how the register (`present`) comes to say what the folder says (`wanted`), by table.

    What the folder leaves out was true until now: it ends at `end`. What has not begun by then, or bears no dates, is
    withdrawn, unless something that stays refers to it. Conflict as `matching.match_mandates`.
    """
    homes = [entry.fact for entry in present["organisations"]] or wanted["organisations"]
    plans, missing = {}, {}
    for table, entries in present.items():
        facts = wanted.get(table, ())
        plans[table], missing[table] = (
            match_mandates(facts, entries, ZoneInfo(homes[0].time_zone))
            if table == "mandates"
            else match(table, facts, entries)
        )
    going = {entry.row for entry in (*missing["mandates"], *plans["mandates"].closed)}
    staying = (("mandates", entry) for entry in present["mandates"] if entry.row not in going)
    agreed = (("agreements", entry) for entry in present["agreements"])  # no folder has these: they stay
    stays = {reference for table, entry in (*staying, *agreed) for reference in _referred_to(table, entry)}
    for table in (*DATED, *UNDATED):
        _leave_out(table, plans[table], missing[table], end, stays)
    return plans


def _leave_out(
    table: str, result: TablePlan, missing: Sequence[Entry], end: datetime, stays: set[tuple[str, str]]
) -> None:
    """End or withdraw what the folder leaves out; `stays` collects what is referred to by what stays."""
    begun = [entry for entry in missing if table in DATED and _has_begun(entry, end)]
    rest = [entry for entry in missing if table not in DATED or not _has_begun(entry, end)]
    result.ended.extend((entry, _ended(entry.fact, end)) for entry in begun if not _is_over(entry.fact, end))
    stays.update(reference for entry in begun for reference in _referred_to(table, entry))
    there = {key_of(table, entry.fact) for entry in begun if table == "mandates"}
    result.withdrawn.extend(entry for entry in rest if key_of(table, entry.fact) in there)
    doubtful = [entry for entry in rest if key_of(table, entry.fact) not in there]
    unneeded = _unreferenced(table, doubtful, stays)
    result.withdrawn.extend(unneeded)
    if table == "mandates":  # one that stays for the sake of another must not come into force
        gone = {entry.row for entry in unneeded}
        kept = (entry for entry in doubtful if entry.row not in gone and not _is_over(entry.fact, end))
        result.ended.extend((entry, replace(entry.fact, revoked_at=end)) for entry in kept)


def _has_begun(entry: Entry, end: datetime) -> bool:
    return bool(entry.fact.valid.has_begun(end) and entry.fact.valid.since != end)


def _is_over(fact: Any, end: datetime) -> bool:
    return bool(fact.valid.is_over(end) or (isinstance(fact, Mandate) and fact.is_revoked(end)))


def _ended(fact: Any, end: datetime) -> Any:
    return replace(fact, valid=Period(fact.valid.since, end))


def _unreferenced(table: str, doubtful: list[Entry], stays: set[tuple[str, str]]) -> list[Entry]:
    """Give the entries to which nothing that stays refers; one that stays keeps what it refers to in turn."""
    kept = [entry for entry in doubtful if (table, key_of(table, entry.fact)[0]) in stays]
    while kept:
        stays.update(reference for entry in kept for reference in _referred_to(table, entry))
        doubtful = [entry for entry in doubtful if entry not in kept]
        kept = [entry for entry in doubtful if (table, key_of(table, entry.fact)[0]) in stays]
    return doubtful


def _referred_to(table: str, entry: Entry) -> Iterable[tuple[str, str]]:
    return ((target, code) for _, target, code in references(table, entry.fact))
