"""What a change changes, in the lines of the command line."""

from __future__ import annotations

from decimal import Decimal

import pytest

from mandate_registry.cli import effects
from mandate_registry.rules.answers import Outcome, Reason
from mandate_registry.rules.impact.power_differences import Among, Amounts, PowerDifference, PowerState, Scope, Way
from mandate_registry.rules.questions import Person
from mandate_registry.services.changesets.changeset_impact import NamedDifference
from mandate_registry.services.expected_checks.evaluation import EvaluatedAnswer
from tests.support.demo import WIERDENLAND

YES = PowerState(Outcome.AUTHORISED, ways=(Way(),))
NO = PowerState()


def said(scope: Scope, before: PowerState = YES, after: PowerState = NO) -> str:
    difference = PowerDifference(Person(WIERDENLAND, "W-013"), "permit", scope, before, after)
    return effects.difference_line(NamedDifference(difference, "W-013", None)).removeprefix("W-013, permit: ")


@pytest.mark.parametrize(
    ("among", "text"),
    [
        (Among(("W-012",), or_none=True), "about W-012 or none"),
        (Among(("W-012",), excluded=True), "about any but W-012"),
        (Among(("W-012",), excluded=True, or_none=True), "about any but W-012 or none"),
        (Among(or_none=True), "about none"),
    ],
)
def test_whom_a_question_is_about_is_told_in_full(among: Among, text: str) -> None:
    assert said(Scope(abouts=among)) == f"whatever the amount, {text}: no longer"


def test_two_bounds_are_joined_in_words() -> None:
    amounts = Amounts(Among(("EUR",)), above=Decimal(75_000), below=Decimal(100_000))
    assert said(Scope(amounts)) == "above 75,000.00 and below 100,000.00 EUR: no longer"


def test_why_it_cannot_be_said_is_told_where_that_is_all_that_changes() -> None:
    states = [
        PowerState(Outcome.INDETERMINATE, reason) for reason in (Reason.AMOUNT_REQUIRED, Reason.CURRENCY_MISMATCH)
    ]
    change = "indeterminate (amount_required) -> indeterminate (currency_mismatch)"
    assert said(Scope(), *states) == f"whatever the amount: {change}"


@pytest.mark.parametrize(
    ("before", "after", "text"),
    [
        (
            EvaluatedAnswer("not_authorised", "suspended", "WL-1"),
            EvaluatedAnswer("not_authorised", "revoked", "WL-1"),
            "not_authorised (suspended, mandate WL-1) to not_authorised (revoked, mandate WL-1)",
        ),
        (EvaluatedAnswer("authorised"), EvaluatedAnswer("authorised"), "authorised to authorised by another mandate"),
        (
            EvaluatedAnswer("authorised"),
            EvaluatedAnswer("not_authorised", "no_mandate"),
            "authorised to not_authorised",
        ),
    ],
)
def test_an_expected_answer_that_changes_never_looks_the_same(
    before: EvaluatedAnswer, after: EvaluatedAnswer, text: str
) -> None:
    assert effects.turned(before, after) == text
