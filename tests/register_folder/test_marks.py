"""What a reader of an .xlsx would see of its rows."""

from __future__ import annotations

import io

import xlsxwriter

from mandate_registry.register_folder.sheet.plan_guess import guess_plan
from mandate_registry.register_folder.spreadsheets import Mark
from tests.register_folder.sample_files import ODS, laid, sheets, zipped


def test_rows_are_marked_by_what_is_seen_of_them() -> None:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        struck = book.add_format({"font_strikeout": True})
        plain = book.add_format({"bold": True})
        sheet = book.add_worksheet("Blad1")
        sheet.write_row(0, 0, ["Nr", "Naam", "Limiet"])
        sheet.write_row(1, 0, ["1", "a", 10])
        sheet.write_rich_string(2, 0, struck, "2", struck, "b")
        sheet.write(2, 1, "b", struck)
        sheet.write(2, 2, 10)
        sheet.write_rich_string(3, 0, struck, "3", plain, "c")
        sheet.write(3, 1, "c", struck)
        sheet.write_row(4, 0, ["4", "d", 10])
        sheet.set_row(4, 0)
        sheet.write_row(5, 0, ["5", "e", 10], struck)
        sheet.set_row(5, None, None, {"hidden": True})
    marks = laid(stream.getvalue(), "a.xlsx").marks
    hidden, gone = frozenset({Mark.HIDDEN}), frozenset({Mark.STRUCK})
    assert marks == {3: gone, 4: gone, 5: hidden, 6: hidden | gone}


def test_hidden_columns_and_sheets_are_told() -> None:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        first, second = book.add_worksheet("Oud"), book.add_worksheet("Actueel")
        for sheet in (first, second):
            sheet.write_row(0, 0, ["Nr", "Naam", "Limiet", "Inkoper"])
            sheet.write_row(1, 0, ["1", "a", 10, "x"])
        second.activate()
        first.hide()
        second.set_column(1, 2, None, None, {"hidden": True})
        second.set_column(30, 40, None, None, {"hidden": True})
    found = sheets(stream.getvalue(), "a.xlsx")
    assert {name: (one.is_hidden, one.hidden) for name, one in found.items()} == {
        "Oud": (True, frozenset()),
        "Actueel": (False, frozenset({1, 2})),
    }
    assert guess_plan(found, "a.xlsx").sheet == "Actueel"
    assert guess_plan({"Oud": found["Oud"]}, "a.xlsx").sheet == "Oud"


def test_so_they_are_of_an_open_document() -> None:
    column = '<table:table-column table:number-columns-repeated="{}" table:visibility="{}"/>'
    cell = "<table:table-cell office:value-type='string'><text:p>{}</text:p></table:table-cell>"
    rows = "".join(f"<table:table-row>{cell.format(one) * 3}</table:table-row>" for one in "ab")
    style = '<style:style style:name="gone"><style:table-properties table:display="false"/></style:style>'
    content = ODS.format(column.format(1, "visible") + column.format(2, "collapse") + rows)
    content = content.replace("<office:automatic-styles>", f"<office:automatic-styles>{style}")
    found = laid(
        zipped({"content.xml": content.replace('name="Blad1"', 'name="Blad1" table:style-name="gone"')}), "a.ods"
    )
    assert (found.is_hidden, found.hidden) == (True, frozenset({1, 2}))
