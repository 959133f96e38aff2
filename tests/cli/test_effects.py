"""What a change changes, in the lines of the command line."""

from __future__ import annotations

from decimal import Decimal

import pytest

from mandate_registry.cli import effects
from mandate_registry.rules.answers import Outcome, Reason
from mandate_registry.rules.differences import Among, Amounts, Difference, Scope, State, Way
from mandate_registry.rules.questions import Person
from mandate_registry.services.changing.impact import Told
from mandate_registry.services.changing.judging import Verdict
from tests.support.demo import WIERDENLAND

YES = State(Outcome.AUTHORISED, ways=(Way(),))
NO = State()


def said(scope: Scope, before: State = YES, after: State = NO) -> str:
    difference = Difference(Person(WIERDENLAND, "W-013"), "permit", scope, before, after)
    return effects.say(Told(difference, "W-013", None)).removeprefix("W-013, permit: ")


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
    states = [State(Outcome.INDETERMINATE, reason) for reason in (Reason.AMOUNT_REQUIRED, Reason.CURRENCY_MISMATCH)]
    change = "indeterminate (amount_required) -> indeterminate (currency_mismatch)"
    assert said(Scope(), *states) == f"whatever the amount: {change}"


@pytest.mark.parametrize(
    ("before", "after", "text"),
    [
        (
            Verdict("not_authorised", "suspended", "WL-1"),
            Verdict("not_authorised", "revoked", "WL-1"),
            "not_authorised (suspended, mandate WL-1) to not_authorised (revoked, mandate WL-1)",
        ),
        (Verdict("authorised"), Verdict("authorised"), "authorised to authorised by another mandate"),
        (Verdict("authorised"), Verdict("not_authorised", "no_mandate"), "authorised to not_authorised"),
    ],
)
def test_an_expected_answer_that_changes_never_looks_the_same(before: Verdict, after: Verdict, text: str) -> None:
    assert effects.turned(before, after) == text
