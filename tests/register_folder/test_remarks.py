"""A column of remarks holds conditions, instructions and what is neither: each remark is told once what it is."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from typing import Any

import pytest

from mandate_registry.register_folder import RegisterFolder
from mandate_registry.register_folder.sheet.left_out import LeftOut, left_out
from mandate_registry.register_folder.sheet.plan import Plan
from mandate_registry.register_folder.sheet.recalled_answers import answers_to_keep
from mandate_registry.register_folder.sheet.row_remarks import MAX_REMARKS, remarks
from mandate_registry.rules.facts import Body
from tests.register_folder.sheets import LIST, ROW, added, laid_of, merged, planned, said

WORDS = ("Na overleg", "intern,  niet publiceren", "Namens de burgemeester", "", "na overleg")
ROWS = "".join(f"{ROW.replace('X-1', f'X-{at}')};{word}\n" for at, word in enumerate(WORDS, start=1))
USES = {"intern, niet publiceren": "instructions", "namens de burgemeester": "unused"}


def found(register: RegisterFolder, heading: str, rows: str, **answers: Any) -> dict[str, tuple[Any, Any]]:
    result = merged(register, f"{LIST};{heading}\n{rows}", "mandates", **answers)
    return {one.number: (one.conditions, one.instructions) for one in added(register, result, "mandates")}


def test_each_remark_is_what_was_told_of_it_and_others_are_what_the_column_is_for(
    small_register: RegisterFolder,
) -> None:
    assert found(small_register, "Voorwaarden", ROWS, remarks={"conditions": USES}) == {
        "X-1": (("Na overleg",), ""),
        "X-2": ((), "intern,  niet publiceren"),
        "X-3": ((), ""),
        "X-4": ((), ""),
        "X-5": (("na overleg",), ""),
    }


def test_so_are_those_of_a_column_of_instructions(small_register: RegisterFolder) -> None:
    uses = {"na overleg": "conditions", "namens de burgemeester": "unused"}
    assert found(small_register, "Instructie", ROWS, remarks={"instructions": uses}) == {
        "X-1": (("Na overleg",), ""),
        "X-2": ((), "intern,  niet publiceren"),
        "X-3": ((), ""),
        "X-4": ((), ""),
        "X-5": (("na overleg",), ""),
    }


def test_a_remark_stands_beside_what_another_column_says(small_register: RegisterFolder) -> None:
    rows = f"{ROW};Eerst bellen;Na overleg\n{ROW.replace('X-1', 'X-2')};Schriftelijk;intern\n"
    uses = {"instructions": {"schriftelijk": "conditions"}, "conditions": {"intern": "instructions"}}
    assert found(small_register, "Instructie;Voorwaarden", rows, remarks=uses) == {
        "X-1": (("Na overleg",), "Eerst bellen"),
        "X-2": (("Schriftelijk",), "intern"),
    }


def test_an_instruction_stands_beside_the_one_of_the_register_and_is_there_once(small_register: RegisterFolder) -> None:
    once = merged(small_register, f"{LIST};Instructie\n{ROW};Eerst bellen\n", "mandates").register
    text, uses = "Nummer;Voorwaarden\nX-1;intern\n", {"conditions": {"intern": "instructions"}}
    twice = merged(once, text, "mandates", remarks=uses)
    (one,) = added(once, twice, "mandates")
    assert (one.conditions, one.instructions) == ((), "Eerst bellen\nintern")
    again = merged(twice.register, text, "mandates", remarks=uses)
    assert (said(again), again.register.tables) == ([], twice.register.tables)


def test_a_row_with_a_remark_that_is_not_used_is_read_like_an_empty_one(small_register: RegisterFolder) -> None:
    text = f"{LIST};Grens;Voorwaarden\n{ROW};binnen budget;intern\n"
    told: dict[str, Any] = {
        "remarks": {"conditions": {"intern": "unused"}},
        "conditions": {"max_amount": ["binnen budget"]},
    }
    (one,) = added(small_register, merged(small_register, text, "mandates", **told), "mandates")
    assert (one.conditions, one.instructions) == (("Grens: binnen budget",), "")


def test_remarks_are_listed_once_with_their_rows() -> None:
    laid = laid_of(f"{LIST};Voorwaarden\n{ROWS}")
    plan = planned(laid, "mandates", dropped=(4,))
    assert remarks(laid, plan, "conditions") == {"Na overleg": [2, 6], "intern,  niet publiceren": [3]}
    assert remarks(laid, plan, "instructions") == {}


def test_of_a_matrix_each_row_is_named_once() -> None:
    laid = laid_of("Nr.;Bevoegdheid;Voorwaarden;Inkoper;Controller\nM1;Opdracht gunnen;Na overleg;X;X\n")
    columns = {"number": 0, "decision_types": 1, "conditions": 2, "holder": 5, "max_amount": 6}
    plan = Plan(laid.name, "mandates", columns=columns, functions=(3, 4))
    assert remarks(laid, plan, "conditions") == {"Na overleg": [2]}


@pytest.mark.parametrize(("more", "shown"), [(0, MAX_REMARKS), (1, 0)])
def test_too_many_are_not_told_one_by_one(more: int, shown: int) -> None:
    laid = laid_of(f"{LIST};Voorwaarden\n" + "".join(f"{ROW};Zin {at}\n" for at in range(MAX_REMARKS + more)))
    assert len(remarks(laid, planned(laid, "mandates"), "conditions")) == shown


def test_what_is_not_used_is_told_with_its_rows() -> None:
    laid = laid_of(f"{LIST};Voorwaarden\n{ROWS}")
    left = left_out(laid, planned(laid, "mandates", remarks={"conditions": USES}))
    assert left.remarks == {
        "instructions": {"intern,  niet publiceren": (1, (3,))},
        "unused": {"Namens de burgemeester": (1, (4,))},
    }
    assert LeftOut.of(json.loads(json.dumps(asdict(left)))) == left


def test_of_remarks_only_what_they_are_is_kept_for_the_next_list() -> None:
    kept = answers_to_keep(Plan("x", "mandates", remarks={"conditions": USES})).remarks["conditions"]
    assert list(kept.values()) == list(USES.values())
    assert not kept.keys() & USES.keys()


def test_a_remark_says_what_another_column_would_and_must_not_contradict_it(small_register: RegisterFolder) -> None:
    uses = {"na overleg": "disclosure:internal", "intern, niet publiceren": "body:elders"}
    result = merged(small_register, f"{LIST};Voorwaarden\n{ROWS}", "mandates", remarks={"conditions": uses})
    assert [(row, code) for row, _, code in said(result)] == [(3, "contradicts")]
    del uses["intern, niet publiceren"]
    result = merged(small_register, f"{LIST};Voorwaarden\n{ROWS}", "mandates", remarks={"conditions": uses})
    told = {one.number: one.disclosure for one in added(small_register, result, "mandates")}
    assert (told["X-1"], told["X-5"], told["X-3"]) == ("internal", "internal", "partners")


def test_a_row_that_names_its_body_or_who_may_know_keeps_that_beside_what_is_said_for_all(
    small_register: RegisterFolder,
) -> None:
    bodies = [*small_register.tables["bodies"], Body(code="burgemeester", name="Burgemeester")]
    register = replace(small_register, tables=small_register.tables | {"bodies": bodies})
    text = f"{LIST};Voorwaarden\n{ROWS}".replace("Namens;", "").replace(";college;", ";")
    uses = {"namens de burgemeester": "body:burgemeester", "na overleg": "disclosure:internal"}
    fixed = {"on_behalf_of": "college", "disclosure": "public"}
    result = merged(register, text, "mandates", remarks={"conditions": uses}, fixed=fixed)
    assert result.errors == []
    told = {one.number: (one.on_behalf_of, one.disclosure) for one in added(register, result, "mandates")}
    assert told["X-2"] == ("college", "public")
    assert told["X-3"] == ("burgemeester", "public")
    assert told["X-1"] == ("college", "internal")


@pytest.mark.parametrize("number", ["X-1", "X-9"])
def test_who_is_named_beside_a_row_is_the_holder_of_one_other_row(small_register: RegisterFolder, number: str) -> None:
    uses = {"conditions": {"namens de burgemeester": f"with:{number}"}}  # the same holder, and no such row
    result = merged(small_register, f"{LIST};Voorwaarden\n{ROWS}", "mandates", remarks=uses)
    assert [(row, code) for row, _, code in said(result)] == [(4, "not_together")]
