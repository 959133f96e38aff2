"""The cells of a workbook are those that another reader finds in it."""

from __future__ import annotations

import io
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from mandate_registry.register_folder.workbook.workbooks import open_workbook

TEXTS = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), min_size=1, max_size=12)
CELLS = (
    TEXTS.filter(lambda text: text.strip() == text)
    | st.integers(-(10**12), 10**12)
    | st.floats(-1e9, 1e9, allow_nan=False).map(lambda value: round(value, 4))
    | st.booleans()
    | st.dates(date(1901, 1, 1), date(2199, 12, 31))
    | st.none()
)


def written(rows: list[list[Any]]) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet, days = book.add_worksheet(), book.add_format({"num_format": "dd-mm-yyyy"})
        for number, cells in enumerate(rows):
            for place, value in enumerate(cells):
                if isinstance(value, date):
                    sheet.write_datetime(number, place, value, days)
                elif isinstance(value, str):
                    sheet.write_string(number, place, value)
                elif value is not None:
                    (sheet.write_boolean if isinstance(value, bool) else sheet.write_number)(number, place, value)
    return stream.getvalue()


def text(value: Any) -> str:
    """Write a value as the register folder does."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)


def cells_of(rows: list[list[str]]) -> dict[tuple[int, int], str]:
    return {(row, place): cell for row, cells in enumerate(rows) for place, cell in enumerate(cells) if cell}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("books")


@given(rows=st.lists(st.lists(CELLS, min_size=1, max_size=5), min_size=1, max_size=6))
def test_another_reader_finds_the_same_cells(folder: Path, rows: list[list[Any]]) -> None:
    content = written(rows)
    (folder / "book.xlsx").write_bytes(content)
    with open_workbook(folder / "book.xlsx") as workbook:
        ours = dict[tuple[int, int], str]()
        workbook.read("Sheet1", lambda cell: ours.update({(cell.row - 1, cell.place): text(cell.value)}))
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
    theirs = [[text(value) for value in cells] for cells in sheet.to_python(skip_empty_area=False)]
    assert ours == cells_of(theirs)
