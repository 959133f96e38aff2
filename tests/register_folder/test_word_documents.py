"""The tables of a .docx: what Word shows of a cell is read, or set apart so that no column takes it for a value."""

from __future__ import annotations

import pytest

from mandate_registry.register_folder.grid.sheet_layout import Mark, RawCell
from tests.register_folder.sample_files import docx, docx_parts, laid, refusal, sheets, zipped

STRUCK = frozenset({Mark.STRUCK})


def run(text: str, look: str = "") -> str:
    properties = f"<w:rPr>{look}</w:rPr>" if look else ""
    return f"<w:r>{properties}<w:t>{text}</w:t></w:r>"


def cell(content: str, properties: str = "") -> str:
    paragraph = content if content.startswith("<w:p>") else f"<w:p>{content}</w:p>"
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


HEAD = row(cell(run("a")), cell(run("b")), cell(run("c")))
RAISED = '<w:vertAlign w:val="superscript"/>'
TWICE = f'<x:Alternate xmlns:x="x"><x:Choice>{run("a")}</x:Choice><x:Fallback>{run("a")}</x:Fallback></x:Alternate>'
BOX = (
    '<w:sdt><w:sdtPr><w14:checkbox xmlns:w14="x"><w14:checked w14:val="{}"/></w14:checkbox></w:sdtPr>'
    "<w:sdtContent><w:r><w:t>{}</w:t></w:r></w:sdtContent></w:sdt>"
)
FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox>{}</w:checkBox></w:ffData></w:fldChar></w:r>'
    "<w:r><w:instrText> FORMCHECKBOX </w:instrText></w:r>"
)


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (run("€ 500") + run("1", RAISED), "€ 500 [superscript: 1]"),
        (run("CO") + run("2", '<w:vertAlign w:val="subscript"/>'), "CO [subscript: 2]"),
        (run("€ ") + run("2", "<w:strike/>") + run("5.000"), "€ [struck: 2]5.000"),
        (run("a ") + run("b", "<w:dstrike/>"), "a [struck: b]"),
        (run("a ") + run("b", '<w:rStyle w:val="Gone"/>'), "a [struck: b]"),
        (run("€ 5") + "<w:del><w:r><w:delText>0</w:delText></w:r></w:del>", "€ 5 [struck: 0]"),
        (run("€ 5") + f"<w:moveFrom>{run('0')}</w:moveFrom>", "€ 5 [struck: 0]"),
        (run("€ 500") + run("1", '<w:position w:val="6"/>'), "€ 500 [superscript: 1]"),
        (run("CO") + run("2", '<w:position w:val="-4"/>'), "CO [subscript: 2]"),
        (run("€ 500") + run("1", '<w:rStyle w:val="Up"/>'), "€ 500 [superscript: 1]"),
        (run("€ 5") + '<w:r><w:footnoteReference w:id="2"/></w:r>', "€ 5 [superscript: 2]"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>', "[symbol Wingdings F0FC]"),
        (run("€ 5") + "<w:r><w:drawing/></w:r>", "€ 5 [picture]"),
        (run("€ 5") + '<m:oMath xmlns:m="m"><m:r><m:t>2</m:t></m:r></m:oMath>', "€ 5 [formula]"),
        ('<w:pPr><w:numPr><w:numId w:val="9"/></w:numPr></w:pPr>', "[number]"),
        ('<w:pPr><w:numPr><w:numId w:val="9"/></w:numPr></w:pPr>' + run("b"), "[number] b"),
    ],
)
def test_a_part_of_a_cell_that_is_not_plain_text_is_set_apart(content: str, text: str) -> None:
    styles = (
        '<w:styles xmlns:w="w"><w:style w:styleId="Old"><w:rPr><w:strike/></w:rPr></w:style>'
        '<w:style w:styleId="Gone"><w:basedOn w:val="Old"/></w:style>'
        '<w:style w:styleId="Up"><w:rPr><w:position w:val="3pt"/></w:rPr></w:style></w:styles>'
    )
    body = table(HEAD, row(cell(run("1")), cell(content), cell(run("3"))))
    found = laid(zipped(docx_parts(body) | {"word/styles.xml": styles}), "a.docx")
    assert found.rows == [(2, ["1", text, "3"])]
    assert found.typed == {(2, 1): RawCell(text, is_shown=False)}


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (run("€ 5") + run("000", '<w:strike w:val="0"/>'), "€ 5000"),
        (run("€ 5") + run("000", '<w:position w:val="0"/>'), "€ 5000"),
        (run("€ 5") + run("0", "<w:vanish/>") + run("00"), "€ 500"),
        (run("€ 5") + f"<w:ins>{run('00')}</w:ins>", "€ 500"),
        (run("2") + run("e", RAISED) + run(" deel"), "2e deel"),
        (BOX.format(1, "☒"), "☒"),
        (BOX.format(0, "☐"), "☐"),
        (FIELD.format('<w:default w:val="0"/><w:checked/>'), "☒"),
        (FIELD.format('<w:default w:val="1"/><w:checked w:val="0"/>'), "☐"),
        (FIELD.format('<w:default w:val="1"/>'), "☒"),
        (run("a") + "<w:r><w:br/></w:r>" + run("b") + "<w:r><w:tab/><w:noBreakHyphen/></w:r>" + run("c"), "a\nb -c"),
        (f"<w:p>{run('a')}</w:p><w:p><w:pPr><w:numPr/></w:pPr>{run('b')}</w:p>", "a\nb"),
        ('<w:pPr><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr>' + run("b"), "b"),
        ('<w:p><w:pPr><w:tabs><w:tab w:val="left"/></w:tabs></w:pPr></w:p>', ""),
        (TWICE, "a"),
    ],
)
def test_what_a_cell_shows_is_read(content: str, text: str) -> None:
    found = laid(docx(table(HEAD, row(cell(run("1")), cell(content), cell(run("3"))))), "a.docx")
    assert (found.rows, found.typed) == ([(2, ["1", text, "3"])], {})


