"""Reading one table: a header and rows of cells become facts, or errors that name the cell."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import Any

from mandate_registry.register_folder.cell_types import Dialect
from mandate_registry.register_folder.columns import VITAL, Column, Table
from mandate_registry.register_folder.problems import CellError, InvalidRegister, Problems
from mandate_registry.register_folder.table_sources import TableSource
from mandate_registry.rules.facts import Fact

Report = Callable[[str | None, str, str], None]
"""Told the column (None: all of it), the code and the detail of what is wrong in one row or file."""

ONCE = {"employees"}
"""Tables in which equal rows are one: an export of contracts has one for each."""

SHOWN_CHARACTERS = 80  # so much of a wrong cell is repeated in an error
CACHE_SIZE = 4096  # cells of a column; most columns repeat a few values over and over


@dataclass(slots=True)
class Contents:
    """What a table held: facts with their spreadsheet rows, and the values of the rows that make no fact.

    `whole` is False when part of the table could not be read at all: then nobody knows which codes it holds.
    """

    facts: list[Fact] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    broken: list[dict[str, Any]] = field(default_factory=list)
    seen: set[Fact] = field(default_factory=set)
    whole: bool = True

    def add(self, table: Table, fact: Fact, row: int) -> None:
        """Add the fact of a row; employees who stand there twice in the same words are one."""
        if table.name in ONCE and self._is_there(fact):
            return
        self.facts.append(fact)
        self.rows.append(row)

    def _is_there(self, fact: Fact) -> bool:
        is_there = fact in self.seen
        self.seen.add(fact)
        return is_there


@dataclass(frozen=True, slots=True)
class Field:
    """A column as it stands in one file; `read` gives values by field of the fact, or raises ValueError."""

    name: str
    read: Callable[[str], dict[str, Any]]


def read_table(table: Table, sheet: TableSource, dialect: Dialect, problems: Problems) -> Contents:
    """Read all rows of a table; what is wrong goes to `problems`."""
    contents = Contents()
    try:
        _read_rows(table, sheet, dialect, problems, contents)
    except InvalidRegister as error:
        problems.add(*error.errors)
        contents.whole = False
    return contents


def _read_rows(table: Table, sheet: TableSource, dialect: Dialect, problems: Problems, contents: Contents) -> None:
    rows = ((row, cells) for row, cells in enumerate(sheet.rows(), start=1) if any(map(str.strip, cells)))
    row, header = next(rows, (1, []))
    fields = _fields(table, [name.strip() for name in header], dialect, _reporter(problems, sheet.file, row))
    if fields is None:
        contents.whole = False
        return
    required = table.required
    for row, cells in rows:
        report = _reporter(problems, sheet.file, row)
        values, wrong = _values(fields, cells, report)
        if _is_complete(table, required, values, wrong, report):
            contents.add(table, table.build(values), row)
        else:
            contents.broken.append(values)
        if problems.full:
            contents.whole = False
            return


def _reporter(problems: Problems, file: str, row: int) -> Report:
    return lambda column, code, detail: problems.add(CellError(file, row, column, code, detail))


def _fields(table: Table, names: list[str], dialect: Dialect, report: Report) -> list[Field] | None:
    """Find which column each cell of a row is; None when the header is wrong."""
    known = {column.name: column for column in table.columns}
    given = [name for name in names if name]
    wrong = [(name, "unknown_column", "is not a column of this file") for name in given if name not in known]
    twice = {name for name in given if given.count(name) > 1}
    wrong += [(name, "duplicate", "stands in the header twice") for name in sorted(twice)]
    if names or table.name in VITAL:
        needed = [column.name for column in table.required if column.name not in given]
        wrong += [(name, "missing_column", "is missing from the header") for name in needed]
    for flaw in wrong:
        report(*flaw)
    return None if wrong else [_field(known[name], dialect) if name else NAMELESS for name in names]


def _field(column: Column, dialect: Dialect) -> Field:
    return Field(column.name, lru_cache(maxsize=CACHE_SIZE)(partial(column.read, dialect=dialect)))


def _read_nameless(text: str) -> dict[str, Any]:
    if text.strip():
        raise ValueError(f"{text!r} stands in a column without a name")
    return {}


NAMELESS = Field("", _read_nameless)


def _values(fields: list[Field], cells: list[str], report: Report) -> tuple[dict[str, Any], set[str]]:
    """Read the cells of a row into values by field, and name the columns that are wrong.

    A row may be shorter than the header (older spreadsheets leave out empty cells at its end), never longer.
    """
    values: dict[str, Any] = {}
    wrong: set[str] = set()
    for column, cell in zip(fields, cells, strict=False):
        if cell:
            try:
                values.update(column.read(cell))
            except ValueError as error:
                wrong.add(column.name)
                report(column.name or None, "invalid_value", _shortened(str(error), cell))
    if len(cells) > len(fields):
        wrong.add("")
        report(None, "too_many_cells", f"has {len(cells)} cells under a header of {len(fields)}")
    return values, wrong


def _is_complete(
    table: Table, required: Sequence[Column], values: dict[str, Any], wrong: set[str], report: Report
) -> bool:
    for column in required:
        if column.fields[0] not in values and column.name not in wrong:
            wrong.add(column.name)
            report(column.name, "required", "must be filled in")
    if not wrong and (mismatch := table.mismatch(values)):
        wrong.add(mismatch[0])
        report(mismatch[0], "invalid_value", mismatch[1])
    return not wrong


def _shortened(detail: str, cell: str) -> str:
    text = cell.strip()
    return (
        detail
        if len(text) <= SHOWN_CHARACTERS
        else detail.replace(repr(text), repr(f"{text[:SHOWN_CHARACTERS]}…"))[: 4 * SHOWN_CHARACTERS]
    )
