"""How a file was read is told once for each of its columns, of days as days and of amounts as amounts."""

from __future__ import annotations

import json
from dataclasses import replace
from uuid import uuid4

import pytest
from flask import Flask

from mandate_registry.register_folder.column_notation import Notation
from mandate_registry.register_folder.sheet.left_out import left_out
from mandate_registry.register_folder.sheet.plan import Plan
from mandate_registry.register_folder.sheet.read_as import CorrectedCell, SheetReading
from mandate_registry.rules.lifecycle.lifecycle import ChangesetState
from mandate_registry.services.register.changeset_store import Changeset
from mandate_registry.web.imports.import_labels import notations
from mandate_registry.web.imports.reading_summary import how_file_was_read, meanings_of
from mandate_registry.web.proposals.proposal_titles import title_of
from mandate_registry.web.register_names import RegisterNames
from tests.register_folder.sheets import LIST, laid_of, planned

SELF = "an amount in the file may itself be decided on, unless the cell says otherwise (such as “below”)"
PLAN = Plan("x", "staff", {"number": 0, "employed_until": 1}, bounds={"employed_until": "beyond"})


def told(plan: Plan, how: dict[str, Notation]) -> list[tuple[str, str]]:
    with Flask(__name__).test_request_context("/?lang=en"):
        return notations(SheetReading(plan, how))


def test_a_column_is_told_once_and_only_if_the_file_has_it() -> None:
    how = dict.fromkeys(("employed_until", "valid_until"), Notation.DAY_FIRST)
    both = (
        "the day first, as in 31-12-2026; the day in the file is the first on which it holds no longer, unless"
        " the cell says otherwise"
    )
    assert told(PLAN, how) == [("The last day of employment", both)]


def test_an_amount_is_told_as_an_amount() -> None:
    plan = replace(PLAN, table="mandates", columns={"max_amount": 0}, bounds={"max_amount": "within"})
    assert told(plan, {}) == [("Up to which amount", SELF)]


def test_words_that_stand_for_the_same_are_told_once_in_the_words_of_their_column() -> None:
    words: dict[str, dict[str, str | None]] = {
        "max_amount": {"geen": "", "n.v.t.": ""},
        "sub_mandating": {"ja": "1", "nee": "0"},
        "rows": {"oud": None},
    }
    with Flask(__name__).test_request_context("/?lang=nl"):
        assert list(meanings_of(replace(PLAN, table="mandates", meanings=words))) == [
            ("“geen”, “n.v.t.” staat voor", "geen grens: elk bedrag mag"),
            ("“ja” staat voor", "mag één keer worden doorgegeven"),
            ("“nee” staat voor", "mag niet worden doorgegeven"),
            ("“oud” staat voor", "een rij die niet wordt ingelezen"),
        ]


def test_other_sheets_and_remarks_that_are_too_many_to_ask_about_are_told() -> None:
    text = f"{LIST};Voorwaarden\n" + "".join(
        f"X-{row};mandaat;college;Inkoper;buy.award;na {row}\n" for row in range(201)
    )
    laid = laid_of(text)
    plan = planned(laid, "mandates")
    sheets = {laid.name: laid, "Vervolg": replace(laid, name="Vervolg", rows=laid.rows[:7])}
    reading = SheetReading(plan, left_out=left_out(laid, plan, sheets))
    reading = SheetReading.of(json.loads(json.dumps(reading.as_plain())))
    with Flask(__name__).test_request_context("/?lang=nl"):
        shown = dict(how_file_was_read(reading, RegisterNames(""))["left"])
    assert shown["Bladen of tabellen die niet worden ingelezen, met hoeveel rijen ze hebben"] == "Vervolg (7)"
    many = "Kolommen met zo veel verschillende opmerkingen dat elk wordt ingelezen als waarvoor de kolom dient"
    assert shown[many] == "Voorwaarden"
    assert not left_out(replace(laid, rows=laid.rows[:200]), plan).unasked


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("End of expected check: tender", "Einde van verwachte toets: tender"),
        ("Change of expected check: a: b", "Wijziging van verwachte toets: a: b"),
        ("New entry in decision types: permit", "Nieuw in bevoegdheden: permit"),
        ("Revocation of mandate 1.1", "Intrekking van mandaat 1.1"),
        ("Mandate 1.1", "Mandaat 1.1"),
        ("Besluit van 1 juli", "Besluit van 1 juli"),
    ],
)
def test_a_title_that_the_register_made_is_in_the_language_of_the_page(title: str, said: str) -> None:
    with Flask(__name__).test_request_context("/?lang=nl"):
        assert title_of(Changeset(uuid4(), title, state=ChangesetState.SUBMITTED)) == said


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("", "burgemeester", "burgemeester"),
        ("01-01-2027", "2026-12-31", "01-01-2027 → 31 december 2026"),
        ("ruim", "2026-13-45", "ruim → 2026-13-45"),
        ("ruim", "", "ruim → leeg"),
    ],
)
def test_an_answer_to_a_cell_is_told_with_its_day_in_words(before: str, after: str, told: str) -> None:
    with Flask(__name__).test_request_context("/?lang=nl"):
        cell = CorrectedCell(14, "Laatste dag", "valid_until", before, after)
        reading = SheetReading(Plan("", "mandates"), mended=(cell,))
        ((_, said),) = how_file_was_read(reading, RegisterNames(""))["mended"]
        assert said.replace("\N{NO-BREAK SPACE}", " ") == told
