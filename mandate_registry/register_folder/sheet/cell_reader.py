"""How the cells of one column are read: what each says by field, what it says of other columns, or what is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from mandate_registry.register_folder import cell_types
from mandate_registry.register_folder.amounts.function_headings import bound_of_function, is_of_lower_limits
from mandate_registry.register_folder.amounts.limits import AMOUNTS, bound_of_heading, stated_values
from mandate_registry.register_folder.amounts.multiples import multiples_above
from mandate_registry.register_folder.cell_types import Dialect
from mandate_registry.register_folder.column_notation import Notation
from mandate_registry.register_folder.columns import Column, Table
from mandate_registry.register_folder.grid.sheet_layout import RawCell
from mandate_registry.register_folder.names.translation import CodesByName, MissingValue, Translation
from mandate_registry.register_folder.sheet.cell_sources import RowError, Source
from mandate_registry.register_folder.sheet.empty_cells import IN_WORDS, is_as_above, is_key, is_name, is_without_value
from mandate_registry.register_folder.sheet.plan import Bound, Multiple, read_for, word_of
from mandate_registry.register_folder.sheet.row_remarks import BESIDE, Remark

CACHE_SIZE = 4096
NUMBERS = (cell_types.AMOUNT, cell_types.LEVELS, cell_types.RANK)
BITS = {"0", "1"}
"""What is a mark below functions where nothing else stands there, rather than a limit of one euro."""
FREE_KEYS = ("number", "reference")
"""The columns by which an entry is known, in words of its own: a stroke there is none."""
CONDITIONS, INSTRUCTIONS = Remark.CONDITION.value, Remark.INSTRUCTION.value
"""The columns of conditions and of instructions, and the fields that they fill."""


@dataclass(frozen=True, slots=True)
class ReadCell:
    """What one cell says: values by field, what it says of other columns, and whether its row is read at all.

    `conditions` and `instructions` are those that it adds to those of its row.
    """

    values: Mapping[str, Any]
    beside: Mapping[str, str]
    is_read: bool = True
    conditions: tuple[str, ...] = ()
    instructions: str = ""


NOTHING = ReadCell({}, {})


@dataclass(frozen=True, slots=True)
class SheetTranslation:
    """What all columns of a sheet are read by."""

    table: Table
    names: CodesByName
    days: Notation
    zone: ZoneInfo


class _Cell(NamedTuple):
    """What stands in a cell, what it is stored as, the heading above it, and whether somebody typed it."""

    text: str
    typed: RawCell | None
    heading: str
    is_mended: bool


class ColumnReader:
    """How one column is read; equal cells are read once. `instead` are those that count where a cell says nothing."""

    def __init__(self, column: Column, source: Source, by: SheetTranslation, instead: Sequence[ColumnReader]) -> None:
        self.column, self.source, self.instead, self.habits = column, source, instead, Dialect(by.zone)
        self.is_amount = column.cell is cell_types.AMOUNT
        bounds = source.plan.bounds
        bound = Bound(bounds[source.column]) if source.column in bounds and source.places else None
        if not source.places:
            bound = bound_of_heading(column.name, column.name) if column.name in AMOUNTS else None
        self.meanings = source.plan.meanings.get(source.column, {})
        self.conditions = source.plan.conditions.get(source.column, ()) if self.is_amount else ()
        limits = [meant for word, meant in self.meanings.items() if word in self.conditions and meant]
        translation = Translation.of(by.table, column, [*source.texts(), *limits], by.names, by.days, bound)
        has_codes = column.name == "code" and source.places != source.plan.places(by.table.columns[1].name)
        self.translation = replace(translation, has_codes=has_codes)
        self.is_of_people = by.table.name == "employees" and column.name == "name"
        self.is_yes_or_no = source.is_of_functions and {*filter(None, source.texts())} <= BITS
        self.is_own = not source.places or source.heading(()) == column.name
        self.of_remarks = {one.name: one for one in by.table.columns if one.name in (CONDITIONS, INSTRUCTIONS)}
        self.of_conditions = self.of_remarks.get(CONDITIONS)
        self.remarks = source.plan.remarks.get(source.column, {}) if source.places else {}
        self.understood = lru_cache(maxsize=CACHE_SIZE)(self._understood)

    def read(self, row: int, texts: Sequence[str]) -> ReadCell | RowError:
        """Return what the cell of a row says, or else the one that counts instead; or what is wrong with it."""
        found = self._own(row, texts)
        for other in self.instead:
            if isinstance(found, RowError) or not found.is_read or (found.values and not self.is_amount):
                break
            both = _both(found, other.read(row, texts))
            found = self.source.error(row, texts, "contradicts") if both is None else both
        return found

    def _own(self, row: int, texts: Sequence[str]) -> ReadCell | RowError:
        heading = self.source.heading(texts) if self.is_amount else ""
        typed, is_mended = self.source.typed(row, texts), self.source.is_mended(row, texts)
        found = self.understood(_Cell(self.source.text(texts), typed, heading, is_mended))
        if isinstance(found, str):
            return self.source.error(row, texts, found)
        plan, name = self.source.plan, self.column.name
        is_made = (name == "number" and plan.makes_numbers) or name in plan.of_types
        if self.column.required and not found.values and found.is_read and not is_made:
            return self.source.error(row, texts, "required")
        return found

    def _understood(self, cell: _Cell) -> ReadCell | str:
        """Return what a cell says, or the code of what is wrong."""
        word = word_of(cell.text)
        if not cell.is_mended and self.remarks.get(word) != Remark.UNUSED and is_as_above(cell.text):
            return "as_above"
        if word in self.remarks and word not in self.meanings:
            return self._remark(self.remarks[word], cell.text)
        if not (cell.text and self.of_conditions and word in self.conditions):
            return self._said(cell, word, is_whole=cell.is_mended or word in self.meanings)
        kept = self._condition(self.of_conditions, cell.text, cell.heading)
        if word not in self.meanings or isinstance(kept, str):
            return kept
        limit = self._said(cell, word, is_whole=cell.is_mended)
        return limit if isinstance(limit, str) else replace(limit, conditions=kept.conditions)

    def _said(self, cell: _Cell, word: str, *, is_whole: bool) -> ReadCell | str:
        """Return what a cell or the meaning of its word says; what somebody typed is in no multiples."""
        text, typed, heading, besides = cell.text, cell.typed, cell.heading, [stated_values(cell.heading)]
        if not cell.is_mended and word not in self.meanings and (wrong := self._no_value(text)):
            return wrong
        if word in self.meanings:
            if (meant := self.meanings[word]) is None:
                return ReadCell({}, {}, is_read=False)
            besides.append(stated_values(text) if self.is_amount else {})
            text, typed = read_for(self.source.plan, self.source.column, meant), None
        try:
            return self._written(text, typed, besides, self._under(heading, is_whole=is_whole)) if text else NOTHING
        except MissingValue as untold:
            return untold.code

    def _no_value(self, text: str) -> str:
        """Return what is wrong with a name, a number or words that are none; "" where nothing is."""
        if not text:
            return ""
        if self.is_of_people and not is_name(text):
            return "not_a_name"
        if self.is_yes_or_no:
            return "not_an_amount"
        name = self.column.name
        is_none = (name in FREE_KEYS and not is_key(text)) or (name in IN_WORDS and is_without_value(name, text))
        return "invalid_value" if is_none else ""

    def _condition(self, column: Column, text: str, heading: str) -> ReadCell | str:
        """Return the words of a cell as a condition, after the heading that tells what they limit; not a function."""
        named = f"{heading}: {text}" if heading and not self.source.is_of_functions else text
        try:
            return replace(NOTHING, conditions=column.read(named, self.habits)[CONDITIONS])
        except ValueError:
            return "invalid_value"

    def _remark(self, use: str, text: str) -> ReadCell | str:
        """Return a remark that is not what its column is used for."""
        for beginning, column in BESIDE.items():
            if use.startswith(beginning):
                return replace(NOTHING, beside={column: use.removeprefix(beginning)})
        try:
            said = self.of_remarks[use].read(text, self.habits) if use in self.of_remarks else {}
        except ValueError:
            return "invalid_value"
        return replace(NOTHING, conditions=said.get(CONDITIONS, ()), instructions=said.get(INSTRUCTIONS, ""))

    def _under(self, heading: str, *, is_whole: bool) -> Translation:
        """Return how a cell below a heading is read, where that is one of a function, or of amounts in thousands.

        That `*` stands for all decision types is known to whoever types it, and in the columns of the register.
        """
        if not self.is_amount:
            return replace(self.translation, knows_all=is_whole or self.is_own)
        bound = self.translation.bound
        if self.source.is_of_functions:
            if is_of_lower_limits(heading):
                raise MissingValue("contradicts")
            bound = bound_of_function(heading) or bound
        return replace(self.translation, bound=bound, multiple=Multiple.ONE if is_whole else self._multiple(heading))

    def _multiple(self, heading: str) -> Multiple:
        told = multiples_above(self.source.laid, heading) if self.source.places else set()
        multiple = self.source.plan.multiples.get(self.source.column, "")
        if told and multiple not in (*told, Multiple.ONE):
            raise MissingValue("contradicts")
        return Multiple(multiple) if told else Multiple.ONE

    def _written(
        self, text: str, typed: RawCell | None, besides: Sequence[Mapping[str, str]], translation: Translation
    ) -> ReadCell | str:
        """Return what a text says; what its heading and the word of the file tell of other columns goes with it."""
        written, beside = translation.write(text, self._exact(typed))
        said = {**beside} | {name: told for one in besides for name, told in one.items()}
        if any(one.get(name, told) != told for one in (beside, *besides) for name, told in said.items()):
            return "contradicts"
        return self._read(written, said)

    def _exact(self, typed: RawCell | None) -> str | None:
        """Return what a cell is stored as, where that counts; Untold when its text may not be what the sheet shows."""
        if typed is not None and self.column.cell in (*cell_types.DAYS, *NUMBERS):
            return typed.text
        if typed is not None and not typed.is_shown:
            raise MissingValue("not_as_shown")
        return None

    def _read(self, text: str, beside: Mapping[str, str]) -> ReadCell | str:
        try:
            return ReadCell(self.column.read(text, self.habits), beside)
        except ValueError:
            return "invalid_value"


def _both(found: ReadCell, other: ReadCell | RowError) -> ReadCell | RowError | None:
    """Return what is told once, or twice the same; None of two limits, which are not chosen from."""
    if isinstance(other, RowError) or not other.is_read:
        return other
    conditions = joined(found.conditions, other.conditions)
    if not found.values or not other.values:
        return replace(found if found.values else other, conditions=conditions)
    is_same = all(found.beside.get(name, text) == text for name, text in other.beside.items())
    both = ReadCell(found.values, {**found.beside, **other.beside}, conditions=conditions)
    return both if is_same and other.values == found.values else None


def in_lines(*instructions: str) -> str:
    """Return instructions below each other, equal lines once."""
    return "\n".join(dict.fromkeys(chain.from_iterable(one.splitlines() for one in instructions)))


def joined(*conditions: Iterable[str]) -> tuple[str, ...]:
    """Return conditions side by side, equal ones once."""
    return tuple(dict.fromkeys(chain.from_iterable(conditions)))
