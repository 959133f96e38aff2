"""A plan in which all that a sheet leaves open is answered somehow leaves nothing open, so that its words are read."""

from __future__ import annotations

import pytest

from mandate_registry.register_folder.sheet.assumed_answers import assumed
from mandate_registry.register_folder.sheet.open_questions import Topic, questions
from mandate_registry.register_folder.sheet.plan_guess import guess_of
from tests.register_folder.sample_files import laid as laid_of

SHEETS = {
    "mandates": [
        ["Nummer", "Bevoegdheid", "Mandaat aan", "Grens (x 1.000)", "Geldig tot", "Namens"],
        ["A. Algemeen", "", "", "", "", ""],
        ["", "Een subsidie verlenen", "Griffier", "5", "01/02/2030", ""],
        ["2", "Een subsidie weigeren", "Griffier", "geen", "03/04/2030", "College"],
    ],
    "decision_types": [["Code", "Titel"], ["a", "Een subsidie verlenen"]],
    "employees": [["Personeelsnummer", "Naam", "Uit dienst", "Status"], ["1", "Aad", "31-12-2030", "T"]],
}


@pytest.mark.parametrize("table", SHEETS)
def test_nothing_is_left_open(table: str) -> None:
    laid = laid_of("\n".join(";".join(row) for row in SHEETS[table]).encode(), "lijst.csv")
    plan = guess_of(laid, table)
    assert {one.asks for one in questions(laid, plan)} - {Topic.COLUMN}
    assert {one.asks for one in questions(laid, assumed(laid, plan))} <= {Topic.COLUMN}
