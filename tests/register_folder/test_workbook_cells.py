"""The cells of an .xlsx: what a formula did not give is not nothing, and parts that look different are set apart."""

from __future__ import annotations

import io
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
import xlsxwriter

from mandate_registry.register_folder.grid.sheet_layout import Mark, RawCell, SheetLayout
from tests.register_folder.sample_files import laid, refusal, sheets, xlsx

SHEET = "xl/worksheets/sheet1.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRUCK = frozenset({Mark.STRUCK})


def with_parts(parts: dict[str, str], rows: list[list[object]] | None = None) -> bytes:
    """Make an .xlsx of which some parts are replaced."""
    stream = io.BytesIO()
    with (
        ZipFile(io.BytesIO(xlsx(rows or [["a", "b"], ["1", "2"]]))) as source,
        ZipFile(stream, "w", ZIP_DEFLATED) as copy,
    ):
        for name in source.namelist():
            copy.writestr(name, parts.get(name, source.read(name)))
    return stream.getvalue()


def with_cell(cell: str, prefix: str = "") -> bytes:
    """Make an .xlsx with two headings, and a row of a text and this cell."""
    name = f"xmlns:{prefix}" if prefix else "xmlns"
    tag = f"{prefix}:" if prefix else ""
    texts = [f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>' for place, text in (("A1", "a"), ("B1", "b"))]
    first = '<c r="A2" t="str"><v>x</v></c>'
    body = f'<sheetData><row r="1">{"".join(texts)}</row><row r="2">{first}{cell}</row></sheetData>'
    marked = body.replace("</", "</\0").replace("<", f"<{tag}").replace(f"<{tag}/\0", f"</{tag}")
    marked = marked.replace(f"<{tag}!", "<!")
    return with_parts({SHEET: f'<{tag}worksheet {name}="{MAIN}">{marked}</{tag}worksheet>'})


@pytest.mark.parametrize("prefix", ["", "x"])
@pytest.mark.parametrize(
    "cell",
    [
        '<c r="B2"><f>A1</f></c>',
        '<c r="B2"><f>A1</f><v/></c>',
        '<c r="B2"><f>A1</f><v> </v></c>',
        '<c r="B2"><f>A1</f><!-- 5 --></c>',
        '<c r="B2"><v/><f>A1</f></c>',
        '<c r="B2"><f t="shared" si="0"/></c>',
        '<c r="B2" t="str"><f>A1</f></c>',
        '<c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v></c>',
    ],
)
def test_a_formula_that_gives_nothing_is_refused_whatever_its_prefix(cell: str, prefix: str) -> None:
    assert f"({SHEET}, cell B2)" in refusal(with_cell(cell, prefix), "a.xlsx")


@pytest.mark.parametrize("prefix", ["", "x"])
@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ('<c r="B2"><f>A1</f><v>5</v></c>', "5"),
        ('<c r="B2"><v><![CDATA[5]]></v></c>', "5"),
        ('<c r="B2"><v>5<!-- 0 -->0</v></c>', "50"),
        ('<c r="B2" t="str"><f>""</f><v></v></c>', ""),
        ('<c r="B2" t="b"><v>1</v></c>', "yes"),
        ('<c r="B2" t="d"><v>2026-07-01</v></c>', "2026-07-01"),
        ('<c r="B2" t="str"><v>a_x000A_b</v></c>', "a_x000A_b"),
        ('<c r="B2" t="inlineStr"><is><t>a_x000A_b</t><rPh><t>c</t></rPh></is></c>', "a\nb"),
        ('<c r="B2"/>', ""),
    ],
)
def test_a_cell_is_read_whatever_its_prefix(cell: str, prefix: str, text: str) -> None:
    assert [*laid(with_cell(cell, prefix), "a.xlsx").rows[0][1], ""][1] == text


