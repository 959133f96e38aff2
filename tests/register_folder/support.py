"""Small registers to spoil, one mistake at a time."""

from __future__ import annotations

import io
from pathlib import Path
from zipfile import ZipFile

import pytest
import xlsxwriter

from mandate_registry.register_folder import CellError, InvalidRegister, read_register

DATA = Path(__file__).parents[2] / "data"
REGISTERS = sorted(DATA.glob("*/*"))

ORGANISATION = "oin,name\n00000009000000000001,Gemeente Voorbeeld\n"
BODIES = "code,name\ncollege,College\n"
TYPES = "code,title_nl\ncontract,Overeenkomst\n"
MANDATES = "number,kinds,on_behalf_of,holder,decision_types"
MANDATE = "M-1,mandate,college,anyone,contract"

SMALL = {
    "organisation.csv": ORGANISATION,
    "bodies.csv": BODIES,
    "decision_types.csv": TYPES,
    "mandates.csv": f"{MANDATES}\n{MANDATE}\n",
}


def folder(path: Path, files: dict[str, str | bytes | None] | None = None) -> Path:
    """Write the small register with some files replaced, or left out (None)."""
    for name, content in (SMALL | (files or {})).items():
        if content is not None:
            (path / name).write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def with_column(name: str, value: str, header: str = MANDATES, row: str = MANDATE) -> str:
    """Return a file of one row with one more column."""
    return f'{header},{name}\n{row},"{value}"\n'


def errors(path: Path) -> list[CellError]:
    """Read a register that must be refused, and return the errors."""
    with pytest.raises(InvalidRegister) as refused:
        read_register(path)
    return refused.value.errors


def sentences(path: Path) -> list[str]:
    """Read a register that must be refused, and return the errors as a person reads them."""
    return [str(error) for error in errors(path)]


def archive(members: dict[str, str]) -> bytes:
    """Zip texts by name."""
    stream = io.BytesIO()
    with ZipFile(stream, "w") as target:
        for name, content in members.items():
            target.writestr(name, content)
    return stream.getvalue()


def workbook(path: Path, sheets: dict[str, list[list[object]]]) -> Path:
    """Write a workbook of typed cells."""
    with xlsxwriter.Workbook(path, {"default_date_format": "dd-mm-yyyy"}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return path


def small_sheets() -> dict[str, list[list[object]]]:
    """Return the small register as sheets."""
    return {name[:-4]: [list(line.split(",")) for line in text.splitlines()] for name, text in SMALL.items()}
