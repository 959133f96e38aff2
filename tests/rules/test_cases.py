"""The decision tables of `tests/cases`, each line a case."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from mandate_registry.rules.answers import Answer, LegAnswer
from mandate_registry.rules.decision.decision import decide
from mandate_registry.rules.decision.search import is_found, what_may, who_may
from tests.rules.support import CaseOfTheTable, read_cases

CASES = read_cases()


@pytest.mark.parametrize("case", CASES, ids=[case.id for case in CASES])
def test_the_answer_is_that_of_the_table(case: CaseOfTheTable) -> None:
    answer = case.world.ask(case.question)
    assert {key: shown(answer, key) for key in ("answer", "mandate", "legs", "stable_until") if key in case.line} == {
        key: expected(case, key) for key in ("answer", "mandate", "legs", "stable_until") if key in case.line
    }


@pytest.mark.parametrize("case", CASES, ids=[case.id for case in CASES])
def test_the_mirror_questions_give_the_same_answer(case: CaseOfTheTable) -> None:
    """Ask who may and what may: each finds exactly those whom a check does not refuse plainly, with its answer."""
    register = case.world.register()
    for one in case.question.employees:
        question = replace(case.question, employees=(one,))
        answer = replace(decide(register, question), stable_until=None)
        expected = [answer] if is_found(answer) else []
        assert [found for code, found in what_may(register, question) if code == question.decision_type] == expected
        numbers = {person.number for person in register.find(one)}
        if len(numbers) == 1:
            assert [found for named, found in who_may(register, question) if named.number in numbers] == expected


def test_no_two_cases_bear_the_same_name() -> None:
    names = [case.id for case in CASES]
    assert sorted(set(names)) == sorted(names)


def shown(answer: Answer, key: str) -> object:
    """Write what an answer says as the tables do."""
    match key:
        case "answer":
            return _outcome(answer)
        case "mandate":
            return answer.mandate and answer.mandate.number
        case "legs":
            return [f"{_outcome(leg)} {_cover(leg)}".strip() for leg in answer.legs]
        case _:
            return answer.stable_until


def expected(case: CaseOfTheTable, key: str) -> object:
    value = case.line[key]
    if key != "stable_until":
        return value
    return None if value == "never" else datetime.fromisoformat(value)


def _outcome(answer: Answer | LegAnswer) -> str:
    return f"{answer.outcome}: {answer.reason}" if answer.reason else str(answer.outcome)


def _cover(leg: LegAnswer) -> str:
    return "own power" if leg.own_power else leg.mandate.number if leg.mandate else ""
