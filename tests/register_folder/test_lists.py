"""Lists as files for a spreadsheet."""

from __future__ import annotations

import csv
import io

from python_calamine import CalamineWorkbook

from mandate_registry.register_folder.list_files import as_csv, as_workbook
from tests.register_folder.sample_files import cells, laid, refusal

ROWS = [["Number", "Holder"], ["1", "=1+1"], ["00000009100000000001", "-2"], ["é", "a, b\nc"]]


def test_csv_has_no_formula_and_keeps_every_text() -> None:
    written = as_csv(ROWS).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(written, newline=""))) == [
        *(ROWS[0], ["1", "'=1+1"]),
        *(["00000009100000000001", "'-2"], ["é", "a, b\nc"]),
    ]


def test_a_workbook_has_texts_only() -> None:
    book = CalamineWorkbook.from_filelike(
        io.BytesIO(as_workbook("A name that is longer than what a sheet may bear", ROWS))
    )
    assert book.get_sheet_by_index(0).to_python() == ROWS
    assert as_workbook("x", ROWS) == as_workbook("x", ROWS)


def test_a_quotation_mark_that_swallows_rows_is_refused_where_it_opens() -> None:
    rows = "Nummer;Namens;Gemandateerde;Toelichting\n1;college;Inkoper;{}\n2;college;Inkoper;b\n3;college;Inkoper;c{}\n"
    assert refusal(rows.format('"a', '"'), "x.csv").startswith("x.csv, row 2: a quotation mark opens in this row")
    several = rows.format('"a;\nen b"', "")
    assert cells(laid(several, "x.csv"))[1][3] == "a;\nen b"
