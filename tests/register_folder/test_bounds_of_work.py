"""What a file makes its reader do is counted, and refused at a bound that is told: each is tried on a small one."""

from __future__ import annotations

import io
from types import ModuleType
from zipfile import ZipFile

import pytest
import xlsxwriter

from mandate_registry.register_folder.grid import grids
from mandate_registry.register_folder.problems import InvalidRegister
from mandate_registry.register_folder.reader import read_packed
from mandate_registry.register_folder.word import word_documents, word_styles
from mandate_registry.register_folder.workbook import ods_files, workbook_texts, workbooks, xlsx_files, xml_events
from tests.register_folder.sample_files import docx, docx_parts, laid, ods, refusal, sheets, zipped

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
SHEET, SHARED, NOTES = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/comments1.xml"
RUN = "<r><rPr><b/></rPr><t>a</t></r>"
CELLS = '<sheetData><row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row></sheetData>'
MANY = " ".join(f'a{number}="1"' for number in range(24))


def workbook(parts: dict[str, str], count: int = 1) -> bytes:
    """Make a workbook of so many sheets with parts in the place of its own; `{}` stands for the root of one."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        for _ in range(count):
            sheet = book.add_worksheet()
            sheet.write_row("A1", ["a", "b"])
            sheet.write_comment("A1", "x")
    with ZipFile(stream) as source:
        return zipped({**{name: source.read(name) for name in source.namelist()}, **parts})


def sheet(content: str, name: str = "worksheet") -> str:
    return f"<{name} {MAIN}>{content}</{name}>"


def named(content: str) -> dict[str, str]:
    with ZipFile(io.BytesIO(workbook({}))) as source:
        return {
            workbooks.WORKBOOK: source.read(workbooks.WORKBOOK).decode().replace("</sheets>", f"</sheets>{content}")
        }


OF_WORKBOOKS = [
    (grids, "MAX_BESIDE", {SHEET: sheet(CELLS + "<conditionalFormatting><cfRule/></conditionalFormatting>" * 6)}),
    (grids, "MAX_BESIDE", {SHEET: sheet(CELLS + '<mergeCell ref="A1:A2"/>' * 12)}),
    (grids, "MAX_BESIDE", {SHEET: sheet(CELLS + '<col min="1" max="1"/>' * 12)}),
    (grids, "MAX_BESIDE", {SHEET: sheet(f'<row r="1"><c r="A1" t="inlineStr"><is>{RUN * 4}</is></c></row>')}),
    (
        grids,
        "MAX_BESIDE",
        {SHEET: sheet(f'<row><c r="A1" t="inlineStr"><is>{"<t/>" * 5}{"<t>a</t>" * 14}</is></c></row>')},
    ),
    (grids, "MAX_BESIDE", {SHARED: sheet(f"<si>{RUN * 2}</si>" * 2, "sst")}),
    (
        grids,
        "MAX_BESIDE",
        {NOTES: sheet(f'<comment ref="A1"><text>{RUN * 4}</text></comment>', "comments")},
    ),
    (workbook_texts, "MAX_TEXTS", {SHARED: sheet("<si><t>a</t></si>" * 12, "sst")}),
    (grids, "MAX_COPIES", {SHEET: sheet(CELLS + '<mergeCell ref="A1:B1"/>' * 6)}),
    (xml_events, "MAX_ATTRIBUTES", {SHEET: sheet(CELLS.replace('r="B1"', f'r="B1" {MANY}'))}),
    (workbooks, "MAX_OF_OUTLINE", named("<definedNames>" + "<definedName/>" * 12 + "</definedNames>")),
    (workbooks, "MAX_OF_STYLES", {"xl/styles.xml": sheet("<x/>" * 12, "styleSheet")}),
]


@pytest.mark.parametrize(("module", "bound", "parts"), OF_WORKBOOKS)
def test_what_a_workbook_holds_beside_its_cells_is_bounded(
    module: ModuleType, bound: str, parts: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = workbook(parts)
    assert sheets(made, "a.xlsx")
    monkeypatch.setattr(module, bound, 11)
    assert "a.xlsx: has " in refusal(made, "a.xlsx")
    is_told = NOTES in parts  # the import of a register does not read notes
    with pytest.raises(InvalidRegister, match="is missing" if is_told else ": has "):
        read_packed(made, ".xlsx")


def test_the_elements_of_all_sheets_count_together(monkeypatch: pytest.MonkeyPatch) -> None:
    empty = {f"xl/worksheets/sheet{number}.xml": sheet(CELLS + "<x/>" * 50) for number in range(1, 6)}
    made = workbook(empty, 5)
    assert len(sheets(made, "a.xlsx")) == 5
    monkeypatch.setattr(xlsx_files, "MAX_ELEMENTS", 250)
    assert "has more than 250 elements" in refusal(made, "a.xlsx")


def test_a_cell_with_two_values_has_none() -> None:
    two = CELLS.replace("<v>1</v>", "<v>1</v><v>3</v>")
    assert "has a cell with two values" in refusal(workbook({SHEET: sheet(two)}), "a.xlsx")


@pytest.mark.parametrize("number", ["1_0", "nan", "1e999"])
def test_what_only_a_programme_takes_for_a_number_is_none(number: str) -> None:
    assert "is damaged" in refusal(workbook({SHEET: sheet(CELLS.replace("<v>1<", f"<v>{number}<"))}), "a.xlsx")


PARAGRAPH = (
    '<w:p><w:pPr><w:pStyle w:val="a"/><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>a</w:t></w:r></w:p>'
)
TABLE = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"


@pytest.mark.parametrize(
    "body", [PARAGRAPH * 5, TABLE * 5, "<w:p><w:r><w:rPr>" + "<w:strike/>" * 30 + "</w:rPr></w:r></w:p>"]
)
def test_what_a_document_shows_is_bounded_and_what_else_it_holds_is_not(
    body: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(word_documents, "MAX_USED", 29)
    assert "has more than 29 parts of text: leave out what is not of its tables" in refusal(docx(body), "a.docx")
    assert laid(docx(TABLE + "<w:proofErr/>" * 100), "a.docx").headings == ("a",)


def test_the_styles_of_a_document_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word_styles, "MAX_STYLES", 10)
    for count in (10, 11):
        styles = f"<w:styles {WORD}>{'<w:style/>' * count}</w:styles>"
        made = zipped(docx_parts(TABLE) | {"word/styles.xml": styles})
        assert sheets(made, "a.docx") if count == 10 else "more than 10 styles" in refusal(made, "a.docx")


CELL = "<table:table-cell>{}<text:p>{}</text:p></table:table-cell>"
STYLE = "</table:table><style:style/><table:table>"


@pytest.mark.parametrize(
    ("rows", "detail"),
    [
        ('<table:table-row table:number-rows-repeated="60000">' + CELL.format("", "a"), "more than 50,000 rows"),
        ("<table:table-row>" + CELL.format("", "<text:span>" * 60 + "a" + "</text:span>" * 60), "more than 50 deep"),
    ],
)
def test_rows_and_parts_of_an_open_document_are_refused_before_they_are_made(rows: str, detail: str) -> None:
    assert detail in refusal(ods(f"{rows}</table:table-row>"), "a.ods")


def test_the_styles_of_an_open_document_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ods_files, "MAX_STYLES", 10)
    row = f"<table:table-row>{CELL.format('', 'a')}</table:table-row>"
    assert "has more than 10 styles" in refusal(ods(row + "<style:style/>" * 10), "a.ods")
