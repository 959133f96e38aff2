"""Tables of web pages, of documents, and of open documents."""

from __future__ import annotations

import pytest

from mandate_registry.register_folder.spreadsheets import Mark, RawCell
from tests.register_folder.sample_files import FILES, docx, laid, ods, refusal, sheets

HIDDEN, STRUCK = frozenset({Mark.HIDDEN}), frozenset({Mark.STRUCK})
PAGE = """<!doctype html><meta charset="utf-8"><title>Overheid</title><h1>Mandaatbesluit</h1><h2>Eén</h2>
<p><b>Onderdeel A</b><p>tekst <b>vet</b><table><caption>Bijlage 1</caption>
<tr><th>Nr<th>Limiet<th>Uitleg<tr><td>1<td rowspan=3>€ 25.000<td>a<br> b
<tr style="display: none"><td>2<td><table><tr><td>in<td>ner</table>y
<tr><td><s>3</s><td><del>c</del></table><h2>Twee</h2><table><tr><td>a<td>b<tr><td>c<td>d</table>
<table><tr><td>a<td>b<tr><td colspan=2>Rubriek</table>"""
TABLE = "<w:tbl>{}</w:tbl>"


def word_row(*texts: str, restart: str = "") -> str:
    merge = f"<w:tcPr><w:vMerge{restart}/></w:tcPr>"
    last = f"<w:tc>{merge}<w:p><w:r><w:t>{texts[-1]}</w:t></w:r></w:p></w:tc>"
    return (
        "<w:tr>"
        + "".join(f"<w:tc><w:p><w:r><w:t>{one}</w:t></w:r></w:p></w:tc>" for one in texts[:-1])
        + last
        + "</w:tr>"
    )


def test_each_table_of_a_page_is_a_sheet_with_what_stands_above_it() -> None:
    found = sheets(PAGE, "a.html")
    assert {name: one.above for name, one in found.items()} == {
        "Bijlage 1": ("Mandaatbesluit", "Eén", "Onderdeel A", "Bijlage 1"),
        "Onderdeel A": ("Mandaatbesluit", "Eén", "Onderdeel A"),
        "Twee": ("Mandaatbesluit", "Twee"),
        "Twee (2)": ("Mandaatbesluit", "Twee"),
    }


def test_a_cell_that_spans_rows_holds_for_each_and_a_rubric_stands_once() -> None:
    found = sheets(PAGE, "a.html")
    assert found["Bijlage 1"].rows == [
        (2, ["1", "€ 25.000", "a\nb"]),
        (3, ["2", "€ 25.000", "y"]),
        (4, ["[struck: 3]", "€ 25.000", "[struck: c]"]),
    ]
    assert found["Bijlage 1"].marks == {3: HIDDEN, 4: STRUCK}
    assert found["Twee (2)"].rows == [(2, ["Rubriek", ""])]


def test_a_struck_row_of_a_page_is_marked() -> None:
    assert laid("<table><tr><td>a<td>b<tr><td><s>c</s><td><del>d</del></table>", "a.htm").marks == {2: STRUCK}


def test_a_page_in_the_encoding_that_it_states_is_read() -> None:
    page = "<meta charset=iso-8859-1><table><tr><td>a<td>€ é</table>"
    assert laid(page.encode("cp1252"), "a.html").headings == ("a", "€ é")
    assert "states (koi8-r)" in refusal("<meta charset=koi8-r><table><tr><td>a</table>", "a.html")


def test_the_tables_of_markdown_are_read() -> None:
    text = "# Besluit\n\n**Deel**\n\n| Nr | Limiet |\n|---|---|\n| 1 | a \\| b |\n| ~~2~~ | ~~c~~ |\n"
    found = laid(text, "a.md")
    assert (found.name, found.above) == ("Deel", ("Besluit", "Deel"))
    assert found.rows == [(2, ["1", "a | b"]), (3, ["2", "c"])]
    assert found.marks == {3: STRUCK}


def test_a_merged_cell_of_a_document_holds_for_each_row() -> None:
    restart = ' w:val="restart"'
    rows = word_row("Nr", "Limiet", restart=restart) + word_row("1", "25.000", restart=restart) + word_row("2", "")
    body = "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>Bijlage</w:t></w:r></w:p>" + TABLE.format(rows)
    found = laid(docx(body), "a.docx")
    assert (found.name, found.rows) == ("Bijlage", [(2, ["1", "25.000"]), (3, ["2", "25.000"])])


