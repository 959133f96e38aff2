"""What a sheet says itself of what it leaves open is suggested; what it does not say is left open."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mandate_registry.register_folder.amounts.likely_vat import LikelyBasis, is_of_public_law, likely_bases
from mandate_registry.register_folder.grid.sheet_layout import Mark, SheetLayout
from mandate_registry.register_folder.sheet.likely_answers import (
    likely_currency,
    likely_first_day,
    likely_read,
    likely_unread,
    title_above,
)
from mandate_registry.register_folder.sheet.plan import Plan
from mandate_registry.register_folder.sheet.row_selection import selected

PLAN = Plan("", "mandates", {"number": 0, "decision_types": 1, "max_amount": 2, "valid_from": 3})


def sheet(*rows: str, marks: dict[int, frozenset[Mark]] | None = None) -> SheetLayout:
    cells = [(number, row.split(";")) for number, row in enumerate(rows, 2)]
    return SheetLayout("", ("Nr.", "Bevoegdheid", "Grens", "Ingangsdatum"), cells, marks=marks or {})


@pytest.mark.parametrize(
    ("title", "is_so"),
    [
        ("Een subsidie verlenen", True),
        ("Opleggen van een last onder dwangsom", True),
        ("Beslissen op een persoonsgebonden budget", True),
        ("Beslissen op een maatwerkvoorziening", True),
        ("Terugvorderen van bijstand", True),
        ("Bijzondere bijstand toekennen", True),
        ("Een bestuurlijke boete opleggen", True),
        ("Heffen van leges", True),
        ("Verlenen van kwijtschelding", True),
        ("Een opdracht gunnen", False),
        ("Een opdracht gunnen voor subsidieadvies", False),
        ("Een factuur voor een maatwerkvoorziening goedkeuren", False),
        ("Aangaan van een uitvoeringsovereenkomst bij een subsidie", False),
        ("Uitgaven uit het wijkbudget", False),
        ("Een boete bedingen", False),
    ],
)
def test_a_payment_under_public_law_has_no_vat_by_nature(title: str, *, is_so: bool) -> None:
    assert is_of_public_law(title) is is_so


def test_what_the_file_says_of_a_type_goes_before_its_nature_and_must_be_one_thing() -> None:
    laid = sheet(
        *("1;Factuur;t/m € 10 incl. btw;", "2;factuur;t/m € 20;", "3;Subsidie;t/m € 5;"),
        *("4;Inkoop;€ 5 excl. btw;", "5;Inkoop;€ 6 incl. btw;", "6;Inkoop;€ 7;", "7;Dwangsom;€ 1 incl. btw;"),
    )
    found = likely_bases(laid, PLAN, ("Factuur", "Subsidie", "Inkoop", "Dwangsom"))
    assert found == {
        "Factuur": LikelyBasis("incl", (2,)),
        "Subsidie": LikelyBasis("none"),
        "Dwangsom": LikelyBasis("incl", (8,)),
    }


@pytest.mark.parametrize(
    ("amounts", "code"),
    [(("€ 5", "10", "tot EUR 7"), "EUR"), (("5", "10"), ""), (("€ 5", "$ 10", "7"), ""), (("80% of € 3", "7"), "EUR")],
)
def test_the_currency_is_the_only_one_that_amounts_tell(amounts: tuple[str, ...], code: str) -> None:
    assert likely_currency(sheet(*(f"1;Inkoop;{one};" for one in amounts)), PLAN) == code


@pytest.mark.parametrize(
    ("days", "first"),
    [
        (("1-1-2026", "2026-01-01", "1 februari 2026"), "2026-01-01"),
        (("1-1-2026", "1-2-2026"), ""),
        (("1-1-2026", "", ""), ""),
        ((), ""),
    ],
)
def test_the_first_day_is_that_of_more_than_half_of_the_rows(days: tuple[str, ...], first: str) -> None:
    laid = sheet("A. Algemeen;;;", *(f"1;Inkoop;;{day}" for day in days))
    assert likely_first_day(laid, likely_read(laid, PLAN)) == first


@pytest.mark.parametrize(("mark", "is_left_out"), [(Mark.LAPSED, True), (Mark.STRUCK, False)])
def test_rows_that_say_that_they_lapsed_are_left_out_by_a_suggestion_and_struck_ones_are_not(
    mark: Mark, *, is_left_out: bool
) -> None:
    laid = sheet("E1;Inkoop;VERVALLEN;", "E2;Inkoop;;", marks={2: frozenset({mark})})
    assert likely_unread(laid) == ({"lapsed": [2]} if is_left_out else {})
    assert len(selected(laid, likely_read(laid, PLAN)).rows) == (1 if is_left_out else 2)
    answered = replace(PLAN, marked={"lapsed": True})
    assert len(selected(laid, likely_read(laid, answered)).rows) == 2


@pytest.mark.parametrize(
    ("above", "title"),
    [
        (
            ("Mandaatregister gemeente 2026", "Vastgesteld door het college op 9 december 2025"),
            "Mandaatregister gemeente 2026",
        ),
        (("Bijlage 1", "Vastgesteld door het college", "Mandaatbesluit"), "Mandaatbesluit"),
        (("Vastgesteld op 9-12-2025",), ""),
        ((), ""),
    ],
)
def test_the_title_above_a_list_tells_no_day_and_no_adoption(above: tuple[str, ...], title: str) -> None:
    assert title_above(above) == title
