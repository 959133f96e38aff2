"""Any list as a file for a spreadsheet, which takes no cell of it for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

import xlsxwriter

from mandate_registry.register_folder.formulas import escaped
from mandate_registry.register_folder.writer import CREATED, WIDTH

MARK = "\ufeff"
"""By which Excel sees that a file is UTF-8 (byte order mark)."""
MAX_NAME_LENGTH = 31
"""Of a sheet, as Excel has it."""
MAX_COLUMNS = 50
MAX_CELL_LENGTH = 32_767
"""In characters; what is longer is cut off there."""


def as_csv(rows: Iterable[Sequence[str]]) -> bytes:
    """Write rows, the first of which names the columns, as CSV in UTF-8 (RFC 4180)."""
    return (MARK + as_lines(rows)).encode()


def as_lines(rows: Iterable[Sequence[str]]) -> str:
    """Write rows as lines of CSV."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows(map(escaped, row) for row in rows)
    return text.getvalue()


def as_workbook(name: str, rows: Iterable[Sequence[str]]) -> bytes:
    """Write rows, the first of which names the columns, as a workbook of one sheet; every cell is text."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"constant_memory": True}) as workbook:
        workbook.set_properties({"created": CREATED})
        bold, text = workbook.add_format({"bold": True}), workbook.add_format({"num_format": "@"})
        sheet = workbook.add_worksheet(name[:MAX_NAME_LENGTH])
        sheet.set_row(0, None, bold)
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, MAX_COLUMNS, WIDTH, text)
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                sheet.write_string(number, place, cell[:MAX_CELL_LENGTH])
    return stream.getvalue()
