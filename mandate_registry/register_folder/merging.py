"""A register with the rows of one table merged in: what a row does not state or is not about stays as it is."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from mandate_registry.register_folder.columns import TABLES
from mandate_registry.register_folder.headings import key_columns
from mandate_registry.register_folder.mapping import BY_NAME, RowError, read_mapped
from mandate_registry.register_folder.problems import MOST
from mandate_registry.register_folder.translating import Names
from mandate_registry.rules.integrity import APART, DATED_KEYS, KEYS, flaws, key_of
from mandate_registry.rules.periods import Period

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mandate_registry.register_folder.columns import Column, Table
    from mandate_registry.register_folder.mapping import Mapped, Plan
    from mandate_registry.register_folder.notations import Notation
    from mandate_registry.register_folder.reading import RegisterFolder
    from mandate_registry.register_folder.spreadsheets import Laid
    from mandate_registry.rules.facts import Fact

STAY_KNOWN = tuple(table.name for table in TABLES if table.name != "mandates")
"""Tables of which an entry that is left out may still be referred to: an import ends it, or lets it stay."""


@dataclass(frozen=True, slots=True)
class Merged:
    """A register as it would be with a spreadsheet in it, or what is wrong with that; how the columns were read."""

    register: RegisterFolder
    errors: list[RowError]
    notations: dict[str, Notation]


def merge(register: RegisterFolder, laid: Laid, plan: Plan) -> Merged:
    """Merge a sheet into a register.

    A row takes the place of what the register says of the same entry in the same period, and keeps what it does not
    state. What the sheet does not list stays, or goes when the plan says that it is complete.
    """
    zone = ZoneInfo(register.organisation.time_zone)
    mapped = read_mapped(laid, plan, Names.of(register.tables), zone)
    facts, places, lacking = _merged(mapped, register.tables[plan.table], is_complete=plan.is_complete)
    merged = replace(register, tables=register.tables | {plan.table: facts}, expectations=None, rows={})
    errors = [*mapped.errors, *lacking]
    if not errors:
        errors = list(_flaws(register, merged, _Whence(laid, plan, places)))[:MOST]
    return Merged(merged, sorted(errors, key=lambda one: one.row or 0)[:MOST], mapped.notations)


def _merged(
    mapped: Mapped, present: Sequence[Fact], *, is_complete: bool
) -> tuple[list[Fact], dict[int, int], list[RowError]]:
    """Give the facts of the table, the row of the file for each place that is of the file, and what rows lack."""
    table = mapped.table
    had: dict[tuple[str, ...], list[Fact]] = defaultdict(list)
    for fact in present:
        had[key_of(table.name, fact)].append(fact)
    come: dict[tuple[str, ...], list[tuple[int, Fact]]] = defaultdict(list)
    errors: list[RowError] = []
    for row, values in mapped.rows:
        former = _former(table, values, had.get(tuple(str(values[name]) for name in KEYS[table.name]), []))
        lacking = [] if former else [one for one in table.required if one.fields[0] not in mapped.stated]
        errors.extend(RowError(row, "", one.name, "new_lacks") for one in lacking)
        if not lacking:
            fact = table.build(_kept(table, mapped.stated, former) | values)
            come[key_of(table.name, fact)].append((row, fact))
    return *_in_order(had, come, is_complete=is_complete), errors


def _former(table: Table, values: Mapping[str, Any], known: Sequence[Fact]) -> Sequence[Fact]:
    """Give what is known of an entry in the period of a row, where the row states one and another period is another."""
    if table.name not in APART & DATED_KEYS or "valid.since" not in values:
        return known
    period = Period(values["valid.since"], values.get("valid.until"))
    return [fact for fact in known if fact.valid.meets(period)]


def _kept(table: Table, stated: frozenset[str], former: Sequence[Fact]) -> dict[str, Any]:
    """Give what the register says last of an entry, as far as the file states nothing about it."""
    unstated = [column for column in table.columns if not stated & set(column.fields)]
    return {name: value for fact in former[-1:] for column in unstated for name, value in _values(column, fact)}


def _values(column: Column, fact: Fact) -> Iterator[tuple[str, Any]]:
    value = column.get(fact)
    values = [value] if len(column.fields) == 1 else value
    return ((name, one) for name, one in zip(column.fields, values, strict=True) if one is not None)


def _in_order(
    had: Mapping[tuple[str, ...], list[Fact]],
    come: Mapping[tuple[str, ...], list[tuple[int, Fact]]],
    *,
    is_complete: bool,
) -> tuple[list[Fact], dict[int, int]]:
    facts: list[Fact] = []
    places: dict[int, int] = {}
    for key in dict.fromkeys((*had, *come)):
        new = come.get(key, [])
        if new or not is_complete:
            facts.extend(one for one in had.get(key, ()) if not any(one.valid.meets(fact.valid) for _, fact in new))
        for row, fact in new:
            places[len(facts)] = row
            facts.append(fact)
    return facts, places


@dataclass(frozen=True, slots=True)
class _Whence:
    """Where in the file the facts of the merged table stand."""

    laid: Laid
    plan: Plan
    places: Mapping[int, int]

    def error(self, index: int, field: str, code: str) -> RowError:
        table = BY_NAME[self.plan.table]
        column = table.column_of(field) or key_columns(table)[0]
        place, row = self.plan.columns.get(column), self.places[index]
        if place is None:
            return RowError(row, "", column, code, self.plan.fixed.get(column, ""))
        cells = next(cells for number, cells in self.laid.rows if number == row)
        return RowError(row, self.laid.headings[place], column, code, cells[place] if place < len(cells) else "")


def _flaws(register: RegisterFolder, merged: RegisterFolder, whence: _Whence) -> Iterator[RowError]:
    """Yield what cannot be recorded: of a row where it stands in the file, of anything else by its name."""
    known = {name: {getattr(fact, BY_NAME[name].key) for fact in register.tables[name]} for name in STAY_KNOWN}
    for flaw in flaws(merged.tables, known):
        if flaw.table == whence.plan.table and flaw.index in whence.places:
            yield whence.error(flaw.index, flaw.field, flaw.code)
        else:
            key = " / ".join(key_of(flaw.table, merged.tables[flaw.table][flaw.index]))
            yield RowError(None, "", flaw.table, "elsewhere", f"{key}: {flaw.detail}")
