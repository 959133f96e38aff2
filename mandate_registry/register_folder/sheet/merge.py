"""A register with the rows of one table merged in: what a row does not state or is not about stays as it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from mandate_registry.register_folder.column_notation import Notation, notation_of_days
from mandate_registry.register_folder.columns import TABLES, Column, Table
from mandate_registry.register_folder.grants.additions import additions_of, called, refused
from mandate_registry.register_folder.grants.disclosure import asks_disclosure, disclosed
from mandate_registry.register_folder.grants.first_days import FirstDays
from mandate_registry.register_folder.grants.needed_powers import with_powers
from mandate_registry.register_folder.grants.required_amounts import with_required_amounts
from mandate_registry.register_folder.matrix.matrix import cell_at
from mandate_registry.register_folder.names.duplicates import merged_duplicates, placed_units
from mandate_registry.register_folder.names.translation import CodesByName
from mandate_registry.register_folder.names.written_alike import KEY, merged_variants
from mandate_registry.register_folder.problems import MAX_ERRORS
from mandate_registry.register_folder.reader import RegisterFolder
from mandate_registry.register_folder.sheet.cell_reader import CONDITIONS, INSTRUCTIONS, in_lines, joined
from mandate_registry.register_folder.sheet.cell_sources import RowError
from mandate_registry.register_folder.sheet.empty_limits import empty_limits
from mandate_registry.register_folder.sheet.heading_match import key_columns
from mandate_registry.register_folder.sheet.mandate_numbers import numbered
from mandate_registry.register_folder.sheet.mapped_table import MappedTable, read_mapped
from mandate_registry.register_folder.sheet.open_questions import Question, questions, texts_of_days
from mandate_registry.register_folder.sheet.plan import BY_NAME, NewTypes, Plan
from mandate_registry.register_folder.sheet.read_as import SheetReading
from mandate_registry.register_folder.sheet.row_selection import rows_with_skipped_words, selected, with_corrections
from mandate_registry.register_folder.spreadsheets import SheetLayout
from mandate_registry.register_folder.staff.position_titles import with_position_codes
from mandate_registry.register_folder.staff.staff import parts_of, source_of
from mandate_registry.register_folder.staff.staff_columns import STAFF
from mandate_registry.rules.facts import Fact
from mandate_registry.rules.integrity import APART, DATED_KEYS, KEYS, flaws, key_of
from mandate_registry.rules.lifecycle.reserved_types import holding_back
from mandate_registry.rules.periods import Period

STAY_KNOWN = tuple(table.name for table in TABLES if table.name != "mandates")
"""Tables of which an entry that is left out may still be referred to: an import ends it, or lets it stay."""


@dataclass(frozen=True, slots=True)
class Merged:
    """A register as it would be with a spreadsheet in it, or what is wrong with that; how the columns were read.

    `rows` are the rows of the file by the table and the key of what they tell of; `layout` is a digest of the headings
    of the sheet. `reading` is how the spreadsheet was read; None of a file that is a register.
    """

    register: RegisterFolder
    errors: list[RowError]
    notations: dict[str, Notation]
    rows: Mapping[tuple[str, str], int] = field(default_factory=dict)
    layout: str = ""
    reading: SheetReading | None = None


def merge(register: RegisterFolder, laid: SheetLayout, plan: Plan) -> Merged:
    """Merge a sheet into a register.

    A row takes the place of what the register says of the same entry in the same period, and keeps what it does not
    state; with a later first day it follows, unless the plan says that it replaces. What the sheet does not list stays,
    or goes when the plan says that it is complete.
    """
    open_errors = [_asked(laid, one) for one in questions(laid, plan)]
    if open_errors:
        return Merged(register, open_errors[:MAX_ERRORS], {})
    result = Merged(register, [], {})
    if plan.table == STAFF.name:  # all that a row says of somebody is left out, in whichever table
        plan = replace(plan, dropped=(*plan.dropped, *rows_with_skipped_words(laid, plan)))
    days = plan.notation or notation_of_days(texts_of_days(selected(laid, plan), plan))
    told = with_position_codes(laid, replace(plan, notation=days), register.tables)
    is_coded = told.plan.columns.keys() > plan.columns.keys()
    if wrong := [*told.errors, *refused(plan, laid, register.tables)]:
        return replace(result, errors=wrong[:MAX_ERRORS])
    words = called(plan, laid, register.tables)
    own = [(told.laid, part) for part in parts_of(told.plan)]
    for sheet, part in (*additions_of(plan, laid, register.tables), *own):
        names = CodesByName.of(result.register.tables).also(words)
        merged = _merge_part(result.register, sheet, part, names.by_code_alone("positions") if is_coded else names)
        errors = [_of_the_list(one, laid, plan, part.table) for one in merged.errors]
        rows = {**result.rows, **merged.rows}
        result = replace(merged, errors=errors, notations=result.notations | merged.notations, rows=rows)
        if result.errors:
            break
    if told.plan.table == STAFF.name:
        return _hung(result, plan, register)
    return result if result.errors else _held_back(_asking_amounts(result, plan), plan, register)


def _asking_amounts(merged: Merged, plan: Plan) -> Merged:
    """Return a register whose decision types need an amount where the list limits them, if the plan tells so."""
    if not plan.requires_amount:
        return merged
    tables: Mapping[str, Sequence[Any]] = merged.register.tables
    own = [one for one in tables["mandates"] if ("mandates", " / ".join(key_of("mandates", one))) in merged.rows]
    types: list[Fact] = [*with_required_amounts(tables["decision_types"], own)]
    return replace(merged, register=replace(merged.register, tables=merged.register.tables | {"decision_types": types}))


def _held_back(merged: Merged, plan: Plan, register: RegisterFolder) -> Merged:
    """Return a register whose mandates for everything hold back new decision types, where the plan tells so.

    Where it does not tell, and one of them would cover such a type at once, that is still to be answered.
    """
    had: Mapping[str, Sequence[Any]] = register.tables
    tables: Mapping[str, Sequence[Any]] = merged.register.tables
    known = {one.code for one in had["decision_types"]}
    new = [one for one in tables["decision_types"] if one.code not in known]
    held = holding_back(tables["mandates"], new, {one.number for one in had["mandates"]})
    if not held.times or plan.new_types == NewTypes.COVERED:
        return merged
    if plan.new_types != NewTypes.HELD:
        return replace(merged, errors=[RowError(None, "", "decision_types", "open_new_types")])
    if held.is_too_much:
        return replace(merged, errors=[RowError(None, "", "decision_types", "held_too_many")])
    mandates: list[Fact] = [*held.mandates]
    return replace(merged, register=replace(merged.register, tables=merged.register.tables | {"mandates": mandates}))


def _of_the_list(error: RowError, laid: SheetLayout, plan: Plan, table: str) -> RowError:
    """Return an error of a table as one of the column of the list that tells of it."""
    if plan.table == "mandates" and table != plan.table:
        return replace(error, row=None, place=None)  # it is of no cell of the list
    column = source_of(plan, table, error.column)
    place = plan.columns.get(column)
    if place is None or error.place is None or error.place < len(laid.headings):
        return replace(error, column=column)
    value = next(cell_at(cells, place) for row, cells in with_corrections(laid, plan).rows if row == error.row)
    return replace(error, column=column, heading=laid.headings[place], place=place, value=value)


def _hung(merged: Merged, plan: Plan, register: RegisterFolder) -> Merged:
    """Return a register with the new units of a list of staff below the one that the plan tells."""
    before: Sequence[Any] = register.tables["units"]
    after: Sequence[Any] = merged.register.tables["units"]
    units = placed_units(plan, before, after)
    if units is None:
        new = ", ".join(one.name for one in after if one.code not in {had.code for had in before})
        return replace(merged, errors=[RowError(None, "", "parent", "units_untold", new), *merged.errors])
    tables = merged.register.tables | {"units": units}
    return replace(merged, register=replace(merged.register, tables=tables))


def _asked(laid: SheetLayout, question: Question) -> RowError:
    heading = "" if question.place is None else laid.headings[question.place]
    return RowError(None, heading, question.column, f"open_{question.asks}")


def _merge_part(register: RegisterFolder, laid: SheetLayout, plan: Plan, names: CodesByName) -> Merged:
    """Merge what a sheet says of one table."""
    zone = ZoneInfo(register.organisation.time_zone)
    mapped = read_mapped(laid, plan, names, zone)
    if plan.table == "mandates" and plan.of_types:
        mapped = with_powers(mapped, with_corrections(laid, plan), plan, names, register)
    try:
        mapped = replace(mapped, rows=numbered(mapped.rows, plan, register.tables[plan.table]))
    except ValueError:
        return Merged(register, [RowError(None, "", "number", "invalid_value", plan.numbers)], mapped.notations)
    rows, doubled = merged_duplicates(plan, mapped.rows, register.tables[plan.table])
    rows, alike = merged_variants(plan, rows, register.tables)
    mapped = replace(mapped, rows=rows)
    instruments: Sequence[Any] = register.tables["instruments"]
    first = FirstDays(plan, {one.reference: one for one in instruments}, zone)
    facts, places, lacking = _merged(mapped, register.tables[plan.table], plan, first)
    merged = replace(register, tables=register.tables | {plan.table: facts}, expectations=None, rows={})
    whence = _RowOrigins(with_corrections(laid, plan), plan, places)
    errors = [*mapped.errors, *empty_limits(laid, plan)]
    errors += [*(whence.at(row, "title_nl", code) for row, code in doubled), *lacking]
    errors += [replace(whence.at(row, KEY[plan.table], code), told=told) for row, code, told in alike]
    if not errors:
        errors = list(_flaws(register, merged, whence))[:MAX_ERRORS]
    at = {(plan.table, " / ".join(key_of(plan.table, facts[index]))): row for index, row in places.items() if row}
    return Merged(merged, sorted(errors, key=lambda one: one.row or 0)[:MAX_ERRORS], mapped.notations, at)


def _merged(
    mapped: MappedTable, present: Sequence[Fact], plan: Plan, first: FirstDays
) -> tuple[list[Fact], dict[int, int], list[RowError]]:
    """Return the facts of the table, the row of the file for each place that is of the file, and what rows lack."""
    table = mapped.table
    had: dict[tuple[str, ...], list[Fact]] = defaultdict(list)
    for fact in present:
        had[key_of(table.name, fact)].append(fact)
    come: dict[tuple[str, ...], list[tuple[int, Fact]]] = defaultdict(list)
    errors: list[RowError] = []
    is_open = False
    for row, values in mapped.rows:
        former = _former(table, values, had.get(tuple(str(values[name]) for name in KEYS[table.name]), []))
        told = mapped.stated | values.keys()
        lacking = [] if former else [one for one in table.required if one.fields[0] not in told]
        errors.extend(RowError(row, "", one.name, "new_lacks") for one in lacking)
        is_open = is_open or (not former and asks_disclosure(plan) and not plan.disclosure)
        day, untold = ({}, []) if former else first.of(row, values)
        errors.extend(untold)
        if not lacking:
            kept = _kept(table, mapped.stated, former, values.get("valid.since"))
            new = {} if former else disclosed(plan)
            fact = table.build(new | kept | values | day | _beside(kept, values))
            come[key_of(table.name, fact)].append((row, fact))
    errors.extend([RowError(None, "", "disclosure", "open_disclosure")] * is_open)
    return *_in_order(had, come, plan), list(dict.fromkeys(errors))


def _former(table: Table, values: Mapping[str, Any], known: Sequence[Fact]) -> Sequence[Fact]:
    """Return what is known of an entry in the period of a row, if the row states one and periods are entries."""
    if table.name not in APART & DATED_KEYS or "valid.since" not in values:
        return known
    period = Period(values["valid.since"], values.get("valid.until"))
    return [fact for fact in known if fact.valid.meets(period)]


def _kept(table: Table, stated: frozenset[str], former: Sequence[Fact], since: datetime | None) -> dict[str, Any]:
    """Return what the register says of an entry on the first day of a row, or else last, unless the file states it."""
    then = [fact for fact in former if since is not None and since in fact.valid]
    unstated = [column for column in table.columns if not stated & set(column.fields)]
    return {
        name: value for fact in (then or former)[-1:] for column in unstated for name, value in _values(column, fact)
    }


def _beside(kept: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a row adds to the conditions and instructions of the register, where no column states them."""
    joins = {CONDITIONS: joined, INSTRUCTIONS: in_lines}
    return {name: join(kept[name], values[name]) for name, join in joins.items() if name in kept and name in values}