def ods_row(*texts: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{''.join(texts)}</table:table-row>"


def ods_cell(text: str, attributes: str = 'office:value-type="string"') -> str:
    return f"<table:table-cell {attributes}><text:p>{text}</text:p></table:table-cell>"


def test_an_open_document_is_read_as_it_shows_itself() -> None:
    limit = 'office:value-type="float" office:value="25000.5" table:number-rows-spanned="2"'
    day = 'office:value-type="date" office:date-value="2026-12-01"'
    found = laid(
        ods(
            ods_row(ods_cell("Nr"), ods_cell("Limiet"), ods_cell("Vanaf"))
            + ods_row("<table:table-cell/>", attributes='table:number-rows-repeated="2"')
            + ods_row(ods_cell("000123"), ods_cell("25.000,50", limit), ods_cell("1-12-2026", day))
            + ods_row(ods_cell("2"), "<table:covered-table-cell/>", attributes='table:visibility="filter"')
            + ods_row(ods_cell("3", 'office:value-type="string" table:style-name="struck"'))
            + ods_row("<table:table-cell/>", attributes='table:number-rows-repeated="1048570"')
        ),
        "a.ods",
    )
    assert found.rows[:2] == [(4, ["000123", "25.000,50", "1-12-2026"]), (5, ["2", "25.000,50"])]
    assert found.typed == {
        (4, 1): RawCell("25000.50", is_shown=True),
        (4, 2): RawCell("2026-12-01", is_shown=True),
        (5, 1): RawCell("25000.50", is_shown=True),
    }
    assert found.marks == {5: HIDDEN, 6: STRUCK}


NUMBER, DAY = "office:value-type='float' office:value='{}'", "office:value-type='date' office:date-value='{}'"


@pytest.mark.parametrize(
    ("shown", "kind", "stored", "text", "typed"),
    [
        ("€ 25.000,50", NUMBER, "25000.5", "€ 25.000,50", RawCell("25000.50", is_shown=True)),
        ("$25,000", NUMBER, "25000.4", "$25,000", RawCell("25000.40", is_shown=True)),
        ("000123", NUMBER, "123", "000123", RawCell("123", is_shown=True)),
        ("21%", NUMBER, "0.21", "21%", RawCell("0.21", is_shown=True)),
        ("&lt; 5.000", NUMBER, "5000", "< 5.000", None),
        ("5.000 incl. btw", NUMBER, "5000", "5.000 incl. btw", None),
        ("€ -", NUMBER, "0", "€ -", None),
        ("25k", NUMBER, "25000", "25k [25000]", RawCell("25k [25000]", is_shown=False)),
        ("25", NUMBER, "25000", "25 [25000]", RawCell("25 [25000]", is_shown=False)),
        ("01-07-26", DAY, "2026-07-01", "01-07-26", RawCell("2026-07-01", is_shown=True)),
        ("wo 1 jul. 2026", DAY, "2026-07-01", "wo 1 jul. 2026", RawCell("2026-07-01", is_shown=True)),
        ("tot 01-07-2026", DAY, "2026-07-01", "tot 01-07-2026 [2026-07-01]", None),
        ("&lt;01-07-2026", DAY, "2026-07-01", "<01-07-2026 [2026-07-01]", None),
        ("07-2026", DAY, "2026-07-01", "07-2026 [2026-07-01]", None),
        ("juli 2026", DAY, "2026-07-01", "juli 2026 [2026-07-01]", None),
        ("2026", DAY, "2026-07-01", "2026 [2026-07-01]", None),
    ],
)
def test_what_an_open_document_shows_of_a_number_or_a_day_counts(
    shown: str, kind: str, stored: str, text: str, typed: RawCell | None
) -> None:
    content = ods(ods_row(ods_cell("a"), ods_cell("b")) + ods_row(ods_cell("x"), ods_cell(shown, kind.format(stored))))
    found = laid(content, "a.ods")
    assert found.rows == [(2, ["x", text])]
    expected = typed or (RawCell(text, is_shown=False) if "[" in text else None)
    assert found.typed == ({(2, 1): expected} if expected else {})


@pytest.mark.parametrize(
    "cell",
    [
        ods_cell("#DIV/0!", 'table:formula="of:=1/0" office:value-type="string" office:string-value=""'),
        ods_cell("Err:502", 'table:formula="of:=1/0" office:value-type="float" office:value="0"'),
        ods_cell("", 'table:formula="of:=1/0"'),
    ],
)
def test_a_failed_formula_of_an_open_document_is_refused(cell: str) -> None:
    content = ods(ods_row(ods_cell("a"), ods_cell("b")) + ods_row(ods_cell("x"), cell))
    assert "has a formula that failed, or without a result" in refusal(content, "a.ods")


@pytest.mark.parametrize(
    ("name", "detail"),
    [
        ("old-failed-formula.xls", "has a formula that failed (Blad1, cell B2)"),
        ("old-uncomputed-formula.xls", "has a formula without a result: write what it gives, or empty the cell"),
    ],
)
def test_a_failed_formula_of_an_old_workbook_is_refused(name: str, detail: str) -> None:
    assert detail in refusal((FILES / name).read_bytes(), name)


@pytest.mark.parametrize("name", ["a.xls", "a.ods", "a.docx", "a.xlsx"])
@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 100, b"<table>"])
def test_what_is_not_what_its_name_says_is_refused(name: str, content: bytes) -> None:
    assert refusal(content, name).startswith(f"{name}: is not a readable")


def test_damage_anywhere_in_an_old_workbook_is_refused_or_harmless() -> None:
    good = (FILES / "old-list.xls").read_bytes()
    for place in range(0, len(good), 211):
        try:
            sheets(good[:place] + bytes([good[place] ^ 0xFF]) + good[place + 1 :], "a.xls")
        except Exception as error:  # noqa: BLE001 - only the kind of the error is of interest
            assert type(error).__name__ == "InvalidRegister"  # noqa: PT017 - much damage, not all, is found
