"""Nothing is doubled in silence: titles that the register has with another code, and units that hang below none."""

from __future__ import annotations

from typing import Any

import pytest

from mandate_registry.register_folder import RegisterFolder
from mandate_registry.register_folder.names.likeness import Likeness
from mandate_registry.register_folder.sheet.merge import Merged
from mandate_registry.register_folder.sheet.plan import NONE, Doubles
from tests.register_folder.sheets import added, asked, merged, said

TYPES = "Nr.;Bevoegdheid;Aard;Namens\nA1;Opdracht gunnen;besluit;college\nA2;Een subsidie weigeren;besluit;college\n"
STAFF = (
    "Personeelsnummer;Naam;Functie;Afdeling;Datum in dienst\n"
    "E8;Aad;Inkoper;Team Inkoop;01-01-2020\nE9;Bea;Wijkregisseur;Team Wijken;01-01-2020\n"
)


def types(register: RegisterFolder, result: Merged) -> list[tuple[str, str]]:
    return [(one.code, one.title_nl) for one in added(register, result, "decision_types")]


def test_a_title_that_the_register_has_with_another_code_is_asked_about(small_register: RegisterFolder) -> None:
    result = merged(small_register, TYPES, "decision_types")
    assert [(one.row, one.column, one.code, one.value, one.place) for one in result.errors] == [
        (2, "title_nl", "same_title", "Opdracht gunnen", 1)
    ]


def test_the_same_title_keeps_its_code_or_is_another(small_register: RegisterFolder) -> None:
    same = merged(small_register, TYPES, "decision_types", doubles=Doubles.SAME)
    assert types(small_register, same) == [("a2", "Een subsidie weigeren")]
    other = merged(small_register, TYPES, "decision_types", doubles=Doubles.OTHER)
    assert types(small_register, other) == [("a1", "Opdracht gunnen"), ("a2", "Een subsidie weigeren")]


def test_a_title_that_the_list_itself_has_twice_is_asked_about(small_register: RegisterFolder) -> None:
    text = TYPES + "A3;een subsidie weigeren;besluit;college\nA4;Een subsidie weigeren;besluit;college\n"
    assert said(merged(small_register, text, "decision_types")) == [
        *((row, "title_nl", "same_title") for row in (2, 4, 5)),
    ]
    same = merged(small_register, text.replace("een s", "Een s"), "decision_types", doubles=Doubles.SAME)
    assert types(small_register, same) == [("a2", "Een subsidie weigeren")]


def test_an_entry_that_is_known_by_its_own_code_is_no_double(small_register: RegisterFolder) -> None:
    text = "Code;Bevoegdheid;Aard;Namens\nbuy.award;Opdracht gunnen;privaatrechtelijk;college\n"
    assert types(small_register, merged(small_register, text, "decision_types")) == [("buy.award", "Opdracht gunnen")]
    other = merged(small_register, TYPES, "decision_types", doubles=Doubles.OTHER)
    assert said(merged(other.register, TYPES, "decision_types")) == []


def test_rows_without_a_title_or_with_signs_alone_double_nothing(small_register: RegisterFolder) -> None:
    assert said(merged(small_register, "Code;Aard\nbuy.award;besluit\n", "decision_types")) == []
    text = "Code;Bevoegdheid;Aard;Namens\na1;???;besluit;college\na2;!!!;besluit;college\n"
    assert types(small_register, merged(small_register, text, "decision_types")) == [("a1", "???"), ("a2", "!!!")]


def test_a_title_that_two_have_does_not_tell_which_is_the_same(small_register: RegisterFolder) -> None:
    twice = merged(small_register, TYPES, "decision_types", doubles=Doubles.OTHER)
    result = merged(twice.register, TYPES.replace("A1", "A7"), "decision_types", doubles=Doubles.SAME)
    assert said(result) == [(2, "title_nl", "two_of_that_name")]


