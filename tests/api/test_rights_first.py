"""Who has no right to an operation is refused before anything that he sends is read."""

from __future__ import annotations

import json

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from api.body_limits import MAX_BEYOND, MAX_DEPTH, MAX_VALUES, MAX_WIDTH, must_be_small
from mandate_registry.contract_file import description
from mandate_registry.errors import InvalidInput
from mandate_registry.services.permissions import PERMISSIONS, Right, Role
from tests.api.client import Api, obeys
from tests.api.full_town import CALLERS, CLOSED, Operation, Town, Who
from tests.api.small_register import HERE

pytestmark = pytest.mark.either_database

MANY = json.dumps({f"f{number}": 1 for number in range(1000)})
BODIES = {Role.PARTNER: ("{}", MANY, "{")}


def sent(app: Flask, town: Town, who: Who, operation: Operation, body: str) -> TestResponse:
    headers = {"Authorization": f"Bearer {town.keys[who]}", "Content-Type": "application/json"}
    path = f"/v1{operation.path.replace('{id}', town.entries['granted'])}"
    content = {"data": body, "headers": headers} if operation.method in {"POST", "PATCH"} else {"headers": headers}
    response = app.test_client().open(f"{path}?unknown=1", method=operation.method, **content)
    obeys(response)
    return response


def rights(operation: Operation) -> list[Right]:
    described = description()["paths"][operation.path][operation.method.lower()]
    return [Right(described[name]) for name in ("x-right", "x-own-right") if name in described]


def test_a_role_without_the_right_is_forbidden_whatever_it_sends(town: Town) -> None:
    wrong = []
    with town.opened() as app:
        for operation in CLOSED:
            for who in (who for who in CALLERS if who[1] in {None, HERE}):
                has_right = any(PERMISSIONS[right][who[0]] for right in rights(operation))
                got = {sent(app, town, who, operation, body).status_code for body in BODIES.get(who[0], ("{}",))}
                if (got == {403}) == has_right:
                    wrong.append((operation.name, who[0], got))
    assert wrong == []


DEEP: object = 1
for _ in range(MAX_DEPTH):
    DEEP = [DEEP]


@pytest.mark.parametrize(
    "body",
    [
        {f"f{number}": 1 for number in range(MAX_WIDTH + MAX_BEYOND + 1)},
        {"checks": [{f"f{number}": 1 for number in range(MAX_WIDTH + 6)}] * (MAX_BEYOND // 6 + 1)},
        {"checks": [{}] * MAX_VALUES},
        {"checks": [[{}] * 1000] * (MAX_VALUES // 1000)},
        {"checks": DEEP},
    ],
    ids=["fields", "fields of items", "items", "items of items", "depth"],
)
def test_a_body_with_too_much_in_it_is_refused_before_it_is_validated(neighbour: Api, body: object) -> None:
    (error,) = neighbour.post("/checks/_batch", body, 400).json["errors"]
    assert (error["field"], error["code"]) == ("", "too_many")


def test_what_holds_too_much_is_refused_before_it_is_parsed(neighbour: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    """Parsing 4 MB of small values holds up everybody else for a second, and takes hundreds of megabytes."""
    monkeypatch.setattr("api.request_body.json", None)
    fields = "{" + ",".join(f'"f{number}":1' for number in range(330_000)) + "}"
    lists = '{"checks":[' + ",".join(['{"a":[]}'] * 500_000) + "]}"
    for body in (fields, lists, "[" * 1_000_000, '{"checks":[' + '"",' * 1_000_000):
        refused = neighbour.send("POST", "/checks/_batch", 400, data=body, content_type="application/json")
        assert [(error["field"], error["code"]) for error in refused.json["errors"]] == [("", "too_many")]


FULL = [[", ", r"\"[{\\", {"": {}}, []]] * (MAX_VALUES // 6)


@pytest.mark.parametrize("indent", [None, 1])
def test_all_fields_and_items_are_counted_and_nothing_that_stands_in_a_text(indent: int | None) -> None:
    rest = MAX_VALUES - len(FULL) * 6
    must_be_small(json.dumps(FULL + [1] * rest, indent=indent).encode())
    must_be_small(json.dumps({"purpose": ',[{"' * MAX_VALUES}).encode())
    with pytest.raises(InvalidInput):
        must_be_small(json.dumps(FULL + [1] * (rest + 1), indent=indent).encode())


def test_as_much_as_fits_is_validated(neighbour: Api) -> None:
    fields = {f"f{number}": 1 for number in range(MAX_WIDTH)}
    errors = neighbour.post("/checks/_batch", {"checks": [fields] * 10}, 400).json["errors"]
    assert {error["code"] for error in errors} == {"unknown_field", "required"}


def test_a_query_with_too_many_parameters_is_refused(keeper: Api) -> None:
    (error,) = keeper.get(f"/units?{'&'.join(f'f{number}=1' for number in range(5000))}", 400).json["errors"]
    assert error["code"] == "too_many"
