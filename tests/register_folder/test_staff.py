"""A list of staff gives units, positions, people and appointments in one go."""

from __future__ import annotations

from typing import Any

import pytest

from mandate_registry.register_folder import RegisterFolder
from mandate_registry.register_folder.sheet.plan import Bound
from mandate_registry.register_folder.staff.staff import parts_of
from tests.register_folder.sheets import added, asked, days, laid_of, merged, planned, said

HEADINGS = "Personeelsnummer;Achternaam;Voorvoegsel;Voornaam;Functie;Afdeling;Datum in dienst;Datum uit dienst;Fte\n"
ANNA = "000123;Berg;van den;Anna;Inkoper;Team Inkoop;01-01-2020;31-12-9999;0,89\n"
THIJS = "000124;Hooft;'t;Thijs;Inkoper;Team Inkoop;01-03-2021;30-06-2026;1,00\n"
AGAIN = "000124;Hooft;'t;Thijs;Adviseur;Concern;01-03-2021;;0,20\n"
UNTIL: dict[str, Any] = {"bounds": {"employed_until": Bound.WITHIN}, "unused": (8,)}


def test_a_list_of_staff_is_known_and_asks_what_it_leaves_open() -> None:
    text = HEADINGS + ANNA + THIJS
    assert planned(laid_of(text)).table == "staff"
    assert [(one.asks, one.place) for one in asked(text)] == [("column", 8), ("bound", 7)]


def test_people_have_their_whole_names_and_no_end_at_the_end_of_time(small_register: RegisterFolder) -> None:
    found = added(small_register, merged(small_register, HEADINGS + ANNA + THIJS, **UNTIL), "employees")
    assert [(one.number, one.name, *map(str, days(one))) for one in found] == [
        ("000123", "Anna van den Berg", "2020-01-01", "None"),
        ("000124", "Thijs 't Hooft", "2021-03-01", "2026-06-30"),
    ]


def test_units_positions_and_appointments_come_with_them(small_register: RegisterFolder) -> None:
    text = HEADINGS + ANNA + AGAIN
    result = merged(small_register, text, **UNTIL)
    assert [(one.code, one.name) for one in added(small_register, result, "units")] == [("concern", "Concern")]
    positions = added(small_register, result, "positions")
    assert [(one.code, one.title, one.unit) for one in positions] == [("adviseur", "Adviseur", "concern")]
    appointments = added(small_register, result, "appointments")
    assert [(one.employee, one.position) for one in appointments] == [("000123", "inkoper"), ("000124", "adviseur")]


def test_several_contracts_of_one_person_are_one_employment_without_a_gap(small_register: RegisterFolder) -> None:
    result = merged(small_register, HEADINGS + ANNA + THIJS + AGAIN, **UNTIL)
    assert said(result) == []
    found = [one for one in added(small_register, result, "employees") if one.number == "000124"]
    assert [tuple(map(str, days(one))) for one in found] == [("2021-03-01", "None")]
    appointments = [one for one in added(small_register, result, "appointments") if one.employee == "000124"]
    assert [(one.position, str(days(one)[1])) for one in appointments] == [
        ("inkoper", "2026-06-30"),
        ("adviseur", "None"),
    ]


def test_contracts_with_a_gap_between_them_are_two_employments(small_register: RegisterFolder) -> None:
    later = AGAIN.replace("01-03-2021", "01-09-2026")
    result = merged(small_register, HEADINGS + THIJS + later, **UNTIL)
    found = [one for one in added(small_register, result, "employees") if one.number == "000124"]
    assert [tuple(map(str, days(one))) for one in found] == [("2021-03-01", "2026-06-30"), ("2026-09-01", "None")]


def test_a_person_with_two_names_is_refused_by_row(small_register: RegisterFolder) -> None:
    result = merged(small_register, HEADINGS + THIJS + AGAIN.replace("Hooft", "Hoofd"), **UNTIL)
    assert said(result) == [(3, "number", "duplicate")]


def test_the_same_days_may_be_those_of_the_position(small_register: RegisterFolder) -> None:
    text = HEADINGS + ANNA + THIJS + AGAIN
    columns = {
        "valid_until" if name == "employed_until" else name: at for name, at in planned(laid_of(text)).columns.items()
    }
    result = merged(small_register, text, columns=columns, bounds={"valid_until": Bound.WITHIN}, unused=(8,))
    ends = [(one.employee, one.position, str(days(one)[1])) for one in added(small_register, result, "appointments")]
    assert ends == [
        ("000123", "inkoper", "None"),
        ("000124", "inkoper", "2026-06-30"),
        ("000124", "adviseur", "None"),
    ]
    assert [one.number for one in added(small_register, result, "employees")] == ["000123", "000124"]


DATED = (
    "Personeelsnummer;Naam;Functie;Afdeling;In dienst;Uit dienst per;Functie vanaf;Functie tot en met\n"
    "000123;Cor Vos;Inkoper;Team Inkoop;2018-01-01;2025-01-01;{0};{1}\n"
    "000123;Cor Vos;Medewerker;Team Inkoop;2026-01-01;;2026-01-01;\n"
)


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        (("", ""), ("2018-01-01", "2024-12-31")),
        (("2019-01-01", ""), ("2019-01-01", "2024-12-31")),
        (("", "2020-06-30"), ("2018-01-01", "2020-06-30")),
        (("2019-01-01", "2020-06-30"), ("2019-01-01", "2020-06-30")),
        (("", "31-12-9999"), ("2018-01-01", "2024-12-31")),
    ],
)
def test_an_appointment_has_the_days_of_its_employment_where_its_own_are_empty(
    small_register: RegisterFolder, own: tuple[str, str], expected: tuple[str, str]
) -> None:
    """A former position does not come back with a new employment."""
    result = merged(small_register, DATED.format(*own))
    found = {one.position: tuple(map(str, days(one))) for one in added(small_register, result, "appointments")}
    assert found == {"inkoper": expected, "medewerker": ("2026-01-01", "None")}


