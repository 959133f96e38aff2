"""What a sheet shows of a number, and whether that is sure."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from mandate_registry.register_folder.spreadsheets import RawCell
from mandate_registry.register_folder.workbook.number_formats import shown_number
from tests.register_folder.sample_files import laid, xlsx


@pytest.mark.parametrize(
    ("cell", "code", "text", "stored"),
    [
        (1.1, "", "1.1", RawCell("1.10", is_shown=True)),
        (1.1, "0.00", "1.10", RawCell("1.10", is_shown=True)),
        (0.1 + 0.2, "", "0.3", RawCell("0.30", is_shown=True)),
        (1.23456789012345, "", "1.23456789012345", RawCell("1.234567890123450", is_shown=False)),
        (12.345, "", "12.345", RawCell("12.3450", is_shown=True)),
        (12.0, "0.000", "12.000", RawCell("12", is_shown=True)),
        (123.0, "000000", "000123", RawCell("123", is_shown=True)),
        (50000.0, "", "50000", None),
        (25000.4, "0", "25000", RawCell("25000.40", is_shown=True)),
        (25000.0, "#,##0", "25000", RawCell("25000", is_shown=False)),
        (250.0, "#,##0", "250", None),
        (25000.0, "€ #,##0", "€ 25000", RawCell("25000", is_shown=False)),
        (25000.5, '"€"\\ #,##0.00_-', "€ 25000.50", RawCell("25000.50", is_shown=False)),
        (25.0, "[$$-409]#,##0.00", "$25.00", RawCell("25", is_shown=True)),
        (-25.0, '"€"\\ 0;[Red]"€"\\ \\-0', "€ -25", None),
        (-25.0, "0;[Red]0", "25", RawCell("-25", is_shown=True)),
        (7.0, '"P-"0', "P-7", None),
        (5000.0, '"< "#,##0', "< 5000", None),
        (5000.5, '#,##0.00" incl. btw"', "5000,50 incl. btw", None),
        (25.0, '0"k"', "25k", None),
        (5000.0, "€ #,##0.-", "€ 5000,-", None),
        (5000.0, '€ #,##0",-"', "€ 5000,-", None),
        (25.0, "[$EUR] 0", "EUR 25", None),
        (25.0, 'General" p.p."', "25 p.p.", None),
        (0.0, '0;-0;"geen"', "geen", None),
        (0.0, '_ € * #,##0_ ;_ € * -#,##0_ ;_ € * "-"??_ ;_ @_ ', "€ -", None),
        (0.21, '0%" korting"', "21% korting", None),
        (5000.6, '0" incl. btw"', '5000.60 [0" incl. btw"]', RawCell('5000.60 [0" incl. btw"]', is_shown=False)),
        (25000.0, "0,", "25000 [0,]", RawCell("25000 [0,]", is_shown=False)),
        (25000.0, '0.0,"k"', '25000 [0.0,"k"]', RawCell('25000 [0.0,"k"]', is_shown=False)),
        (25000.0, ";;;", "25000 [;;;]", RawCell("25000 [;;;]", is_shown=False)),
        (0.0, "#", "0 [#]", RawCell("0 [#]", is_shown=False)),
        (25.0, "0.00E+00", "25 [0.00E+00]", RawCell("25 [0.00E+00]", is_shown=False)),
        (0.5, "# ?/?", "0.50 [# ?/?]", RawCell("0.50 [# ?/?]", is_shown=False)),
        (25.0, "[<100]0;0", "25 [[<100]0;0]", RawCell("25 [[<100]0;0]", is_shown=False)),
        (25.0, "0-0", "25 [0-0]", RawCell("25 [0-0]", is_shown=False)),
        (0.21, "0%", "21%", RawCell("0.21", is_shown=True)),
        (-5.5, "0", "-6", RawCell("-5.50", is_shown=True)),
        (9e18, "", "9e+18", RawCell("9e+18", is_shown=False)),
        (1e300, "0.00", "1e+300", RawCell("1e+300", is_shown=False)),
        (date(2026, 12, 1), "d-m-yyyy", "2026-12-01", RawCell("2026-12-01", is_shown=False)),
        (date(2026, 12, 1), "yyyy\\-mm\\-dd;@", "2026-12-01", RawCell("2026-12-01", is_shown=True)),
        (date(2026, 7, 1), "[$-413]d\\ mmmm\\ yyyy;@", "2026-07-01", RawCell("2026-07-01", is_shown=False)),
        (
            date(2026, 7, 1),
            '"tot "dd-mm-yyyy',
            '2026-07-01 ["tot "dd-mm-yyyy]',
            RawCell('2026-07-01 ["tot "dd-mm-yyyy]', is_shown=False),
        ),
        (
            date(2026, 7, 1),
            '"< "d-m-yyyy',
            '2026-07-01 ["< "d-m-yyyy]',
            RawCell('2026-07-01 ["< "d-m-yyyy]', is_shown=False),
        ),
        (
            date(2026, 7, 1),
            "\\<dd-mm-yyyy",
            "2026-07-01 [\\<dd-mm-yyyy]",
            RawCell("2026-07-01 [\\<dd-mm-yyyy]", is_shown=False),
        ),
        (date(2026, 7, 1), "mm-yyyy", "2026-07-01 [mm-yyyy]", RawCell("2026-07-01 [mm-yyyy]", is_shown=False)),
        (date(2026, 7, 1), "yyyy", "2026-07-01 [yyyy]", RawCell("2026-07-01 [yyyy]", is_shown=False)),
        (date(2026, 7, 1), "dd-mm", "2026-07-01 [dd-mm]", RawCell("2026-07-01 [dd-mm]", is_shown=False)),
        (date(2026, 7, 1), "d-mmm", "2026-07-01 [d-mmm]", RawCell("2026-07-01 [d-mmm]", is_shown=False)),
        (datetime(2026, 12, 1, 9), "yyyy-mm-dd", "2026-12-01T09:00:00", RawCell("2026-12-01T09:00:00", is_shown=False)),  # noqa: DTZ001 - a cell knows no zone
        (True, "", "yes", None),
    ],
)
def test_a_number_is_what_the_sheet_shows_of_it(cell: object, code: str, text: str, stored: RawCell | None) -> None:
    assert shown_number(cell, code) == (text, stored)


def test_the_format_of_a_cell_is_its_own() -> None:
    rows: list[list[object]] = [["Nr", "Limiet"], [7, 1.1], [7, 1.1], ["a", 1.1]]
    formats: dict[tuple[int, int], dict[str, object]] = {
        (1, 0): {"num_format": "000"},
        (2, 1): {"num_format": "0.00"},
        (3, 1): {"num_format": "0.000"},
    }
    assert laid(xlsx(rows, formats), "a.xlsx").rows == [(2, ["007", "1.1"]), (3, ["7", "1.10"]), (4, ["a", "1.100"])]
