"""What is another organisation's is like what does not exist: by its id, in a body, and in a list."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from werkzeug.test import TestResponse

from mandate_registry.contract_file import description
from mandate_registry.services.permissions import Role
from tests.api.full_town import CALLERS, CLOSED, Operation, Town
from tests.api.recipes import OF_HERE, QUESTION, RECIPES
from tests.api.small_register import HERE, THERE
from tests.support.receipts import but_for_whom

NOWHERE = "0b1e5c0e-6f3a-4a86-9f5e-0d7c5f3a2b11"
NOBODY = "00000009000000000099"
RECEIPT = re.compile(r'(?<="receipt":)"([^"]+)"')
IDENTITY = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
OUTSIDERS = [who for who in CALLERS if who[1] not in {HERE, None}]
BY_NAME = {operation.name: operation for operation in CLOSED}
SCHEMAS = description()["components"]["schemas"]


_OF_THE_REQUEST = {"X-Request-ID", "ETag", "Location", "Content-Length", "RateLimit"}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "operation" in metafunc.fixturenames:
        chosen = [one for one in CLOSED if CHOSEN[metafunc.function.__name__](one)]
        assert chosen
        metafunc.parametrize("operation", chosen, ids=lambda operation: operation.name)


def _may_name(field: str) -> Any:
    return lambda operation: operation.accepts and field in SCHEMAS[operation.accepts]["properties"]


CHOSEN = {
    "test_the_id_of_anothers_entry_is_like_one_that_does_not_exist": lambda one: "{id}" in one.path,
    "test_the_changeset_of_another_is_like_none": _may_name("changeset"),
    "test_the_instrument_of_another_is_like_none": _may_name("instrument"),
    "test_a_list_of_anothers_register_is_like_that_of_a_register_that_does_not_exist": (
        lambda one: one.method == "GET" and RECIPES[one.name] is OF_HERE
    ),
}
"""Which operations each test is about."""


def told(response: TestResponse, *words: str) -> tuple[int, list[tuple[str, str]], str]:
    """Return all of a response, apart from what names the request, ids, and words that were sent."""
    text = RECEIPT.sub(lambda found: json.dumps(but_for_whom(found[1])), response.text)
    text = IDENTITY.sub("?", text)
    for word in words:
        text = text.replace(word, "?")
    return response.status_code, [header for header in response.headers if header[0] not in _OF_THE_REQUEST], text


def test_the_id_of_anothers_entry_is_like_one_that_does_not_exist(town: Town, operation: Operation) -> None:
    before = town.contents()
    with town.opened() as app:
        for who in OUTSIDERS:
            theirs, nobodys = (town.call(app, who, operation, **other) for other in ({}, {"identity": NOWHERE}))
            assert theirs.status_code in {403, 404}, who
            assert told(theirs) == told(nobodys), who
            assert theirs.data == nobodys.data, who
    assert town.contents() == before


def test_the_changeset_of_another_is_like_none(town: Town, operation: Operation) -> None:
    before = town.contents()
    body = RECIPES[operation.name].body
    with town.opened() as app:
        theirs, nobodys = (
            town.call(app, (Role.HR, HERE), operation, body=body | {"changeset": identity})
            for identity in (town.entries["changeset there"], NOWHERE)
        )
    assert theirs.status_code == 409
    assert theirs.get_json()["errors"][0]["field"] == "changeset"
    assert told(theirs) == told(nobodys)
    assert town.contents() == before


def test_the_instrument_of_another_is_like_none(town: Town, operation: Operation) -> None:
    """Where an instrument has to be known, another's is not; where it need not be, it is a word like any other."""
    answers = []
    for reference in ("MB-THERE", "MB-NEVER"):
        with town.opened("copy.db") as app, time_machine.travel(datetime.now(UTC) + timedelta(hours=1), tick=False):
            body = RECIPES[operation.name].body | {"instrument": reference}
            answers.append(told(town.call(app, (Role.ADMINISTRATOR, None), operation, body=body), reference))
    moment = re.compile(r"[0-9-]{10}T[0-9:.]+Z")
    assert moment.sub("?", answers[0][2]) == moment.sub("?", answers[1][2])
    assert answers[0][:2] == answers[1][:2]


def test_a_list_of_anothers_register_is_like_that_of_a_register_that_does_not_exist(
    town: Town, operation: Operation
) -> None:
    with town.opened() as app:
        for who in OUTSIDERS:
            theirs, nobodys = (
                told(town.call(app, who, operation, query={"organisation": oin}), oin) for oin in (HERE, NOBODY)
            )
            assert theirs == nobodys, who


NAMED: dict[str, dict[str, Any]] = {
    "an employee": {"employees": [{"id": "ID"}]},
    "one beside another": {"employees": [{"number": "K-001"}, {"id": "ID"}]},
    "whom it is about": {"employees": [{"number": "K-001"}], "about": {"id": "ID"}},
    "who decided before": {"employees": [{"number": "K-001"}], "primaryDecisionBy": [{"id": "ID"}]},
}
ASKED: list[tuple[str, dict[str, Any]]] = [
    *(("check", QUESTION | fields) for fields in NAMED.values()),
    *(("checkBatch", {"checks": [QUESTION | fields]}) for fields in NAMED.values()),
    ("checkTable", RECIPES["checkTable"].body | {"employees": [{"organisation": HERE, "id": "ID"}]}),
    ("searchAuthorities", RECIPES["searchAuthorities"].body | {"employees": [{"id": "ID"}]}),
]


@pytest.mark.parametrize(("name", "body"), ASKED, ids=[*NAMED, *(f"batch, {one}" for one in NAMED), "table", "search"])
@pytest.mark.parametrize("home", [HERE, THERE], ids=["about here", "about there"])
def test_the_id_of_anothers_employee_in_a_question_is_like_one_that_does_not_exist(
    town: Town, name: str, body: dict[str, Any], home: str
) -> None:
    """Asked about either organisation, by whoever: an id of the other one names nobody."""
    other = town.entries["employee there" if home == HERE else "employees"]
    with town.opened() as app, time_machine.travel(datetime.now(UTC) + timedelta(hours=1), tick=False):
        for who in CALLERS:
            theirs, nobodys = (
                told(town.call(app, who, BY_NAME[name], body=_about(body, home, identity)))
                for identity in (other, NOWHERE)
            )
            assert theirs == nobodys, who


def _about(body: dict[str, Any], home: str, identity: str) -> Any:
    """Return a body that asks about an organisation, with this id in it."""
    return json.loads(json.dumps(body).replace(HERE, home).replace('"ID"', json.dumps(identity)))
