"""Templates to fill in: an empty register, a small example of one, and lists with headings in Dutch."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import IO

import xlsxwriter
from xlsxwriter import Workbook

from mandate_registry.config import ROOT
from mandate_registry.register_folder.column_help import EXPLANATIONS
from mandate_registry.register_folder.columns import ORGANISATION, TABLES
from mandate_registry.register_folder.reader import RegisterFolder, read_register
from mandate_registry.register_folder.writer import CREATED, WIDTH, Register, records

HEADINGS: dict[str, dict[str, str]] = {
    "employees": {
        "number": "Personeelsnummer",
        "name": "Volledige naam",
        "email": "E-mailadres",
        "employed_from": "Datum in dienst",
        "employed_until": "Einddatum dienstverband",
    },
    "decision_types": {
        "code": "Bevoegdheidscode",
        "title_nl": "Omschrijving bevoegdheid",
        "parent": "Rubriek",
        "body": "Bevoegd orgaan",
        "nature": "Aard",
        "amount_required": "Bedrag nodig",
        "mandatable": "Mandateerbaar",
        "legal_basis": "Wettelijke grondslag",
    },
    "mandates": {
        "number": "Mandaatnummer",
        "kinds": "Soort mandaat",
        "on_behalf_of": "Namens",
        "holder": "Gemandateerde",
        "decision_types": "Bevoegdheid",
        "max_amount": "Maximumbedrag (€)",
        "vat": "Btw",
        "conditions": "Voorwaarden",
        "instrument": "Mandaatbesluit",
        "valid_from": "Ingangsdatum mandaat",
        "valid_until": "Einddatum mandaat",
    },
}
"""The headings of the lists, by table and column."""

TITLES = {"employees": "Personeel", "decision_types": "Bevoegdheden", "mandates": "Mandaten"}
NOTE = {"x_scale": 2.5, "y_scale": 1.2}


def read_example() -> RegisterFolder:
    """Return the small register that ships as an example."""
    return read_register(ROOT / "data/sample/small")


def write_template(stream: IO[bytes], language: str, register: Register | None = None) -> None:
    """Write a workbook with a note at each heading that explains its column; empty without a register."""
    with xlsxwriter.Workbook(stream) as workbook:
        for table in (ORGANISATION, *TABLES):
            notes = [getattr(EXPLANATIONS[table.name][column.name], language) for column in table.columns]
            rows = [[column.name for column in table.columns]]
            _add_sheet(workbook, table.name, list(records(register, table)) if register else rows, notes)


def write_list(stream: IO[bytes], table: str, notes: Sequence[str], rows: Sequence[Sequence[str]] = ()) -> None:
    """Write a workbook of one sheet, for a list of a table of HEADINGS with a note at each heading, and its rows."""
    with xlsxwriter.Workbook(stream) as workbook:
        _add_sheet(workbook, TITLES[table], [list(HEADINGS[table].values()), *rows], notes)


def write_empty_folder(directory: Path) -> None:
    """Write a folder of CSV files that hold nothing but their headings."""
    directory.mkdir(parents=True)
    for table in (ORGANISATION, *TABLES):
        with (directory / f"{table.name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerow(column.name for column in table.columns)


def _add_sheet(workbook: Workbook, name: str, rows: Sequence[Sequence[str]], notes: Sequence[str]) -> None:
    """Add a sheet whose first row are headings; its cells are text, so that none loses its leading zeros."""
    workbook.set_properties({"created": CREATED})
    sheet = workbook.add_worksheet(name)
    sheet.set_column(0, len(rows[0]) - 1, WIDTH, workbook.add_format({"num_format": "@"}))
    sheet.set_row(0, None, workbook.add_format({"bold": True}))
    sheet.freeze_panes(1, 0)
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            if cell:
                sheet.write_string(number, place, cell)
    for place, note in enumerate(notes):
        sheet.write_comment(0, place, note, NOTE)
