"""What an import would do: the register as it is, held against the register folder as it should be."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from mandate_registry.rules.integrity import key_of, references
from mandate_registry.rules.periods import ALWAYS, Period

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from mandate_registry.services.recording import Entry

DATED = ("mandates", "deputyships", "absences", "appointments", "employees")
"""Tables whose rows bear dates in the register folder: what is missing there has ended."""

UNDATED = ("instruments", "decision_types", "bodies", "positions", "units")
"""Tables without dates: what is missing is withdrawn once nothing refers to it; who refers comes first."""

NOT_IN_THE_FOLDER = ("approved", "suspensions", "revoked_at")
"""What became of a mandate after it was granted: the folder does not say, so an import keeps it."""


@dataclass(slots=True)
class TablePlan:
    """What happens to one table: facts to add, entries to change, entries to end at a moment, entries to withdraw."""

    added: list[Any] = field(default_factory=list)
    changed: list[tuple[Entry, Any]] = field(default_factory=list)
    ended: list[tuple[Entry, Any]] = field(default_factory=list)
    withdrawn: list[Entry] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing happens."""
        return not (self.added or self.changed or self.ended or self.withdrawn)


def plan(
    wanted: Mapping[str, Sequence[Any]], present: Mapping[str, Sequence[Entry]], end: datetime
) -> dict[str, TablePlan]:
    """Plan how the register (`present`) comes to say what the folder says (`wanted`), by table.

    What the folder leaves out was true until now: it ends at `end`. What has not begun by then, or bears no dates, is
    withdrawn, unless something that stays refers to it.
    """
    plans = {}
    missing = {}
    for table, entries in present.items():
        plans[table], missing[table] = _match(table, wanted.get(table, ()), entries)
    stays: set[tuple[str, str]] = set()
    for table in (*DATED, *UNDATED):
        _leave_out(table, plans[table], missing[table], end, stays)
    return plans


def _match(table: str, facts: Iterable[Any], entries: Iterable[Entry]) -> tuple[TablePlan, list[Entry]]:
    """Pair facts with entries of the same key: equal ones first, then in their order."""
    waiting: dict[tuple[str, ...], list[Entry]] = defaultdict(list)
    for entry in entries:
        waiting[key_of(table, entry.fact)].append(entry)
    result, unequal = TablePlan(), []
    for fact in facts:
        same = next((entry for entry in waiting.get(key_of(table, fact), ()) if _says(entry, fact)), None)
        if same:
            waiting[key_of(table, fact)].remove(same)
        else:
            unequal.append(fact)
    for fact in unequal:
        if others := waiting.get(key_of(table, fact)):
            entry = others.pop(0)
            result.changed.append((entry, as_changed(entry, fact)))
        else:
            result.added.append(fact)
    return result, [entry for others in waiting.values() for entry in others]


def as_changed(entry: Entry, fact: Any) -> Any:
    """Give the fact with what the folder does not tell about the entry, and no recorded period."""
    kept = {name: getattr(entry.fact, name) for name in NOT_IN_THE_FOLDER if hasattr(entry.fact, name)}
    return replace(fact, recorded=ALWAYS, **kept)


def _says(entry: Entry, fact: Any) -> bool:
    return bool(replace(entry.fact, recorded=ALWAYS) == as_changed(entry, fact))


def _leave_out(
    table: str, result: TablePlan, missing: Sequence[Entry], end: datetime, stays: set[tuple[str, str]]
) -> None:
    """End or withdraw what the folder leaves out; `stays` collects what is referred to by what stays."""
    doubtful = []
    for entry in missing:
        begun = table in DATED and entry.fact.valid.has_begun(end) and entry.fact.valid.since != end
        if begun and not entry.fact.valid.is_over(end):
            result.ended.append((entry, replace(entry.fact, valid=Period(entry.fact.valid.since, end))))
        if begun:
            stays.update(_referred_to(table, entry))
        else:
            doubtful.append(entry)
    result.withdrawn.extend(_unreferenced(table, doubtful, stays))


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
