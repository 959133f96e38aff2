"""New mandates of which a sheet does not say the body or the kind: their decision types tell, or they are refused."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from mandate_registry.register_folder import RegisterFolder, read_register
from mandate_registry.register_folder.sheet.merge import Merged
from mandate_registry.rules.facts import Instrument, Kind
from tests.register_folder.sheets import FOLDER, added, asked, merged, said

TYPES = (
    "code,title_nl,parent,body,nature,components\n"
    "buy,Inkoop,,,,\nbuy.award,Opdracht gunnen,buy,college,decision,\n"
    "buy.quote,Offerte vragen,buy,college,factual_act,\n"
    "buy.sign,Opdracht ondertekenen,buy,burgemeester,private_act,\nbuy.order,Inkopen,,,,buy.award ; buy.sign\n"
    "objection,Bezwaar,,,,\nobjection.decide,Beslissen op bezwaar,objection,college,decision,\n"
    "objection.adjourn,Verdagen,objection,college,decision,\npaper,Brieven ondertekenen,,,signing,\nempty,Rubriek,,,,\n"
)
LIST = "Nummer;Mandaat aan;Bevoegdheid\n"
COLLEGE, MAYOR = "College van B en W", "Burgemeester"


@pytest.fixture
def register(tmp_path: Path) -> RegisterFolder:
    changed = {"bodies": "code,name\ncollege,College van B en W\nburgemeester,Burgemeester\n", "decision_types": TYPES}
    for name, text in (FOLDER | changed).items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    return read_register(tmp_path)


def powers(register: RegisterFolder, types: str) -> tuple[str, tuple[Kind, ...]]:
    (found,) = added(register, merged(register, f'{LIST}X-1;Inkoper;"{types}"\n'), "mandates")
    return found.on_behalf_of, found.kinds


def told(result: Merged) -> list[tuple[str, str, str]]:
    return [(str(one.column), one.code, one.told) for one in result.errors]


@pytest.mark.parametrize(
    ("types", "body", "kind"),
    [
        ("Opdracht gunnen", "college", Kind.MANDATE),
        ("Opdracht ondertekenen", "burgemeester", Kind.POWER_OF_ATTORNEY),
        ("Offerte vragen", "college", Kind.AUTHORISATION),
        ("Opdracht gunnen; Verdagen", "college", Kind.MANDATE),
        ("Bezwaar", "college", Kind.MANDATE),
    ],
)
def test_a_new_mandate_has_what_its_decision_types_need(
    register: RegisterFolder, types: str, body: str, kind: Kind
) -> None:
    assert powers(register, types) == (body, (kind,))


@pytest.mark.parametrize(
    ("types", "wrong"),
    [
        (
            "Opdracht gunnen; Opdracht ondertekenen",
            [
                ("kinds", "types_differ", "mandate; power_of_attorney"),
                ("on_behalf_of", "types_differ", f"{COLLEGE}; {MAYOR}"),
            ],
        ),
        ("Opdracht gunnen; Offerte vragen", [("kinds", "types_differ", "mandate; authorisation")]),
        (
            "Inkoop",
            [
                ("kinds", "types_differ", "power_of_attorney; authorisation; mandate"),
                ("on_behalf_of", "types_differ", f"{MAYOR}; {COLLEGE}"),
            ],
        ),
        ("Rubriek", [("kinds", "types_silent", "Rubriek"), ("on_behalf_of", "types_silent", "Rubriek")]),
        (
            "Opdracht gunnen; Rubriek",
            [("kinds", "types_silent", "Rubriek"), ("on_behalf_of", "types_silent", "Rubriek")],
        ),
        ("Brieven ondertekenen", [("on_behalf_of", "types_silent", "Brieven ondertekenen")]),
        (
            "Inkopen",
            [("decision_types", "composite", "Inkopen (Opdracht gunnen; Opdracht ondertekenen)")],
        ),
        ("buy.nothing", [("decision_types", "unknown_code", "")]),
    ],
)
def test_what_decision_types_do_not_tell_is_never_guessed(
    register: RegisterFolder, types: str, wrong: list[tuple[str, str, str]]
) -> None:
    result = merged(register, f'{LIST}X-1;Inkoper;"{types}"\n')
    assert told(result) == wrong
    assert {one.row for one in result.errors} == {2}


def test_all_decision_types_are_of_nobody_in_particular(register: RegisterFolder) -> None:
    result = merged(register, f"{LIST}X-1;Inkoper;*\n", meanings={"decision_types": {"*": "*"}})
    assert told(result) == [("kinds", "types_silent", "*"), ("on_behalf_of", "types_silent", "*")]


def test_what_is_typed_for_a_row_counts_for_that_row(register: RegisterFolder) -> None:
    typed = {"2:on_behalf_of": "burgemeester", "2:kinds": "mandaat; volmacht"}
    text = f'{LIST}X-1;Inkoper;"Opdracht gunnen; Opdracht ondertekenen"\nX-2;Inkoper;Verdagen\n'
    result = merged(register, text, mended=typed)
    found = {one.number: (one.on_behalf_of, one.kinds) for one in added(register, result, "mandates")}
    assert found == {
        "X-1": ("burgemeester", (Kind.MANDATE, Kind.POWER_OF_ATTORNEY)),
        "X-2": ("college", (Kind.MANDATE,)),
    }


@pytest.mark.parametrize(
    ("cell", "text", "code"),
    [
        ("2:on_behalf_of", "raad", "unknown_code"),
        ("2:on_behalf_of", "De Raad", "unknown_name"),
        ("2:kinds", "soms", "invalid_value"),
    ],
)
def test_what_is_typed_wrong_is_said_at_that_row(register: RegisterFolder, cell: str, text: str, code: str) -> None:
    result = merged(register, f"{LIST}X-1;Inkoper;Verdagen\n", mended={cell: text})
    assert [(one.row, one.column, one.code, one.value) for one in result.errors] == [(2, cell[2:], code, text)]


def test_what_the_file_states_wins(register: RegisterFolder) -> None:
    text = "Nummer;Mandaat aan;Bevoegdheid;Soort;Namens\nX-1;Inkoper;Verdagen;volmacht;Burgemeester\n"
    (found,) = added(register, merged(register, text), "mandates")
    assert (found.on_behalf_of, found.kinds) == ("burgemeester", (Kind.POWER_OF_ATTORNEY,))


def test_one_answer_for_all_rows_wins_as_well(register: RegisterFolder) -> None:
    result = merged(register, f"{LIST}X-1;Inkoper;Verdagen\n", fixed={"kinds": "volmacht"})
    (found,) = added(register, result, "mandates")
    assert (found.on_behalf_of, found.kinds) == ("college", (Kind.POWER_OF_ATTORNEY,))


HALF = "Nummer;Mandaat aan;Bevoegdheid;Soort\nX-1;Inkoper;Opdracht gunnen;machtiging\nX-2;Inkoper;Verdagen;\n"


def test_an_empty_cell_is_asked_about(register: RegisterFolder) -> None:
    assert [(one.asks, one.column, one.values) for one in asked(HALF, by_type={})] == [
        ("by_type", "kinds", ("machtiging",))
    ]
    result = merged(register, HALF)
    assert [one.kinds for one in added(register, result, "mandates")] == [(Kind.AUTHORISATION,), (Kind.MANDATE,)]
    answer = {"kinds": False, "on_behalf_of": True}
    assert said(merged(register, HALF, by_type=answer)) == [(3, "kinds", "required")]


def test_an_empty_cell_whose_decision_types_differ_is_pointed_at(register: RegisterFolder) -> None:
    text = 'Nummer;Mandaat aan;Bevoegdheid;Soort;Namens\nX-1;Inkoper;"Verdagen\nOfferte vragen";;college\n'
    (error,) = merged(register, text).errors
    assert (error.row, error.place, error.heading, error.code) == (2, 3, "Soort", "types_differ")


@pytest.mark.parametrize("text", [f"{LIST}1.1;Inkoper;Opdracht ondertekenen\n", HALF.replace("X-2", "1.1")])
def test_a_mandate_of_the_register_keeps_its_own(register: RegisterFolder, text: str) -> None:
    result = merged(register, text)
    assert said(result) == []
    (found,) = [one for one in result.register.tables["mandates"] if getattr(one, "number", "") == "1.1"]
    assert (getattr(found, "on_behalf_of", ""), getattr(found, "kinds", ())) == ("college", (Kind.MANDATE,))


def test_without_that_answer_nothing_is_taken_from_decision_types(register: RegisterFolder) -> None:
    result = merged(register, f"{LIST}X-1;Inkoper;Verdagen\n", by_type={})
    assert said(result) == [(2, "kinds", "new_lacks"), (2, "on_behalf_of", "new_lacks")]


def test_the_same_list_again_changes_nothing_also_with_numbers_that_were_made(register: RegisterFolder) -> None:
    text = "Mandaat aan;Bevoegdheid\nInkoper;Opdracht ondertekenen\n"
    answers: dict[str, Any] = {"table": "mandates", "numbers": "K."}
    first = merged(register, text, **answers)
    assert [one.number for one in added(register, first, "mandates")] == ["K.1"]
    assert added(first.register, merged(first.register, text, **answers), "mandates") == []


def test_the_marks_of_a_matrix_have_what_their_row_needs(register: RegisterFolder) -> None:
    text = "Nr.;Bevoegdheid;Inkoper;Controller\nM1;Opdracht ondertekenen;X;X\nM2;Inkoop;X;X\n"
    answers: dict[str, Any] = {"table": "mandates", "meanings": {"max_amount": {"x": ""}}}
    assert told(merged(register, text, **answers)) == [
        ("kinds", "types_differ", "power_of_attorney; authorisation; mandate"),
        ("on_behalf_of", "types_differ", f"{MAYOR}; {COLLEGE}"),
    ]
    result = merged(register, text, dropped=(3,), **answers)
    assert {(one.number, one.on_behalf_of) for one in added(register, result, "mandates")} == {
        ("M1-inkoper", "burgemeester"),
        ("M1-controller", "burgemeester"),
    }


def test_by_which_decision_new_mandates_are_granted_is_asked_once(register: RegisterFolder) -> None:
    text = f"{LIST}X-1;Inkoper;Verdagen\n"
    assert [one.asks for one in asked(text, later=())] == ["instrument"]
    assert said(merged(register, text, later=())) == [(None, "instrument", "open_instrument")]
    assert asked("Nummer;Instructies\n1.1;Vraag het eerst.\n", later=()) == []
    with_column = "Nummer;Mandaat aan;Bevoegdheid;Mandaatbesluit\nX-1;Inkoper;Verdagen;MB-1\n"
    assert asked(with_column, later=()) == []


def test_the_answer_counts_for_every_row(register: RegisterFolder) -> None:
    tables = register.tables | {"instruments": [Instrument(reference="MB-2026", title="Besluit")]}
    register = replace(register, tables=tables)
    result = merged(register, f"{LIST}X-1;Inkoper;Verdagen\n", later=(), fixed={"instrument": "MB-2026"})
    assert [one.instrument for one in added(register, result, "mandates")] == ["MB-2026"]


@pytest.mark.parametrize(
    ("adopted_by", "asked_about"),
    [("", [("3", "burgemeester")]), (MAYOR, [("1", "college"), ("2", "college")]), ("raad", [("3", "burgemeester")])],
)
def test_a_body_other_than_that_of_the_list_is_confirmed_by_row(
    register: RegisterFolder, adopted_by: str, asked_about: list[tuple[str, str]]
) -> None:
    text = f"{LIST}1;Inkoper;Verdagen\n2;Inkoper;Opdracht gunnen\n3;Inkoper;Opdracht ondertekenen\n"
    granting: dict[str, Any] = {"granting": {"reference": "B-1", "title": "Besluit", "adopted_by": adopted_by}}
    granting["fixed"] = {"instrument": "B-1"}
    result = merged(register, text, **granting)
    assert [(one.value, one.code, one.told) for one in result.errors] == [
        (number, "body_of_type", body) for number, body in asked_about
    ]
    told = {f"{int(number) + 1}:on_behalf_of": body for number, body in asked_about}
    assert merged(register, text, mended=told, **granting).errors == []
    other = {**told, f"{int(asked_about[0][0]) + 1}:on_behalf_of": "nobody"}
    assert [one.code for one in merged(register, text, mended=other, **granting).errors] == ["unknown_code"]
