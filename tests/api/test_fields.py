"""Which fields a caller may set: those of the request, and none of those that it is only told."""

from __future__ import annotations

from typing import Any

import pytest

from mandate_registry.contract_file import description
from mandate_registry.services.permissions import Role
from tests.api.full_town import CLOSED, Operation, Town
from tests.api.recipes import RECIPES

SCHEMAS: dict[str, dict[str, Any]] = description()["components"]["schemas"]
EVERY_FIELD = {name for schema in SCHEMAS.values() for name in schema.get("properties", {})}
"""Whatever any object of the contract has: what is told of an entry, its id and its state among it."""


@pytest.mark.parametrize("operation", [one for one in CLOSED if one.accepts], ids=lambda operation: operation.name)
def test_a_field_that_is_not_the_callers_to_set_is_refused_by_name(town: Town, operation: Operation) -> None:
    before, answered = town.contents(), town.answers()
    schema = SCHEMAS[operation.accepts or ""]
    body, foreign = _with_more(RECIPES[operation.name].body, schema)
    with town.opened() as app:
        response = town.call(app, (Role.ADMINISTRATOR, None), operation, body=body)
    assert response.status_code == 400
    assert {(error["field"], error["code"]) for error in response.get_json()["errors"]} == {
        (field, "unknown_field") for field in foreign
    }
    assert _told(operation) - schema["properties"].keys() <= set(foreign)
    assert (town.contents(), town.answers()) == (before, answered)


def _with_more(value: Any, schema: dict[str, Any], path: str = "") -> tuple[Any, list[str]]:
    """Return a body in which every object has every field that is none of its own, and the paths of those."""
    schema = _resolved(schema)
    if isinstance(value, list):
        parts = [_with_more(item, schema["items"], f"{path}{place}.") for place, item in enumerate(value)]
        return [part for part, _ in parts], [one for _, found in parts for one in found]
    if not isinstance(value, dict):
        return value, []
    own = schema["properties"]
    inner = {name: _with_more(item, own[name], f"{path}{name}.") for name, item in value.items()}
    foreign = sorted(EVERY_FIELD - own.keys())
    body = {name: part for name, (part, _) in inner.items()} | dict.fromkeys(foreign, "approved")
    return body, [f"{path}{name}" for name in foreign] + [one for _, found in inner.values() for one in found]


def _told(operation: Operation) -> set[str]:
    """Return the fields of what is answered, of each item where it is a list."""
    answer = description()["paths"][operation.path][operation.method.lower()]["responses"][str(min(operation.statuses))]
    if "application/json" not in answer["content"]:
        return set()  # a picture has no fields
    schema = _resolved(answer["content"]["application/json"]["schema"])
    items = schema["properties"].get("items")
    return set(schema["properties"]) | set(_resolved(items["items"])["properties"] if items else ())


def _resolved(schema: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in schema:
        return SCHEMAS[schema["$ref"].rpartition("/")[2]]
    either = [one for one in schema.get("anyOf", ()) if one.get("type") != "null"]
    return _resolved(either[0]) if either else schema
