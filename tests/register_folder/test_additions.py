"""What a list of mandates names and the register does not have can be brought in with it, and never by itself."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

import pytest

from mandate_registry.register_folder import RegisterFolder
from mandate_registry.register_folder.grants.additions import SAME, is_fully_described, unknown, with_new
from mandate_registry.register_folder.names.translation import CodesByName
from mandate_registry.register_folder.sheet.merge import Merged, merge
from mandate_registry.register_folder.sheet.plan import NewTypes, Plan
from mandate_registry.rules.facts import Nature
from mandate_registry.rules.lifecycle.reserved_types import MAX_HELD
from mandate_registry.rules.notation import Reservation
from tests.register_folder.sheets import LIST, added, facts_of, laid_of, planned, said

REFUSE = "een-subsidie-weigeren"
TYPE = {"body": "college", "nature": "decision"}
SUBSIDY, PERMIT = "A4;mandaat;college;Inkoper;Een subsidie weigeren", "A5;mandaat;college;Inkoper;Kapvergunning geven"


def chosen(register: RegisterFolder, text: str, told: Mapping[str, Any] = TYPE, **answers: Any) -> Plan:
    """Return the plan of a list of mandates of which all that is not known is brought in, with what is told of it."""
    laid = laid_of(text)
    plan, names = planned(laid, "mandates", **answers), CodesByName.of(register.tables)
    cells = [
        (name, texts[plan.columns[name]])
        for name in ("decision_types", "holder")
        for _, texts in laid.rows
        if unknown(plan, name, texts[plan.columns[name]], names)
    ]
    made = with_new(plan, laid, cells, names)
    whole = {
        table: {word: {**one, **(told if table == "decision_types" else {"unit": ""})} for word, one in found.items()}
        for table, found in made.added.items()
    }
    return replace(made, added=whole)


def brought(register: RegisterFolder, *rows: str, told: Mapping[str, Any] = TYPE, **answers: Any) -> Merged:
    text = "\n".join((LIST, *rows)) + "\n"
    return merge(register, laid_of(text), chosen(register, text, told, **answers))


def test_types_that_are_not_known_come_with_their_mandates(small_register: RegisterFolder) -> None:
    result = brought(
        small_register,
        SUBSIDY,
        'A9;mandaat;college;Inkoper;"Opdracht gunnen ; Kapvergunning geven"',
    )
    types = added(small_register, result, "decision_types")
    assert [(one.code, one.title_nl, one.body, one.nature) for one in types] == [
        (REFUSE, "Een subsidie weigeren", "college", Nature.DECISION),
        ("kapvergunning-geven", "Kapvergunning geven", "college", Nature.DECISION),
    ]
    mandates = added(small_register, result, "mandates")
    assert [one.decision_types for one in mandates] == [(REFUSE,), ("buy.award", "kapvergunning-geven")]


def test_nothing_new_comes_unless_somebody_chooses_so(small_register: RegisterFolder) -> None:
    text = f"{LIST}\n{SUBSIDY}\n"
    result = merge(small_register, laid_of(text), planned(laid_of(text), "mandates"))
    assert said(result) == [(2, "decision_types", "unknown_name")]
    assert result.register.tables == small_register.tables


@pytest.mark.parametrize("missing", ["body", "nature"])
def test_a_type_of_which_something_is_not_told_is_not_brought_in(small_register: RegisterFolder, missing: str) -> None:
    result = brought(small_register, SUBSIDY, told={name: text for name, text in TYPE.items() if name != missing})
    assert [(one.heading, one.column, one.code) for one in result.errors] == [
        ("Een subsidie weigeren", "decision_types", "added_untold")
    ]


def test_a_position_comes_with_the_unit_that_is_told_or_with_none(small_register: RegisterFolder) -> None:
    row = "A4;mandaat;college;Wijkregisseur;Opdracht gunnen"
    result = brought(small_register, row)
    assert [(one.code, one.title, one.unit) for one in added(small_register, result, "positions")] == [
        ("wijkregisseur", "Wijkregisseur", None)
    ]
    (mandate,) = added(small_register, result, "mandates")
    assert [str(seat) for seat in mandate.seats] == ["position:wijkregisseur"]
    text = f"{LIST}\n{row}\n"
    plan = chosen(small_register, text)
    cells = {"code": "wr", "title": "Regisseur wijken", "unit": "Team Inkoop"}
    renamed = merge(small_register, laid_of(text), replace(plan, added={"positions": {"wijkregisseur": cells}}))
    assert [(one.code, one.title, one.unit) for one in added(small_register, renamed, "positions")] == [
        ("wr", "Regisseur wijken", "inkoop")
    ]
    assert [str(seat) for one in added(small_register, renamed, "mandates") for seat in one.seats] == ["position:wr"]


def test_of_a_position_it_is_told_that_it_has_no_unit() -> None:
    cells = {"code": "wr", "title": "Wijkregisseur"}
    assert not is_fully_described("positions", cells)
    assert is_fully_described("positions", cells | {"unit": ""})


def test_the_functions_of_a_matrix_may_be_new(small_register: RegisterFolder) -> None:
    text = "Nummer;Bevoegdheid;Inkoper;Wijkregisseur\nM1;Opdracht gunnen;x;\nM2;Kleine inkoop;x;x\n"
    laid, names = laid_of(text), CodesByName.of(small_register.tables)
    fixed = {"kinds": "mandaat", "on_behalf_of": "college"}
    plan = planned(laid, "mandates", fixed=fixed, meanings={"max_amount": {"x": ""}})
    made = with_new(plan, laid, [("holder", "Wijkregisseur")], names)
    told = {"wijkregisseur": {**made.added["positions"]["wijkregisseur"], "unit": ""}}
    result = merge(small_register, laid, replace(made, added={"positions": told}))
    assert [one.code for one in added(small_register, result, "positions")] == ["wijkregisseur"]
    assert [one.number for one in added(small_register, result, "mandates")] == [
        *("M1-inkoper", "M2-inkoper", "M2-wijkregisseur")
    ]


LONG = "Beslissen op een aanvraag om een tegemoetkoming in de schade door wolven en bevers"


@pytest.mark.parametrize(
    ("heading", "codes"),
    [
        (
            "Nummer",
            ["een", "twee", "buy-award", "vier-woo", "beslissen-op-een-aanvraag-om-een-tegemoetkoming-in-de-schade"],
        ),
        ("Code bevoegdheid", ["a4", "a4-2", "b7", "vier-woo", "c1"]),
    ],
)
def test_codes_are_made_of_words_or_are_those_of_the_list_and_each_is_another(
    small_register: RegisterFolder, heading: str, codes: list[str]
) -> None:
    types = {"A4": "Een", "a4": "Twee", "B7": "Buy/award", "": "Vier  (woo)", "C1": LONG}
    lines = (LIST.replace("Nummer", heading), *(f"{number};m;c;Inkoper;{one}" for number, one in types.items()))
    laid = laid_of("\n".join(lines) + "\n")
    plan = replace(plan := planned(laid, "mandates"), columns={**plan.columns, "number": 0})
    cells = [("decision_types", texts[4]) for _, texts in laid.rows]
    made = with_new(plan, laid, cells, CodesByName.of(small_register.tables)).added["decision_types"]
    assert [one["code"] for one in made.values()] == codes


def test_a_word_without_letters_or_that_the_register_knows_is_nothing_new(small_register: RegisterFolder) -> None:
    plan, names = planned(laid_of(f"{LIST}\n{SUBSIDY}\n"), "mandates"), CodesByName.of(small_register.tables)
    for column, text in (
        *(("decision_types", text) for text in ("", "*", "1.2", "Opdracht  gunnen", "buy.award")),
        *(("holder", text) for text in ("000412", "Inkoper")),
        *(("within", "Team Wijken"), ("instrument", "Besluit 2026")),
    ):
        assert unknown(plan, column, text, names) == []
    assert unknown(replace(plan, table="deputyships"), "decision_types", "Iets nieuws", names) == []
    assert unknown(plan, "decision_types", "Iets nieuws ; Opdracht gunnen;\nNog iets", names) == [
        *("Iets nieuws", "Nog iets")
    ]


def test_two_ways_to_write_one_name_are_one_type(small_register: RegisterFolder) -> None:
    result = brought(small_register, SUBSIDY, "A5;mandaat;college;Inkoper;een  Subsidie-weigeren")
    assert [one.code for one in added(small_register, result, "decision_types")] == [REFUSE]
    assert [one.decision_types for one in added(small_register, result, "mandates")] == [(REFUSE,), (REFUSE,)]


def test_what_no_row_names_any_more_is_not_brought_in(small_register: RegisterFolder) -> None:
    text = f"{LIST}\n{SUBSIDY}\n{PERMIT}\n"
    plan = chosen(small_register, text)
    for changed in (
        {"dropped": (2,)},
        {"meanings": {"number": {"a4": None}}},
        {"meanings": {"decision_types": {"een subsidie weigeren": "buy.small"}}},
    ):
        result = merge(small_register, laid_of(text), replace(plan, **changed))
        assert [one.code for one in added(small_register, result, "decision_types")] == ["kapvergunning-geven"]


def test_what_the_register_has_by_now_is_not_changed_by_it(small_register: RegisterFolder) -> None:
    text = f"{LIST}\n{SUBSIDY}\n"
    plan = chosen(small_register, text)
    once = merge(small_register, laid_of(text), plan)
    (known,) = added(small_register, once, "decision_types")
    there = replace(known, code="sub.refuse", nature=Nature.PRIVATE_ACT)
    tables = small_register.tables | {"decision_types": [*small_register.tables["decision_types"], there]}
    result = merge(replace(small_register, tables=tables), laid_of(text), plan)
    assert result.register.tables["decision_types"] == tables["decision_types"]
    assert [one.decision_types for one in added(small_register, result, "mandates")] == [("sub.refuse",)]


@pytest.mark.parametrize("cells", [{"code": "buy.award"}, {"title_nl": "Opdracht gunnen"}, {"code": "kleine-inkoop"}])
def test_a_code_or_a_title_of_something_else_is_refused(small_register: RegisterFolder, cells: dict[str, str]) -> None:
    result = brought(small_register, SUBSIDY, told=TYPE | cells)
    assert [(one.row, one.column, one.code) for one in result.errors] == [(None, "decision_types", "added_taken")]


def test_a_word_may_be_another_name_for_what_the_register_has(small_register: RegisterFolder) -> None:
    text = f"{LIST}\n{SUBSIDY} ; Opdracht gunnen\n".replace("Een subs", '"Een subs').replace("gunnen\n", 'gunnen"\n')
    plan = planned(laid_of(text), "mandates", added={"decision_types": {"een subsidie weigeren": {SAME: "buy.small"}}})
    result = merge(small_register, laid_of(text), plan)
    assert added(small_register, result, "decision_types") == []
    assert [one.decision_types for one in added(small_register, result, "mandates")] == [("buy.small", "buy.award")]
    gone = replace(plan, added={"decision_types": {"een subsidie weigeren": {SAME: "buy.gone"}}})
    assert [(one.row, one.code) for one in merge(small_register, laid_of(text), gone).errors] == [
        (None, "unknown_code")
    ]


def test_what_is_wrong_with_something_new_is_no_cell_of_the_list(small_register: RegisterFolder) -> None:
    result = brought(small_register, SUBSIDY, told=TYPE | {"body": "raad"})
    assert [(one.row, one.place, one.column, one.code) for one in result.errors] == [
        (None, None, "body", "unknown_code")
    ]


def test_a_plan_that_brings_something_in_is_kept(small_register: RegisterFolder) -> None:
    plan = chosen(small_register, f"{LIST}\n{SUBSIDY}\n")
    assert Plan.of(json.loads(json.dumps(asdict(plan)))) == plan


def test_new_types_are_held_back_from_mandates_for_everything_or_it_is_asked(small_register: RegisterFolder) -> None:
    for_all: Any = replace(facts_of(small_register, "mandates")[0], number="1.0", decision_types=("*",))
    tables = small_register.tables | {"mandates": [*small_register.tables["mandates"], for_all]}
    register = replace(small_register, tables=tables)
    assert said(brought(register, SUBSIDY)) == [(None, "decision_types", "open_new_types")]
    assert said(brought(register, "A4;mandaat;college;Inkoper;Opdracht gunnen")) == []  # nothing is new
    held = {
        answer: next(
            one
            for one in facts_of(brought(register, SUBSIDY, new_types=answer).register, "mandates")
            if one.number == "1.0"
        )
        for answer in NewTypes
    }
    full = replace(for_all, reservations=tuple(Reservation("buy.award") for _ in range(MAX_HELD)))
    crowded = replace(register, tables=tables | {"mandates": [full]})
    assert said(brought(crowded, SUBSIDY, new_types="held")) == [(None, "decision_types", "held_too_many")]
    assert held == {"held": replace(for_all, reservations=(Reservation(REFUSE),)), "covered": for_all}
