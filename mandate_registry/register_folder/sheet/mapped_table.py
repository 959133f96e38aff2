"""A table of the register out of somebody else's sheet: what its rows say, as its owner answered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from mandate_registry.register_folder import cell_types
from mandate_registry.register_folder.amounts.limits import READ_BESIDE
from mandate_registry.register_folder.column_notation import Notation, notation_of_days
from mandate_registry.register_folder.columns import Column, Table
from mandate_registry.register_folder.matrix.joint_holders import with_others
from mandate_registry.register_folder.matrix.joint_marks import JointMarks, JointRow
from mandate_registry.register_folder.names.translation import CodesByName
from mandate_registry.register_folder.problems import MAX_ERRORS
from mandate_registry.register_folder.sheet.cell_reader import (
    CONDITIONS,
    INSTRUCTIONS,
    ColumnReader,
    ReadCell,
    SheetTranslation,
    in_lines,
    joined,
)
from mandate_registry.register_folder.sheet.cell_sources import RowError, Source
from mandate_registry.register_folder.sheet.joined_rows import gathered
from mandate_registry.register_folder.sheet.open_questions import texts_of_days
from mandate_registry.register_folder.sheet.plan import BY_NAME, INSTEAD, Plan
from mandate_registry.register_folder.sheet.row_remarks import BESIDE
from mandate_registry.register_folder.sheet.row_selection import selected
from mandate_registry.register_folder.spreadsheets import SheetLayout

THE_CURRENCY = "EUR"
"""The currency of amounts in a table that does not say it."""


@dataclass(frozen=True, slots=True)
class MappedTable:
    """What a spreadsheet says: values by field of the fact, for each of its rows, and what is wrong with it.

    `stated` are the fields that its columns state, also where a cell is empty, but for those of `Plan.of_types`.
    `notations` tells how each column is written.
    """

    table: Table
    stated: frozenset[str]
    rows: list[tuple[int, dict[str, Any]]]
    errors: list[RowError]
    notations: dict[str, Notation]


def read_mapped(laid: SheetLayout, plan: Plan, names: CodesByName, zone: ZoneInfo) -> MappedTable:
    """Read the rows of a sheet as rows of a table; what is wrong is said of at most MAX_ERRORS cells."""
    table = BY_NAME[plan.table]
    errors = [RowError(None, "", name, "no_key") for name in plan.missing_keys]
    read = selected(laid, plan)
    row_reader = _Rows(table, read, plan, names, zone)
    found: list[JointRow] = []
    for row, texts in read.rows if not errors else ():
        wrong, values = row_reader.read(row, texts)
        errors.extend(wrong)
        found.append(JointRow(row, texts, values, bool(wrong)))
        if len(errors) >= MAX_ERRORS:
            break
    joining = JointMarks(read, plan)
    together, wrong = with_others(read, plan, found)
    rows = gathered(plan, joining.joined(together))
    return MappedTable(
        table, row_reader.stated, rows, [*errors, *wrong, *joining.errors][:MAX_ERRORS], row_reader.notations
    )


class _Rows:
    """How the rows of a sheet are read."""

    def __init__(self, table: Table, laid: SheetLayout, plan: Plan, names: CodesByName, zone: ZoneInfo) -> None:
        self.table = table
        used = [column for column in table.columns if plan.says(column.name)]
        days = Notation(plan.notation) if plan.notation else notation_of_days(texts_of_days(laid, plan))
        self.amounts = [(column.name, column.fields[0]) for column in used if column.cell is cell_types.AMOUNT]
        by = SheetTranslation(table, names, days, zone)

        def reading(column: Column, name: str) -> ColumnReader:
            instead = [reading(column, other) for other in INSTEAD.get(name, ()) if plan.says(other)]
            return ColumnReader(column, Source(laid, plan, name), by, instead)

        self.reads = [reading(column, column.name) for column in used]
        self.by_name = {one.column.name: one for one in self.reads}
        self.stated = frozenset(name for column in used if column.name not in plan.of_types for name in column.fields)
        self.notations = {one.column.name: one.translation.notation for one in self.reads}

    def read(self, row: int, texts: Sequence[str]) -> tuple[list[RowError], dict[str, Any] | None]:
        """Return what is wrong with a row, or the values that it says; neither where it is not to be read."""
        found = [one.read(row, texts) for one in self.reads]
        if any(isinstance(one, ReadCell) and not one.is_read for one in found):
            return [], None
        wrong = [one for one in found if isinstance(one, RowError)]
        understood = [one for one in found if isinstance(one, ReadCell)]
        values = {name: value for one in understood for name, value in one.values.items()}
        if added := [one.conditions for one in understood if one.conditions]:
            values[CONDITIONS] = joined(values.get(CONDITIONS, ()), *added)
        if told := [one.instructions for one in understood if one.instructions]:
            values[INSTRUCTIONS] = in_lines(values.get(INSTRUCTIONS, ""), *told)
        if not wrong:
            checks = (self._beside(row, texts, understood, values), self._untold(row, texts, values))
            wrong = [one for check in (*checks, self._mismatch(row, texts, values)) for one in check][:1]
        return wrong, None if wrong else values

    def _beside(
        self, row: int, texts: Sequence[str], understood: Sequence[ReadCell], values: dict[str, Any]
    ) -> Iterator[RowError]:
        """Copy what cells say of other columns; yield errors for contradictions and unknown columns."""
        columns = {column.name: column for column in self.table.columns}
        self._drop_answers(understood, values)
        for reading, one in zip(self.reads, understood, strict=True):
            for name, text in one.beside.items():
                said = columns[name].read(text, reading.habits) if name in columns else {}
                is_known = name in columns or text == THE_CURRENCY
                if not is_known or any(values.get(field, value) != value for field, value in said.items()):
                    yield reading.source.error(row, texts, "contradicts")
                values |= said

    def _drop_answers(self, understood: Sequence[ReadCell], values: dict[str, Any]) -> None:
        """Leave out what was answered for all rows, where a row tells itself: of amounts where all of the row do."""
        amounts = [one for reading, one in zip(self.reads, understood, strict=True) if reading.is_amount and one.values]
        for reading in self.reads:
            name = reading.column.name
            of_amounts = name in READ_BESIDE and amounts and all(name in one.beside for one in amounts)
            of_row = name in BESIDE.values() and any(name in one.beside for one in understood)
            if not reading.source.places and (of_amounts or of_row):
                for field in reading.column.fields:
                    values.pop(field, None)

    def _untold(self, row: int, texts: Sequence[str], values: Mapping[str, Any]) -> Iterator[RowError]:
        """Yield the amounts of which the row does not tell the basis or the currency: nothing is supposed of them."""
        known = [column.name for column in self.table.columns if column.name in READ_BESIDE]
        for amount in (name for name, field in self.amounts if field in values):
            for name in (name for name in known if name not in values):
                yield self.by_name.get(name, self.by_name[amount]).source.error(row, texts, "required")

    def _mismatch(self, row: int, texts: Sequence[str], values: Mapping[str, Any]) -> Iterator[RowError]:
        mismatch = self.table.mismatch(values)
        named = [mismatch[0], "suspended_from"] if mismatch else []
        readings = [self.by_name[name] for name in named if name in self.by_name]
        return (one.source.error(row, texts, "invalid_value") for one in readings[:1])
