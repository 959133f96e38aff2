"""What a form says, as the JSON of the API."""

from __future__ import annotations

from typing import Any

import pytest

from mandate_registry.errors import InvalidInput
from schemas.base import Schema
from schemas.forms import as_form, as_json, tidied
from schemas.mandates import MANDATES
from schemas.questions import CheckIn

Pairs = list[tuple[str, str]]

CASES: list[tuple[str, type[Schema], Pairs, dict[str, Any]]] = [
    ("nothing", CheckIn, [], {}),
    ("an empty field is absent", CheckIn, [("case", "  "), ("purpose", " a talk ")], {"purpose": "a talk"}),
    (
        "a list of objects, with a row left empty",
        CheckIn,
        [("employees.0.number", ""), ("employees.2.name", "B"), ("employees.10.name", "C")],
        {"employees": [{"name": "B"}, {"name": "C"}]},
    ),
    ("an amount in Dutch", CheckIn, [("amount.value", "€ 80.000,50")], {"amount": {"value": "80000.50"}}),
    ("an amount in English", CheckIn, [("amount.value", "80,000")], {"amount": {"value": "80000"}}),
    ("an amount of millions", CheckIn, [("amount.value", "1.250.000")], {"amount": {"value": "1250000"}}),
    ("an amount that is none", CheckIn, [("amount.value", "a lot")], {"amount": {"value": "alot"}}),
    ("a word chosen once", MANDATES.accepts, [("kinds", "mandate")], {"kinds": ["mandate"]}),
    ("two words", MANDATES.accepts, [("kinds", "mandate"), ("kinds", "power")], {"kinds": ["mandate", "power"]}),
    ("a number", MANDATES.accepts, [("subMandating", "1")], {"subMandating": 1}),
    ("a number that is none", MANDATES.accepts, [("subMandating", "one")], {"subMandating": "one"}),
    ("all conditions", CheckIn, [("confirmedConditions", "all")], {"confirmedConditions": "all"}),
    ("one condition", CheckIn, [("confirmedConditions", "a1")], {"confirmedConditions": ["a1"]}),
    ("what is no field", CheckIn, [("colour", "red")], {"colour": "red"}),
]


@pytest.mark.parametrize(("schema", "given", "said"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_form_says_the_same_as_json(schema: type[Schema], given: Pairs, said: dict[str, Any]) -> None:
    assert as_json(schema, tidied(given)) == said


@pytest.mark.parametrize("given", [[("a", "1"), ("a.b", "1")], [("a.b", "1"), ("a", "1")], [("a." * 99 + "b", "1")]])
def test_names_that_contradict_each_other_are_refused(given: Pairs) -> None:
    with pytest.raises(InvalidInput):
        tidied(given)


def test_a_form_begins_with_what_json_says() -> None:
    said = {"kinds": ["mandate", "power"], "consents": {"holder": "2026-01-01"}, "parent": None, "subMandating": 1}
    assert as_json(MANDATES.accepts, tidied(as_form(said))) == {k: v for k, v in said.items() if v is not None}
