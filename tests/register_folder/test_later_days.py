"""A later first day follows the present stretch, unless the sheet is to replace it."""

from __future__ import annotations

from typing import Any

import pytest

from mandate_registry.register_folder import RegisterFolder
from tests.register_folder.sheets import EXCL, days, facts_of, merged, said

HEADINGS = "Personeelsnummer;Functie;Begindatum;Einddatum t/m\n"
LATER = "E2;Inkoper;1-7-2027;\n"


def stretches(register: RegisterFolder, table: str, *, key: str) -> list[tuple[str, str]]:
    own = [
        one for one in facts_of(register, table) if key in (getattr(one, "number", ""), getattr(one, "employee", ""))
    ]
    return [(str(first), str(last)) for first, last in map(days, own)]


def appointments(register: RegisterFolder, rows: str, **answers: Any) -> list[tuple[str, str]]:
    result = merged(register, HEADINGS + rows, **answers)
    assert said(result) == []
    return stretches(result.register, "appointments", key="E2")


def test_a_later_first_day_ends_the_present_stretch_the_day_before(small_register: RegisterFolder) -> None:
    assert appointments(small_register, LATER) == [("2020-01-01", "2027-06-30"), ("2027-07-01", "None")]


def test_it_replaces_the_present_stretch_when_its_owner_says_so(small_register: RegisterFolder) -> None:
    assert appointments(small_register, LATER, replaces=True) == [("2027-07-01", "None")]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("E2;Inkoper;1-1-2020;31-12-2026\n", [("2020-01-01", "2026-12-31")]),
        ("E2;Inkoper;1-1-2019;\n", [("2019-01-01", "None")]),
        ("E2;Inkoper;1-1-2018;31-12-2018\n", [("2020-01-01", "None"), ("2018-01-01", "2018-12-31")]),
        ("E2;Inkoper;1-7-2027;31-12-2027\n", [("2020-01-01", "2027-06-30"), ("2027-07-01", "2027-12-31")]),
        (
            LATER + "E2;Inkoper;1-1-2026;30-6-2026\n",
            [("2020-01-01", "2025-12-31"), ("2027-07-01", "None"), ("2026-01-01", "2026-06-30")],
        ),
    ],
)
def test_another_stretch_takes_the_place_of_what_it_meets_from_its_first_day_on(
    small_register: RegisterFolder, row: str, expected: list[tuple[str, str]]
) -> None:
    assert appointments(small_register, row) == expected


def test_the_second_time_nothing_changes(small_register: RegisterFolder) -> None:
    once = merged(small_register, HEADINGS + LATER).register
    assert merged(once, HEADINGS + LATER).register.tables == once.tables


def test_what_ends_before_it_begins_is_refused_and_not_followed(small_register: RegisterFolder) -> None:
    assert said(merged(small_register, HEADINGS + "E2;Inkoper;1-7-2027;1-7-2026\n")) == [
        (2, "valid_until", "last_day_before_first")
    ]


MANDATE = "Nummer;Maximumbedrag;Geldig vanaf\n1.1;{amount};{first}\n"


def test_a_mandate_follows_as_well_with_what_the_sheet_does_not_state(small_register: RegisterFolder) -> None:
    result = merged(small_register, MANDATE.format(amount="10.000", first="1-7-2027"), "mandates", fixed=EXCL)
    assert said(result) == []
    found = facts_of(result.register, "mandates")
    assert stretches(result.register, "mandates", key="1.1") == [("2025-01-01", "2027-06-30"), ("2027-07-01", "None")]
    assert [str(one.max_amount) for one in found] == ["50000.00", "10000.00"]
    assert found[0].seats == found[1].seats


def test_of_several_stretches_only_what_is_met_ends(small_register: RegisterFolder) -> None:
    two = merged(small_register, MANDATE.format(amount="10.000", first="1-7-2027"), "mandates", fixed=EXCL).register
    three = merged(two, MANDATE.format(amount="5.000", first="1-1-2028"), "mandates", fixed=EXCL).register
    assert stretches(three, "mandates", key="1.1") == [
        ("2025-01-01", "2027-06-30"),
        ("2027-07-01", "2027-12-31"),
        ("2028-01-01", "None"),
    ]
    between = merged(three, MANDATE.format(amount="1.000", first="1-10-2027"), "mandates", fixed=EXCL)
    assert said(between) == []
    assert [(one[0], str(fact.max_amount)) for one, fact in _paired(between.register)] == [
        ("2025-01-01", "50000.00"),
        ("2027-07-01", "10000.00"),
        ("2028-01-01", "5000.00"),
        ("2027-10-01", "1000.00"),
    ]


def _paired(register: RegisterFolder) -> Any:
    return zip(stretches(register, "mandates", key="1.1"), register.tables["mandates"], strict=True)


def test_who_comes_back_follows_and_keeps_the_former_employment(small_register: RegisterFolder) -> None:
    heading = "Personeelsnummer;Naam;In dienst;Uit dienst t/m\n"
    left = merged(small_register, heading + "E2;Bas Mulder;1-1-2020;31-12-2025\n", "employees").register
    back = merged(left, heading + "E2;Bas Mulder;1-7-2026;\n", "employees")
    assert said(back) == []
    assert stretches(back.register, "employees", key="E2") == [("2020-01-01", "2025-12-31"), ("2026-07-01", "None")]
