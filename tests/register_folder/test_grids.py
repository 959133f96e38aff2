"""Rows and cells are the same in whichever kind of file they stand; what is too large is refused."""

from __future__ import annotations

import csv
import html
import io
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandate_registry.register_folder.grid.grids import Grid, Range, spread
from tests.register_folder.sample_files import cells, docx, laid, ods, refusal, xlsx, zipped
from tests.support.properties import part

Make = Callable[[list[list[str]]], bytes | str]
SAFE = st.characters(codec="cp1252", categories=["L", "N", "P", "S"], exclude_characters="'=+-@\u00ad")
WORDS = st.text(SAFE | st.sampled_from(list(';,|<&"*_`\\')), min_size=1, max_size=8)
TEXTS = st.just("") | st.lists(WORDS, min_size=1, max_size=3).map(" ".join)
"""Cells of one line. None begins like a formula: `test_lists.py` shows what an export does with those."""


@st.composite
def grids(draw: st.DrawFn) -> list[list[str]]:
    """A heading over each of some columns, and rows of as many cells, none of them empty."""
    width = draw(st.integers(2, 4))
    rows = draw(st.lists(st.lists(TEXTS, min_size=width, max_size=width).filter(any), max_size=4))
    return [[f"K{place}" for place in range(width)], *rows]


def written(rows: list[list[str]], separator: str) -> str:
    stream = io.StringIO()
    csv.writer(stream, delimiter=separator, quoting=csv.QUOTE_ALL).writerows(rows)
    return stream.getvalue()


def page(rows: list[list[str]]) -> str:
    lines = ("".join(f"<td>{html.escape(cell)}</td>" for cell in row) for row in rows)
    return f'<meta charset="utf-8"><table>{"".join(f"<tr>{line}</tr>" for line in lines)}</table>'


def markdown(rows: list[list[str]]) -> str:
    """Write a table of Markdown, every sign escaped that could mean something else."""
    escaped = [
        ["".join(f"&#{ord(one)};" if not one.isalnum() else one for one in cell) for cell in row] for row in rows
    ]
    lines = [f"| {' | '.join(cell or ' ' for cell in row)} |" for row in escaped]
    return "\n".join([lines[0], "|---" * len(rows[0]) + "|", *lines[1:]])


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@part(2)
@given(rows=grids())
def test_a_separated_text_is_read_back(separator: str, encoding: str, rows: list[list[str]]) -> None:
    assert cells(laid(written(rows, separator).encode(encoding), "a.csv")) == rows


@pytest.mark.parametrize(("ending", "make"), [("xlsx", xlsx), ("html", page), ("md", markdown)])
@part(2)
@given(rows=grids())
def test_a_table_is_read_back(
    ending: str, make: Callable[[list[list[str]]], bytes | str], rows: list[list[str]]
) -> None:
    assert cells(laid(make(rows), f"a.{ending}")) == rows


@pytest.mark.parametrize("name", ["a.csv", "a.tsv", "a.txt", "A.CSV"])
def test_the_separator_is_told_under_a_title_and_beside_decimal_commas(name: str) -> None:
    found = laid("Lijst van 1, 2 en 3\n\nVersie;2\nNr;Naam;Limiet;Uitleg\n1;a;2,50;x, y\n2;b;3,50;z\n", name)
    assert found.above == ("Lijst van 1, 2 en 3", "Versie 2")
    assert found.rows == [(5, ["1", "a", "2,50", "x, y"]), (6, ["2", "b", "3,50", "z"])]


def test_a_stated_separator_is_no_title() -> None:
    found = laid("sep=|\na|b;c\n1|2;3\n", "a.csv")
    assert (found.above, cells(found)) == ((), [["a", "b;c"], ["1", "2;3"]])


def test_a_guard_is_taken_off_and_another_formula_stays() -> None:
    assert laid('a;b;c\n="000123";=1+1;="x"&"y"\n', "a.csv").rows == [(2, ["000123", "=1+1", '="x"&"y"'])]


def test_a_range_that_is_alone_in_its_rows_stays_one_cell() -> None:
    grid = Grid("a", [["Titel", ""], ["a", "b"], ["1", "x"], ["2", ""], ["Rubriek", "", ""], ["3", "y"]])
    grid.finish([Range(0, 0, 0, 1), Range(2, 1, 3, 1), Range(4, 0, 4, 2)], "a.xlsx")
    assert grid.rows == [["Titel", ""], ["a", "b"], ["1", "x"], ["2", "x"], ["Rubriek", "", ""], ["3", "y"]]


def test_a_range_beyond_the_sheet_ends_with_it() -> None:
    rows = [["a", "b"], ["1", "x"]]
    assert spread(rows, [Range(1, 1, 1_000_000, 16_000)], "a.xlsx") == []
    assert rows == [["a", "b"], ["1", "x"]]


ROW = '<table:table-row table:number-rows-repeated="1048576">{}</table:table-row>'
REPEATED = (
    '<table:table-cell office:value-type="string" table:number-columns-repeated="16384">'
    "<text:p>a</text:p></table:table-cell>"
)
TOO_LARGE: list[tuple[str, bytes | str, str]] = [
    ("a.csv", b"a;b\n" * 500_001, "has more than 500,000 lines"),
    ("a.csv", b"a;b\n" * 50_002, "holds more than 50,000 rows"),
    ("a.csv", bytes(20_000_001), "is larger than 20 MB"),
    ("a.ods", ods(ROW.format(REPEATED)), "holds more than 50,000 rows"),
    (
        "a.ods",
        ods("<table:table-row>" + "<a/>" * 250_000 + "</table:table-row>"),
        "has a row of more than 200,000 elements",
    ),
    ("a.ods", ods("<table:table-row/>" * 1_500_001), "has more than 1,500,000 elements"),
    ("a.html", "<div>" * 101, "has elements more than 100 deep"),
    ("a.html", "<table>" + "<tr><td colspan=1000>a" * 101, "has more than 100,000 cells"),
    ("a.html", "<table><tr><td>a</table>" * 501, "has more than 500 tables"),
    ("a.html", "<b></b>" * 200_001, "has more than 200,000 elements"),
    ("a.html", b" " * 5_000_001, "is larger than 5,000 kB"),
    ("a.md", b" " * 100_001, "is larger than 100 kB"),
    ("a.html", "<table><tr><td>" + "&amp;" * 500_001, "has more than 500,000 texts"),
    ("a.docx", docx("<w:p/>" * 200_001), "has more than 160,000 parts of text"),
    ("a.docx", docx("<w:r/>" * 800_001), "has more than 800,000 elements"),
    ("a.docx", docx(f"<w:t>{'x' * 1_200_000}</w:t>"), "has a text or a tag that is too long"),
    ("a.docx", zipped({"word/document.xml": "<!DOCTYPE a []><a/>"}), "is damaged"),
    ("a.xls", bytes(5_000_001), "is larger than 5 MB: save it as .xlsx"),
]


@pytest.mark.slow
@pytest.mark.parametrize(("name", "content", "detail"), TOO_LARGE, ids=[f"{one[0]} {one[2]}" for one in TOO_LARGE])
def test_what_is_too_large_is_refused_with_the_limit(name: str, content: bytes | str, detail: str) -> None:
    assert detail in refusal(content, name)
