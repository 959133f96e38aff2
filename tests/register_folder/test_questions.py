"""What a sheet leaves open is asked of its owner, and nothing is merged before all of it is answered."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from mandate_registry.register_folder import RegisterFolder
from mandate_registry.register_folder.amounts.conflicting_days import days_that_tell
from mandate_registry.register_folder.column_notation import Notation
from mandate_registry.register_folder.grid.sheet_layout import Mark
from mandate_registry.register_folder.sheet.merge import merge
from mandate_registry.register_folder.sheet.open_questions import Topic, questions
from mandate_registry.register_folder.sheet.plan import HIDDEN_COLUMNS, Bound, Plan, Rubrics
from tests.register_folder.sheets import EXCL, LIST, ROW, added, asked, days, laid_of, merged, planned, said

UNMAPPED = (
    "Nummer;Soort;Namens;Gemandateerde;Bevoegdheid;Vanaf bedrag;Tot bedrag;Mede-ondertekenaar;Alleen voor zaak;"
    "Geldig vanaf\nX-2;mandaat;college;Inkoper;buy.award;25.000;100.000;Controller;RS-1;1-1-2026\n"
)


def kinds(text: str, table: str = "", **answers: Any) -> list[tuple[str, str]]:
    return [(one.asks, one.column) for one in asked(text, table, **answers)]


def test_a_column_that_is_used_for_nothing_is_asked_about_with_what_stands_in_it(
    small_register: RegisterFolder,
) -> None:
    (found,) = asked(UNMAPPED, fixed=EXCL)
    assert (found.asks, found.place, found.values) == (Topic.COLUMN, 7, ("Controller",))
    assert said(merged(small_register, UNMAPPED, fixed=EXCL)) == [(None, "", "open_column")]


def test_once_it_is_said_to_be_unused_the_others_count_in_full(small_register: RegisterFolder) -> None:
    (found,) = added(small_register, merged(small_register, UNMAPPED, fixed=EXCL, unused=(7,)), "mandates")
    assert (found.above_amount, found.max_amount) == (Decimal("24999.99"), Decimal("99999.99"))
    assert found.cases == ("RS-1",)


@pytest.mark.parametrize("heading", ["Bijzonderheden", "Opmerkingen", "Toelichting", "Notes"])
def test_a_remark_may_be_a_condition_so_that_nothing_is_taken_for_it(heading: str) -> None:
    text = f"Nummer;Soort;Namens;Gemandateerde;Bevoegdheid;{heading}\n1;mandaat;college;Inkoper;buy;Alleen met spoed\n"
    assert kinds(text) == [("column", "")]


@pytest.mark.parametrize("heading", ["", "Toelichting op het dossier"])
def test_so_is_a_column_without_a_heading_and_one_with_a_heading_alone(heading: str) -> None:
    cell = "" if heading else "tot 5.000"
    assert kinds(f"Personeelsnummer;Naam;{heading}\nE9;Aad Nieuw;{cell}\n") == [("column", "")]


def test_the_whole_name_and_a_part_of_it_are_not_both_used() -> None:
    laid = laid_of("Nr;Naam;Voornaam\nE9;Nieuw;Aad\n")
    plan = Plan("x", "employees", {"number": 0, "name": 1, "name.given": 2})
    assert [one.place for one in questions(laid, plan)] == [2]


def test_a_column_of_no_table_uses_nothing() -> None:
    laid = laid_of("Nr;Naam;Grens\nE9;Nieuw;5\n")
    plan = Plan("x", "employees", {"number": 0, "name": 1, "level": 2})
    assert [one.place for one in questions(laid, plan)] == [2]


@pytest.mark.parametrize(
    ("heading", "cells", "expected"),
    [
        ("Maximumbedrag", ["25.000"], {"vat", "currency"}),
        ("Maximumbedrag", ["€ 25.000", "€ 5.000"], {"vat"}),
        ("Maximumbedrag", ["€ 25.000", "5.000"], {"vat", "currency"}),
        ("Maximumbedrag", ["25.000 excl. btw", "5.000"], {"vat", "currency"}),
        ("Maximumbedrag", ["€ 25.000 excl. btw", "$ 5.000 incl. btw"], set()),
        ("Maximumbedrag (excl. btw)", ["€ 25.000"], set()),
        ("Limit USD", ["50,000"], {"vat"}),
        ("Maximumbedrag incl./excl. btw", ["€ 25.000"], {"vat"}),
        ("Bedrag", ["€ 25.000 excl. btw"], {"max_amount"}),
        ("Bedrag", ["max. € 25.000 excl. btw"], set()),
        ("Tot bedrag", ["€ 25.000 excl. btw"], set()),
        ("Maximumbedrag", ["onbeperkt", ""], set()),
    ],
)
def test_the_basis_the_currency_and_the_bound_are_asked_unless_told(
    heading: str, cells: list[str], expected: set[str]
) -> None:
    rows = "".join(f"{ROW.replace('X-1', f'X-{place}')};{cell}\n" for place, cell in enumerate(cells))
    assert {one.column for one in asked(f"{LIST};{heading}\n{rows}", "mandates")} == expected


def test_the_basis_and_the_currency_of_a_heading_are_taken_over(small_register: RegisterFolder) -> None:
    text = f'{LIST};Limit USD incl. VAT\n{ROW};"50,000"\n'
    (found,) = added(small_register, merged(small_register, text), "mandates")
    assert (found.max_amount, found.vat, found.currency) == (Decimal(50_000), "incl", "USD")


@pytest.mark.parametrize("heading", ["Uit dienst per", "Uit dienst tot"])
def test_a_first_day_out_of_employment_is_not_the_last_day_in_it(small_register: RegisterFolder, heading: str) -> None:
    text = f"Personeelsnummer;Naam;In dienst;{heading}\nE92;Test Per;1-1-2024;1-7-2026\n"
    (found,) = added(small_register, merged(small_register, text), "employees")
    assert str(days(found)[1]) == "2026-06-30"


@pytest.mark.parametrize(("bound", "day"), [(Bound.WITHIN, "2026-07-01"), (Bound.BEYOND, "2026-06-30")])
def test_a_last_day_of_which_nothing_tells_is_asked_about(
    small_register: RegisterFolder, bound: Bound, day: str
) -> None:
    text = "Personeelsnummer;Naam;In dienst;Datum uit dienst\nE92;Test Per;1-1-2024;1-7-2026\n"
    assert kinds(text) == [("bound", "employed_until")]
    (found,) = added(small_register, merged(small_register, text, bounds={"employed_until": bound}), "employees")
    assert str(days(found)[1]) == day


@pytest.mark.parametrize("no_end", ["31-12-9999", "9999-12-31", ""])
def test_the_end_of_time_asks_nothing_and_is_no_end(small_register: RegisterFolder, no_end: str) -> None:
    text = f"Personeelsnummer;Naam;In dienst;Datum uit dienst\nE92;Test Per;1-1-2024;{no_end}\n"
    (found,) = added(small_register, merged(small_register, text), "employees")
    assert days(found)[1] is None


LAST_DAY = {"bounds": {"employed_until": Bound.WITHIN}}
SLASHED = "Employee ID;Full name;Hire date;Termination date\nE91;Test Een;{0};{1}\n"


def test_days_decide_for_all_days_of_a_file(small_register: RegisterFolder) -> None:
    text = SLASHED.format("10/25/2019", "3/4/2027") + "E92;Test Twee;10/26/2019;\n"
    found = added(small_register, merged(small_register, text, "employees", **LAST_DAY), "employees")[0]
    assert list(map(str, days(found))) == ["2019-10-25", "2027-03-04"]


@pytest.mark.parametrize(("notation", "day"), [("day_first", "2027-04-03"), ("month_first", "2027-03-04")])
def test_days_that_all_can_be_read_in_two_ways_are_asked_about(
    small_register: RegisterFolder, notation: str, day: str
) -> None:
    text = SLASHED.format("1/1/2019", "3/4/2027")
    assert kinds(text, "employees", **LAST_DAY) == [("notation", "")]
    (found,) = added(
        small_register, merged(small_register, text, "employees", notation=notation, **LAST_DAY), "employees"
    )
    assert str(days(found)[1]) == day


@pytest.mark.parametrize(
    ("days_of_file", "values", "tell", "wrong"),
    [
        (("10/25/2019", "25/3/2027"), ("10/25/2019", "25/3/2027"), (2, 2), ("not_a_day", "two_notations")),
        (("10/25/2019", "25-3-2027"), ("10/25/2019",), (2, 2), ("not_a_day", "two_notations")),
        (("10/25/2019", "5-3-2027"), ("10/25/2019",), (2, 2), ("not_a_day", "two_notations")),
        (("10/25/2019", "3/4/2027"), ("3/4/2027", "10/25/2019"), (2, None), ("not_a_day", None)),
    ],
)
def test_one_day_with_the_month_first_decides_nothing_and_what_contradicts_the_answer_is_refused(
    small_register: RegisterFolder,
    days_of_file: tuple[str, str],
    values: tuple[str, ...],
    tell: tuple[int | None, int | None],
    wrong: tuple[str | None, str | None],
) -> None:
    text = SLASHED.format(*days_of_file)
    (question,) = asked(text, "employees", **LAST_DAY)
    assert (question.asks, question.values) == (Topic.NOTATION, values)
    laid = laid_of(text)
    told = days_that_tell(laid, planned(laid, "employees"))
    assert [told.get(one, (None,))[0] for one in (Notation.MONTH_FIRST, Notation.DAY_FIRST)] == list(tell)
    assert said(merged(small_register, text, "employees", **LAST_DAY)) == [(None, "", "open_notation")]
    for notation, code in zip(("day_first", "month_first"), wrong, strict=True):
        result = merged(small_register, text, "employees", notation=notation, **LAST_DAY)
        assert [one[2] for one in said(result)] == ([code] if code else [])


STATUS = "EMP-ID,NAME,HIRE-DATE,STATUS\n000000001,Aaa,20240101,A\n000000002,Cee,20240115,T\n000000003,Dee,20240115,\n"


@pytest.mark.parametrize("chosen", [{}, {"A": True}, {"A": True, "T": False}])
def test_each_value_of_a_status_is_asked_about(small_register: RegisterFolder, chosen: dict[str, bool]) -> None:
    (found,) = asked(STATUS, chosen=chosen)
    assert (found.asks, found.values) == (Topic.ROWS, ("A", "T", ""))
    assert said(merged(small_register, STATUS, chosen=chosen)) == [(None, "", "open_rows")]


def test_rows_with_a_status_that_is_not_chosen_are_not_read(small_register: RegisterFolder) -> None:
    result = merged(small_register, STATUS, chosen={"A": True, "T": False, "": False})
    assert [one.number for one in added(small_register, result, "employees")] == ["000000001"]


def test_a_mended_status_is_asked_about_as_well() -> None:
    chosen = {"A": True, "T": False, "": False}
    assert kinds(STATUS, chosen=chosen, mended={"2:3": "terminated"}) == [("rows", "")]


def test_marked_rows_are_asked_about_and_read_as_answered(small_register: RegisterFolder) -> None:
    laid = laid_of("Personeelsnummer;Naam\nE8;Aad Nieuw\nE9;Bea Oud\n")
    laid = replace(laid, marks={3: frozenset({Mark.STRUCK})})
    plan = planned(laid)
    assert [(one.asks, one.column, one.values) for one in questions(laid, plan)] == [
        ("marked", "struck", ("3: E9 · Bea Oud",))
    ]
    for is_read, numbers in ((True, ["E8", "E9"]), (False, ["E8"])):
        result = merge(small_register, laid, replace(plan, marked={"struck": is_read}))
        assert [one.number for one in added(small_register, result, "employees")] == numbers


def test_hidden_columns_that_are_used_are_asked_about(small_register: RegisterFolder) -> None:
    laid = replace(laid_of("Personeelsnummer;Naam;In dienst\nE8;Aad Nieuw;1-1-2024\n"), hidden=frozenset({2}))
    plan = planned(laid)
    for answers in ({}, {HIDDEN_COLUMNS: False}):
        asks = questions(laid, replace(plan, marked=answers))
        assert [(one.asks, one.column, one.values) for one in asks] == [("marked", "columns", ("In dienst: 1-1-2024",))]
    assert questions(laid, replace(plan, marked={HIDDEN_COLUMNS: True})) == []
    assert questions(laid, plan.without([2])) == []
    assert [
        str(days(one)[0]) for one in added(small_register, merge(small_register, laid, plan.without([2])), "employees")
    ] == ["None"]


RUBRICS = "Personeelsnummer;Naam;In dienst\nTeam Zorg;;\nE8;Aad Nieuw;1-1-2024\n"


def test_rows_with_one_cell_are_asked_about(small_register: RegisterFolder) -> None:
    (found,) = asked(RUBRICS)
    assert (found.asks, found.values) == (Topic.RUBRICS, ("2: Team Zorg",))
    skipped = merged(small_register, RUBRICS, rubrics=Rubrics.SKIP)
    assert [one.number for one in added(small_register, skipped, "employees")] == ["E8"]
    read = merged(small_register, RUBRICS, rubrics=Rubrics.READ)
    assert said(read) == [(2, "name", "required")]


@pytest.mark.parametrize("again", ["PERSONEELSNUMMER;Naam ;In dienst", ";Naam;", "Personeelsnummer;Roepnaam;In dienst"])
def test_headings_that_stand_in_the_list_again_are_asked_about(small_register: RegisterFolder, again: str) -> None:
    """An export repeats them on each page, and a heading of two rows repeats what is merged over both."""
    text = f"Personeelsnummer;Naam;In dienst\nE8;Aad Nieuw;1-1-2024\n{again}\nE9;Bea Oud;1-1-2024\n"
    (found,) = asked(text)
    assert (found.asks, [value[:2] for value in found.values]) == (Topic.RUBRICS, ["3:"])
    skipped = merged(small_register, text, rubrics=Rubrics.SKIP)
    assert [one.number for one in added(small_register, skipped, "employees")] == ["E8", "E9"]


def test_a_row_with_one_of_the_headings_in_it_is_none_again() -> None:
    assert asked("Personeelsnummer;Naam;Functie\nE8;Aad Nieuw;Functie\n", "staff") == []


def test_a_row_that_is_dropped_asks_nothing_and_is_not_read(small_register: RegisterFolder) -> None:
    result = merged(small_register, RUBRICS, dropped=(2,))
    assert [one.number for one in added(small_register, result, "employees")] == ["E8"]


def test_a_cell_is_read_as_it_was_mended(small_register: RegisterFolder) -> None:
    text = "Personeelsnummer;Naam;In dienst\nE8;;morgen\n"
    result = merged(small_register, text, rubrics=Rubrics.READ, mended={"2:1": "Aad Nieuw", "2:2": "1-1-2024"})
    (found,) = added(small_register, result, "employees")
    assert (found.name, str(days(found)[0])) == ("Aad Nieuw", "2024-01-01")


def test_what_is_wrong_with_a_mended_cell_is_said_of_what_stands_there_now(small_register: RegisterFolder) -> None:
    text = "Personeelsnummer;Naam\nE8;Aad\nE8;Bea\n"
    result = merged(small_register, text, mended={"3:0": " E8"})
    assert [(one.row, one.code, one.value.strip()) for one in result.errors] == [(3, "duplicate", "E8")]


def test_the_nature_of_decision_types_is_asked(small_register: RegisterFolder) -> None:
    text = "Bevoegdheidscode;Omschrijving\nbuy.large;Grote inkoop\n"
    assert kinds(text) == [("nature", "nature")]
    (found,) = added(small_register, merged(small_register, text, fixed={"nature": "decision"}), "decision_types")
    assert found.nature == "decision"
    (found,) = added(small_register, merged(small_register, text, fixed={"nature": "heading"}), "decision_types")
    assert found.nature is None