def _values(column: Column, fact: Fact) -> Iterator[tuple[str, Any]]:
    value = column.get(fact)
    values = [value] if len(column.fields) == 1 else value
    return ((name, one) for name, one in zip(column.fields, values, strict=True) if one is not None)


def _in_order(
    had: Mapping[tuple[str, ...], list[Fact]], come: Mapping[tuple[str, ...], list[tuple[int, Fact]]], plan: Plan
) -> tuple[list[Fact], dict[int, int]]:
    facts: list[Fact] = []
    places: dict[int, int] = {}
    may_follow = plan.table in APART | DATED_KEYS and not plan.replaces
    for key in dict.fromkeys((*had, *come)):
        new = come.get(key, [])
        if new or not plan.is_complete:
            facts.extend(_left(had.get(key, ()), [fact for _, fact in new], may_follow=may_follow))
        for row, fact in new:
            places[len(facts)] = row
            facts.append(fact)
    return facts, places


def _left(had: Sequence[Fact], new: Sequence[Fact], *, may_follow: bool) -> Iterator[Fact]:
    """Yield what stays of what the register says of an entry: what new rows do not meet, and what they follow."""
    for one in had:
        met = [fact for fact in new if fact.valid.meets(one.valid)]
        first = min((fact.valid.since for fact in met if fact.valid.since), default=None)
        is_all_later = first and all(fact.valid.since for fact in met)
        if not met:
            yield one
        elif may_follow and first and is_all_later and (one.valid.since is None or one.valid.since < first):
            yield replace(one, valid=Period(one.valid.since, first))


