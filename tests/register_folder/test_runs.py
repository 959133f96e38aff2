"""Cells of many parts that look different."""

from __future__ import annotations

import io

import pytest
import xlsxwriter

from mandate_registry.register_folder.grid import grids
from mandate_registry.register_folder.grid.text_runs import MAX_RUNS, PLAIN, TextLook, joined
from mandate_registry.register_folder.problems import InvalidRegister
from tests.register_folder.sample_files import refusal

RAISED = frozenset({TextLook.SUPERSCRIPT})
TOO_MANY = "has a cell with more than 1,000 parts that look different"


def test_a_cell_of_as_many_parts_as_may_be_is_written_whole() -> None:
    found = joined([("a", PLAIN), ("1", RAISED)] * (MAX_RUNS // 2), "a.xlsx")
    assert found.text == "a [superscript: 1]" * (MAX_RUNS // 2)
    assert found.is_odd


def test_a_cell_of_more_parts_is_refused_and_named_by_how_it_begins() -> None:
    with pytest.raises(InvalidRegister, match=rf"a\.xlsx: {TOO_MANY}: 'Noot1a1a1"):
        joined([("Noot", PLAIN), *[("1", RAISED), ("a", PLAIN)] * (MAX_RUNS // 2)], "a.xlsx")


def test_parts_that_look_the_same_are_one() -> None:
    assert joined([("a", PLAIN)] * 5000, "a.xlsx").text == "a" * 5000


@pytest.mark.parametrize(
    ("runs", "text"),
    [
        ([("  ", PLAIN), ("1", RAISED), (" b ", PLAIN)], "[superscript: 1] b "),
        ([("  a  ", PLAIN), (" ", RAISED), ("1 ", RAISED)], "a [superscript: 1] "),
        ([("2", PLAIN), ("", RAISED), ("e", RAISED), (" x", PLAIN)], "2e x"),
        ([("1", RAISED), ("  ", PLAIN), ("2", RAISED), ("a", PLAIN)], "[superscript: 1] [superscript: 2]a"),
    ],
)
def test_blanks_before_a_part_are_one(runs: list[tuple[str, frozenset[TextLook]]], text: str) -> None:
    assert joined(runs, "a.xlsx").text == text


def test_a_text_of_many_parts_that_cells_share_counts_for_each_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grids, "MAX_TEXT", 500_000)  # a hundredth of it, and of the rows that it takes
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet, look = book.add_worksheet(), book.add_format({"font_strikeout": True})
        for row in range(20):
            sheet.write_rich_string(row, 0, *["a", look, "b"] * 300)
    assert "has more than 500,000 signs of text" in refusal(stream.getvalue(), "a.xlsx")
