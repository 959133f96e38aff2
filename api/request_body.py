"""From the body and the query of a request to what a schema loads; InvalidInput names every field at once."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from flask import current_app, request
from werkzeug.exceptions import UnsupportedMediaType

from api.body_limits import must_be_bounded, must_be_few, must_be_small
from mandate_registry.errors import FieldError, InvalidInput, PreconditionRequired
from mandate_registry.services.changesets.early_refusals import Precondition
from schemas.base import Schema
from schemas.load import load

V = TypeVar("V", bound=Callable[..., object])

_QUERIED = "query_methods"
JSON_TYPES = {"POST": ("application/json",), "PATCH": ("application/merge-patch+json", "application/json")}


def load_body(schema: type[Schema], must_fit: Callable[[dict[str, Any]], None] | None = None) -> Any:
    """Load the JSON object in the body; `must_fit` refuses one before anything in it is validated, which takes long."""
    found = _body()
    if must_fit:
        must_fit(found)
    return load(schema, found)


def load_file(kinds: Iterable[str]) -> tuple[str, bytes]:
    """Return the media type and the bytes of a body that is a file of one of these kinds."""
    if request.mimetype not in set(kinds):
        raise UnsupportedMediaType(f"Send {' or '.join(kinds)}.")
    return request.mimetype, _whole_body()


def load_query(schema: type[Schema]) -> dict[str, Any]:
    """Load the query parameters, each of which may be given once."""
    must_be_few(len(request.args))
    repeated = [name for name, values in request.args.lists() if len(values) > 1]
    if repeated:
        raise InvalidInput(*(FieldError(name, "repeated", "is given more than once") for name in repeated))
    found: dict[str, Any] = load(schema, request.args.to_dict())
    return found


def takes_query(view: V, *methods: str) -> V:
    """Mark a view that loads query parameters itself, for these methods (default: GET)."""
    setattr(view, _QUERIED, methods or ("GET", "HEAD"))
    return view


def refuse_query() -> None:
    """Refuse query parameters where there are none to give: one that is not heeded would mislead."""
    view = current_app.view_functions.get(request.endpoint or "")
    if view and request.args and request.method not in getattr(view, _QUERIED, ()):
        load_query(Schema)


def precondition() -> Precondition:
    """Return in which states the caller changes a thing (RFC 9110, If-Match); PreconditionRequired without."""
    if "If-Match" not in request.headers:
        raise PreconditionRequired("Say in If-Match which state you want to change: the ETag with which you read it.")
    return Precondition(None if request.if_match.star_tag else frozenset(request.if_match.as_set()))


def _body() -> dict[str, Any]:
    """Read one JSON object, as strictly as I-JSON (RFC 7493) has it."""
    if request.mimetype not in JSON_TYPES[request.method]:
        raise UnsupportedMediaType("Send application/json.")
    data = _whole_body()
    must_be_small(data)
    try:
        found = json.loads(data.decode(), object_pairs_hook=_unique, parse_constant=_refuse)
        if rb"\ud" in data.lower():
            json.dumps(found, ensure_ascii=False).encode()  # fails on half a surrogate pair, which is no character
    except (ValueError, RecursionError) as error:
        raise _unreadable("is no JSON that can be read: in UTF-8, no name twice, not too deep") from error
    if not isinstance(found, dict):
        raise _unreadable("is not an object")
    must_be_bounded(found)
    return found


def _whole_body() -> bytes:
    data = request.get_data()
    request.stream.read(1)  # a body of unknown length was cut off at the limit: whoever reads on is told that (413)
    return data


def _unreadable(detail: str) -> InvalidInput:
    return InvalidInput(FieldError("", "invalid_json", f"the body {detail}"))


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice in one object")
    return found


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON")
