"""From the body and the query of a request to what a schema loads; InvalidInput names every field at once."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from flask import request
from marshmallow import ValidationError
from werkzeug.exceptions import UnsupportedMediaType

from mandate_registry.errors import Conflict, FieldError, InvalidInput
from schemas.base import Schema, camel_case, ready
from schemas.errors import field_errors

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from flask import Response

MOST_ERRORS = 1000
MOST_READ = 50_000_000
CHUNK = 1_000_000


def load_body(schema: type[Schema]) -> dict[str, Any]:
    """Load the JSON object in the body."""
    return _load(schema, _body())


def load_query(schema: type[Schema]) -> dict[str, Any]:
    """Load the query parameters, each of which may be given once."""
    repeated = [name for name, values in request.args.lists() if len(values) > 1]
    if repeated:
        raise InvalidInput(*(FieldError(name, "repeated", "is given more than once") for name in repeated))
    return _load(schema, request.args.to_dict())


def refuse_query() -> None:
    """Refuse query parameters where there are none to give: one that is not heeded would mislead.

    Only a list has any, which loads them itself; whatever has parameters in its path is no list.
    """
    if request.args and (request.view_args or request.method == "POST"):
        load_query(Schema)


def read_the_rest(response: Response) -> Response:
    """Read a body that nobody read, up to MOST_READ: a server that answers before cuts off who is still sending.

    Whoever sends too much then gets to read why, and a connection that is kept can be used again.
    """
    if request.content_length is None:
        left = MOST_READ if "chunked" in request.headers.get("Transfer-Encoding", "") else 0
    else:
        left = 0 if "stream" in vars(request) else min(request.content_length, MOST_READ)
    while left > 0 and (read := request.environ["wsgi.input"].read(min(left, CHUNK))):
        left -= len(read)
    return response


def _load(schema: type[Schema], data: Mapping[str, Any]) -> dict[str, Any]:
    try:
        loaded: dict[str, Any] = ready(schema).load(data)
    except ValidationError as error:
        raise InvalidInput(*list(field_errors(error.messages))[:MOST_ERRORS]) from error
    return loaded


def _body() -> dict[str, Any]:
    """Read one JSON object, as strictly as I-JSON (RFC 7493) has it."""
    if request.mimetype != "application/json":
        raise UnsupportedMediaType("Send application/json.")
    data = request.get_data()
    request.stream.read(1)  # a body of unknown length was cut off at the limit: whoever reads on is told that (413)
    try:
        found = json.loads(data.decode(), object_pairs_hook=_unique, parse_constant=_refuse)
        json.dumps(found, ensure_ascii=False).encode()  # fails on half a surrogate pair, which is no character
    except (ValueError, RecursionError) as error:
        raise _unreadable("is no JSON that can be read: in UTF-8, no name twice, not too deep") from error
    if not isinstance(found, dict):
        raise _unreadable("is not an object")
    return found


def _unreadable(detail: str) -> InvalidInput:
    return InvalidInput(FieldError("", "invalid_json", f"the body {detail}"))


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice in one object")
    return found


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON")


@contextmanager
def named_as_in(schema: type[Schema]) -> Iterator[None]:
    """Let the errors of a service, which name the fields of facts, name those of the JSON."""
    names = {name: field.data_key or name for name, field in ready(schema).fields.items()}
    try:
        yield
    except InvalidInput as error:
        raise InvalidInput(*_renamed(error.errors, names)) from error
    except Conflict as error:
        raise Conflict(str(error), *_renamed(error.errors, names)) from error


def _renamed(errors: tuple[FieldError, ...], names: Mapping[str, str]) -> Iterator[FieldError]:
    return (replace(error, field=names.get(error.field) or camel_case(error.field)) for error in errors)
