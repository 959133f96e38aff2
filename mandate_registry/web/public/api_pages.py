"""The documentation of the API, made of its contract: an overview, and a page for each operation and each schema."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, NamedTuple

from flask import Blueprint, Response
from markupsafe import Markup, escape

from mandate_registry.contract_file import description
from mandate_registry.errors import NotFound
from mandate_registry.web.access import public
from mandate_registry.web.context import page

BASE = "/v1"
METHODS = ("get", "post", "put", "patch", "delete")
MARKS = (
    (re.compile(r"\*\*(.+?)\*\*", re.DOTALL), r"<strong>\1</strong>"),
    (re.compile(r"\*([^*\s][^*]*?)\*"), r"<em>\1</em>"),
    (re.compile(r"`([^`]+)`"), r"<code>\1</code>"),
    (re.compile(r"\[([^\]]+)\]\((https://[^)\s]+)\)"), r'<a href="\2">\1</a>'),
)
"""What of Markdown the contract writes, and its HTML; it is escaped before."""

contract = Blueprint("contract", __name__, url_prefix="/api")


class Operation(NamedTuple):
    """An operation of the contract: `body` is as it stands there, `parameters` with those of its path."""

    method: str
    path: str
    body: dict[str, Any]
    parameters: list[dict[str, Any]]


@contract.get("")
@public
def overview() -> Response:
    """Show what the API is for, and all of its operations by subject."""
    return page("public/contract/overview.html", contract=description(), subjects=_subjects(), prose=prose)


@contract.get("/operations/<name>")
@public
def operation(name: str) -> Response:
    """Show one operation."""
    if name not in _operations():
        raise NotFound("There is no such operation.")
    return page("public/contract/operation.html", one=_operations()[name], prose=prose, resolved=resolved)


@contract.get("/schemas/<name>")
@public
def schema(name: str) -> Response:
    """Show one schema: what a value of it holds."""
    found = description()["components"]["schemas"].get(name)
    if found is None:
        raise NotFound("There is no such schema.")
    return page("public/contract/schema.html", name=name, schema=found, prose=prose, resolved=resolved)


def prose(text: str) -> Markup:
    """Write a description as paragraphs."""
    written = str(escape(text))
    for mark, html in MARKS:
        written = mark.sub(html, written)
    return Markup("").join(Markup(f"<p>{part}</p>") for part in written.split("\n\n"))  # noqa: S704 - escaped above


def resolved(node: dict[str, Any]) -> dict[str, Any]:
    """Return what a node refers to, or the node itself."""
    while "$ref" in node:
        found: Any = description()
        for key in node["$ref"].removeprefix("#/").split("/"):
            found = found[key]
        node = found
    return node


@cache
def _operations() -> dict[str, Operation]:
    found = {}
    for path, item in description()["paths"].items():
        for method in METHODS:
            if method in item:
                parameters = [*item.get("parameters", ()), *item[method].get("parameters", ())]
                known = [resolved(one) for one in parameters]
                found[item[method]["operationId"]] = Operation(method.upper(), BASE + path, item[method], known)
    return found


def _subjects() -> list[tuple[dict[str, Any], list[Operation]]]:
    every = _operations().values()
    own = ((tag, [one for one in every if tag["name"] in one.body["tags"]]) for tag in description()["tags"])
    return [(tag, operations) for tag, operations in own if operations]
