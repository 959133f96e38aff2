"""Responses held against the contract: their status, their headers and what they carry."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from jsonschema_rs import Draft202012Validator
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, Rule
from werkzeug.test import TestResponse

from mandate_registry.contract_file import description

STATUS_LIST = "application/statuslist+jwt"
METHODS = {"get", "post", "patch", "put", "delete"}
PROBLEM = ("components", "schemas", "Problem")

Place = tuple[str, ...]
"""Where something stands in the contract: the keys that lead to it."""


def must_obey(response: TestResponse) -> None:
    """Assert that the status, the headers and the body of a response are those that the contract describes."""
    try:
        (path, method), _ = _operations().bind("").match(response.request.path, response.request.method)
    except HTTPException:  # no address or method of the contract: that is a problem too
        assert response.status_code in {404, 405, 415}
        _validator(PROBLEM).validate(response.json)
        return
    described = _followed(("paths", path, method, "responses", str(response.status_code)))
    _headers_must_obey(response, described)
    _body_must_obey(response, described)


def _headers_must_obey(response: TestResponse, described: Place) -> None:
    for name in _at(described).get("headers", {}):
        header = _followed((*described, "headers", name))
        sent = response.headers.get(name)
        assert sent is not None or not _at(header).get("required"), f"{name} is missing"
        if sent is not None:
            _validator((*header, "schema")).validate(sent)


def _body_must_obey(response: TestResponse, described: Place) -> None:
    content = _at(described).get("content")
    if content is None:
        assert not response.data
        return
    kind = str(response.mimetype)
    assert kind in content, f"{kind} is none of {list(content)}"
    schema = (*described, "content", kind, "schema")
    if kind.endswith("json"):
        _validator(schema).validate(response.json)
    elif kind.startswith("text/"):
        _validator(schema).validate(response.text)


@cache
def _operations() -> Map:
    """Return how addresses and methods lead to the operations of the contract."""
    base = description()["servers"][0]["url"]
    return Map(
        [
            Rule(base + re.sub(r"{(\w+)}", r"<\1>", path), methods=[method], endpoint=(path, method))
            for path, item in description()["paths"].items()
            for method in METHODS & item.keys()
        ]
    )


@cache
def _validator(place: Place) -> Draft202012Validator:
    """Return what validates against the schema that stands at a place of the contract."""
    schema = _at(place) | {"components": description()["components"]}  # to which references in it lead
    return Draft202012Validator(schema, validate_formats=True)


def _followed(place: Place) -> Place:
    """Return where something really stands: a reference leads to another place."""
    found = _at(place)
    return _followed(tuple(found["$ref"].removeprefix("#/").split("/"))) if "$ref" in found else place


def _at(place: Place) -> Any:
    found: Any = description()
    for key in place:
        assert key in found, f"the contract has no {' / '.join(place)}"
        found = found[key]
    return found
