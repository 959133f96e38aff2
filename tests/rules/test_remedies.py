"""What is said to make it a yes does: asked that way, the same mandate says yes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import product
from typing import Any

import pytest
from hypothesis import given

from mandate_registry.rules.answers import Answer, Change, Explained, LegAnswer, Outcome, Reason, Remedy
from mandate_registry.rules.decision.remedies import with_remedies
from mandate_registry.rules.questions import CENT, Money, Named, Question
from tests.rules.register_tables import World
from tests.rules.strategies import PEOPLE, THERE, questions, registers
from tests.rules.support import CaseOfTheTable, read_cases


def explained(world: World, question: Question) -> Answer:
    register = world.register()
    return with_remedies(register, question, world.ask(question, explain=True))


def found(answer: Answer) -> Iterator[tuple[LegAnswer, Explained, Remedy]]:
    for leg in answer.legs:
        yield from ((leg, one, remedy) for one in leg.explanation for remedy in one.remedies)


def carried_out(world: World, question: Question, mandate: str, remedy: Remedy) -> Iterator[tuple[World, Question]]:
    """Yield the ways in which a remedy may be read: what it says holds of every one, or (co-holders) of some."""
    match remedy.change:
        case Change.AMOUNT:
            if remedy.up_to:
                yield world, replace(question, amount=remedy.up_to)
            if remedy.above:
                yield world, replace(question, amount=replace(remedy.above, value=remedy.above.value + CENT))
        case Change.CO_HOLDER:
            everybody = [Named(number=number) for number in PEOPLE] + [Named(number="x1", organisation=THERE)]
            for others in product(everybody, repeat=len(remedy.seats)):
                yield world, replace(question, employees=(*question.employees, *others))
        case Change.MOMENT:
            assert remedy.since
            assert remedy.since > question.at
            yield world, replace(question, at=remedy.since)
        case Change.CONFIRMATION:
            confirmed = (question.confirmed_conditions or frozenset()) | {one.id for one in remedy.conditions}
            yield world, replace(question, confirmed_conditions=confirmed)
        case Change.MATTER:
            named = {name: getattr(remedy, name) for name in ("case", "counterparty", "unit")}
            yield world, replace(question, **{name: value for name, value in named.items() if value})
        case Change.APPROVAL | Change.CONSENT:
            given = {"holder_consent": question.at, "superior_consent": question.at}
            done: Any = {"approved": True} if remedy.change is Change.APPROVAL else given
            rows = [replace(row, **done) if row.number == mandate else row for row in world.tables["mandates"]]
            yield world.having("mandates", *rows), question


def says_yes(world: World, question: Question, leg: LegAnswer, mandate: str, outcome: Outcome) -> bool:
    """Return whether the leg may be decided, and this mandate passes every gate, or all but its conditions."""
    legs = (one for one in world.ask(question, explain=True).legs if one.decision_type == leg.decision_type)
    found = ((now, one) for now in legs for one in now.explanation if one.mandate == mandate)
    left_open = {Reason.CONDITION_UNCONFIRMED} if outcome is Outcome.CONDITIONAL else set()
    return any(
        {result.reason for result in one.failed} <= left_open and now.outcome.rank >= outcome.rank for now, one in found
    )


@given(registers(), questions)
def test_what_is_said_to_make_it_a_yes_does(world: World, question: Question) -> None:
    for leg, one, remedy in found(explained(world, question)):
        assert leg.outcome is not Outcome.AUTHORISED
        assert one.failed
        tried = [
            says_yes(*asked, leg, one.mandate, remedy.outcome)
            for asked in carried_out(world, question, one.mandate, remedy)
        ]
        assert any(tried) if remedy.change is Change.CO_HOLDER else tried and all(tried)


@given(registers(), questions)
def test_a_cent_beyond_what_is_said_is_no_yes(world: World, question: Question) -> None:
    for leg, one, remedy in found(explained(world, question)):
        if limit := remedy.up_to:
            more = replace(question, amount=replace(limit, value=limit.value + CENT))
            assert not says_yes(world, more, leg, one.mandate, Outcome.CONDITIONAL)


@given(registers(), questions)
def test_looking_for_it_changes_no_answer(world: World, question: Question) -> None:
    plain, told = world.ask(question, explain=True), explained(world, question)
    bare = [replace(leg, explanation=()) for leg in told.legs]
    assert [replace(leg, explanation=()) for leg in plain.legs] == bare
    assert (plain.reason, plain.stable_until) == (told.reason, told.stable_until)


def written(remedy: Remedy) -> str:
    """Write a remedy as the tables of cases do."""
    parts = [
        f"above {amount_in(remedy.above)}" if remedy.above else "",
        f"up to {amount_in(remedy.up_to)}" if remedy.up_to else "",
        " & ".join(map(str, remedy.seats)),
        remedy.since.isoformat() if remedy.since else "",
        " ; ".join(condition.text for condition in remedy.conditions),
        *(getattr(remedy, name) or "" for name in ("case", "counterparty", "unit")),
    ]
    open_ = " (conditional)" if remedy.outcome is Outcome.CONDITIONAL else ""
    return f"{remedy.change.value}: {' '.join(filter(None, parts))}".removesuffix(": ") + open_


def amount_in(amount: Money) -> str:
    return f"{amount.value:.2f} {amount.currency} {amount.vat.value}"


WITH_A_WHY = [case for case in read_cases() if "would_be_yes_if" in case.line]


@pytest.mark.parametrize("case", WITH_A_WHY, ids=lambda case: case.id)
def test_the_table_says_what_would_make_it_a_yes(case: CaseOfTheTable) -> None:
    answer = explained(case.world, case.question)
    told = {one.mandate: [written(remedy) for remedy in one.remedies] for _, one, _ in every(answer)}
    expected = case.line["would_be_yes_if"] or {}
    moments = {number: [_in_utc(text) for text in texts] for number, texts in expected.items()}
    assert {number: texts for number, texts in told.items() if texts} == moments


def every(answer: Answer) -> Iterator[tuple[LegAnswer, Explained, None]]:
    yield from ((leg, one, None) for leg in answer.legs for one in leg.explanation)


def _in_utc(text: str) -> str:
    """Read a moment as the rules write it, which may be in another zone."""
    kind, _, rest = text.partition(": ")
    if kind != "moment":
        return text
    moment, space, more = rest.partition(" ")
    return f"moment: {datetime.fromisoformat(moment).astimezone(UTC).isoformat()}{space}{more}"
