"""`Idempotency-Key`: a POST that comes again, after a lost answer or a crash, is answered and not done again."""

from __future__ import annotations

import re
from functools import wraps
from hashlib import sha256
from typing import TYPE_CHECKING, Any, TypeVar

from flask import Response, make_response, request

from api.context import call
from mandate_registry.errors import FieldError, InvalidInput
from mandate_registry.services.changing import replies
from mandate_registry.services.changing.replies import Reply, Request

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

    V = TypeVar("V", bound=Callable[..., object])

HEADER = "Idempotency-Key"
KEY = re.compile(r"[\x21-\x7e]{1,255}")
KEPT = ("Content-Type", "Location", "ETag")
_NEVER_KEPT = "is_never_kept"


def never_kept(view: V) -> V:
    """Let a view take no Idempotency-Key: its answer bears a secret, which may not stand in the database."""
    setattr(view, _NEVER_KEPT, True)
    return view


def install(app: Flask) -> None:
    """Let every view of the application answer a repeated POST as it did before."""
    app.view_functions = {name: _repeatable(view) for name, view in app.view_functions.items()}


def _repeatable(view: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(view)
    def answered(*args: Any, **kwargs: Any) -> Any:
        if request.method != "POST" or HEADER not in request.headers:
            return view(*args, **kwargs)
        if hasattr(view, _NEVER_KEPT):
            raise InvalidInput(FieldError(HEADER, "not_permitted", "is not taken here: the answer is given once"))
        reply = call(replies.once, _request(), lambda: _reply(make_response(view(*args, **kwargs))))
        return Response(reply.body, reply.status, reply.headers)

    return answered


def _request() -> Request:
    """Read what makes this request the same as another: the key, and all that is asked."""
    key = request.headers[HEADER]
    if not KEY.fullmatch(key):
        raise InvalidInput(FieldError(HEADER, "invalid_value", "is not 1 to 255 visible characters of ASCII"))
    asked = (request.full_path, request.headers.get("If-Match", ""), request.mimetype)
    return Request(key, sha256("\n".join(asked).encode() + b"\n" + request.get_data()).hexdigest())


def _reply(response: Response) -> Reply:
    headers = {name: response.headers[name] for name in KEPT if name in response.headers}
    return Reply(response.status_code, headers, response.get_data())
