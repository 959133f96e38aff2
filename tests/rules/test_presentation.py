"""What stands on a card: a code that is the same however it is typed, a name or less, and what a type on it covers."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from mandate_registry.rules import facts
from mandate_registry.rules.directory import Directory
from mandate_registry.rules.presentation_code import (
    NameForm,
    Presented,
    covers,
    is_unmistakable,
    make,
    shown_name,
    written,
)

TOWN = "00000009000000000001"
DAY = datetime(2026, 3, 2, tzinfo=UTC)


def test_a_type_covers_what_is_below_it_and_what_it_is_made_of() -> None:
    types = [
        facts.DecisionType(code="all", title_nl="Alles"),
        facts.DecisionType(code="conclude", title_nl="Sluiten", parent="all", components=("decide", "sign")),
        facts.DecisionType(code="decide", title_nl="Besluiten", parent="all", nature=facts.Nature.DECISION),
        facts.DecisionType(code="decide.small", title_nl="Klein", parent="decide", nature=facts.Nature.DECISION),
        facts.DecisionType(code="sign", title_nl="Tekenen", parent="all", nature=facts.Nature.SIGNING),
    ]
    directory = Directory(TOWN, {"decision_types": types})
    covered = {
        chosen: {fact.code for fact in types if covers(directory, (chosen,), fact.code, DAY)}
        for chosen in ("conclude", "decide", "sign")
    }
    assert covered["conclude"] == {"conclude", "decide", "decide.small", "sign"}
    assert covered["decide"] == {"decide", "decide.small"}
    assert covered["sign"] == {"sign"}
    assert not covers(directory, ("gone",), "gone", DAY)


def test_a_code_is_the_same_however_it_is_typed() -> None:
    codes = {make() for _ in range(100)}
    assert len(codes) == 100
    for code in codes:
        typed = code.lower().replace("-", " ").replace("0", "o").replace("1", "i")
        assert (Presented.of(typed), written(typed)) == (Presented.of(code), code)
        assert {Presented.of(typed)} == {Presented.of(code)}
        assert code[5:] not in f"{Presented.of(code)} {Presented.of(code)!r}"


@pytest.mark.parametrize(
    ("name", "form", "shown"),
    [
        ("Imke Ravenstein", NameForm.FULL, "Imke Ravenstein"),
        ("Imke Ravenstein", NameForm.SHORT, "I. Ravenstein"),
        ("Lee de  Boer", NameForm.SHORT, "L. de Boer"),
        ("Kim", NameForm.SHORT, "Kim"),
        ("Kim", NameForm.NONE, None),
    ],
)
def test_a_name_is_shown_as_the_register_has_it_or_shorter(name: str, form: NameForm, shown: str | None) -> None:
    assert shown_name(name, form) == shown


@pytest.mark.parametrize(
    ("typed", "is_code"),
    [
        ("7KQ3-M9XW-2B4T-R8ND-C6HF", True),
        ("7kq3 m9xw 2b4t r8nd c6hf", True),
        ("7KQ3M9XW2B4TR8NDC6HF", True),
        ("ABCD-EFGH-JKMN-PQRS-TVWX", True),
        ("Christian Verhoevens", False),
        ("Anne-Marie de Bakkers", False),
        ("12345678901234567890", False),
        ("W-012", False),
        ("7KQ3-M9XW-2B4T-R8ND", False),
    ],
)
def test_a_code_is_told_from_a_name_and_a_number_by_its_form(typed: str, is_code: bool) -> None:  # noqa: FBT001 - a parameter
    assert is_unmistakable(typed) is is_code
