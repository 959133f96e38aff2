"""A table of the register out of somebody else's spreadsheet: which column is which, and what its rows then say."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from mandate_registry.register_folder.cells import Habits
from mandate_registry.register_folder.columns import TABLES
from mandate_registry.register_folder.headings import guess_columns, guess_table, key_columns
from mandate_registry.register_folder.problems import MOST
from mandate_registry.register_folder.translating import Names, Translation, Untold

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from zoneinfo import ZoneInfo

    from mandate_registry.register_folder.columns import Column, Table
    from mandate_registry.register_folder.notations import Notation
    from mandate_registry.register_folder.spreadsheets import Laid

BY_NAME = {table.name: table for table in TABLES}
REMEMBERED = 4096


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be made of a sheet: rows of a table, each column out of one of its own (by place) or a fixed text.

    `is_complete`: what the sheet does not list is no longer so.
    """

    sheet: str
    table: str
    columns: Mapping[str, int] = field(default_factory=dict)
    fixed: Mapping[str, str] = field(default_factory=dict)
    is_complete: bool = False

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> Plan:
        """Read what `asdict` wrote."""
        return cls(**plain)

    @property
    def missing_keys(self) -> list[str]:
        """The columns without which nobody knows what a row is about, as far as they come from nowhere."""
        return [name for name in key_columns(BY_NAME[self.table]) if name not in {**self.columns, **self.fixed}]


@dataclass(frozen=True, slots=True)
class RowError:
    """What is wrong in a spreadsheet, where its owner finds it: the row, the heading, and what stands there.

    `row` is None for the whole of it. `code` says what is wrong, `column` of which column of the register.
    """

    row: int | None
    heading: str
    column: str
    code: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Mapped:
    """What a spreadsheet says: values by field of the fact, for each of its rows, and what is wrong with it.

    `stated` are the fields that its columns state, also where a cell is empty; `notations` how each column is written.
    """

    table: Table
    stated: frozenset[str]
    rows: list[tuple[int, dict[str, Any]]]
    errors: list[RowError]
    notations: dict[str, Notation]


def guess(sheets: Mapping[str, Laid], file: str) -> Plan:
    """Guess what a file is: the first of its sheets, the table that its headings are of, and which is which."""
    laid = next(iter(sheets.values()))
    return guess_of(laid, guess_table(laid.headings, f"{file} {laid.name}").name)


def guess_of(laid: Laid, table: str) -> Plan:
    """Guess which column is which, of a sheet that has such a table."""
    return Plan(laid.name, table, guess_columns(BY_NAME[table], laid.headings))


def read_mapped(laid: Laid, plan: Plan, names: Names, zone: ZoneInfo) -> Mapped:
    """Read the rows of a sheet as rows of a table; what is wrong is said of at most MOST cells."""
    table = BY_NAME[plan.table]
    used = [column for column in table.columns if column.name in {**plan.columns, **plan.fixed}]
    reads = [_Reading(column, _Source(laid, plan, column.name), names, table, zone) for column in used]
    rows: list[tuple[int, dict[str, Any]]] = []
    errors: list[RowError] = []
    errors.extend(RowError(None, "", name, "no_key") for name in plan.missing_keys)
    for row, cells in laid.rows if not errors else ():
        wrong = _errors_of(table, reads, row, cells)
        errors.extend(wrong)
        if not wrong:
            rows.append((row, _values(reads, cells)))
        if len(errors) >= MOST:
            break
    stated = frozenset(name for column in used for name in column.fields)
    return Mapped(table, stated, rows, errors[:MOST], {one.column.name: one.translation.notation for one in reads})


@dataclass(frozen=True, slots=True)
class _Source:
    """Where the cells of a column come from."""

    laid: Laid
    plan: Plan
    column: str

    @property
    def heading(self) -> str:
        """What the owner of the file calls it."""
        place = self.plan.columns.get(self.column)
        return "" if place is None else self.laid.headings[place]

    def text(self, cells: Sequence[str]) -> str:
        """Give the cell of a row."""
        place = self.plan.columns.get(self.column)
        if place is None:
            return self.plan.fixed[self.column].strip()
        return cells[place] if place < len(cells) else ""

    def texts(self) -> list[str]:
        return [self.text(cells) for _, cells in self.laid.rows]


class _Reading:
    """How one column is read; equal cells are read once."""

    def __init__(self, column: Column, source: _Source, names: Names, table: Table, zone: ZoneInfo) -> None:
        self.column, self.source = column, source
        self.translation = Translation.of(table, column, source.texts(), names)
        habits = Habits(zone)

        @lru_cache(maxsize=REMEMBERED)
        def understood(text: str) -> dict[str, Any] | str:
            """Give the values, or the code of what is wrong."""
            try:
                return column.read(self.translation.write(text), habits) if text else {}
            except Untold as untold:
                return untold.code
            except ValueError:
                return "invalid_value"

        self.understood: Callable[[str], dict[str, Any] | str] = understood

    def read(self, cells: Sequence[str]) -> dict[str, Any]:
        """Give the values of a row that is right."""
        found = self.understood(self.source.text(cells))
        return {} if isinstance(found, str) else found

    def error(self, row: int, cells: Sequence[str]) -> RowError | None:
        """Say what is wrong with the cell of a row."""
        text = self.source.text(cells)
        found = self.understood(text)
        code = found if isinstance(found, str) else "required" if not found and self.column.required else None
        return RowError(row, self.source.heading, self.column.name, code, text) if code else None


def _errors_of(table: Table, reads: Sequence[_Reading], row: int, cells: Sequence[str]) -> list[RowError]:
    errors = [error for one in reads if (error := one.error(row, cells))]
    mismatch = None if errors else table.mismatch(_values(reads, cells))
    wrong = (one for one in reads if mismatch and one.column.name in (mismatch[0], "suspended_from"))
    return (
        errors
        or [
            RowError(row, one.source.heading, one.column.name, "invalid_value", one.source.text(cells)) for one in wrong
        ][-1:]
    )


def _values(reads: Sequence[_Reading], cells: Sequence[str]) -> dict[str, Any]:
    return {name: value for one in reads for name, value in one.read(cells).items()}
