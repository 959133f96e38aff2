"""The answer through the service is that of an independent evaluator, and of the pure rules over all facts."""

from __future__ import annotations

from dataclasses import asdict, fields, replace
from itertools import count
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import event, given
from hypothesis import strategies as st
from limits import parse

from mandate_registry.rules.answers import Outcome
from mandate_registry.rules.check_requests import CheckRequest, EmployeeRef
from mandate_registry.rules.decision.decision import decide
from mandate_registry.rules.facts import Agreement, Organisation
from mandate_registry.rules.questions import Named, Question
from mandate_registry.services.callers import COMMAND_LINE, Caller
from mandate_registry.services.checks.answer_check import check, check_all
from mandate_registry.services.checks.check_result import CheckResult
from mandate_registry.services.installation import Installation, now
from mandate_registry.services.permissions import Role
from mandate_registry.services.register.loader import Loader
from mandate_registry.services.register.register_writer import open_register
from tests.rules.oracle import judge
from tests.rules.register_tables import Tables, World
from tests.rules.strategies import ELSEWHERE, THERE, questions, registers
from tests.support.properties import part
from tests.support.receipts import but_for_whom

pytestmark = pytest.mark.slow

Core = tuple[str, str | None, list[tuple[Any, ...]]]

numbers = count(1)
THIRD = "00000009000000000077"
PARTNER = Caller((Role.PARTNER,), THIRD)
NOBODY = EmployeeRef(number="nobody")
SHARED = ("organisation", "decision_type", "at", "amount", "case", "counterparty", "unit", "confirmed_conditions")


@pytest.fixture(scope="module")
def peopled(shared_installation: Installation) -> Installation:
    """Return an installation in which the other organisation has its register; each example is one of its own.

    All of them are asked by one partner, who is not limited.
    """
    _write(shared_installation, THERE, ELSEWHERE[THERE])
    unlimited = replace(shared_installation.settings, questions=parse("1000000/minute"))
    return replace(shared_installation, settings=unlimited)


def _write(installation: Installation, oin: str, tables: Tables) -> None:
    with installation.writing() as connection:
        opened = open_register(connection, oin)
        list(opened.add("organisations", [(uuid4(), Organisation(oin=oin, name=oin))]))
        for table, facts in tables.items():
            list(opened.add(table, [(uuid4(), fact) for fact in facts]))
        opened.record(COMMAND_LINE, "import")


def _install(installation: Installation, world: World) -> str:
    """Write a world as the register of an organisation of its own, and return its OIN."""
    oin = f"{next(numbers):020d}"
    deputyships = (replace(fact, number=f"P-{place}") for place, fact in enumerate(world.tables["deputyships"]))
    _write(installation, oin, world.having("deputyships", *deputyships).tables)
    return oin


@part(2)  # with `--all` 1,000 registers on each kind of database, so 4,000 questions
@given(world=registers(), asked=st.lists(questions, min_size=4, max_size=4))
def test_the_service_answers_as_a_naive_reading_of_the_page_does(
    peopled: Installation, world: World, asked: list[Question]
) -> None:
    oin = _install(peopled, world)
    world = replace(world, oin=oin, others=ELSEWHERE)
    asked = [replace(question, organisation=oin) for question in asked]
    told = check_all(COMMAND_LINE, peopled, [_request(question) for question in asked])
    judged = [_judged(world, question) for question in asked]
    assert [_core(one, with_legs=bool(legs)) for one, (*_, legs) in zip(told, judged, strict=True)] == judged
    with peopled.reading() as connection:
        loader = Loader(connection, now(), peopled.remembered)
        for question in asked:
            answer = decide(loader.for_people(oin, question.everybody), question, explain=True)
            assert answer == world.ask(question, explain=True)


def _judged(world: World, question: Question) -> Core:
    """Return what the independent evaluator says, in the words in which it is told."""
    reason, verdicts = judge(world, question)
    event(reason.value if reason else "authorised")
    legs = [(one.outcome.value, one.reason and one.reason.value, one.mandate, one.own_power) for one in verdicts]
    return (reason.outcome if reason else Outcome.AUTHORISED).value, reason and reason.value, legs


def _core(told: CheckResult, *, with_legs: bool) -> Core:
    """Return the outcome, why, and leg by leg what was decided by which mandate, where the evaluator says so."""
    reason = told.reasons[0]["code"] if told.reasons else None
    return told.outcome, reason, [_leg(leg) for leg in told.legs] if with_legs else []


def _leg(leg: dict[str, Any]) -> tuple[Any, ...]:
    reason, mandate = leg["reason"] or {}, leg["mandate"] or {}
    return leg["outcome"], reason.get("code"), mandate.get("number"), leg["own_power"]


@given(world=registers(), question=questions)
def test_a_partner_is_told_the_outcome_and_nothing_of_strangers(
    peopled: Installation, world: World, question: Question
) -> None:
    oin = _install(peopled, world.having("agreements", Agreement(number="1", partner=THIRD, decision_types=("*",))))
    request = _request(replace(question, organisation=oin))
    told, beside = (check(PARTNER, peopled, one) for one in (request, _beside(request, NOBODY)))
    own = check(COMMAND_LINE, peopled, request)
    if own.reasons and own.reasons[0]["code"] in ("subject_unknown", "left_organisation"):
        assert told.decision == own.decision or len(question.employees) > 1
    elif request.mentioned and told.reasons and told.reasons[0]["code"] == "input_required":
        assert told.outcome == "indeterminate"  # the partner is not told that somebody without any power exists
    elif own.reasons and own.reasons[0]["code"] == "decision_type_unknown":
        assert told.outcome == "indeterminate"
    elif own.reasons and own.reasons[0]["code"] == "person_suspended" and told.outcome != own.outcome:
        assert [one["code"] for one in told.reasons] == ["input_required"]  # of a type that nobody can be asked about
    else:
        assert told.outcome == own.outcome
    if told.decision and len(request.employees) == 1:
        assert told.stable_until == own.stable_until
    assert _but_for_the_names(told) == _but_for_the_names(beside)
    assert but_for_whom(told.receipt or "") == but_for_whom(beside.receipt or "")


def _request(question: Question) -> CheckRequest:
    asked = {name: getattr(question, name) for name in SHARED} | {"purpose": "a test"}
    request = CheckRequest(
        **asked,
        employees=tuple(map(_ref, question.employees)),
        primary_decision_by=tuple(map(_ref, question.primary_decision_by)),
        about=_ref(question.about) if question.about else None,
    )
    return replace(request, counterparty=_ref(question.party)) if question.party else request


def _ref(named: Named) -> EmployeeRef:
    return EmployeeRef(**asdict(named))


def _beside(request: CheckRequest, other: EmployeeRef) -> CheckRequest:
    return replace(request, employees=(*request.employees, other))


def _but_for_the_names(told: CheckResult) -> dict[str, Any]:
    named = {"id", "employees", "evaluated_at", "known_at", "receipt"}
    return {field.name: getattr(told, field.name) for field in fields(told) if field.name not in named}
