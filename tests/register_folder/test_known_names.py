"""What a name of a sheet stands for: one entry of the register, or nothing; a code that is made is nobody else's."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mandate_registry.register_folder import RegisterFolder
from mandate_registry.register_folder.names.name_keys import known_as
from mandate_registry.rules import facts
from tests.register_folder.sheets import LIST, ROW, added, merged, said

NAMELESS = {"number": 0, "kinds": 1, "on_behalf_of": 2, "holder": 3, "decision_types": 5}


def with_type(register: RegisterFolder, code: str, title: str) -> RegisterFolder:
    new = facts.DecisionType(code=code, title_nl=title, nature=facts.Nature.DECISION)
    return replace(register, tables=register.tables | {"decision_types": [*register.tables["decision_types"], new]})


def granted(register: RegisterFolder, power: str) -> list[str]:
    result = merged(register, f"{LIST}\n{ROW.replace('buy.award', power)}\n")
    if result.errors:
        return [one.code for one in result.errors]
    return [code for one in added(register, result, "mandates") for code in one.decision_types]


@pytest.mark.parametrize("power", ["buy.award", "Opdracht gunnen", "opdracht  GUNNEN", "Award"])
def test_a_power_is_known_by_its_code_and_its_titles(small_register: RegisterFolder, power: str) -> None:
    assert granted(small_register, power) == ["buy.award"]


@pytest.mark.parametrize("power", ["-", "–", "?", "...", "Ω", "(zie toelichting)", "Opdracht"])
def test_a_sign_is_not_the_power_without_an_english_title(small_register: RegisterFolder, power: str) -> None:
    assert granted(small_register, power) == ["unknown_name"]


@pytest.mark.parametrize("other", ["Contract (> 10.000)", "Contract (≤ 10.000)", "Contract 10.000"])
def test_names_that_a_sign_tells_apart_are_not_the_same(small_register: RegisterFolder, other: str) -> None:
    register = with_type(small_register, "contract.small", "Contract (< 10.000)")
    assert granted(register, other) == ["unknown_name"]
    assert granted(register, "contract (<10.000)") == ["contract.small"]


def test_a_code_of_one_that_is_the_name_of_another_is_neither(small_register: RegisterFolder) -> None:
    register = with_type(small_register, "contract", "buy.award")
    assert granted(register, "buy.award") == ["two_of_that_name"]


def test_a_holder_who_is_a_position_and_a_person_is_neither(small_register: RegisterFolder) -> None:
    employee = facts.Employee(number="E9", name="Controller")
    people = [*small_register.tables["employees"], employee]
    register = replace(small_register, tables=small_register.tables | {"employees": people})
    text = f"{LIST}\n{ROW.replace('Inkoper', 'Controller')}\n"
    assert said(merged(register, text)) == [(2, "holder", "two_of_that_name")]


@pytest.mark.parametrize(("name", "code"), [("Team Zorg & Welzijn", "team-zorg-welzijn"), ("Café", "cafe")])
def test_a_code_is_made_of_a_name(small_register: RegisterFolder, name: str, code: str) -> None:
    found = added(small_register, merged(small_register, f"Afdeling\n{name}\n", "units"), "units")
    assert [(one.code, one.name) for one in found] == [(code, name)]


def test_a_made_code_that_something_else_has_is_refused(small_register: RegisterFolder) -> None:
    assert said(merged(small_register, "Afdeling\nGem.\n", "units")) == [(2, "code", "two_of_that_name")]


@pytest.mark.parametrize(("written", "code"), [("ZRG", "zrg"), ("Z & G", "z-g")])
def test_a_code_is_the_same_the_second_time(small_register: RegisterFolder, written: str, code: str) -> None:
    text = f"Afdelingscode;Afdeling\n{written};Team Zorg\n"
    once = merged(small_register, text, "units")
    assert [(one.code, one.name) for one in added(small_register, once, "units")] == [(code, "Team Zorg")]
    again = merged(once.register, text, "units")
    assert said(again) == []
    assert again.register.tables == once.register.tables


def test_two_names_that_would_have_one_code_are_refused(small_register: RegisterFolder) -> None:
    result = merged(small_register, "Afdeling\nTeam Zorg\nTeam-Zorg\n", "units")
    assert said(result) == [(3, "code", "duplicate")]


SIGNED = ["{}*", "{} *", "{} **", "{} (*)", "{} 1)", "{} (1)", "{} ²", "{}²", "{} ①", "{} †", "{} #", "{}?", "{}!"]
SIGNED += ["~{}", "≠ {}", "({})", "[{}]", "{} /", "{} &", "{} =", "{} …", "{} -", "{}, 2", "- {}"]


@pytest.mark.parametrize("sign", SIGNED)
def test_a_sign_beside_a_name_makes_it_another_word(small_register: RegisterFolder, sign: str) -> None:
    """It may be a footnote that grants less: whoever brings in the sheet says what it stands for."""
    for name, column, code in (
        ("Inkoper", "holder", "not_a_holder"),
        ("Opdracht gunnen", "decision_types", "unknown_name"),
        ("College van B en W", "on_behalf_of", "unknown_name"),
        ("mandaat", "kinds", "invalid_value"),
    ):
        row = "X-1;mandaat;College van B en W;Inkoper;Opdracht gunnen".replace(name, sign.format(name))
        assert said(merged(small_register, f"{LIST}\n{row}\n")) == [(2, column, code)]


@pytest.mark.parametrize("sign", ["{}*", "{} ²", "{} (*)"])
def test_a_sign_is_asked_once_and_told_what_it_stands_for(small_register: RegisterFolder, sign: str) -> None:
    text = f"{LIST}\n{ROW.replace('Inkoper', sign.format('Inkoper'))}\n"
    joint = merged(small_register, text, meanings={"holder": {sign.format("inkoper"): "Inkoper & Controller"}})
    assert said(joint) == [(2, "holder", "not_a_holder")]
    seats = "position:inkoper & position:controller"
    found = added(
        small_register, merged(small_register, text, meanings={"holder": {sign.format("inkoper"): seats}}), "mandates"
    )
    assert [str(seat) for one in found for seat in one.seats] == ["position:inkoper", "position:controller"]


def test_an_asterisk_alone_is_not_all_powers_till_somebody_says_so(small_register: RegisterFolder) -> None:
    assert granted(small_register, "*") == ["unknown_name"]
    nameless = merged(small_register, f"{LIST};\n{ROW.replace('buy.award', ';*')}\n", columns=NAMELESS, unused=(4,))
    assert said(nameless) == [(2, "decision_types", "unknown_name")]
    text = f"{LIST}\n{ROW.replace('buy.award', '*')}\n"
    told = merged(small_register, text, meanings={"decision_types": {"*": "*"}})
    own = merged(small_register, text.replace("Bevoegdheid", "decision_types"))
    mended = merged(small_register, text, mended={"2:4": "*"})
    for result in (told, own, mended):
        assert [one.decision_types for one in added(small_register, result, "mandates")] == [("*",)]


@pytest.mark.parametrize("word", ["nee*", "ja *", "ja¹", "x*"])
def test_a_sign_beside_yes_or_no_makes_it_neither(small_register: RegisterFolder, word: str) -> None:
    text = f"Bevoegdheidscode;Aard;Mandateerbaar\nbuy.award;besluit;{word}\n"
    assert said(merged(small_register, text)) == [(2, "mandatable", "not_yes_or_no")]


def test_a_name_that_is_struck_through_letter_by_letter_is_another() -> None:
    assert known_as("I\u0336n\u0336k\u0336") != known_as("Ink")


def test_names_are_compared_without_case_accents_and_punctuation() -> None:
    assert known_as("Hoofd  P&O (a.i.)") == known_as("hoofd p & o a I")
    assert known_as("Directeur Één") == "directeur een"
    assert known_as("Afd. Inkoop-beheer") == known_as("afd inkoop beheer.")
    assert known_as("100%") != known_as("100")
    assert known_as("Ω") != known_as("Σ")
    assert not known_as("—")
