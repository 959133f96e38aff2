"""The only map from what goes wrong to the page that says what to do."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from flask import Flask, Response, current_app, request
from werkzeug.exceptions import HTTPException

from mandate_registry import errors
from mandate_registry.services.incidents import note
from mandate_registry.terms import terms
from mandate_registry.view_context import request_id
from mandate_registry.web.context import page
from mandate_registry.web.language import said

AGAIN = "again"

SOON, LATER = "5", "300"
"""After how many seconds to ask again for what cannot be had now, and for what somebody has to mend first."""


@dataclass(frozen=True, slots=True)
class ProblemKind:
    """A kind of problem: with which status it is answered, what it is called, and what to do about it.

    `way` is to which page it leads on: an endpoint, the same page again, or none.
    """

    status: HTTPStatus
    title: Any
    what_to_do: Any
    is_no: bool = False
    way: str | None = "start.home"


def _kind(status: HTTPStatus, code: str, among: str = "problems", **shown: Any) -> ProblemKind:
    """Return the kind of problem that the terms of a kind (`problems`, `cases`, `lacks`) word under a code."""
    texts = terms(among)[code].texts
    return ProblemKind(status, said(texts["headline"]), said(texts["advice"]), **shown)


NO_CARD = _kind(HTTPStatus.NOT_FOUND, "no_card", "cases", is_no=True, way=None)
NOTHING = _kind(HTTPStatus.NOT_FOUND, "not-found")
UNAVAILABLE = _kind(HTTPStatus.SERVICE_UNAVAILABLE, "unavailable", way=AGAIN)
WAYS = {"busy": AGAIN}
LACKING = {
    errors.Lack[code.upper()]: _kind(HTTPStatus.SERVICE_UNAVAILABLE, code, "lacks", way=WAYS.get(code, "start.home"))
    for code in terms("lacks")
}
"""What to say where something else is lacking than a way to the register."""
UNFORESEEN = _kind(HTTPStatus.INTERNAL_SERVER_ERROR, "internal")
KINDS: dict[type[errors.RegistryError], ProblemKind] = {
    errors.NotFound: NOTHING,
    errors.Stopped: _kind(HTTPStatus.UNAUTHORIZED, "stopped", "cases", way=None),
    errors.Departed: _kind(HTTPStatus.UNAUTHORIZED, "departed", "cases", way=None),
    errors.Unauthenticated: _kind(HTTPStatus.UNAUTHORIZED, "unauthenticated", way="start.sign_in"),
    errors.Forbidden: _kind(HTTPStatus.FORBIDDEN, "forbidden"),
    errors.InvalidInput: _kind(HTTPStatus.BAD_REQUEST, "invalid-input"),
    errors.Conflict: _kind(HTTPStatus.CONFLICT, "conflict"),
    errors.Stale: _kind(HTTPStatus.CONFLICT, "stale"),
    errors.TooMany: _kind(HTTPStatus.TOO_MANY_REQUESTS, "too-many-requests", way=AGAIN),
}
"""By error; what is none of these is unforeseen."""

REFUSED = {
    HTTPStatus.BAD_REQUEST: KINDS[errors.InvalidInput],
    HTTPStatus.METHOD_NOT_ALLOWED: NOTHING,
    HTTPStatus.TOO_MANY_REQUESTS: KINDS[errors.TooMany],
    HTTPStatus.SERVICE_UNAVAILABLE: UNAVAILABLE,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: _kind(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too-large"),
}
"""What the server refuses itself; any other is nothing."""

PASSED_HEADERS = ("Allow", "Retry-After")
"""What the server says of a refusal that is sent with its page."""


def install(app: Flask) -> None:
    """Register the handlers that show errors as pages."""
    app.register_error_handler(errors.RegistryError, _refused)
    app.register_error_handler(errors.Unavailable, _unavailable)
    app.register_error_handler(HTTPException, _nothing)
    app.register_error_handler(Exception, _unforeseen)


def _refused(error: errors.RegistryError) -> Response:
    kind = next((kind for family, kind in KINDS.items() if isinstance(error, family)), None)
    if kind is None:
        return _unforeseen(error)
    response = _page(NO_CARD if kind is NOTHING and request.blueprint == "cards" else kind)
    if isinstance(error, errors.TooMany):
        response.headers["Retry-After"] = str(error.allowance.seconds)
    return response


def _unavailable(error: errors.Unavailable) -> Response:
    """Show what is unavailable, and log it."""
    note(error, request.url_rule, request_id())
    response = _page(LACKING.get(error.lack, UNAVAILABLE))
    response.headers["Retry-After"] = SOON if error.lack.passes else LATER
    return response


def _nothing(error: HTTPException) -> Response:
    """Show a page with only the status of an HTTP error."""
    status = HTTPStatus(error.code or HTTPStatus.INTERNAL_SERVER_ERROR)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        note(error, request.url_rule, request_id())
    response = _page(REFUSED.get(status, NOTHING), status)
    response.headers.extend((name, value) for name, value in error.get_headers() if name in PASSED_HEADERS)
    return response


def _unforeseen(error: Exception) -> Response:
    """Show nothing and log where it happened: neither the message nor the address, which may bear a code."""
    if current_app.config["PROPAGATE_EXCEPTIONS"]:  # only `./mandates dev` sets it, for its debugger
        raise error
    note(error, request.url_rule, request_id())
    return _page(UNFORESEEN)


def _page(kind: ProblemKind, status: HTTPStatus | None = None) -> Response:
    return page("problem.html", status or kind.status, kind=kind)
