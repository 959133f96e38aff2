"""Reading a register: from files to facts, with everything that is wrong said at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast
from zoneinfo import ZoneInfo

from mandate_registry.garbage import uncollected
from mandate_registry.register_folder.archives import MAX_LINES
from mandate_registry.register_folder.cell_types import Dialect
from mandate_registry.register_folder.columns import ORGANISATION, TABLES, VITAL, Table
from mandate_registry.register_folder.expectations import FILE as EXPECTATIONS
from mandate_registry.register_folder.expectations import MAX_BYTES, Expectation, parse_expectations
from mandate_registry.register_folder.problems import CellError, InvalidRegister, Problems, unreadable
from mandate_registry.register_folder.table_sources import TableSource, open_sheets, read_beside
from mandate_registry.register_folder.tables import Contents, read_table
from mandate_registry.rules.facts import Fact, Organisation
from mandate_registry.rules.integrity import flaws

Progress = Callable[[int], None]
"""Told now and then how many rows have been read."""

ROWS_PER_REPORT = 1000  # rows between two reports of progress


@dataclass(frozen=True, slots=True)
class RegisterFolder:
    """A register as read: the facts by table, in dependency order, every table present.

    `expectations` are the answers expected of it; None where it does not say, and they are left alone. `rows` gives
    for each table the spreadsheet rows from which its facts were read.
    """

    organisation: Organisation
    tables: dict[str, list[Fact]]
    expectations: list[Expectation] | None = None
    rows: dict[str, list[int]] = field(default_factory=dict, compare=False, repr=False)

    def row(self, table: str, index: int) -> int:
        """Return the spreadsheet row (the header is row 1) of the fact at `index` of a table."""
        return self.rows[table][index]


@uncollected()
def read_register(path: Path, progress: Progress | None = None) -> RegisterFolder:
    """Read a folder of CSV files, a .zip of them, or an .xlsx; raise InvalidRegister with all errors."""
    problems = Problems()
    counter = _Counter(progress)
    with open_sheets(path) as opened:
        sheets = {name: counter.counting(sheet) for name, sheet in opened.items()}
        whole = _has_the_right_files(sheets, path, problems)
        organisation = _read_organisation(sheets.get(ORGANISATION.name), problems)
        zone = ZoneInfo(organisation.time_zone)
        found = {table.name: _read(table, sheets.get(table.name), zone, problems) for table in TABLES}
        if whole and all(contents.whole for contents in found.values()):
            _check_integrity(sheets, found, problems)
        expected = _read_expectations(path, problems)
    problems.raise_if_any()
    counter.tell()
    tables = {name: contents.facts for name, contents in found.items()}
    return RegisterFolder(organisation, tables, expected, {name: one.rows for name, one in found.items()})


def read_packed(content: bytes, ending: str, progress: Progress | None = None) -> RegisterFolder:
    """Read a register that came as the bytes of a .zip or an .xlsx; raise InvalidRegister as `read_register`."""
    with TemporaryDirectory(prefix="mandates-") as directory:
        file = Path(directory) / f"register{ending}"
        file.write_bytes(content)
        return read_register(file, progress)


class _Counter:
    """Counts the rows of all tables together, refuses too many, and tells every ROWS_PER_REPORT rows how far it is."""

    def __init__(self, progress: Progress | None) -> None:
        self.progress = progress
        self.rows = 0

    def counting(self, sheet: TableSource) -> TableSource:
        return replace(sheet, rows=partial(self._count, sheet.file, sheet.rows))

    def _count(self, file: str, rows: Callable[[], Iterator[list[str]]]) -> Iterator[list[str]]:
        for row in rows():
            self.rows += 1
            if self.rows > MAX_LINES:
                detail = f"has, with the tables before it, more than {MAX_LINES:,} rows"
                raise unreadable(file, "too_large", detail)
            if self.rows % ROWS_PER_REPORT == 0:
                self.tell()
            yield row

    def tell(self) -> None:
        if self.progress:
            self.progress(self.rows)


def _has_the_right_files(sheets: dict[str, TableSource], path: Path, problems: Problems) -> bool:
    before = len(problems.errors)
    ending = "" if path.suffix.lower() == ".xlsx" else ".csv"
    for name in sorted(VITAL - sheets.keys(), reverse=True):
        problems.add(CellError(f"{name}{ending}", None, None, "missing_file", "is missing"))
    for name in sorted(sheets.keys() - {table.name for table in (ORGANISATION, *TABLES)}):
        if any(sheets[name].rows()):  # a new workbook brings empty sheets of its own
            detail = "is not a file of a register"
            problems.add(CellError(sheets[name].file, None, None, "unknown_file", detail))
    return len(problems.errors) == before


def _read(table: Table, sheet: TableSource | None, zone: ZoneInfo, problems: Problems) -> Contents:
    if sheet is None or problems.full:
        return Contents()
    return read_table(table, sheet, Dialect(zone, sheet.dutch, sheet.escaped), problems)


def _read_organisation(sheet: TableSource | None, problems: Problems) -> Organisation:
    """Read the one organisation; where it is wrong, a stand-in lets the other files be read."""
    nameless = Organisation(oin="", name="")
    contents = _read(ORGANISATION, sheet, ZoneInfo(nameless.time_zone), problems)
    if sheet and contents.whole and len(contents.facts) + len(contents.broken) != 1:
        detail = "must hold exactly one organisation"
        problems.add(CellError(sheet.file, None, None, "not_one_row", detail))
    return cast("Organisation", contents.facts[0]) if contents.facts else nameless


def _read_expectations(path: Path, problems: Problems) -> list[Expectation] | None:
    try:
        text = read_beside(path, EXPECTATIONS, MAX_BYTES + 1)
        return None if text is None else parse_expectations(text)
    except InvalidRegister as error:
        problems.add(*error.errors)
        return None


def _check_integrity(sheets: dict[str, TableSource], found: dict[str, Contents], problems: Problems) -> None:
    tables = {table.name: table for table in TABLES}
    facts = {name: contents.facts for name, contents in found.items()}
    for flaw in flaws(facts, _named_in_broken_rows(found)):
        row = found[flaw.table].rows[flaw.index]
        column = tables[flaw.table].column_of(flaw.field)
        problems.add(CellError(sheets[flaw.table].file, row, column, flaw.code, flaw.detail))


def _named_in_broken_rows(found: dict[str, Contents]) -> dict[str, set[str]]:
    """Name what the unreadable rows would have added, so that an error there causes no others elsewhere."""
    known = {table.name: _named(found, table.name, table.key) for table in TABLES}
    return known | {"categories": _named(found, "positions", "category")}


def _named(found: dict[str, Contents], table: str, key: str) -> set[str]:
    return {values[key] for values in found[table].broken if key in values}
