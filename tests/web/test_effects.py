"""What a change changes, in the words of the pages: about what, between which amounts, and what becomes of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask

from mandate_registry.rules import facts
from mandate_registry.rules.answers import Outcome, Reason
from mandate_registry.rules.decision.scope import ONE_OF_UNITS
from mandate_registry.rules.facts import Vat
from mandate_registry.rules.impact.power_differences import Among, Amounts, PowerDifference, PowerState, Scope, Way
from mandate_registry.rules.notation import Seat
from mandate_registry.rules.periods import ALWAYS, Period
from mandate_registry.rules.questions import Named, Person, Question
from mandate_registry.services.changesets.changeset_impact import Impact, NamedDifference, TurnedCheck
from mandate_registry.services.expected_checks.evaluation import EvaluatedAnswer
from mandate_registry.web.proposals import scope_texts, way_texts
from mandate_registry.web.proposals.effect_texts import EffectLine, lines_of
from mandate_registry.web.proposals.effects import effects_of
from mandate_registry.web.register_names import RegisterNames
from tests.support.demo import WIERDENLAND

EURO = Among(("EUR",))
MIDNIGHT = datetime(2026, 11, 29, 23, tzinfo=UTC)  # of 30 November in Amsterdam
SOON = Period(MIDNIGHT)
CONTROLLER = Seat(position="concerncontroller")
YES = PowerState(Outcome.AUTHORISED, ways=(Way(("college",)),))
NO = PowerState()


class Called(RegisterNames):
    """The names of a small register."""

    KEPT: Mapping[str, dict[str, Any]] = {
        "employees": {"W-013": facts.Employee(number="W-013", name="Daan Sikkema")},
        "positions": {"concerncontroller": facts.Position(code="concerncontroller", title="Concerncontroller")},
        "units": {"wijken": facts.Unit(code="wijken", name="Wijken en buurten")},
        "bodies": {"college": facts.Body(code="college", name="het college")},
    }

    def facts(self, table: str) -> dict[str, Any]:
        """Return the facts of a table by code."""
        return self.KEPT.get(table, {})


@pytest.fixture
def names() -> Iterator[RegisterNames]:
    """Yield names in Dutch."""
    with Flask(__name__).test_request_context("/?lang=nl"):
        yield Called(WIERDENLAND)


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def told(amounts: Amounts, before: PowerState = YES, after: PowerState = NO, **otherwise: Any) -> NamedDifference:
    """Return a difference for Daan Sikkema, on one VAT basis or any."""
    one = PowerDifference(Person(WIERDENLAND, "W-013"), "contract.decide", Scope(amounts), before, after, SOON)
    return NamedDifference(replace(one, **otherwise), "W-013", "Daan Sikkema")


def lines(names: RegisterNames, *found: NamedDifference) -> list[tuple[str, str]]:
    return [(plain(line.about), line.change) for line in lines_of(found, names)]


# About what


@pytest.mark.parametrize(
    ("among", "text"),
    [
        (Among(("W-013",)), "over Daan Sikkema"),
        (Among(("W-013",), or_none=True), "over Daan Sikkema of waar niet is gezegd over wie het gaat"),
        (Among(("W-013",), excluded=True), "over iemand anders dan Daan Sikkema"),
        (
            Among(("W-013",), excluded=True, or_none=True),
            "over iemand anders dan Daan Sikkema of waar niet is gezegd over wie het gaat",
        ),
        (Among(or_none=True), "waar niet is gezegd over wie het gaat"),
        (Among(excluded=True), "waar is gezegd over wie het gaat"),
    ],
)
def test_whom_a_question_is_about_is_told_in_full(names: RegisterNames, among: Among, text: str) -> None:
    assert scope_texts.about(Scope(abouts=among), frozenset({None}), names) == f"Ongeacht het bedrag; {text}"


@pytest.mark.parametrize(
    ("axis", "text"),
    [
        ("units", "waar een onderdeel is genoemd"),
        ("counterparties", "waar een andere partij is genoemd"),
        ("cases", "waar een zaak is genoemd"),
    ],
)
def test_a_question_that_names_anything_is_not_told_as_any_question(names: RegisterNames, axis: str, text: str) -> None:
    scope = Scope().along(axis, Among(excluded=True))
    assert scope_texts.about(scope, frozenset({None}), names) == f"Ongeacht het bedrag; {text}"


@pytest.mark.parametrize(
    ("vats", "text"),
    [
        ({Vat.EXCL}, "(exclusief btw)"),
        ({Vat.EXCL, Vat.INCL}, "(met of zonder btw)"),
        ({Vat.EXCL, Vat.INCL, Vat.NONE}, ""),
        ({Vat.INCL, Vat.NONE}, "(inclusief btw of er is geen btw)"),
        ({None}, ""),
    ],
)
def test_a_vat_basis_is_told_once(names: RegisterNames, vats: set[Vat | None], text: str) -> None:
    amounts = Amounts(EURO, above=Decimal(75_000), below=Decimal(100_000))
    said = plain(scope_texts.about(Scope(amounts), frozenset(vats), names))
    assert said == f"boven € 75.000 en onder € 100.000 {text}".strip()


# Between which amounts

UP_TO = Amounts(EURO, up_to=Decimal("19999.99"))
BETWEEN = Amounts(EURO, above=Decimal("19999.99"), up_to=Decimal(75_000))
BELOW = Amounts(EURO, above=Decimal(75_000), below=Decimal(100_000))
FROM = Amounts(EURO, at_least=Decimal(100_000))


def test_ranges_that_touch_are_told_as_one(names: RegisterNames) -> None:
    found = [told(one) for one in (BELOW, UP_TO, BETWEEN)]
    assert lines(names, *found) == [("onder € 100.000", "mag niet meer beslissen")]


def test_a_range_that_lacks_something_is_not_told_as_one(names: RegisterNames) -> None:
    gap = Amounts(EURO, above=Decimal(20_000), up_to=Decimal(75_000))
    above = Amounts(EURO, above=Decimal(100_000))  # and not exactly that
    assert [about for about, _ in lines(names, *map(told, (UP_TO, gap, BELOW, above)))] == [
        "tot en met € 19.999,99",
        "boven € 20.000 en onder € 100.000",
        "boven € 100.000",
    ]


@pytest.mark.parametrize(
    "otherwise",
    [{"period": ALWAYS}, {"after": PowerState(Outcome.INDETERMINATE)}, {"decision_type": "permit"}],
    ids=["period", "change", "type"],
)
def test_ranges_that_touch_but_differ_in_more_stay_apart(names: RegisterNames, otherwise: dict[str, Any]) -> None:
    before_and_after = {"before": NO, "after": YES} if "after" in otherwise else {}
    one, two = told(UP_TO, **before_and_after), told(BETWEEN, **before_and_after | otherwise)
    assert len(lines(names, one, two)) == 2


def test_ranges_of_one_vat_basis_that_reach_over_every_amount_keep_their_basis(names: RegisterNames) -> None:
    found = [told(replace(one, vat=Vat.EXCL)) for one in (UP_TO, BETWEEN, BELOW, FROM)]
    assert lines(names, *found) == [("Elk bedrag in EUR (exclusief btw)", "mag niet meer beslissen")]


# When


@pytest.mark.parametrize(
    ("days", "text"), [(1, "op 30 november 2026"), (2, "vanaf 30 november 2026 tot en met 1 december 2026")]
)
def test_a_day_is_told_as_a_day(names: RegisterNames, days: int, text: str) -> None:
    assert plain(scope_texts.period_text(Period(MIDNIGHT, MIDNIGHT + timedelta(days=days)), names)) == text


# What becomes of it


def yes(*conditions: str, seats: tuple[Seat, ...] = (), body: str = "college") -> PowerState:
    return PowerState(Outcome.AUTHORISED, ways=(Way((body,), conditions, seats),))


@pytest.mark.parametrize(
    ("before", "after", "text"),
    [
        (yes(), NO, "mag niet meer beslissen"),
        (
            yes(),
            yes("Na advies."),
            "mag niet meer zonder meer beslissen; nog wel: mag beslissen onder de voorwaarde: Na advies",
        ),
        (
            yes("Na advies."),
            yes("Na overleg."),
            (
                "mag niet meer beslissen onder de voorwaarde: Na advies; "
                "voortaan: mag beslissen onder de voorwaarde: Na overleg"
            ),
        ),
        (
            yes(body="college"),
            yes(body="raad"),
            "mag niet meer beslissen namens het college; voortaan: mag beslissen namens raad",
        ),
        (NO, yes(seats=(CONTROLLER,)), "voortaan: mag beslissen samen met Concerncontroller"),
        (NO, yes(seats=(CONTROLLER, CONTROLLER)), "voortaan: mag beslissen samen met 2 × Concerncontroller"),
        (
            NO,
            yes(f"{ONE_OF_UNITS}wijken, weg.en."),
            (
                "voortaan: mag beslissen onder de voorwaarde: "
                "De zaak hoort bij een van deze onderdelen: Wijken en buurten, weg.en"
            ),
        ),
        (NO, PowerState(Outcome.INDETERMINATE), "mag niet beslissen → niet te zeggen"),
    ],
)
def test_what_becomes_of_it_is_told_without_saying_too_much(
    names: RegisterNames, before: PowerState, after: PowerState, text: str
) -> None:
    assert way_texts.change(before, after, names) == text


def test_why_it_cannot_be_said_is_told_where_that_is_all_that_changes(names: RegisterNames) -> None:
    one, two = (PowerState(Outcome.INDETERMINATE, why) for why in (Reason.AMOUNT_REQUIRED, Reason.CURRENCY_MISMATCH))
    before, after = way_texts.change(one, two, names).split(" → ")
    assert before == "niet te zeggen (Het hangt van het bedrag af, en dat is niet ingevuld)"
    assert after == "niet te zeggen (De grens is in een andere munt dan het bedrag)"


# Expected answers


@pytest.mark.parametrize(
    ("before", "after", "texts"),
    [
        (
            EvaluatedAnswer("not_authorised", "suspended", "WL-1"),
            EvaluatedAnswer("not_authorised", "revoked", "WL-1"),
            (
                "mag niet beslissen (Het mandaat is geschorst; mandaat WL-1)",
                "mag niet beslissen (Het mandaat is ingetrokken; mandaat WL-1)",
            ),
        ),
        (
            EvaluatedAnswer("authorised", None, "WL-1"),
            EvaluatedAnswer("authorised", None, "WL-2"),
            ("mag beslissen (mandaat WL-1)", "mag beslissen, op grond van een ander mandaat: WL-2 in plaats van WL-1"),
        ),
        (
            EvaluatedAnswer("authorised"),
            EvaluatedAnswer("authorised"),
            ("mag beslissen", "mag beslissen, op grond van een ander mandaat"),
        ),
        (
            EvaluatedAnswer("authorised", None, "WL-1"),
            EvaluatedAnswer("not_authorised", "no_mandate"),
            ("mag beslissen", "mag niet beslissen"),
        ),
    ],
)
def test_an_expected_answer_that_changes_never_looks_the_same(
    names: RegisterNames, before: EvaluatedAnswer, after: EvaluatedAnswer, texts: tuple[str, str]
) -> None:
    question = Question(
        organisation=WIERDENLAND,
        employees=(Named("W-013"),),
        decision_type="contract.decide",
        at=MIDNIGHT,
        known_at=MIDNIGHT,
    )
    (one,) = effects_of(Impact([TurnedCheck(question, before, after, "X-1", breaks=True)], [], [], 0), names).expected
    assert (one.before, one.after) == texts


def test_a_line_names_the_person_the_change_and_when(names: RegisterNames) -> None:
    (line,) = lines_of([told(UP_TO)], names)
    assert isinstance(line, EffectLine)
    assert (line.people, line.tone, plain(line.when)) == (("Daan Sikkema (W-013)",), "bad", "vanaf 30 november 2026")