def rich() -> SheetLayout:
    """Make a sheet with parts of cells that look different."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        struck, plain = book.add_format({"font_strikeout": True}), book.add_format({"bold": True})
        raised, lowered = book.add_format({"font_script": 1}), book.add_format({"font_script": 2})
        sheet = book.add_worksheet("Blad1")
        sheet.write_row(0, 0, ["a", "b", "c"])
        sheet.write_rich_string(1, 0, "€ 500", raised, "1")
        sheet.write_rich_string(1, 1, "H", lowered, "2", "O")
        sheet.write_rich_string(1, 2, "€ ", struck, "2", "5.000")
        sheet.write_rich_string(2, 0, struck, "x", plain, "y", struck)
        sheet.write_rich_string(2, 1, "2", raised, "e", " deel")
        sheet.write(2, 2, 7)
        sheet.write_row(3, 0, ["z", 8], None)
        sheet.write(3, 2, 9, struck)
        sheet.write_row(4, 0, ["z", 8, "q"], struck)
    return laid(stream.getvalue(), "a.xlsx")


def test_parts_of_a_cell_that_look_different_are_set_apart() -> None:
    found = rich()
    assert found.rows == [
        (2, ["€ 500 [superscript: 1]", "H [subscript: 2]O", "€ [struck: 2]5.000"]),
        (3, ["[struck: x]y", "2e deel", "7"]),
        (4, ["z", "8", "[struck: 9]"]),
        (5, ["z", "8", "q"]),
    ]
    odd = {(2, 0), (2, 1), (2, 2), (3, 0), (4, 2)}
    assert found.typed == {(row, place): RawCell(dict(found.rows)[row][place], is_shown=False) for row, place in odd}
    assert found.marks == {4: STRUCK, 5: STRUCK}


def test_days_are_counted_from_where_the_workbook_does() -> None:
    for late in (False, True):
        stream = io.BytesIO()
        with xlsxwriter.Workbook(stream, {"date_1904": late}) as book:
            day, clock = book.add_format({"num_format": "d-m-yyyy"}), book.add_format({"num_format": "h:mm"})
            sheet = book.add_worksheet()
            sheet.write_row(0, 0, ["a", "b", "c"])
            sheet.write_row(1, 0, [46204 - 1462 * late, 46204.75 - 1462 * late, -5], day)
            sheet.write_row(2, 0, [0.5 + 1462 * late, 46204.5, 1e300], clock)
        found = laid(stream.getvalue(), "a.xlsx").rows
        assert found[0] == (2, ["2026-07-01", "2026-07-01T18:00:00", "-5 [d-m-yyyy]"])
        assert found[1][1][1:] == [f"{2030 if late else 2026}-07-0{2 if late else 1}T12:00:00 [h:mm]", "1e+300"]


def test_a_word_in_a_number_format_reaches_the_cell() -> None:
    formats: dict[tuple[int, int], dict[str, object]] = {
        (1, 0): {"num_format": '"tot "dd-mm-yyyy'},
        (1, 1): {"num_format": '"< "#,##0'},
        (1, 2): {"num_format": '0"k"'},
        (2, 0): {"num_format": "mm-yyyy"},
    }
    found = laid(xlsx([["a", "b", "c"], [46204, 5000, 25], [46204, "x", "y"]], formats), "a.xlsx")
    assert [cells for _, cells in found.rows] == [
        ['2026-07-01 ["tot "dd-mm-yyyy]', "< 5000", "25k"],
        ["2026-07-01 [mm-yyyy]", "x", "y"],
    ]


def test_styles_are_found_where_the_workbook_names_them() -> None:
    stream = io.BytesIO()
    good = xlsx([["a", "b"], [5000, "x"]], {(1, 0): {"num_format": '"< "0'}})
    with ZipFile(io.BytesIO(good)) as source, ZipFile(stream, "w") as copy:
        for name in source.namelist():
            content = source.read(name).replace(b'Target="styles.xml"', b'Target="/xl/looks/One.xml"')
            copy.writestr("xl/looks/one.xml" if name == "xl/styles.xml" else name, content)
    assert laid(stream.getvalue(), "a.xlsx").rows == [(2, ["< 5000", "x"])]


HUGE = f'<{{}} xmlns="{MAIN}">{{}}</{{}}>'


@pytest.mark.slow
@pytest.mark.parametrize(
    ("part", "root", "content", "detail"),
    [
        (SHEET, "worksheet", "<row/>" * 7_000_001, "has more than 2,200,000 elements"),
        (SHEET, "worksheet", "<row/>" * 1_048_577, "has more than 1,048,576 rows"),
        (SHEET, "worksheet", "<c/>" * 251, "has a cell without a place"),
        (SHEET, "worksheet", "<a>" * 251, "is damaged"),
        (SHEET, "worksheet", f"<a b='{'x' * 1_200_000}'/>", "has a text or a tag that is too long"),
        (SHEET, "worksheet", '<mergeCell ref="A2:A3"/>' * 100_001, "has more than 50,000 merged cells"),
        (SHEET, "worksheet", f'<c r="A1" t="str"><v>{"x" * 32_768}</v></c>', "has a cell of more than 32,767 signs"),
        (SHEET, "worksheet", "".join(f'<c r="A{row}"><v>1</v></c>' for row in range(1, 52_000)), "50,000 rows"),
        ("xl/styles.xml", "styleSheet", f"<fonts>{'<font/>' * 65_537}</fonts>", "has more than 65,536 styles of cells"),
        ("xl/sharedStrings.xml", "sst", "<si/>" * 550_001, "has more than 550,000 texts"),
        ("xl/workbook.xml", "workbook", '<sheet name="a"/>' * 201, "has more than 200 sheets"),
        ("xl/workbook.xml", "workbook", '<sheet name="a"/><sheet name="b"/>', "has two sheets of one name, or in one"),
        ("xl/workbook.xml", "!DOCTYPE a []><workbook", "", "is damaged"),
    ],
    ids=lambda one: str(one)[:30],
)
def test_a_workbook_that_is_too_large_is_refused_with_the_limit(
    part: str, root: str, content: str, detail: str
) -> None:
    whole = HUGE.format(root, content, root.rpartition("<")[2])
    assert detail in refusal(with_parts({part: whole}), "a.xlsx")


def test_a_long_text_that_many_cells_share_is_counted_for_each() -> None:
    texts = HUGE.format("sst", f"<si><t>{'x' * 30_000}</t></si>", "sst")
    rows = "".join(f'<c r="A{row}" t="s"><v>0</v></c>' for row in range(1, 2000))
    content = with_parts({"xl/sharedStrings.xml": texts, SHEET: HUGE.format("worksheet", rows, "worksheet")})
    assert "has more than 50,000,000 signs of text" in refusal(content, "a.xlsx")


@pytest.mark.slow
def test_a_list_of_fifty_thousand_rows_is_read() -> None:
    rows = "".join(f'<c r="A{row}"><v>{row}</v></c><c r="B{row}"><v>5</v></c>' for row in range(1, 50_002))
    (found,) = sheets(with_parts({SHEET: HUGE.format("worksheet", rows, "worksheet")}), "a.xlsx").values()
    assert len(found.rows) == 50_000