def test_a_struck_row_and_a_struck_cell_of_a_document_are_marked() -> None:
    gone = cell(run("x", "<w:strike/>"))
    taken = cell("<w:del><w:r><w:delText>y</w:delText></w:r></w:del>")
    body = table(HEAD, row(gone, gone, gone), row(cell(run("1")), gone, cell(run("2"))), row(taken, taken, taken))
    found = laid(docx(body), "a.docx")
    assert found.marks == {2: STRUCK, 3: STRUCK, 4: STRUCK}
    assert [cells for _, cells in found.rows] == [["x"] * 3, ["1", "[struck: x]", "2"], ["y"] * 3]


def test_cells_of_a_document_span_rows_and_columns() -> None:
    begins, goes_on, wide = '<w:vMerge w:val="restart"/>', "<w:vMerge/>", '<w:gridSpan w:val="2"/>'
    found = laid(
        docx(
            table(
                HEAD,
                row(cell(run("1")), cell(run("x"), begins + wide)),
                row(cell(run("2")), cell("", goes_on + wide)),
                row(cell(run("3")), cell(run("y"), begins), cell(run("z"))),
                row(cell(run("p")), cell(run("q")), properties='<w:gridBefore w:val="1"/>'),
                row(cell(run("4")), cell("", goes_on), cell(run("r"))),
            )
        ),
        "a.docx",
    )
    assert [cells for _, cells in found.rows] == [
        ["1", "x", "x"],
        ["2", "x", "x"],
        ["3", "y", "z"],
        ["", "p", "q"],
        ["4", "", "r"],
    ]


def test_cells_that_are_merged_as_in_word_97_are_refused() -> None:
    content = docx(
        table(HEAD, row(cell(run("1")), cell(run("x"), '<w:hMerge w:val="restart"/>'), cell("", "<w:hMerge/>")))
    )
    assert "has cells merged in the way of Word 97" in refusal(content, "a.docx")


@pytest.mark.parametrize("name", ["altChunk", "subDoc"])
def test_a_document_within_another_is_refused_lest_its_tables_are_left_out(name: str) -> None:
    assert "holds another document within it" in refusal(docx(table(HEAD) + f"<w:{name}/>"), "a.docx")


def test_hidden_text_is_pointed_at_and_so_is_a_row_of_it() -> None:
    hidden = row(cell(run("1")), cell(run("€ 5") + run("0", "<w:vanish/>")))
    found = laid(docx(table(HEAD, hidden, row(cell(run("2", "<w:vanish/>"))))), "a.docx")
    assert (found.rows, found.notes, found.above) == ([(2, ["1", "€ 5"])], {2: ("[hidden: 0]",)}, ("[hidden: 2]",))


def test_headings_of_a_document_name_its_tables() -> None:
    styles = '<w:styles xmlns:w="w"><w:style w:styleId="Kop1"><w:name w:val="heading 1"/></w:style></w:styles>'
    heading = f'<w:p><w:pPr><w:pStyle w:val="Kop1"/></w:pPr>{run("Mandaten")}</w:p>'
    bold = f"<w:p>{run('Bijlage', '<w:b/>')}</w:p><w:p>{run('tekst')}</w:p>"
    body = heading + bold + table(HEAD, row(cell(run("1"))))
    found = laid(zipped(docx_parts(body) | {"word/styles.xml": styles}), "a.docx")
    assert (found.name, found.above) == ("Bijlage", ("Mandaten", "Bijlage"))


def test_rows_and_cells_that_a_tracked_change_takes_away_are_struck_and_hidden_rows_are_hidden() -> None:
    within = cell(table(row(cell(run("4")), properties="<w:del/>")) + f"<w:p>{run('5')}</w:p>")
    rows = (
        row(cell(run("1")), cell(run("x")), cell(run("y")), properties='<w:cantSplit/><w:del w:id="1"/>'),
        row(cell(run("2")), cell(run("x"), '<w:cellDel w:id="2"/>'), cell(run("y")), properties="<w:hidden/>"),
        row(cell(run("3")), cell(run("x")), cell(run("y")), properties='<w:hidden w:val="0"/><w:ins w:id="3"/>'),
        row(within, cell(run("x")), cell(run("y"))),
    )
    first, second = sheets(docx(table(HEAD, *rows)), "a.docx").values()
    assert first.marks == {2: STRUCK, 3: frozenset({Mark.HIDDEN, Mark.STRUCK})}
    assert [cells for _, cells in first.rows] == [
        ["1", "x", "y"],
        ["2", "[struck: x]", "y"],
        ["3", "x", "y"],
        ["5", "x", "y"],
    ]
    assert second.headings == ("4",)
