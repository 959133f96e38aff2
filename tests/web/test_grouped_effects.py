"""What a change changes in what people may decide, folded: one line for those of whom the same becomes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask

from mandate_registry.rules import facts
from mandate_registry.rules.answers import Outcome
from mandate_registry.rules.decision.scope import OWN_WORDS
from mandate_registry.rules.impact.power_differences import ANY, Among, Amounts, PowerDifference, PowerState, Scope, Way
from mandate_registry.rules.notation import Seat
from mandate_registry.rules.periods import Period
from mandate_registry.rules.questions import Person
from mandate_registry.services.changesets.changeset_impact import Impact, NamedDifference
from mandate_registry.web.proposals.effects import NAMED_EMPLOYEES, effects_of
from mandate_registry.web.proposals.grouped_effects import counted, group_effects
from mandate_registry.web.register_names import RegisterNames
from tests.support.demo import WIERDENLAND

EURO = Among(("EUR",))
SINCE = datetime(2026, 11, 29, 23, tzinfo=UTC)
NO, YES = PowerState(), PowerState(Outcome.AUTHORISED, ways=(Way(("college",)),))
IN_STREETS = Scope(Amounts(EURO, up_to=Decimal(5_000)), units=Among(("streets",), or_none=True))


class Known(RegisterNames):
    """The names of a register that has nothing, but for what a plan adds."""

    def __init__(self) -> None:
        super().__init__(WIERDENLAND)
        self.added: dict[str, dict[str, Any]] = defaultdict(dict)

    def facts(self, table: str) -> dict[str, Any]:
        """Return the facts of a table by code."""
        return self.added[table]


@pytest.fixture
def names() -> Iterator[RegisterNames]:
    """Yield names in Dutch."""
    with Flask(__name__).test_request_context("/?lang=nl"):
        known = Known()
        known.add([("decision_types", facts.DecisionType(code="c7", title_nl="Een bouwstop opleggen"))])
        known.add([("units", facts.Unit(code="streets", name="Straten"))])
        yield known


def told(number: str = "W-1", name: str | None = "Aad Bos", **otherwise: Any) -> NamedDifference:
    """Return that somebody may decide from then on."""
    one = PowerDifference(Person(WIERDENLAND, number), "c7", Scope(), NO, YES, Period(SINCE))
    return NamedDifference(replace(one, **otherwise), number, name)


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def abouts(names: RegisterNames, *found: NamedDifference) -> list[str]:
    return [plain(part.about) for fold in group_effects(found, names) for part in fold.parts]


def test_those_of_whom_the_same_becomes_are_one_line_with_names_numbers_and_titles(names: RegisterNames) -> None:
    (fold,) = group_effects(
        [told(), told("W-2", "Bea Kok"), told(decision_type="c8"), told("W-2", "Bea Kok", decision_type="c8")], names
    )
    assert fold.people == ("Aad Bos (W-1)", "Bea Kok (W-2)")
    assert (fold.becomes, fold.tone, fold.types) == ("mag voortaan beslissen", "good", 2)
    assert fold.parts[0].titles == ("Een bouwstop opleggen", "c8")
    assert plain(fold.when) == "vanaf 30 november 2026"


def test_lines_that_differ_only_in_whom_they_are_about_or_name_no_unit_are_one(names: RegisterNames) -> None:
    named = Among(("W-7", "W-8"), or_none=True)
    without = IN_STREETS._replace(units=Among(or_none=True), abouts=Among(("W-9",)))
    found = [told(scope=IN_STREETS._replace(abouts=named)), told(scope=without), told(scope=IN_STREETS)]
    assert abouts(names, *found) == ["tot en met € 5.000; voor een zaak van Straten"]


@pytest.mark.parametrize(
    ("scope", "about"),
    [
        (Scope(), ""),
        (Scope(Amounts(EURO, up_to=Decimal(5_000))), "tot en met € 5.000"),
        (Scope(abouts=Among(("W-7",))), "over W-7"),
        (Scope(units=Among(or_none=True), abouts=Among(("W-4", "W-5", "W-6", "W-7"))), "over 4 mensen"),
        (Scope(counterparties=Among(("X",))), "met X"),
        (Scope(units=Among(or_none=True), abouts=ANY), "waar geen onderdeel is genoemd"),
    ],
)
def test_what_holds_of_some_amounts_or_matters_only_says_of_which(
    names: RegisterNames, scope: Scope, about: str
) -> None:
    assert abouts(names, told(scope=scope)) == [about]


def test_amounts_reach_from_the_lowest_to_the_highest_never_less(names: RegisterNames) -> None:
    low, high = Amounts(EURO, up_to=Decimal(100)), Amounts(EURO, above=Decimal(900), below=Decimal(1_000))
    assert abouts(names, told(scope=Scope(low)), told(scope=Scope(high))) == ["onder € 1.000"]
    dollars = Amounts(Among(("USD",)), up_to=Decimal(100))
    assert abouts(names, told(scope=Scope(low)), told(scope=Scope(dollars))) == [""]


@pytest.mark.parametrize(
    ("ways", "about"),
    [
        ((Way(("college",), ("Na overleg.",)),), "onder de voorwaarde: Na overleg"),
        ((Way(("college",), ("Na overleg.", "Na advies.")),), "onder voorwaarden"),
        ((Way(("college",), tuple(OWN_WORDS.values())),), ""),  # so do the matters
        ((Way(("college",), (), (Seat(position="x"),)),), "samen met iemand anders"),
    ],
)
def test_what_is_asked_is_said_and_that_it_is_of_a_part(
    names: RegisterNames, ways: tuple[Way, ...], about: str
) -> None:
    asks = told(after=PowerState(Outcome.CONDITIONAL, ways=ways))
    assert abouts(names, asks) == [about]
    assert abouts(names, asks, told(period=Period(SINCE.replace(year=2027)))) == [f"deels {about}" if about else ""]


@pytest.mark.parametrize(
    ("found", "becomes"),
    [
        ([(NO, YES)], "mag voortaan beslissen"),
        (
            [(PowerState(Outcome.CONDITIONAL, ways=(Way(("college",), ("Na overleg.",)),)), YES)],
            "mag meer beslissen dan nu",
        ),
        ([(YES, NO)], "mag niet meer beslissen"),
        ([(YES, PowerState(Outcome.CONDITIONAL, ways=(Way(("college",), ("X.",)),)))], "mag minder beslissen dan nu"),
        ([(YES, NO), (NO, YES)], "mag anders beslissen dan nu, meer en minder"),
    ],
)
def test_what_becomes_of_it_is_told_in_a_word(
    names: RegisterNames, found: list[tuple[PowerState, PowerState]], becomes: str
) -> None:
    (fold,) = group_effects([told(before=before, after=after) for before, after in found], names)
    assert fold.becomes == becomes


def test_who_gains_comes_first_and_each_person_is_counted_once(names: RegisterNames) -> None:
    loses = told("W-0", before=YES, after=NO)
    folds = group_effects([loses, told("W-1"), told("W-2", decision_type="c8"), told("W-2", decision_type="c9")], names)
    assert [fold.employees for fold in folds] == [("W-1",), ("W-2",), ("W-0",)]
    assert [(words, count) for words, _, count in counted(folds)] == [
        ("mag voortaan beslissen", 2),
        ("mag niet meer beslissen", 1),
    ]


def test_namesakes_are_two_people_and_few_lines_are_not_folded(names: RegisterNames) -> None:
    effects = effects_of(Impact([], [told("W-1"), told("W-2", scope=IN_STREETS)], [], 2), names)
    assert ([line.people for line in effects.lines], effects.folds) == ([("Aad Bos (W-1)",), ("Aad Bos (W-2)",)], [])
    many = [told(f"W-{place}", decision_type=f"c{place}") for place in range(NAMED_EMPLOYEES + 1)]
    effects = effects_of(Impact([], many, [], len(many)), names)
    assert len(effects.folds) == effects.count == NAMED_EMPLOYEES + 1


def test_decisions_about_new_colleagues_are_a_group_of_their_own(names: RegisterNames) -> None:
    about = replace(told("W-2", scope=Scope(abouts=Among(("W-7",)))), about_new=True)
    effects = effects_of(Impact([], [told("W-1"), about], [], 2), names)
    assert [line.people for line in effects.lines] == [("Aad Bos (W-1)",)]
    assert effects.about_new
    assert (effects.about_new.people, [fold.employees for fold in effects.about_new.folds]) == (1, [("W-2",)])
    assert effects_of(Impact([], [told("W-1")], [], 1), names).about_new is None


def test_the_first_decision_types_are_told_with_their_limits(names: RegisterNames) -> None:
    limited = Scope(Amounts(EURO, up_to=Decimal(5_000)))
    (fold,) = group_effects([told(scope=limited), told(decision_type="c8")], names)
    assert [plain(one) for one in fold.first] == ["Een bouwstop opleggen (tot en met € 5.000)", "c8"]
