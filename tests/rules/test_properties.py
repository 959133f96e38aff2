"""What must hold of every register and every question."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from mandate_registry.rules.answers import Answer, Outcome
from mandate_registry.rules.facts import Kind, Mandate
from mandate_registry.rules.notation import Reservation, Seat
from mandate_registry.rules.periods import Period
from mandate_registry.rules.questions import Named, Question
from tests.rules.oracle import judge
from tests.rules.register_tables import World
from tests.rules.reorganised import reorganisations
from tests.rules.strategies import AMOUNTS, DAYS, mandates, numbered, questions, registers

MOMENT = timedelta(microseconds=1)
FOR_ANYONE = Mandate(number="M-0", kinds=tuple(Kind), on_behalf_of="college", seats=(Seat(),), decision_types=("*",))
NARROWER: list[Callable[[Mandate], Mandate]] = [
    lambda mandate: replace(mandate, revoked_at=DAYS[0]),
    lambda mandate: replace(mandate, max_amount=min(AMOUNTS[0], mandate.max_amount or AMOUNTS[0])),
    lambda mandate: replace(mandate, reservations=(*mandate.reservations, Reservation("buy.award"))),
    lambda mandate: replace(mandate, reservations=(*mandate.reservations, Reservation("leave", AMOUNTS[1]))),
    lambda mandate: replace(mandate, decision_types=_fewer(mandate.decision_types)),
    lambda mandate: replace(mandate, kinds=mandate.kinds[:1]),
    lambda mandate: replace(mandate, conditions=(*mandate.conditions, "Binnen de begroting.")),
    lambda mandate: replace(mandate, cases=mandate.cases or ("c1",)),
    lambda mandate: replace(mandate, within=(*mandate.within, "own_unit")),
    lambda mandate: replace(mandate, sub_mandating=0),
    lambda mandate: replace(mandate, seats=(*mandate.seats, Seat(employee="e2"))),
    lambda mandate: replace(mandate, valid=Period(mandate.valid.since, _earlier(mandate.valid.until))),
]


@given(registers() | reorganisations(), questions)
def test_the_rules_answer_as_a_naive_reading_of_the_page_does(world: World, question: Question) -> None:
    answer = world.ask(question)
    reason, verdicts = judge(world, question)
    assert answer.reason == reason
    found = [(leg.reason, leg.mandate and leg.mandate.number, leg.own_power) for leg in answer.legs]
    assert not verdicts or found == [(leg.reason, leg.mandate, leg.own_power) for leg in verdicts]


@given(registers() | reorganisations(), questions)
def test_an_answer_is_the_same_with_its_explanation(world: World, question: Question) -> None:
    explained = world.ask(question, explain=True)
    legs = tuple(replace(leg, explanation=()) for leg in explained.legs)
    assert replace(explained, legs=legs) == world.ask(question)


@given(registers(), questions, mandates)
def test_a_mandate_of_someone_else_changes_nothing(world: World, question: Question, other: Mandate) -> None:
    unrelated = replace(numbered(other, "M-5"), seats=(Seat(employee="e9"),))
    assert granting(world, unrelated).ask(question, explain=True) == world.ask(question, explain=True)


@given(registers(), questions, st.data())
def test_narrowing_a_mandate_turns_no_no_into_a_yes(world: World, question: Question, data: st.DataObject) -> None:
    granted = data.draw(st.sampled_from(world.tables["mandates"]))
    narrower = data.draw(st.sampled_from(NARROWER))(granted)
    others = [mandate for mandate in world.tables["mandates"] if mandate != granted]
    narrowed = world.having("mandates", *others, narrower)
    assert is_yes(world.ask(question)) or not is_yes(narrowed.ask(question))


@given(registers(), questions, mandates, st.booleans())
def test_granting_takes_nothing_away(world: World, question: Question, new: Mandate, below: bool) -> None:  # noqa: FBT001 - a drawn value
    world = granting(world, FOR_ANYONE)
    parent = FOR_ANYONE.number if below else None
    assert is_yes(granting(world, numbered(new, "M-5", parent)).ask(question)) or not is_yes(world.ask(question))


@given(registers(), questions, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_never_matters(world: World, question: Question, random: Random) -> None:
    tables = {name: tuple(random.sample(rows, len(rows))) for name, rows in world.tables.items()}
    shuffled = replace(world, tables=tables)
    assert shuffled.ask(question, explain=True) == world.ask(question, explain=True)


@given(registers(), questions)
def test_a_mandate_holds_from_its_first_instant_until_its_last(world: World, question: Question) -> None:
    since, until = question.at, question.at + timedelta(days=1)
    question = replace(question, decision_type="leave", employees=(Named(number="e1"),), primary_decision_by=())
    assume(world.having("mandates", FOR_ANYONE).ask(question).outcome is Outcome.AUTHORISED)
    world = world.having("mandates", replace(FOR_ANYONE, valid=Period(since, until)))
    world = world.having("employees", *(replace(one, valid=Period()) for one in world.tables["employees"]))
    moments = (since - MOMENT, since, until - MOMENT, until)
    assert [is_yes(world.ask(replace(question, at=at))) for at in moments] == [False, True, True, False]


@given(registers() | reorganisations(), questions)
def test_an_answer_is_the_same_until_it_is_stable_no_longer(world: World, question: Question) -> None:
    answer = world.ask(question)
    later = [day for day in (*DAYS, DAYS[-1] + timedelta(days=9)) if day > question.at]
    if answer.stable_until is not None:
        assert core(world.ask(replace(question, at=answer.stable_until))) != core(answer)
        later = [day for day in (*later, answer.stable_until - MOMENT) if day < answer.stable_until]
    assert {core(world.ask(replace(question, at=day))) for day in later} <= {core(answer)}


def granting(world: World, mandate: Mandate) -> World:
    return world.having("mandates", *world.tables["mandates"], mandate)


def is_yes(answer: Answer) -> bool:
    return answer.outcome is Outcome.AUTHORISED


def core(answer: Answer) -> tuple[Any, ...]:
    legs = ((leg.reason, leg.mandate and leg.mandate.number, leg.own_power) for leg in answer.legs)
    return (answer.outcome, answer.reason, *legs)


def _fewer(codes: tuple[str, ...]) -> tuple[str, ...]:
    return ("buy.award.small",) if {"*", "buy", "buy.award"} & set(codes) else codes


def _earlier(until: Any) -> Any:
    return DAYS[3] if until is None else min(until, DAYS[3])
