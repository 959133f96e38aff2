"""Whatever may be answered to a word that is not understood is accepted when the file is read again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from mandate_registry.register_folder import RegisterFolder
from mandate_registry.register_folder.grid.sheet_layout import SheetLayout
from mandate_registry.register_folder.sheet.cell_sources import RowError
from mandate_registry.register_folder.sheet.merge import merge
from mandate_registry.register_folder.sheet.plan import BY_NAME, NONE, Bound, Plan, word_of
from mandate_registry.register_folder.sheet.word_choices import (
    choices_of,
    is_likely_condition,
    is_likely_nothing,
    may_be_condition,
    may_be_nothing,
    may_be_one_text,
    suggested,
)
from tests.register_folder.sheets import EXCL, LIST, ROW, added, asked, merged, said

VALID: dict[str, dict[str, str]] = {
    "bodies": {"code": "raad", "name": "Gemeenteraad", "position": "Controller"},
    "units": {"code": "zorg", "name": "Team Zorg", "parent": "Team Inkoop"},
    "positions": {"code": "jurist", "title": "Jurist", "unit": "Team Inkoop", "category": "jur"},
    "decision_types": {
        "code": "woo.decide",
        "title_nl": "Besluit Woo",
        "title_en": "Woo",
        "parent": "buy.award",
        "body": "college",
        "nature": "besluit",
        "amount_required": "nee",
        "mandatable": "ja",
        "components": "buy.small",
        "legal_basis": "art. 1",
    },
    "employees": {
        "number": "E9",
        "name": "Aad Nieuw",
        "email": "a@example.org",
        "employed_from": "2-1-2024",
        "employed_until": "2-1-2028",
        "suspended_from": "2026-01-01T00:00:00+01:00",
        "suspended_until": "2026-02-01T00:00:00+01:00",
    },
    "appointments": {
        "employee": "E1",
        "position": "Controller",
        "valid_from": "2-1-2024",
        "valid_until": "2-1-2028",
    },
    "absences": {"employee": "E1", "valid_from": "2-1-2024", "valid_until": "2-1-2028"},
    "deputyships": {
        "number": "V1",
        "for": "Inkoper",
        "deputy": "Controller",
        "rank": "1",
        "trigger": "afwezigheid",
        "max_amount": "5.000",
        "vat": "excl",
        "decision_types": "buy.award",
        "valid_from": "2-1-2024",
        "valid_until": "2-1-2028",
    },
    "instruments": {
        "reference": "B1",
        "title": "Mandaatbesluit",
        "adopted_by": "college",
        "adopted_on": "2-1-2024",
        "published_as": "Gemeenteblad",
        "publication_url": "https://example.org/",
        "in_force_from": "2-1-2024",
        "retroactive_to": "2-1-2024",
    },
    "mandates": {
        "number": "X-1",
        "kinds": "mandaat",
        "on_behalf_of": "college",
        "holder": "Inkoper",
        "decision_types": "buy.award",
        "above_amount": "1.000",
        "max_amount": "5.000",
        "currency": "EUR",
        "vat": "excl",
        "cases": "Z-1",
        "within": "inkoop",
        "conditions": "Na overleg",
        "instructions": "Bel",
        "sub_mandating": "1",
        "sub_mandating_only": "buy.award",
        "parent": "1.1",
        "legal_basis": "art. 1",
        "valid_from": "2-1-2025",
        "valid_until": "2-1-2028",
        "disclosure": "intern",
    },
    "staff": {
        "number": "E9",
        "name": "Aad Nieuw",
        "email": "a@example.org",
        "employed_from": "2-1-2024",
        "employed_until": "2-1-2028",
        "position": "Jurist",
        "unit": "Team Zorg",
        "valid_from": "2-1-2024",
        "valid_until": "2-1-2028",
    },
}
"""By table, a row with which nothing is wrong."""
BAD = ("", "??", "ja", "nee", "10%", "t/m schaal 10", "wat dan ook", "a ;  ; b", "*")
CELLS = [(table, column, word) for table, row in VALID.items() for column in row for word in BAD]


def sheet(table: str, column: str = "", word: str = "") -> tuple[SheetLayout, Plan]:
    row = VALID[table] | ({column: word} if column else {})
    laid = SheetLayout("x", tuple(row), [(2, list(row.values()))])
    plan = Plan(
        "x",
        table,
        {name: place for place, name in enumerate(row)},
        disclosure="internal",
        since="none",
        new_units=NONE,
        later=("instrument",),
    )
    bounds = dict.fromkeys(("above_amount", "max_amount", "valid_until", "employed_until"), str(Bound.WITHIN))
    return laid, replace(plan, bounds=bounds, rubrics="read", numbers="M-", fixed={"nature": "decision"} | EXCL)


def answers(plan: Plan, error: RowError) -> Iterator[Plan]:
    """Yield the plan with each answer that is offered to what is wrong, but for what is typed."""
    word = word_of(error.value)
    for meant in (*([""] if may_be_nothing(plan.table, error) else []), None, *choices_of(plan.table, error.column)):
        yield replace(plan, meanings={error.column: {word: meant}})
    if may_be_condition(plan.table, error):
        yield replace(plan, conditions={error.column: [word]})


@pytest.mark.parametrize("table", VALID)
def test_nothing_is_wrong_with_the_rows_that_are_changed_below(small_register: RegisterFolder, table: str) -> None:
    assert said(merge(small_register, *sheet(table))) == []
    assert VALID.keys() == BY_NAME.keys()


@pytest.mark.parametrize(("table", "column", "word"), CELLS)
def test_what_is_offered_is_accepted(small_register: RegisterFolder, table: str, column: str, word: str) -> None:
    laid, plan = sheet(table, column, word)
    for error in merge(small_register, laid, plan).errors:
        if error.row is None:
            continue
        for answered in answers(plan, error):
            left = [one for one in merge(small_register, laid, answered).errors if one.column == error.column]
            assert [(one.column, one.code) for one in left] == [], (error, answered.meanings, answered.conditions)


@pytest.mark.parametrize("word", ["", "??"])
def test_a_row_of_staff_that_is_not_read_brings_in_nothing_at_all(small_register: RegisterFolder, word: str) -> None:
    text = (
        "Personeelsnummer;Naam;Functie;Afdeling\nE8;Aad Nieuw;Jurist;Team Zorg\nE9;Bea Oud;Jurist;Team Groen\n"
        f"E7;Cor Weg;Jurist;{word}\n"
    )
    result = merged(small_register, text, meanings={"unit": {word: None}})
    assert [one.number for one in added(small_register, result, "employees")] == ["E8", "E9"]


def test_a_mandate_without_a_number_has_one_made_and_none_is_refused(small_register: RegisterFolder) -> None:
    text = f"{LIST}\n{ROW}\n{ROW.removeprefix('X-1')}\n{ROW.removeprefix('X-1').replace('award', 'small')}\n"
    for meanings in ({}, {"number": {"": ""}}):
        assert [one.asks for one in asked(text, "mandates", meanings=meanings)] == ["numbers"]
        result = merged(small_register, text, "mandates", meanings=meanings, numbers="M-")
        assert [one.number for one in added(small_register, result, "mandates")] == ["X-1", "M-1", "M-2"]


@pytest.mark.parametrize(
    ("table", "column", "rows", "expected"),
    [
        ("mandates", "number", 1, True),
        ("mandates", "number", 2, False),
        ("employees", "number", 2, False),
        ("staff", "number", 2, False),
        ("decision_types", "code", 2, False),
        ("mandates", "holder", 2, True),
        ("appointments", "position", 2, True),
        ("mandates", "row_limit", 2, True),
    ],
)
def test_one_text_is_no_key_of_several_rows(table: str, column: str, rows: int, *, expected: bool) -> None:
    assert may_be_one_text(table, column, rows) is expected


@pytest.mark.parametrize(
    ("word", "depth"),
    [
        *((word, "0") for word in ("nee", "Nee", "no", "geen", "-", "n.v.t.")),
        *((word, "1") for word in ("ja", "Ja", "yes")),
        *((word, "") for word in ("x", "onbeperkt", "beperkt", "")),
    ],
)
def test_a_yes_suggests_one_level_of_sub_mandates_and_only_a_word_for_none_nothing(word: str, depth: str) -> None:
    assert suggested("mandates", "sub_mandating", word) == depth


@pytest.mark.parametrize(
    ("column", "word", "expected"),
    [
        *(("max_amount", word, True) for word in ("Onbeperkt", "geen limiet")),
        *(("max_amount", word, False) for word in ("geen", "n.v.t.", "-", "–", "Niet van toepassing")),
        ("valid_until", "onbepaalde tijd", True),
        *((column, "-", False) for column in ("valid_until", "within", "cases", "counterparties", "valid_from")),
        ("employed_until", "n.v.t.", False),
        *((column, "alle", True) for column in ("within", "cases", "counterparties")),
        ("conditions", "geen", True),
        *(("max_amount", word, False) for word in ("", "beperkt", "nee", "geen idee", "t/m schaal 10")),
        *((column, "geen", False) for column in ("valid_from", "vat", "holder", "decision_types")),
    ],
)
def test_nothing_is_suggested_where_it_grants_more_only_for_a_word_that_says_so_itself(
    column: str, word: str, *, expected: bool
) -> None:
    assert is_likely_nothing(column, word) is expected


@pytest.mark.parametrize(
    ("table", "column", "first"),
    [
        ("mandates", "sub_mandating", ["0", "1", "2"]),
        ("deputyships", "rank", ["1", "2", "3"]),
        ("decision_types", "mandatable", ["yes", "no"]),
        ("mandates", "disclosure", ["public", "partners", "internal"]),
        ("mandates", "holder", []),
        ("mandates", "function_limit", []),
    ],
)
def test_choices_fit_their_column(table: str, column: str, first: list[str]) -> None:
    assert choices_of(table, column)[:3] == first


def test_yes_and_no_are_a_depth_as_somebody_says(small_register: RegisterFolder) -> None:
    text = f"{LIST};Ondermandaat\n{ROW};ja\n{ROW.replace('X-1', 'X-2')};nee\n"
    assert said(merged(small_register, text, "mandates")) == [
        (2, "sub_mandating", "invalid_value"),
        (3, "sub_mandating", "invalid_value"),
    ]
    result = merged(small_register, text, "mandates", meanings={"sub_mandating": {"ja": "1", "nee": "0"}})
    assert [one.sub_mandating for one in added(small_register, result, "mandates")] == [1, 0]


@pytest.mark.parametrize(
    ("column", "word", "expected"),
    [
        ("max_amount", "80% van de subsidie", True),
        ("max_amount", "t/m schaal 10", True),
        ("max_amount", "10 % tot € 5.000", False),
        ("max_amount", "zie boven", False),
        ("sub_mandating", "80%", False),
    ],
)
def test_a_share_or_a_salary_scale_likely_is_a_condition(column: str, word: str, *, expected: bool) -> None:
    error = RowError(2, "Grens", column, "not_an_amount", word)
    assert is_likely_condition("mandates", error) is expected
