"""`Idempotency-Key`: a POST that comes again, after a lost answer or a crash, is answered and not done again.

A reply that is given again says so (`Idempotent-Replayed`), and the rights of who sends it are asked again.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import Any, TypeVar

from flask import Flask, Response, make_response, request

from mandate_registry.errors import FieldError, InvalidInput
from mandate_registry.services.idempotency import replies
from mandate_registry.services.idempotency.replies import Reply, Request
from mandate_registry.view_context import call

V = TypeVar("V", bound=Callable[..., object])

HEADER = "Idempotency-Key"
KEY = re.compile(r"[\x21-\x7e]{1,255}")
REPLAYED = "Idempotent-Replayed"
KEPT_HEADERS = ("Content-Type", "Location", "ETag")
NEVER_KEPT = "is_never_kept"
ASKS = "asks"


def never_kept(view: V) -> V:
    """Mark a view whose answer bears what may not stand in the database, and return it.

    A request to it with an Idempotency-Key is refused: 400, `not_permitted`.
    """
    setattr(view, NEVER_KEPT, True)
    return view


def question(view: V) -> V:
    """Mark a view that asks what a register says, and return it.

    Its answer is not given again under an Idempotency-Key once it may be another one: 409, `outdated`.
    """
    return question_if(lambda: True)(view)


def question_if(asks: Callable[[], bool]) -> Callable[[V], V]:
    """Return what marks a view as a `question` for those requests for which `asks()` is true.

    `asks` is called while a request is answered. Whatever else a request does was done: its reply is given again.
    """

    def marked(view: V) -> V:
        setattr(view, ASKS, asks)
        return view

    return marked


def install(app: Flask) -> None:
    """Make every view answer a repeated POST with the reply that was kept."""
    app.view_functions = {name: _repeatable(view) for name, view in app.view_functions.items()}


def _repeatable(view: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(view)
    def answered(*args: Any, **kwargs: Any) -> Any:
        if request.method != "POST" or HEADER not in request.headers:
            return view(*args, **kwargs)
        if hasattr(view, NEVER_KEPT):
            raise InvalidInput(FieldError(HEADER, "not_permitted", "is not taken here: the answer is given once"))
        asked = _request(is_question=getattr(view, ASKS, bool)())
        reply = call(replies.once, asked, lambda: _reply(make_response(view(*args, **kwargs))))
        again = {REPLAYED: "true"} if reply.is_replayed else {}
        return Response(reply.body, reply.status, {**reply.headers, **again})

    return answered


def _request(*, is_question: bool) -> Request:
    """Read what makes this request the same as another: the key, and all that is asked."""
    key = request.headers[HEADER]
    if not KEY.fullmatch(key):
        raise InvalidInput(FieldError(HEADER, "invalid_value", "is not 1 to 255 visible characters of ASCII"))
    asked = (request.full_path, request.headers.get("If-Match", ""), request.mimetype)
    return Request(key, sha256("\n".join(asked).encode() + b"\n" + request.get_data()).hexdigest(), is_question)


def _reply(response: Response) -> Reply:
    headers = {name: response.headers[name] for name in KEPT_HEADERS if name in response.headers}
    return Reply(response.status_code, headers, response.get_data())