@dataclass(frozen=True, slots=True)
class _RowOrigins:
    """Where in the file the facts of the merged table stand."""

    laid: SheetLayout
    plan: Plan
    places: Mapping[int, int]

    def error(self, index: int, field: str, code: str) -> RowError:
        table = BY_NAME[self.plan.table]
        return self.at(self.places[index], table.column_of(field) or key_columns(table)[0], code)

    def at(self, row: int, column: str, code: str) -> RowError:
        place = self.plan.columns.get(column)
        if place is None or place >= len(self.laid.headings):
            return RowError(row, "", column, code, self.plan.fixed.get(column, ""))
        cells = next(cells for number, cells in self.laid.rows if number == row)
        value = cells[place] if place < len(cells) else ""
        return RowError(row, self.laid.headings[place], column, code, value, place)


def _flaws(register: RegisterFolder, merged: RegisterFolder, whence: _RowOrigins) -> Iterator[RowError]:
    """Yield what cannot be recorded: of a row where it stands in the file, of anything else by its name."""
    known = {name: {getattr(fact, BY_NAME[name].key) for fact in register.tables[name]} for name in STAY_KNOWN}
    for flaw in flaws(merged.tables, known):
        if flaw.table == whence.plan.table and flaw.index in whence.places:
            yield whence.error(flaw.index, flaw.field, flaw.code)
        else:
            key = " / ".join(key_of(flaw.table, merged.tables[flaw.table][flaw.index]))
            yield RowError(None, "", flaw.table, "elsewhere", f"{key}: {flaw.detail}")
