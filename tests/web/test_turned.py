"""An expected check that turns says what differs: the outcome, or only the mandate that gives it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from flask import Flask

from mandate_registry.rules import facts
from mandate_registry.rules.questions import Money, Named, Question
from mandate_registry.services.approval.review import Review, TurnedExpectation
from mandate_registry.services.expected_checks.evaluation import EvaluatedAnswer, details_of
from mandate_registry.web.proposals import way_texts
from mandate_registry.web.proposals.guarded_questions import matter_of, question_of, reason_of
from mandate_registry.web.register_names import RegisterNames

OTHER = "mag beslissen, op grond van een ander mandaat"
OLD, NEW = EvaluatedAnswer("authorised", None, "1.1"), EvaluatedAnswer("authorised", None, "2.1")


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (
            OLD,
            NEW,
            ("mag beslissen (mandaat 1.1)", "mag beslissen, op grond van een ander mandaat: 2.1 in plaats van 1.1"),
        ),
        (OLD, EvaluatedAnswer("not_authorised", "no_mandate"), ("mag beslissen", "mag niet beslissen")),
        (
            EvaluatedAnswer("authorised"),
            EvaluatedAnswer("authorised"),
            ("mag beslissen", "mag beslissen, op grond van een ander mandaat"),
        ),
    ],
)
def test_what_differs_is_said(before: EvaluatedAnswer, after: EvaluatedAnswer, said: tuple[str, str]) -> None:
    with Flask(__name__).test_request_context("/?lang=nl"):
        assert way_texts.turned(before, after) == said


NOON = datetime(2026, 9, 15, 10, tzinfo=UTC)
ASKED = Question(
    organisation="1",
    employees=(Named("W-1"),),
    decision_type="c7",
    at=NOON,
    known_at=NOON,
    amount=Money(Decimal(60_000), "EUR", facts.Vat.EXCL),
    case="Z-12",
    counterparty="Bouwbedrijf Vos",
    unit="streets",
    about=Named(name="Bea Kok"),
    primary_decision_by=(Named("W-2"),),
)


def test_the_whole_question_is_told_and_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    known = {"units": {"streets": facts.Unit(code="streets", name="Team Straten")}}
    monkeypatch.setattr(RegisterNames, "facts", lambda _self, table: known.get(table, {}))
    amount = ("60000", "EUR")
    no = EvaluatedAnswer("not_authorised", "about_unknown")
    one = TurnedExpectation(
        None, "a-code", OLD, no, breaks=True, causes=(), people=("W-1",), decision_type="c7", amount=amount
    )
    one = replace(one, details=details_of(ASKED), why="Niet het veld van een ander team.")
    (kept,) = Review.of(Review(1, turned=(one,)).as_plain()).turned
    assert kept == one
    with Flask(__name__).test_request_context("/?lang=nl"):
        names = RegisterNames("1")
        asked, matter = (
            text.replace("\N{NO-BREAK SPACE}", " ") for text in (question_of(one, names), matter_of(one, names))
        )
        assert asked == "W-1, c7, € 60.000 exclusief btw"
        assert matter == (
            "voor een zaak van Team Straten, over Bea Kok, met Bouwbedrijf Vos, in de zaak Z-12, "
            "waarbij het eerste besluit is genomen door W-2, gevraagd voor 15 september 2026 om 12:00"
        )
        assert reason_of(one) == "Het register kent niet degene die het betreft."
        assert (question_of(one, None), matter_of(one, None), reason_of(replace(one, after=OLD))) == ("a-code", "", "")
