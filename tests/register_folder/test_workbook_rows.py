"""A register in a workbook says what its sheets show, or is refused where that is not sure."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any

import pytest
import xlsxwriter

from mandate_registry.register_folder.problems import InvalidRegister
from mandate_registry.register_folder.reader import RegisterFolder, read_packed
from tests.register_folder.sheets import FOLDER

NUMBER, LIMIT, DAY = ("mandates", 1, 0), ("mandates", 1, 6), ("mandates", 1, 5)
EMPLOYEE, NAME = ("employees", 1, 0), ("employees", 1, 1)
NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)
Where = tuple[str, int, int]


def read(where: Where, value: object, look: dict[str, Any]) -> RegisterFolder:
    """Read the small register with another cell in the place of one."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        for name, text in FOLDER.items():
            sheet = book.add_worksheet(name)
            for row, line in enumerate(text.splitlines()):
                for place, cell in enumerate(line.split(",")):
                    if (name, row, place) != where:
                        sheet.write_string(row, place, cell)
                    else:
                        sheet.write(row, place, value, book.add_format(look))
    return read_packed(stream.getvalue(), ".xlsx")


def cell_of(register: RegisterFolder, where: Where) -> str:
    facts: dict[Where, Any] = {NUMBER: "number", LIMIT: "max_amount", EMPLOYEE: "number", NAME: "name"}
    first: Any = register.tables[where[0]][0]
    return str(first.valid.since.date() if where == DAY else getattr(first, facts[where]))


@pytest.mark.parametrize(
    ("where", "value", "code", "said"),
    [
        (NUMBER, 1.1, "", "1.1"),
        (NUMBER, 1.1, "0.00", "1.10"),
        (NUMBER, 7, "0.0", "7.0"),
        (NUMBER, NEW_YEAR, "yyyy-mm-dd", "2026-01-01"),
        (EMPLOYEE, 123, "000000", "000123"),
        (EMPLOYEE, 123, "", "123"),
        (LIMIT, 25000, "#,##0.00", "25000.00"),
        (LIMIT, 25000.5, "€ #,##0", "25000.50"),
        (DAY, NEW_YEAR, "d mmmm yyyy", "2025-12-31"),
    ],
)
def test_a_number_is_read_as_its_column_has_it(where: Where, value: object, code: str, said: str) -> None:
    register = read(where, value, {"num_format": code})
    assert cell_of(register, where) == said


@pytest.mark.parametrize(
    ("where", "value", "look", "detail"),
    [
        (NUMBER, NEW_YEAR, {"num_format": "d-m"}, "format the cell as text"),
        (NUMBER, NEW_YEAR, {"num_format": "hh:mm"}, "format the cell as text"),
        (EMPLOYEE, 1234, {"num_format": "#,##0"}, "format the cell as text"),
        (LIMIT, 0.1, {"num_format": "0%"}, "format the cell as text"),
        (LIMIT, 25000, {"num_format": "#,##0,"}, "format the cell as text"),
        (LIMIT, 25, {"num_format": '0"k"'}, "format the cell as text"),
        (LIMIT, 25000, {"num_format": "[$USD] 0"}, "format the cell as text"),
        (LIMIT, True, {}, "format the cell as text"),
        (LIMIT, 25000, {"font_strikeout": True}, "is struck through"),
        (NAME, "Anna", {"font_strikeout": True}, "is struck through"),
        (DAY, NEW_YEAR, {"num_format": "mmm yy"}, "is not a date"),
    ],
)
def test_what_may_not_be_what_the_sheet_shows_is_refused(
    where: Where, value: object, look: dict[str, Any], detail: str
) -> None:
    table, row, place = where
    column = FOLDER[table].splitlines()[0].split(",")[place]
    with pytest.raises(InvalidRegister) as refused:
        read(where, value, look)
    (error,) = (one for one in refused.value.errors if one.file == table and detail in one.detail)
    assert (error.row, error.column) == (row + 1, column)