def test_a_code_of_the_list_itself_is_no_guess_where_codes_are_made_of_titles(small_register: RegisterFolder) -> None:
    text = "Bevoegdheid;Aard;Namens\nOpdracht gunnen;besluit;college\n"
    assert said(merged(small_register, text, "decision_types")) == []


def units(result: Merged) -> list[tuple[str, str | None]]:
    found: list[Any] = list(result.register.tables["units"])
    return [(one.code, one.parent) for one in found]


def test_new_units_of_a_list_of_staff_are_asked_about_once(small_register: RegisterFolder) -> None:
    assert asked(STAFF) == []
    result = merged(small_register, STAFF, new_units="")
    assert [(one.row, one.column, one.code, one.value) for one in result.errors] == [
        (None, "parent", "units_untold", "Team Wijken")
    ]
    known = [("gem", None), ("inkoop", "gem")]
    below = merged(small_register, STAFF, new_units="inkoop")
    assert (said(below), units(below)) == ([], [*known, ("team-wijken", "inkoop")])
    none = merged(small_register, STAFF, new_units=NONE)
    assert (said(none), units(none)) == ([], [*known, ("team-wijken", None)])


def test_units_that_are_known_stay_where_they_are(small_register: RegisterFolder) -> None:
    text = STAFF.replace("Team Wijken", "Team Inkoop")
    assert units(merged(small_register, text, new_units="")) == [("gem", None), ("inkoop", "gem")]


def test_what_else_is_wrong_is_said_with_it(small_register: RegisterFolder) -> None:
    result = merged(small_register, STAFF.replace("E9;Bea", "E9;"), new_units="")
    assert said(result) == [(None, "parent", "units_untold"), (3, "name", "required")]


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("Een opdracht gunen", ["Een opdracht gunnen"]),
        ("Opleggen van een last onder dwangsom", ["Een last onder dwangsom opleggen"]),
        ("Weigeren van een subsidie", ["Een subsidie weigeren"]),
        ("Een opdracht gunnen", []),
        ("Toekennen van verlof", []),
        ("", []),
    ],
)
def test_names_that_look_alike_are_told(name: str, near: list[str]) -> None:
    known = ("Een opdracht gunnen", "Een last onder dwangsom opleggen", "Een subsidie weigeren", "???")
    assert Likeness(known).near(name) == near


def test_the_nearest_names_are_told_and_no_more_than_three() -> None:
    names = [f"Subsidie {text}" for text in ("weigeren a", "weigeren", "weigeren bc", "weigeren d", "verlenen")]
    assert Likeness(names).near("Subsidie weigern") == [names[1], names[0], names[3]]


KNOWN = (
    "Een last onder dwangsom opleggen",
    "Bestuursdwang toepassen",
    "Verlof toestaan",
    "Een subsidie verlenen",
    "Een subsidie weigeren",
    "Een subsidie vaststellen",
    "Een subsidie terugvorderen",
    "De beslistermijn verlengen",
    "Een waarde vaststellen",
)


@pytest.mark.parametrize(
    ("name", "candidates"),
    [
        ("Opleggen van een last onder bestuursdwang", ["Een last onder dwangsom opleggen", "Bestuursdwang toepassen"]),
        ("Toekennen van verlof", ["Verlof toestaan"]),
        ("Verlenging van een termijn", ["De beslistermijn verlengen"]),  # an ending is no other word
        ("Aanvragen van een subsidie", []),  # what many names have tells nothing
        ("Besluiten zonder advies onder voorbehoud", []),  # nor do words such as onder
        ("Raad", []),
        ("Verlof toestaan", []),
        ("", []),
    ],
)
def test_a_rare_word_makes_a_name_one_that_another_may_be(name: str, candidates: list[str]) -> None:
    assert Likeness(KNOWN).candidates(name) == candidates


def test_those_that_share_the_rarest_word_come_first_and_no_more_than_three() -> None:
    names = [f"Alfabet {word}" for word in ("een", "twee", "drie")] + ["Zebra oversteken"]
    assert Likeness(names).candidates("Oversteken bij het alfabet") == [names[3], names[2], names[0]]
