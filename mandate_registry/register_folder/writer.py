"""Writing a register: the same facts always give the same bytes."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Protocol
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo
from zoneinfo import ZoneInfo

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from mandate_registry.register_folder.columns import ORGANISATION, TABLES, Table
from mandate_registry.register_folder.expectations import FILE as EXPECTATIONS
from mandate_registry.register_folder.expectations import Expectation, write_expectations
from mandate_registry.register_folder.formulas import escaped
from mandate_registry.rules.facts import Fact, Organisation

ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
CREATED = datetime(2000, 1, 1, tzinfo=UTC)
READABLE = 0o644 << 16
UNIX = 3
WIDTH = 20


class Register(Protocol):
    """What can be written: the organisation, and the facts by table in the order of the rows."""

    @property
    def organisation(self) -> Organisation:
        """Whose register it is; its time zone says where days begin."""

    @property
    def tables(self) -> Mapping[str, Sequence[Fact]]:
        """The facts by table; a table that is missing is empty."""

    @property
    def expectations(self) -> Sequence[Expectation] | None:
        """The answers expected of it; None where it does not say."""


def write_folder(register: Register, directory: Path) -> None:
    """Write all files into `directory`, which is made if need be; files of these names are replaced.

    A register that does not say which answers are expected of it leaves a file of them alone. A workbook has none.
    """
    directory.mkdir(parents=True, exist_ok=True)
    for table in (ORGANISATION, *TABLES):
        with (directory / f"{table.name}.csv").open("wb") as stream:
            _write_csv(register, table, stream)
    if register.expectations is not None:
        (directory / EXPECTATIONS).write_text(write_expectations(register.expectations), encoding="utf-8", newline="\n")


def write_zip(register: Register, stream: IO[bytes]) -> None:
    """Write a zip of all files into `stream`."""
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        for table in (ORGANISATION, *TABLES):
            with archive.open(_member(f"{table.name}.csv"), "w") as file:
                _write_csv(register, table, file)
        if register.expectations is not None:
            archive.writestr(_member(EXPECTATIONS), write_expectations(register.expectations))


def _member(name: str) -> ZipInfo:
    member = ZipInfo(name, ZIP_EPOCH)
    member.compress_type, member.create_system, member.external_attr = ZIP_DEFLATED, UNIX, READABLE
    return member


def write_workbook(register: Register, stream: IO[bytes]) -> None:
    """Write an XLSX workbook into `stream`; ValueError if something is longer than a spreadsheet can hold."""
    with xlsxwriter.Workbook(stream, {"constant_memory": True}) as workbook:
        workbook.set_properties({"created": CREATED})
        bold, text = workbook.add_format({"bold": True}), workbook.add_format({"num_format": "@"})
        for table in (ORGANISATION, *TABLES):
            sheet = workbook.add_worksheet(table.name)
            # Cells that are text: a spreadsheet takes the leading zeros from an OIN typed into any other.
            sheet.set_column(0, len(table.columns) - 1, WIDTH, text)
            sheet.set_row(0, None, bold)
            sheet.freeze_panes(1, 0)
            for row, cells in enumerate(records(register, table)):
                _write_row(sheet, row, cells)


def _write_row(sheet: Worksheet, row: int, cells: list[str]) -> None:
    for position, cell in enumerate(cells):
        if cell and sheet.write_string(row, position, cell):
            raise ValueError(f"{sheet.get_name()}, row {row + 1}: more than a spreadsheet can hold")


def _write_csv(register: Register, table: Table, stream: IO[bytes]) -> None:
    text = io.TextIOWrapper(stream, "utf-8", newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows(map(escaped, cells) for cells in records(register, table))
    text.detach()


def records(register: Register, table: Table) -> Iterator[list[str]]:
    """Yield the header and the rows of a table as text, every column always."""
    zone = ZoneInfo(register.organisation.time_zone)
    yield [column.name for column in table.columns]
    facts = [register.organisation] if table is ORGANISATION else register.tables.get(table.name, ())
    for fact in facts:
        yield [column.write(fact, zone) for column in table.columns]
