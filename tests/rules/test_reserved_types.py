"""A decision type that is held back from the mandates for everything gives nobody who has one a new yes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandate_registry.rules.answers import Outcome
from mandate_registry.rules.facts import DecisionType, Kind, Mandate, Nature
from mandate_registry.rules.lifecycle.reserved_types import holding_back
from mandate_registry.rules.notation import Reservation, Seat
from mandate_registry.rules.periods import ALWAYS, Period
from mandate_registry.rules.questions import Question
from tests.rules.register_tables import World
from tests.rules.strategies import DAYS, TYPES, questions, registers

ALL = Mandate(number="M-0", kinds=tuple(Kind), on_behalf_of="college", seats=(Seat(),), decision_types=("*",))
BELOW = replace(ALL, number="M-0.1", parent="M-0")
NEW = DecisionType(code="new", title_nl="Nieuw", body="college", nature=Nature.DECISION)
GRANTED = replace(ALL, number="N-1", decision_types=("new",), seats=(Seat(employee="e4"),))
PASSED_ON = replace(GRANTED, parent="M-0.1")

new_types = st.builds(
    replace,
    st.just(NEW),
    body=st.sampled_from(["college", "mayor", None]),
    nature=st.sampled_from(list(Nature)),
    valid=st.sampled_from([ALWAYS, Period(DAYS[2], None), Period(DAYS[1], DAYS[3])]),
)


@given(registers(), questions, new_types)
def test_nobody_decides_on_it_but_by_a_power_of_his_own(world: World, question: Question, new: DecisionType) -> None:
    mandates = (*world.tables["mandates"], replace(ALL, sub_mandating=2), BELOW)
    held = holding_back(mandates, [new], [one.number for one in mandates]).mandates
    after = world.having("decision_types", *TYPES, new).having("mandates", *held)
    answer = after.ask(replace(question, decision_type="new"))
    is_yes = answer.outcome in (Outcome.AUTHORISED, Outcome.CONDITIONAL)
    assert not is_yes or all(leg.own_power for leg in answer.legs)
    before = world.having("mandates", *mandates)
    assert after.ask(question).reason == before.ask(question).reason


@given(registers(), questions, new_types)
def test_whoever_is_granted_it_may_decide_as_if_it_were_not_held_back(
    world: World, question: Question, new: DecisionType
) -> None:
    had = (*world.tables["mandates"], replace(ALL, sub_mandating=2), replace(BELOW, sub_mandating=1))
    held = holding_back((*had, PASSED_ON), [new], [one.number for one in had]).mandates
    named = replace(question, decision_type="new")
    alone = [replace(one, seats=(Seat(employee="nobody"),)) for one in had]
    of_new = world.having("decision_types", *TYPES, new)
    assert (
        of_new.having("mandates", *alone, PASSED_ON).ask(named).outcome
        == of_new.having(
            "mandates", *(replace(one, seats=(Seat(employee="nobody"),)) for one in held[: len(had)]), PASSED_ON
        )
        .ask(named)
        .outcome
    )


CASES: dict[str, tuple[Mandate, DecisionType, bool]] = {
    "of everything of its body": (ALL, NEW, True),
    "of any body": (ALL, replace(NEW, body=None), True),
    "of another body": (ALL, replace(NEW, body="mayor"), False),
    "of another kind": (replace(ALL, kinds=(Kind.SIGNING,)), NEW, False),
    "a heading": (ALL, replace(NEW, nature=None), False),
    "a mandate for some": (replace(ALL, decision_types=("buy",)), NEW, False),
    "it names it": (replace(ALL, decision_types=("*", "new")), NEW, False),
    "held back already": (replace(ALL, reservations=(Reservation("new"),)), NEW, False),
    "over before": (replace(ALL, valid=Period(None, DAYS[1])), replace(NEW, valid=Period(DAYS[1], None)), False),
    "revoked before": (replace(ALL, revoked_at=DAYS[1]), replace(NEW, valid=Period(DAYS[1], None)), False),
    "over by now, of what was always there": (replace(ALL, valid=Period(None, DAYS[1])), NEW, True),
}


@pytest.mark.parametrize(("mandate", "new", "is_held"), CASES.values(), ids=CASES)
def test_what_a_mandate_for_everything_would_cover_is_held_back(
    mandate: Mandate,
    new: DecisionType,
    is_held: bool,  # noqa: FBT001 - a value of the table
) -> None:
    found = holding_back([mandate], [new], ["M-0"])
    told = (*mandate.reservations, Reservation("new")) if is_held else mandate.reservations
    assert (found.mandates, found.times) == ([replace(mandate, reservations=told)], int(is_held))


def test_the_mandates_on_which_one_rests_that_names_it_keep_it() -> None:
    beside = replace(BELOW, number="M-0.2")
    found = holding_back([ALL, BELOW, beside, PASSED_ON], [NEW], ["M-0", "M-0.1", "M-0.2"])
    held: dict[str, Any] = {one.number: [str(held) for held in one.reservations] for one in found.mandates}
    assert held == {"M-0": [], "M-0.1": [], "M-0.2": ["new"], "N-1": []}
    assert found.times == 1


def test_a_mandate_for_everything_that_comes_with_it_keeps_it() -> None:
    found = holding_back([ALL, BELOW], [NEW], ["M-0.1"])
    assert [len(one.reservations) for one in found.mandates] == [0, 1]
