"""Files that would take long, or much memory, are refused before they do; large ones that are honest are read."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from zipfile import ZipFile

import pytest
import xlsxwriter

from mandate_registry.register_folder.grid.sheet_layout import Mark
from tests.register_folder.sample_files import docx, laid, ods, refusal, zipped

pytestmark = pytest.mark.slow

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PATIENCE = 5.0
"""So many seconds of the processor suffice on a slow machine: many times what is needed."""
ROW, CELL = "<table:table-row>{}</table:table-row>", "<table:table-cell/>"
FULL = "<table:table-cell><text:p>x</text:p></table:table-cell>"
HEAD = "|a|b|\n|-|-|\n"


DATA = '<sheetData><row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row></sheetData>'
RUNS = "<r><t>a</t></r><r><rPr><strike/></rPr><t>b</t></r>"
RICH = '<sheetData><row r="1"><c r="A1" t="inlineStr"><is>{}</is></c></row></sheetData>'
SPAN = 'a<text:span text:style-name="struck">b</text:span>'
LINE = "text-decoration:line-through"
PARTS = "has a cell with more than 1,000 parts that look different: 'ab"
FOLDED = '<col min="1" max="16384" hidden="1"/>'


def workbook(content: str, notes: str = "") -> bytes:
    """Make an .xlsx out of what stands in its one sheet, and of the notes at its cells."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        book.add_worksheet().write_comment("A1", "x")
    with ZipFile(stream) as source:
        parts: dict[str, str | bytes] = {name: source.read(name) for name in source.namelist()}
    parts["xl/worksheets/sheet1.xml"] = f'<worksheet xmlns="{MAIN}">{content}</worksheet>'
    parts["xl/comments1.xml"] = f'<comments xmlns="{MAIN}">{notes}</comments>'
    return zipped(parts)


HOSTILE: dict[str, tuple[str, Callable[[], bytes | str], str]] = {
    "rows of one cell": ("a.md", lambda: HEAD + "|x|\n" * 24_000, "has more than 20,000 cells"),
    "rows without a bar": ("a.md", lambda: HEAD + "x\n" * 24_000, "has more than 20,000 cells"),
    "a quotation": ("a.md", lambda: f"> {HEAD}".replace("\n|", "\n> |") + "x\n" * 24_000, "more than 20,000 cells"),
    "wide": ("a.md", lambda: ("|" + "a|" * 200 + "\n|" + "-|" * 200 + "\n" + "a\n" * 10 + "\n") * 20, "20,000 cells"),
    "brackets": ("a.md", lambda: "[" * 99_000, "has more than 20,000 brackets"),
    "pictures": ("a.md", lambda: "![" * 49_000, "has more than 20,000 brackets"),
    "paragraphs": ("a.html", lambda: "<p>a" * 250_000, "has more than 200,000 elements"),
    "rows of a page": ("a.html", lambda: "<table>" + "<tr>" * 70_000, "holds more than 50,000 rows"),
    "empty rows": ("a.ods", lambda: ods("<table:table-row/>" * 200_000), "has more than 150,000 rows and styles"),
    "columns": ("a.ods", lambda: ods("<table:table-column/>" * 200_000), "has more than 150,000 rows and styles"),
    "empty cells": ("a.ods", lambda: ods(ROW.format(CELL * 1000) * 700), "has more than 600,000 cells"),
    "sheets": ("a.ods", lambda: ods("</table:table>".join(["<table:table>"] * 300) + "</table:table>"), "200 sheets"),
    "cells": ("a.ods", lambda: ods(ROW.format(FULL * 50) * 16_000), "has more than 1,500,000 elements"),
    "columns of a workbook": ("a.xlsx", lambda: workbook(FOLDED * 20_000), "has more than 16,384 columns"),
    "elements of a workbook": ("a.xlsx", lambda: workbook("<x/>" * 2_300_000), "has more than 2,200,000 elements"),
    "notes": ("a.xlsx", lambda: workbook("", "<comment/>" * 20_001), "has more than 20,000 notes"),
    "paragraphs of a document": ("a.docx", lambda: docx("<w:p/>" * 250_000), "has more than 160,000 parts of text"),
    "looks of a page": ("a.html", lambda: "<table><tr><td>" + "a<sup>b</sup>" * 80_000, PARTS),
    "looks of a workbook": ("a.xlsx", lambda: workbook(RICH.format(RUNS * 15_000)), PARTS),
    "looks of a sheet": ("a.ods", lambda: ods(ROW.format(FULL.replace(">x<", f">{SPAN * 600}<"))), PARTS),
    "selectors": (
        "a.html",
        lambda: f"<style>{'a,' * 2_000_000}a{{{LINE}}}</style>",
        "more than 20,000 styles that strike",
    ),
    "odd bytes": ("a.csv", lambda: bytes(range(256)) * 31_250, "in which encoding its letters are"),
    "one letter": ("a.csv", lambda: b"\xe9" * 8_000_000, "in which encoding its letters are"),
    "rows of letters": ("a.csv", lambda: ("Ren\xe9e;b\n" * 400_000).encode("cp1252"), "holds more than 50,000 rows"),
    "no letters": ("a.csv", lambda: b"x;\0\n" * 400_000, "holds more than 50,000 rows"),
    "properties": ("a.docx", lambda: docx(f"<w:p>{'<w:pPr/>' * 850_000}</w:p>"), "has more than 800,000 elements"),
}
STYLES = {
    "comments": "/*" * 1_000_000,
    "no rule": "a" * 2_000_000,
    "beginnings": "{" * 2_000_000,
    "ends": "}" * 2_000_000,
    "decorations": "text-decoration:" * 100_000,
    "classes": "." * 2_000_000,
}
PAGES = ["<style>{}</style><table><tr><td>a<td>b</table>", "<table style='{}'><tr><td>a</table>"]


