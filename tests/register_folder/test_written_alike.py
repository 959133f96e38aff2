"""A number or a reference that differs in case or blanks alone is asked about: the same, or another."""

from __future__ import annotations

from typing import Any

import pytest

from mandate_registry.register_folder import RegisterFolder
from mandate_registry.register_folder.names.written_alike import KEY
from mandate_registry.register_folder.sheet.plan import Doubles
from tests.register_folder.sheets import EXCL, LIST, ROW, added, merged, said

MANDATES = f"{LIST};parent\n{ROW.replace('X-1', 'B 1')};\n"
ALIKE = (
    ("mandates", MANDATES, f"{LIST}\n{ROW.replace('X-1', 'b1')}\n", "b1", "B 1"),
    ("instruments", "reference;title\nB-1;Besluit\n", "reference;title\nb - 1;Besluit\n", "b - 1", "B-1"),
    ("employees", "number;name\nW-1;Aad\n", "number;name\nw-1;Aad\n", "w-1", "W-1"),
    ("employees", "number;name\nW-1;Aad\n", "number;name\nW–1;Aad\n", "W–1", "W-1"),
)


@pytest.mark.parametrize(("table", "first", "second", "value", "told"), ALIKE)
def test_what_differs_in_case_or_blanks_alone_is_asked_about(
    small_register: RegisterFolder, table: str, first: str, second: str, value: str, told: str
) -> None:
    column = KEY[table]
    register = merged(small_register, first, table, fixed=EXCL if table == "mandates" else {}).register

    def again(**answers: Any) -> Any:
        return merged(register, second, table, fixed=EXCL if table == "mandates" else {}, **answers)

    (asked,) = again().errors
    assert (asked.row, asked.column, asked.code, asked.value, asked.told) == (2, column, "same_number", value, told)
    assert added(register, again(doubles=Doubles.SAME), table) == []
    assert [getattr(one, column) for one in added(register, again(doubles=Doubles.OTHER), table)] == [value]
    other = again(doubles=Doubles.OTHER).register
    assert said(merged(other, second, table, fixed=EXCL if table == "mandates" else {})) == []


def test_rows_of_one_file_are_compared_as_well(small_register: RegisterFolder) -> None:
    text = f"{LIST};parent\n{ROW};\n{ROW.replace('X-1', 'x-1')};\n{ROW.replace('X-1', 'Y')};x-1\n"
    assert said(merged(small_register, text, "mandates", fixed=EXCL)) == [(3, "number", "same_number")]
    same = merged(small_register, text, "mandates", fixed=EXCL, doubles=Doubles.SAME)
    assert [(one.number, one.parent) for one in added(small_register, same, "mandates")] == [
        ("X-1", None),
        ("Y", "X-1"),
    ]
    other = merged(small_register, text, "mandates", fixed=EXCL, doubles=Doubles.OTHER)
    assert [one.number for one in added(small_register, other, "mandates")] == ["X-1", "x-1", "Y"]
    register = merged(other.register, f"{LIST}\n{ROW.replace('X-1', 'X -1')}\n", fixed=EXCL, doubles=Doubles.SAME)
    assert said(register) == [(2, "number", "two_of_that_name")]


def test_a_list_of_staff_keeps_the_numbers_that_are_there(small_register: RegisterFolder) -> None:
    text = "Personeelsnummer;Naam;Functie;Afdeling;Datum in dienst\ne2;Bas Mulder;Teamleider;;01-01-2020\n"
    assert ("number", "same_number") in {one[1:] for one in said(merged(small_register, text))}
    result = merged(small_register, text, doubles=Doubles.SAME)
    assert added(small_register, result, "employees") == []
    assert [(one.employee, one.position) for one in added(small_register, result, "appointments")] == [
        ("E2", "teamleider")
    ]


def test_a_number_that_is_made_is_no_other_in_another_case(small_register: RegisterFolder) -> None:
    register = merged(small_register, f"{LIST}\n{ROW}\n", "mandates", fixed=EXCL).register
    text = "Soort;Namens;Gemandateerde;Bevoegdheid\nmandaat;college;Controller;buy.small\n"
    result = merged(register, text, "mandates", fixed=EXCL, numbers="x-")
    assert [one.number for one in added(register, result, "mandates")] == ["x-2"]


@pytest.mark.parametrize("reference", ["B-1", "b-1", "B - 1"])
def test_a_decision_that_comes_with_its_mandates_is_none_that_is_there(
    small_register: RegisterFolder, reference: str
) -> None:
    register = merged(small_register, "reference;title\nB-1;Besluit\n", "instruments").register
    granting = {"reference": reference, "title": "Een ander besluit"}
    fixed = EXCL | {"instrument": reference}
    result = merged(register, f"{LIST}\n{ROW}\n", "mandates", fixed=fixed, later=(), granting=granting)
    assert ("instrument", "added_taken") in {one[1:] for one in said(result)}
