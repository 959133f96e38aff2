"""From what a service gives to a response; the opposite of `parsing`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import jsonify, url_for

from schemas.base import ready

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flask import Response

    from schemas.base import Schema


def one(schema: type[Schema], thing: object) -> Response:
    """Answer with one thing and its strong ETag."""
    response = jsonify(ready(schema).dump(thing))
    response.add_etag()
    return response


def many(schema: type[Schema], things: Iterable[object], **beside: Any) -> Response:
    """Answer with a list, and what stands beside it."""
    return jsonify({"items": ready(schema).dump(things, many=True)} | beside)


def created(schema: type[Schema], thing: Any, endpoint: str) -> Response:
    """Answer with a thing that did not exist before, and where it is now."""
    response = one(schema, thing)
    response.status_code = 201
    response.headers["Location"] = url_for(endpoint, identity=thing.entry.id)
    return response
