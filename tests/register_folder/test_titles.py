"""One title in two units is two positions; what does not tell which is meant is refused."""

from __future__ import annotations

import pytest

from mandate_registry.register_folder import RegisterFolder
from tests.register_folder.sheets import added, merged, said

HEADINGS = "Personeelsnummer;Naam;Functie;Afdeling\n"
TWO = HEADINGS + "E8;Aad;Adviseur;Team Zorg\nE9;Bea;Adviseur;Team Bouw\n"


def positions(register: RegisterFolder, text: str) -> list[tuple[str, str, str]]:
    found = added(register, merged(register, text), "positions")
    return [(one.code, one.title, one.unit) for one in found]


def test_one_title_in_two_units_is_two_positions(small_register: RegisterFolder) -> None:
    assert positions(small_register, TWO) == [
        ("adviseur-team-zorg", "Adviseur", "team-zorg"),
        ("adviseur-team-bouw", "Adviseur", "team-bouw"),
    ]
    held = added(small_register, merged(small_register, TWO), "appointments")
    assert [(one.employee, one.position) for one in held] == [
        ("E8", "adviseur-team-zorg"),
        ("E9", "adviseur-team-bouw"),
    ]


def test_one_title_in_one_unit_keeps_its_short_code(small_register: RegisterFolder) -> None:
    assert positions(small_register, TWO.replace("Team Bouw", "Team Zorg")) == [("adviseur", "Adviseur", "team-zorg")]


def test_the_position_that_the_register_has_in_that_unit_is_the_one(small_register: RegisterFolder) -> None:
    text = HEADINGS + "E8;Aad;Inkoper;Team Inkoop\nE9;Bea;Inkoper;Team Zorg\n"
    assert positions(small_register, text) == [("inkoper-team-zorg", "Inkoper", "team-zorg")]
    held = added(small_register, merged(small_register, text), "appointments")
    assert [(one.employee, one.position) for one in held] == [("E8", "inkoper"), ("E9", "inkoper-team-zorg")]


@pytest.mark.parametrize("rows", ["", "E8;Aad;Inkoper;Team Inkoop\n"])
def test_a_second_time_the_unit_tells_which_is_meant(small_register: RegisterFolder, rows: str) -> None:
    text = HEADINGS + "E8;Aad;Inkoper;Team Inkoop\nE9;Bea;Inkoper;Team Zorg\n"
    once = merged(small_register, text).register
    again = merged(once, HEADINGS + rows if rows else text)
    assert said(again) == []
    assert again.register.tables == once.tables


def test_a_row_without_a_unit_does_not_tell_which_is_meant(small_register: RegisterFolder) -> None:
    result = merged(small_register, TWO + "E7;Cor;Adviseur;\n")
    assert [(one.row, one.heading, one.column, one.code, one.place) for one in result.errors] == [
        (4, "Afdeling", "unit", "required", 3)
    ]
    mended = merged(small_register, TWO + "E7;Cor;Adviseur;\n", mended={"4:3": "Team Zorg"})
    held = {one.employee: one.position for one in added(small_register, mended, "appointments")}
    assert held["E7"] == "adviseur-team-zorg"


def test_words_that_stand_for_another_title_or_unit_count(small_register: RegisterFolder) -> None:
    text = HEADINGS + "E8;Aad;Inkoper*;Team Inkoop\nE9;Bea;Inkoper;Zorg\n"
    meanings = {"position": {"inkoper*": "Inkoper"}, "unit": {"zorg": "Team Zorg"}}
    found = added(small_register, merged(small_register, text, meanings=meanings), "appointments")
    assert [(one.employee, one.position) for one in found] == [("E8", "inkoper"), ("E9", "inkoper-team-zorg")]


def test_a_code_that_another_position_has_is_not_taken(small_register: RegisterFolder) -> None:
    other = merged(small_register, "Functiecode;Functie\nadviseur-team-zorg;Jurist\n", "positions").register
    assert said(merged(other, TWO)) == [(2, "position", "two_of_that_name")]
    short = merged(small_register, "Functiecode;Functie\nadviseur;Jurist\n", "positions").register
    assert said(merged(short, HEADINGS + "E8;Aad;Adviseur;Team Zorg\n")) == [(2, "position", "two_of_that_name")]


def test_a_title_that_the_register_has_twice_may_come_to_a_third_unit(small_register: RegisterFolder) -> None:
    once = merged(small_register, TWO).register
    text = HEADINGS + "E7;Cor;Adviseur;Team Inkoop\n"
    assert positions(once, text) == [("adviseur-team-inkoop", "Adviseur", "inkoop")]
    assert said(merged(once, HEADINGS + "E7;Cor;Adviseur;\n")) == [(2, "unit", "required")]


def test_two_ways_to_write_one_title_are_refused_as_they_are_written(small_register: RegisterFolder) -> None:
    text = HEADINGS + "E8;Aad;Adviseur A;Team Inkoop\nE9;Bea;Adviseur-A;Team Inkoop\n"
    result = merged(small_register, text)
    assert [(one.row, one.heading, one.column, one.code, one.place, one.value) for one in result.errors] == [
        (3, "Functie", "position", "duplicate", 2, "Adviseur-A")
    ]


def test_an_error_of_a_position_stands_where_its_title_does(small_register: RegisterFolder) -> None:
    result = merged(small_register, TWO + "E7;Cor;??;Team Zorg\n")
    assert [(one.row, one.heading, one.column, one.place, one.value) for one in result.errors] == [
        (4, "Functie", "position", 2, "??")
    ]