@pytest.mark.parametrize("kind", HOSTILE)
def test_what_would_take_long_is_refused_soon(kind: str) -> None:
    name, content, detail = HOSTILE[kind]
    made = content()
    begun = time.process_time()
    assert detail in refusal(made, name)
    assert time.process_time() - begun < PATIENCE


@pytest.mark.parametrize("kind", STYLES)
@pytest.mark.parametrize("page", PAGES)
def test_no_style_sheet_takes_longer_than_it_is(kind: str, page: str) -> None:
    made = page.format(STYLES[kind])
    begun = time.process_time()
    assert laid(made, "a.html").headings[0] == "a"
    assert time.process_time() - begun < PATIENCE


@pytest.mark.parametrize(
    "sheet",
    [
        "/* a */ .weg { text-decoration: underline line-through }",
        "/* a /* b */ .weg{text-decoration:line-through}",
        "/*/ a */.weg{text-decoration:line-through}/* .weg { color: red }",
        "@media print { .b {} } @media screen { td .weg { color: red; text-decoration-line: line-through; } }",
        "<!-- .weg { text-decoration: line-through } -->",
        ".weg { text-decoration: line-through",
    ],
)
def test_what_a_style_sheet_strikes_is_struck_however_it_is_written(sheet: str) -> None:
    rows = "<tr><td>a<td>b</tr><tr class=weg><td>1<td>2</tr>"
    text = f"<style>{sheet}</style><table>{rows}</table>"
    found = laid(text.replace("<td>1<td>2", "<td><i class=weg>1</i><td><i class=weg>2</i>"), "a.html")
    assert found.marks == {2: frozenset({Mark.STRUCK})}


def test_columns_that_are_hidden_again_and_again_are_noted_once() -> None:
    column = '<table:table-column table:visibility="collapse"/>'
    begun = time.process_time()
    assert laid(ods(column * 140_000 + ROW.format(FULL * 3) * 2), "a.ods").hidden == {0, 1, 2}
    assert laid(workbook(FOLDED * 16_000 + DATA), "a.xlsx").hidden == {0, 1}
    assert time.process_time() - begun < PATIENCE


def test_lists_of_an_honest_size_are_read() -> None:
    row = "| 1.1 | Opdracht gunnen | art. 160 | X | tot 50.000 | tot 5.000 | binnen budget |\n"
    text = "| Nr | Wat | Grond | A | B | C | Voorwaarden |\n|---|---|---|---|---|---|---|\n" + row * 1190
    assert len(laid(text, "a.md").rows) == 1190
    assert len(laid(ods(ROW.format(FULL * 10) * 5000), "a.ods").rows) == 4999
