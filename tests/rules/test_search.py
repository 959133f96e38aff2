"""Who may is everybody whose check says so, in one order, from any place on."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given

from mandate_registry.rules.decision.decision import decide
from mandate_registry.rules.decision.search import is_found, place_of, who_may
from mandate_registry.rules.questions import Named, Question
from tests.rules.register_tables import World
from tests.rules.strategies import questions, registers


@given(registers(), questions)
def test_who_may_is_everybody_whose_check_says_so(world: World, question: Question) -> None:
    register = world.register()
    employed = [one for one in register.directory.numbers() if register.directory.is_employed(one, question.at)]
    asked = [(one, replace(question, employees=(Named(number=one),))) for one in employed]
    answers = {number: decide(register, each, look_ahead=False) for number, each in asked}
    found = {named.number: answer for named, answer in who_may(register, question) if not named.organisation}
    assert found == {number: answer for number, answer in answers.items() if is_found(answer)}


@given(registers(), questions)
def test_it_goes_on_from_any_place(world: World, question: Question) -> None:
    register = world.register()
    found = [named for named, _ in who_may(register, question)]
    assert [place_of(one) for one in found] == sorted(map(place_of, found))
    for count, one in enumerate(found, start=1):
        assert [named for named, _ in who_may(register, question, place_of(one))] == found[count:]
