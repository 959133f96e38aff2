"""Headings as the systems of a town hall write them, and which columns of the register they are."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from mandate_registry.register_folder.column_notation import (
    Notation,
    as_amount,
    as_day,
    is_no_end,
    notation_of_amounts,
    notation_of_days,
)
from mandate_registry.register_folder.sheet.heading_match import NAMES, WORDS, guess_columns, guess_table
from mandate_registry.register_folder.sheet.plan import BY_NAME

REAL = [tuple(one.values()) for one in yaml.safe_load((Path(__file__).parent / "headings.yaml").read_text("utf-8"))]
"""The table, the headings, and the columns that they are; a dash is a heading of which nothing is made."""


@pytest.mark.parametrize(("table", "headings", "columns"), REAL)
def test_headings_are_known_for_what_they_are(table: str, headings: str, columns: str) -> None:
    places = {name: place for place, name in enumerate(columns.split()) if name != "-"}
    assert guess_columns(BY_NAME[table], headings.split(";")) == places


@pytest.mark.parametrize(("table", "headings", "columns"), REAL)
def test_the_table_is_known_by_its_headings(table: str, headings: str, columns: str) -> None:
    assert guess_table(headings.split(";")).name == table, columns


def test_a_code_is_made_of_the_name_where_there_is_none() -> None:
    assert guess_columns(BY_NAME["positions"], ["Functie", "Schaal"]) == {"code": 0, "title": 0}


@pytest.mark.parametrize("headings", [["", ""], ["Schaal", "Geboortedatum", "BSN"]])
def test_nothing_is_guessed_of_what_the_register_does_not_have(headings: list[str]) -> None:
    assert guess_columns(BY_NAME["employees"], headings) == {}


def test_every_word_is_for_a_column_that_is_there() -> None:
    assert NAMES.keys() == BY_NAME.keys() - {"staff"}
    assert WORDS.keys() == BY_NAME.keys()
    for table, words in WORDS.items():
        assert words.keys() <= {column.name for column in BY_NAME[table].columns}


DAYS = [
    ("2026-12-01", "2026-12-01"),
    ("2026-12-01 00:00:00", "2026-12-01"),
    ("20261201", "2026-12-01"),
    ("1-12-2026", "2026-12-01"),
    ("01/12/2026", "2026-12-01"),
    ("1.12.2026", "2026-12-01"),
    ("1 december 2026", "2026-12-01"),
    ("1 Dec. 2026", "2026-12-01"),
    ("1-12-26", None),
    ("31-2-2026", None),
    ("2026-12-01 14:00", None),
    ("volgende week", None),
    ("46357", None),
]


@pytest.mark.parametrize(("text", "day"), DAYS)
def test_a_day_is_read_as_it_is_written(text: str, day: str | None) -> None:
    assert as_day(text, Notation.DAY_FIRST) == day


@pytest.mark.parametrize(
    ("cells", "notation", "first"),
    [
        (["1/12/2026", "13/4/2026"], Notation.DAY_FIRST, "2026-12-01"),
        (["1/12/2026", "3/4/2026"], Notation.OPEN, "2026-12-01"),
        (["1/1/2026", "4/4/2026"], Notation.DAY_FIRST, "2026-01-01"),
        (["1/12/2026", "12/31/2026"], Notation.OPEN, "2026-12-01"),
        (["1/12/2026", "12/31/2026", "3/15/2026"], Notation.MONTH_FIRST, "2026-01-12"),
        (["12/31/2026", "1/1/2026"], Notation.MONTH_FIRST, "2026-12-31"),
        (["15-03-2026", "12/31/2026", "3/15/2026"], Notation.TWO, "2026-03-15"),
        (["5.6.2026", "12/31/2026"], Notation.TWO, "2026-06-05"),
        (["15-6-2026", "1/2/2026"], Notation.OPEN, "2026-06-15"),
        (["1-12-2026", "12-31-2026"], Notation.DAY_FIRST, "2026-12-01"),
        (["25/12/2026", "12/31/2026"], Notation.TWO, "2026-12-25"),
        (["2026-12-01", ""], Notation.NONE, "2026-12-01"),
    ],
)
def test_all_days_say_together_whether_the_day_or_the_month_comes_first_or_that_it_is_open(
    cells: list[str], notation: Notation, first: str
) -> None:
    assert notation_of_days(cells) is notation
    assert as_day(cells[0], notation) == first


@pytest.mark.parametrize("text", ["31-12-9999", "9999-12-31", "9999-12-31 00:00:00", "99991231"])
def test_the_end_of_time_is_no_end(text: str) -> None:
    assert is_no_end(text)
    assert not is_no_end("31-12-2026")


AMOUNTS = [
    ("comma", "50.000,00", "50000.00"),
    ("comma", "50.000", "50000"),
    ("comma", "1.250.000,5", "1250000.5"),
    ("comma", "50000", "50000"),
    ("comma", "2500,00", "2500.00"),
    ("comma", "50 000", "50000"),
    ("comma", "1 250 000,50", "1250000.50"),
    ("point", "50'000.50", "50000.50"),
    ("comma", "5000 10000", None),
    ("comma", "5 000 10 000", None),
    ("comma", "5000\n10000", None),
    ("comma", "25.000 - 50.000", None),
    ("point", "50,000.00", "50000.00"),
    ("point", "50,000", "50000"),
    ("point", "2500.75", "2500.75"),
    ("comma", "50,000", None),
    ("comma", "2500.75", None),
    ("point", "50.000", None),
    ("none", "50000", "50000"),
    ("comma", "-5", None),
    ("comma", "onbeperkt", None),
    ("comma", "1.00.000", None),
]


@pytest.mark.parametrize(("notation", "text", "amount"), AMOUNTS)
def test_an_amount_is_read_as_its_column_is_written(notation: str, text: str, amount: str | None) -> None:
    assert as_amount(text, Notation(notation)) == amount


@pytest.mark.parametrize(
    ("cells", "notation"),
    [
        (["50.000", "2.500,00", ""], Notation.COMMA),
        (["50,000", "2500.00"], Notation.POINT),
        (["50.000", "1.000", "2.50"], Notation.COMMA),
        (["50000", ""], Notation.NONE),
    ],
)
def test_a_column_says_how_its_amounts_are_written(cells: list[str], notation: Notation) -> None:
    assert notation_of_amounts(cells) is notation


NO_LIMITS = ("Maximum aantal", "Grens verlof (dagen)", "Limiet (%)", "Max. percentage", "Maximale looptijd")
PERIODS = ("Maximumbedrag per jaar", "Maximum per kwartaal", "Bedrag (jaarlijks)", "Annual limit", "Limit per month")


@pytest.mark.parametrize("heading", NO_LIMITS + PERIODS)
def test_a_number_that_limits_no_single_decision_is_asked_about(heading: str) -> None:
    assert guess_columns(BY_NAME["mandates"], [heading]) == {}
    assert guess_columns(BY_NAME["deputyships"], [heading]) == {}
