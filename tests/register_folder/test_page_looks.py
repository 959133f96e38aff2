"""What a web page strikes, raises or shows without text is not read as if it were plain text, or nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mandate_registry.register_folder import RegisterFolder
from mandate_registry.register_folder.grid.sheet_layout import Mark, RawCell, SheetLayout
from mandate_registry.register_folder.sheet.merge import merge
from mandate_registry.register_folder.sheet.open_questions import questions
from mandate_registry.register_folder.sheet.plan import LOOK
from tests.register_folder.sample_files import laid, ods
from tests.register_folder.sheets import EXCL, planned, said

STRUCK, LAPSED = frozenset({Mark.STRUCK}), frozenset({Mark.LAPSED})
HEAD = "<tr><th>Nummer<th>Soort<th>Namens<th>Gemandateerde<th>Bevoegdheid<th>Maximumbedrag</tr>"


def page(row: str, before: str = "") -> SheetLayout:
    return laid(f"<meta charset=utf-8>{before}<table>{HEAD}{row}</table>", "a.html")


def row(holder: str = "Inkoper", kind: str = "Opdracht gunnen", limit: str = "€ 500", element: str = "<tr>") -> str:
    return f"{element}<td>X1<td>mandaat<td>college<td>{holder}<td>{kind}<td>{limit}</tr>"


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("€ 500<sup>1</sup>", "€ 500 [superscript: 1]"),
        ("€ <ruby>500<rt>9</rt></ruby>", "€ 500 [superscript: 9]"),
        ("<noscript>9</noscript>€ 5.000 <img alt=k>", "€ 5.000 [img k]"),
        ("€ 500<sub>1</sub>", "€ 500 [subscript: 1]"),
        ("€ 500<span style='vertical-align: super'>1</span>", "€ 500 [superscript: 1]"),
        ("€ <s>2</s>5.000", "€ [struck: 2]5.000"),
        ("€ <strike>2</strike>5.000", "€ [struck: 2]5.000"),
        ("€ 5<font style='text-decoration: underline line-through'>0</font>00", "€ 5 [struck: 0]00"),
        ("€ 5<b class=weg>0</b>00", "€ 5 [struck: 0]00"),
        ("€ 5.000 <ins><del>000</del></ins>", "€ 5.000 [struck: 000]"),
        ("<input value='5000'> <img src=a.png alt='ex btw'>", "5000 [img ex btw]"),
        ("<img src=a.png>", "[img]"),
        ("<svg><path/></svg>", "[svg]"),
        ("<input placeholder='5000'>", "[text]"),
        ("<input type=range value=5000>", "[range 5000]"),
        ("<select><option>5000<option selected>10000</select>", "[select]"),
    ],
)
def test_an_amount_of_which_a_part_looks_different_is_refused(
    small_register: RegisterFolder, cell: str, text: str
) -> None:
    found = page(row(limit=cell), "<style>.a, td .weg { text-decoration: line-through }</style>")
    assert found.rows[0][1][5] == text
    assert found.typed[2, 5] == RawCell(text, is_shown=False)
    assert said(merge(small_register, found, planned(found, "mandates", fixed=EXCL)))[0][1:] == (
        "max_amount",
        "not_an_amount",
    )


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"holder": "Inkoper<sup>1</sup>"}, "holder"),
        ({"holder": "Inkoper<del>, Controller</del>"}, "holder"),
        ({"kind": "<del>Opdracht gunnen</del>; Kleine inkoop"}, "decision_types"),
        ({"kind": "Opdracht gunnen<img src=a>"}, "decision_types"),
    ],
)
def test_a_name_of_which_a_part_looks_different_is_refused(
    small_register: RegisterFolder, cells: dict[str, str], column: str
) -> None:
    found = page(row(**cells))
    plan = planned(found, "mandates", fixed=EXCL, bounds={"max_amount": "within"})
    assert said(merge(small_register, found, plan)) == [(2, column, "not_as_shown")]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("<input value='5000'>", "5000"),
        ("<textarea>5000</textarea>", "5000"),
        ("<input>", ""),
        ("<input type=hidden value=9>", ""),
        ("<input type=checkbox checked>", "☒"),
        ("<input type=checkbox>", "☐"),
        ("2<sup>e</sup> lezing", "2e lezing"),
        ("<sup>5000</sup>", "5000"),
        ("<span style='display:none'>9</span>5<span style='visibility:hidden'>0</span>0", "50"),
    ],
)
def test_what_a_page_shows_in_a_field_is_read(cell: str, text: str) -> None:
    found = page(row(limit=cell))
    assert [*found.rows[0][1], ""][5] == text
    assert found.typed == {}


@pytest.mark.parametrize("element", ["<tr style='text-decoration:line-through'>", "<tr class=weg>", "<del><tr>"])
def test_a_row_that_a_style_strikes_is_marked(element: str) -> None:
    found = page(row(element=element), "<style><!-- tr.weg {mso-a:b;text-decoration:line-through;} --></style>")
    assert (found.marks, found.rows[0][1][5]) == ({2: STRUCK}, "€ 500")


@pytest.mark.parametrize("cells", [{"holder": "<s>Inkoper</s>"}, {"kind": "<s>a</s>"}, {"limit": "<s>€ 500</s>"}])
def test_a_row_with_one_struck_cell_is_marked_and_the_cell_is_no_value(cells: dict[str, str]) -> None:
    found = page(row(**cells))
    assert found.marks == {2: STRUCK}
    assert [cell[:9] for cell in found.rows[0][1]].count("[struck: ") == len(found.typed) == 1


def test_a_row_that_is_struck_but_for_a_remark_that_it_lapsed_is_marked_as_that() -> None:
    found = laid("<table><tr><td>a<td>b<td>c<tr><td><s>1</s><td><s>2</s><td>vervallen</table>", "a.html")
    assert (found.marks, found.rows[0][1]) == ({2: LAPSED}, ["[struck: 1]", "[struck: 2]", "vervallen"])


@pytest.mark.parametrize("end", ["</tbody>", ""])
def test_a_cell_spans_no_further_than_its_group_of_rows(end: str) -> None:
    groups = f"<tbody><tr><td>1<td rowspan=3>9<td>a{end}<tbody><tr><td>2<td>8<td>b</tbody>"
    found = laid(f"<table><thead><tr><th rowspan=2>a<th>b<th>c</thead>{groups}</table>", "a.html")
    assert [cells for _, cells in found.rows] == [["1", "9", "a"], ["2", "8", "b"]]


def test_a_part_of_a_cell_of_an_open_document_that_looks_different_is_set_apart() -> None:
    span = '<text:span text:style-name="struck">2</text:span>'
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    rows = "".join(
        f"<table:table-row>{cell.format(one)}{cell.format('b')}</table:table-row>" for one in ("a", f"{span}5")
    )
    found = laid(ods(rows), "a.ods")
    assert (found.rows, found.typed) == (
        [(2, ["[struck: 2]5", "b"])],
        {(2, 0): RawCell("[struck: 2]5", is_shown=False)},
    )


@pytest.mark.parametrize(
    ("before", "is_asked"),
    [
        ("<link rel=stylesheet href=a.css>", True),
        ("<link rel='Stylesheet' href='a.css'/>", True),
        ("<style>@import url(a.css)</style>", True),
        ("<link rel='alternate stylesheet' href=a.css>", False),
        ("<link rel=icon href=a.png>", False),
        ("<style>td { color: red }</style>", False),
    ],
)
def test_a_look_that_stands_in_another_file_is_to_be_looked_at(
    small_register: RegisterFolder, before: str, *, is_asked: bool
) -> None:
    found = page(row(), before)
    plan = planned(found, "mandates", fixed=EXCL)
    assert [(one.asks, one.column) for one in questions(found, plan)] == [("marked", "look")] * is_asked
    assert [one.code for one in merge(small_register, found, plan).errors] == ["open_marked"] * is_asked
    refused = replace(plan, marked={LOOK: False})
    assert [one.column for one in questions(found, refused)] == ["look"] * is_asked
    looked = replace(plan, marked={LOOK: True})
    assert merge(small_register, found, looked).errors == []
