"""Every question is kept exactly once, or it is not answered."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import Connection, event, select
from sqlalchemy.exc import OperationalError

from mandate_registry.services.installation import Installation
from mandate_registry.services.permissions import Role
from models import check_subjects, checks
from tests.api.callers import caller
from tests.api.client import Api
from tests.api.mandate_events import SMALL_REGISTER
from tests.api.partner_questions import IN_A_TRACE, PARENT, QUESTION, TRACE, Town, traces
from tests.api.small_register import HERE, THERE, UNKNOWN
from tests.support.templates import Template

JORIS = {"number": "K-002"}
SEATED = [{"organisation": HERE, "number": "K-001"}, {"organisation": HERE} | JORIS]
SEARCH = {"organisation": HERE, "decisionType": "contract.decide"}
KEY = {"Idempotency-Key": "8e03978e-40d5-43dd-bc93-6894a57f9324"}


@pytest.fixture(scope="module")
def template() -> Template:
    return SMALL_REGISTER


@pytest.fixture
def town(app: Flask) -> Town:
    return Town(app)


def kept(town: Town) -> list[Any]:
    installation: Installation = town.app.extensions["mandate_registry"]
    with installation.reading() as connection:
        return list(connection.execute(select(checks).order_by(checks.c.row)))


CALLS: dict[str, tuple[str, dict[str, Any], list[str]]] = {
    "a check": ("/checks", QUESTION, ["authorised"]),
    "a no": ("/checks", QUESTION | {"employees": [JORIS]}, ["not_authorised"]),
    "a batch": (
        "/checks/_batch",
        {"checks": [QUESTION, QUESTION, QUESTION | {"employees": [JORIS]}]},
        ["authorised", "authorised", "not_authorised"],
    ),
    "a table": (
        "/checks/_table",
        {"employees": SEATED, "decisionTypes": ["contract.decide"]},
        ["authorised", "not_authorised", "authorised"],
    ),
    "who may": ("/authorities/_search", SEARCH, ["listed"]),
    "what may": ("/authorities/_search", {"organisation": HERE, "employees": [JORIS]}, ["listed"]),
}
"""Where it is asked, what, and the outcomes kept in the order of the questions."""


@pytest.mark.parametrize(("path", "body", "outcomes"), CALLS.values(), ids=CALLS.keys())
def test_a_question_is_kept_once_in_its_trace(town: Town, path: str, body: dict[str, Any], outcomes: list[str]) -> None:
    town.hr.post(path, body, headers=IN_A_TRACE)
    rows = kept(town)
    assert [(row.outcome, row.place) for row in rows] == [(outcome, place) for place, outcome in enumerate(outcomes)]
    assert {(row.trace_id, row.parent_span_id) for row in rows} == {(TRACE, PARENT)}
    assert len({row.span_id for row in rows}) == 1
    assert rows[0].span_id != PARENT


@pytest.mark.parametrize(("path", "body", "outcomes"), CALLS.values(), ids=CALLS.keys())
def test_a_question_that_comes_again_is_kept_once(
    town: Town, path: str, body: dict[str, Any], outcomes: list[str]
) -> None:
    first, second = (town.hr.post(path, body, headers=KEY).json for _ in range(2))
    assert first == second
    assert [row.outcome for row in kept(town)] == outcomes


def test_what_was_told_is_what_was_kept(town: Town) -> None:
    told = town.hr.post("/checks/_batch", {"checks": [QUESTION] * 3}).json["items"]
    assert [row.id for row in kept(town)] == [UUID(one["id"]) for one in told]


def test_a_call_without_a_trace_begins_one(town: Town) -> None:
    for _ in range(2):
        town.hr.post("/checks", QUESTION)
    first, second = kept(town)
    assert first.trace_id != second.trace_id
    assert first.parent_span_id is second.parent_span_id is None


def test_each_register_that_one_call_asks_counts_its_own_questions(town: Town, api: Api) -> None:
    here, there = QUESTION, QUESTION | {"organisation": THERE}
    api.post("/checks/_batch", {"checks": [here, there, here]})
    assert [(row.register_id, row.place) for row in kept(town)] == [(1, 0), (2, 0), (1, 1)]


REFUSED: dict[str, tuple[str, dict[str, Any], int]] = {
    "a check": ("/checks", QUESTION, 1),
    "a batch": ("/checks/_batch", {"checks": [QUESTION, QUESTION]}, 2),
    "a search": ("/authorities/_search", SEARCH | {"purpose": "a test"}, 1),
}


@pytest.mark.parametrize(("path", "body", "count"), REFUSED.values(), ids=REFUSED.keys())
def test_a_question_that_is_refused_is_kept_once(town: Town, path: str, body: dict[str, Any], count: int) -> None:
    caller(town.app, Role.PARTNER, UNKNOWN).post(path, body, 403)
    assert [(row.outcome, row.answer) for row in kept(town)] == [("refused", None)] * count


INVALID: list[tuple[str, dict[str, Any]]] = [
    ("/checks", QUESTION | {"employees": []}),
    ("/checks", QUESTION | {"organisation": UNKNOWN}),
    ("/checks", QUESTION | {"knownAt": "2999-01-01T00:00:00Z"}),
    ("/checks/_batch", {"checks": [QUESTION, QUESTION | {"organisation": UNKNOWN}]}),
    ("/authorities/_search", {"organisation": HERE}),
]


@pytest.mark.parametrize(("path", "body"), INVALID)
def test_what_was_no_question_is_not_kept(town: Town, api: Api, path: str, body: dict[str, Any]) -> None:
    api.post(path, body, 400)
    assert kept(town) == []


@pytest.mark.parametrize(("path", "body", "outcomes"), CALLS.values(), ids=CALLS.keys())
def test_what_could_not_be_kept_is_not_told(town: Town, path: str, body: dict[str, Any], outcomes: list[str]) -> None:
    engine = town.app.extensions["mandate_registry"].engine
    event.listen(engine, "commit", _fail)
    problem = town.hr.post(path, body, 503)
    event.remove(engine, "commit", _fail)
    assert problem.json["type"] == "/v1/problems/unavailable"
    assert not any(outcome in problem.text for outcome in outcomes)
    assert kept(town) == []


def _fail(connection: Connection) -> None:
    if connection.get_execution_options().get("writes"):
        raise OperationalError("COMMIT", None, Exception("the disk is full"))


def test_many_who_ask_at_once_are_each_kept_once(town: Town) -> None:
    def ask(_: int) -> str:
        response = town.app.test_client().post("/v1/checks", json=QUESTION, headers=town.hr.headers)
        return str(response.json["id"] if response.json else response.text)

    with ThreadPoolExecutor(8) as pool:
        told = list(pool.map(ask, range(40)))
    assert sorted(str(row.id) for row in kept(town)) == sorted(told)


def test_of_whom_nobody_knows_nothing_is_kept_but_the_question(town: Town, partner: Api) -> None:
    partner.post("/checks", QUESTION | {"employees": [{"number": "K-404"}]})
    installation: Installation = town.app.extensions["mandate_registry"]
    with installation.reading() as connection:
        (subject,) = connection.execute(select(check_subjects)).all()
    assert (subject.organisation, subject.number) == (HERE, "")
    assert len(traces(town.hr)) == 1