def test_an_employment_that_is_the_same_in_every_row_counts_as_well(small_register: RegisterFolder) -> None:
    text = "Personeelsnummer;Naam;Functie;Functie vanaf\nE8;Aad;Inkoper;\n"
    result = merged(small_register, text, fixed={"employed_from": "2024-02-01"})
    assert [str(days(one)[0]) for one in added(small_register, result, "appointments")] == ["2024-02-01"]


def test_one_notation_holds_for_the_days_of_all_tables(small_register: RegisterFolder) -> None:
    rows = ("E8;Aad;Inkoper;10/25/2019;3/4/2027", "E9;Bea;Inkoper;10/26/2019;")
    text = "\n".join(("Personeelsnummer;Naam;Functie;In dienst;Functie vanaf", *rows, ""))
    found = added(small_register, merged(small_register, text), "appointments")[0]
    assert str(days(found)[0]) == "2027-03-04"


def test_a_word_that_is_not_understood_is_one_of_the_column_of_the_list(small_register: RegisterFolder) -> None:
    """Whoever says what it stands for says it of that column, for all tables that it tells of."""
    text = SHORT + "E8;Aad Nieuw;??;Team Inkoop\n"
    assert said(merged(small_register, text)) == [(2, "position", "not_a_code")]
    result = merged(small_register, text, meanings={"position": {"??": "Inkoper"}})
    assert [one.position for one in added(small_register, result, "appointments")] == ["inkoper"]


SHORT = "Personeelsnummer;Naam;Functie;Afdeling\n"


def test_one_title_in_two_units_is_two_positions_with_codes(small_register: RegisterFolder) -> None:
    heading = "Personeelsnummer;Naam;Functie;Functiecode;Afdeling\n"
    text = heading + "E8;Aad;Adviseur;adv-zorg;Team Zorg\nE9;Bea;Adviseur;adv-bouw;Team Bouw\n"
    result = merged(small_register, text)
    positions = added(small_register, result, "positions")
    assert [(one.code, one.title, one.unit) for one in positions] == [
        ("adv-zorg", "Adviseur", "team-zorg"),
        ("adv-bouw", "Adviseur", "team-bouw"),
    ]
    held = [(one.employee, one.position) for one in added(small_register, result, "appointments")]
    assert held == [("E8", "adv-zorg"), ("E9", "adv-bouw")]


def test_equal_units_of_many_rows_are_one(small_register: RegisterFolder) -> None:
    text = "Afdeling\n" + "Team Zorg\n" * 2 + "Team Bouw\n"
    units = added(small_register, merged(small_register, text, "units"), "units")
    assert [one.code for one in units] == ["team-zorg", "team-bouw"]


def test_a_row_without_a_position_is_a_person_without_an_appointment(small_register: RegisterFolder) -> None:
    result = merged(small_register, SHORT + "E8;Aad Nieuw;;Team Inkoop\n")
    assert [one.name for one in added(small_register, result, "employees")] == ["Aad Nieuw"]
    assert added(small_register, result, "appointments") == []


def test_a_row_without_a_number_is_no_person_that_is_lost(small_register: RegisterFolder) -> None:
    result = merged(small_register, SHORT + ";Aad Nieuw;Inkoper;Team Inkoop\n")
    assert said(result) == [(2, "number", "required")]
    vacancy = merged(small_register, SHORT + ";;Adviseur;Team Inkoop\n", meanings={"number": {"": None}})
    assert [one.code for one in added(small_register, vacancy, "positions")] == ["adviseur"]


def test_what_no_table_can_read_without_its_key_is_not_left_out(small_register: RegisterFolder) -> None:
    nameless = merged(small_register, "Naam;Functie\nAad;Inkoper\n", "staff")
    assert said(nameless) == [(None, "number", "no_key")]
    dated = merged(small_register, "Personeelsnummer;Naam;Functie vanaf\nE8;Aad;1-1-2024\n", "staff")
    assert said(dated) == [(None, "position", "no_key")]


def test_a_list_without_positions_is_one_of_people_and_units() -> None:
    plan = planned(laid_of("Personeelsnummer;Naam;Afdeling\nE8;Aad;Team Zorg\n"), "staff")
    assert [one.table for one in parts_of(plan)] == ["units", "employees"]


def test_a_complete_list_ends_people_and_appointments_alone(small_register: RegisterFolder) -> None:
    text = SHORT + "E1;Anna Zandstra;Controller;Team Inkoop\n"
    result = merged(small_register, text, is_complete=True)
    left = {name: len(facts) for name, facts in result.register.tables.items()}
    assert {name: left[name] for name in ("employees", "appointments")} == {"employees": 1, "appointments": 1}
    assert {name: left[name] for name in ("units", "positions", "mandates")} == {
        "units": 2,
        "positions": 5,
        "mandates": 1,
    }


def test_the_same_list_twice_changes_nothing(small_register: RegisterFolder) -> None:
    once = merged(small_register, HEADINGS + ANNA + AGAIN, **UNTIL).register
    again = merged(once, HEADINGS + ANNA + AGAIN, **UNTIL)
    assert said(again) == []
    assert again.register.tables == once.tables
