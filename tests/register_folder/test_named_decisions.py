"""What the lines above a list tell of the decision that it is of: who adopted it, when, and from when it holds."""

from __future__ import annotations

import pytest

from mandate_registry.register_folder.names.named_decisions import adopted, in_force_from
from mandate_registry.rules.facts import Body

BODIES = [Body(code="college", name="College van burgemeester en wethouders"), Body(code="raad", name="Gemeenteraad")]
BY = "Vastgesteld door het college op 17 november 2026"


@pytest.mark.parametrize(
    "since",
    [
        "in werking op 1 januari 2027",
        "treedt in werking per 01-01-2027",
        "In werking getreden op 1 januari 2027",
        "met ingang van 1 januari 2027",
        "ingangsdatum: 1-1-2027",
        "geldig vanaf 1 januari 2027",
        "in force from 1 January 2027",
    ],
)
def test_the_day_from_which_it_is_in_force_is_not_that_of_the_decision(since: str) -> None:
    texts = ("Mandaatregister 2027", f"{BY}, {since}")
    assert adopted(texts, BODIES) == ("College van burgemeester en wethouders", "2026-11-17")
    assert in_force_from(texts) == "2027-01-01"


@pytest.mark.parametrize(
    "text", [BY, f"{BY}, in werking op 1 januari 2027, in werking per 1 februari 2027", "in werking na publicatie"]
)
def test_without_one_such_day_none_is_told(text: str) -> None:
    assert in_force_from([text]) == ""


def test_two_other_days_tell_no_decision() -> None:
    assert adopted([f"{BY}, gewijzigd op 1 december 2026"], BODIES) is None
