"""Which entries of a register the facts of a register folder stand for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from zoneinfo import ZoneInfo

from mandate_registry.errors import Conflict, FieldError
from mandate_registry.rules.facts import Employee, Mandate
from mandate_registry.rules.integrity import APART, key_of
from mandate_registry.rules.lifecycle.in_force import in_the_folder
from mandate_registry.rules.lifecycle.lifecycle import EventRefusal
from mandate_registry.rules.lifecycle.restated import restated
from mandate_registry.rules.mandates import in_order
from mandate_registry.rules.periods import merged
from mandate_registry.services.register.register_writer import EntryRow

NOT_IN_THE_FOLDER = ("four_eyes",)
"""A setting that an import keeps, as the folder does not say it. For mandates see `rules.lifecycle.restated`."""


@dataclass(slots=True)
class TablePlan:
    """What happens to one table: facts to add, entries to change, entries to end at a moment, entries to withdraw.

    A mandate that comes to have more stretches has them `beside` one that it had, under its identity; one that comes
    to have fewer loses those `replaced`.
    """

    added: list[Any] = field(default_factory=list)
    changed: list[tuple[EntryRow, Any]] = field(default_factory=list)
    beside: list[tuple[EntryRow, Any]] = field(default_factory=list)
    replaced: list[EntryRow] = field(default_factory=list)
    ended: list[tuple[EntryRow, Any]] = field(default_factory=list)
    withdrawn: list[EntryRow] = field(default_factory=list)

    @property
    def closed(self) -> list[EntryRow]:
        """The entries whose place is taken by others."""
        return [*(entry for entry, _ in (*self.changed, *self.ended)), *self.replaced]


def match(table: str, facts: Iterable[Any], entries: Iterable[EntryRow]) -> tuple[TablePlan, list[EntryRow]]:
    """Pair facts with entries of the same key, equal ones first, then in their order; returns what is left out too.

    Of entries that do not overlap, such as the employments of one number, a fact is the one of its time or a new one.
    """
    waiting: dict[tuple[str, ...], list[EntryRow]] = defaultdict(list)
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
        others = waiting.get(key_of(table, fact), [])
        its = next((one for one in others if table not in APART or _is_of_its_time(one, fact)), None)
        if its:
            others.remove(its)
            result.changed.append((its, _as_changed(its, fact)))
        else:
            result.added.append(fact)
    return result, [entry for others in waiting.values() for entry in others]


def _is_of_its_time(entry: EntryRow, fact: Any) -> bool:
    return bool(entry.fact.valid.meets(fact.valid))


def _as_changed(entry: EntryRow, fact: Any) -> Any:
    """Return the fact with what the folder does not tell about the entry."""
    kept = {name: getattr(entry.fact, name) for name in NOT_IN_THE_FOLDER if hasattr(entry.fact, name)}
    if isinstance(fact, Employee):  # a folder stops people, and gives nothing back
        kept["suspensions"] = merged((*entry.fact.suspensions, *fact.suspensions))
    return replace(fact, **kept)


def _says(entry: EntryRow, fact: Any) -> bool:
    return bool(entry.fact == _as_changed(entry, fact))


def match_mandates(
    rows: Iterable[Mandate], entries: Iterable[EntryRow], zone: ZoneInfo
) -> tuple[TablePlan, list[EntryRow]]:
    """Hold the rows of a folder against the mandates of a register, all rows and all stretches of a number at once.

    Nothing happens to a mandate of which the folder says what an export would say. What an export leaves out, a
    folder may leave out: a draft, and what was never in force. Conflict when the folder has the number of a draft, or
    grants a revoked mandate anew.
    """
    said, had = _by_number(rows), _by_number(entries)
    _refuse_drafts(number for number in said if any(not entry.fact.approved for entry in had.get(number, ())))
    exported = in_the_folder((entry.fact for own in had.values() for entry in own), zone)
    result = TablePlan()
    for number, own in said.items():
        if number not in had:
            result.added.extend(own)
        elif in_order(own) != exported.get(number):
            _restate(result, own, had[number], zone)
    left_out = exported.keys() - said.keys()
    return result, [entry for number in had if number in left_out for entry in had[number]]


def _by_number(items: Iterable[Any]) -> dict[str, list[Any]]:
    """Group entries or facts by the number of the mandate."""
    found: dict[str, list[Any]] = defaultdict(list)
    for item in items:
        found[getattr(item, "fact", item).number].append(item)
    return dict(found)


def _refuse_drafts(numbers: Iterable[str]) -> None:
    if errors := [FieldError("number", "draft", f"{number} is a draft in the register") for number in numbers]:
        detail = ", ".join(error.detail for error in errors)
        raise Conflict(f"A folder does not decide on drafts: {detail}. Approve or withdraw it first.", *errors)


def _restate(result: TablePlan, rows: Sequence[Mandate], entries: Sequence[EntryRow], zone: ZoneInfo) -> None:
    """Plan that a mandate says what rows say; a stretch that stays as it is stays the entry that it was."""
    had = [entry.fact for entry in entries]
    try:
        after = restated(rows, had, zone)
    except EventRefusal as refusal:
        raise Conflict(f"{refusal.detail}.", FieldError(refusal.field, refusal.code, refusal.detail)) from refusal
    gone = [entry for entry in entries if entry.fact not in after]
    come = [fact for fact in after if fact not in had]
    result.changed.extend(zip(gone, come, strict=False))
    result.beside.extend((entries[0], fact) for fact in come[len(gone) :])
    result.replaced.extend(gone[len(come) :])
