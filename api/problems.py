"""The only map from errors to HTTP: every error is a problem (RFC 9457), and one that nobody foresaw says nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from flask import Flask, Response, current_app, request
from werkzeug.exceptions import HTTPException

from api.auth import credential, must_be_known
from api.rate_limits import add_headers
from mandate_registry.errors import (
    Conflict,
    Departed,
    FieldError,
    Forbidden,
    InvalidInput,
    NotFound,
    PreconditionRequired,
    RegistryError,
    Stale,
    Stopped,
    TooMany,
    Unauthenticated,
    Unavailable,
)
from mandate_registry.services.incidents import note
from mandate_registry.terms import terms
from mandate_registry.view_context import request_id

STATUSES: dict[type[RegistryError], HTTPStatus] = {
    InvalidInput: HTTPStatus.BAD_REQUEST,
    Unauthenticated: HTTPStatus.UNAUTHORIZED,
    Departed: HTTPStatus.UNAUTHORIZED,
    Stopped: HTTPStatus.UNAUTHORIZED,
    Forbidden: HTTPStatus.FORBIDDEN,
    NotFound: HTTPStatus.NOT_FOUND,
    Conflict: HTTPStatus.CONFLICT,
    Stale: HTTPStatus.PRECONDITION_FAILED,
    PreconditionRequired: HTTPStatus.PRECONDITION_REQUIRED,
    TooMany: HTTPStatus.TOO_MANY_REQUESTS,
    Unavailable: HTTPStatus.SERVICE_UNAVAILABLE,
}
HEADERS = {
    HTTPStatus.UNAUTHORIZED: {"WWW-Authenticate": "Bearer"},
    HTTPStatus.SERVICE_UNAVAILABLE: {"Retry-After": "5"},
}
NOT_GOOD = 'Bearer error="invalid_token"'
"""How who did send a key or token is told that it is not good (RFC 6750, 3)."""

KINDS = {
    HTTPStatus(int(problem.values["status"])): (code, problem.texts["title"]["en"])
    for code, problem in terms("problems").items()
}
"""The code of each kind of problem, whose page is `docs/problems/CODE.md`, and its title."""

LATER = "300"
"""After how many seconds it makes sense to ask again for what somebody has to mend first."""


def install(app: Flask) -> None:
    """Make every error of the application a problem."""
    app.register_error_handler(RegistryError, _from_registry)
    app.register_error_handler(TooMany, _from_too_many)
    app.register_error_handler(HTTPException, _from_http)
    app.register_error_handler(Exception, _unforeseen)


def _from_registry(error: RegistryError) -> Response:
    if not isinstance(error, Unauthenticated | Unavailable):
        must_be_known()
    status = STATUSES.get(type(error))
    if status is None:
        return _unforeseen(error)
    errors: Sequence[FieldError] = getattr(error, "errors", ())
    detail = _summary(errors) if isinstance(error, InvalidInput) else str(error)
    response = _problem(status, detail, errors)
    if isinstance(error, Unavailable):
        note(error, request.url_rule, request_id())
        if not error.lack.passes:
            response.headers["Retry-After"] = LATER
    if isinstance(error, Unauthenticated) and credential():
        response.headers["WWW-Authenticate"] = NOT_GOOD
    return response


def _from_too_many(error: TooMany) -> Response:
    add_headers(error.allowance)
    response = _from_registry(error)
    response.headers["Retry-After"] = str(error.allowance.seconds)
    return response


def _summary(errors: Sequence[FieldError]) -> str:
    first = errors[0]
    more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
    return f"{first.field}: {first.detail}{more}".removeprefix(": ")


def _from_http(error: HTTPException) -> Response:
    status = HTTPStatus(error.code or HTTPStatus.INTERNAL_SERVER_ERROR)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        note(error, request.url_rule, request_id())
    response = _problem(status, error.description or status.phrase)
    response.headers.update({name: value for name, value in error.get_headers() if name != "Content-Type"})
    return response


def _unforeseen(error: Exception) -> Response:
    """Answer nothing and log where it happened: neither the message nor the request, which may hold anything."""
    if current_app.config["PROPAGATE_EXCEPTIONS"]:  # only `./mandates dev` sets it, for its debugger
        raise error
    note(error, request.url_rule, request_id())
    return _problem(HTTPStatus.INTERNAL_SERVER_ERROR, "It has been logged under the X-Request-ID of this answer.")


def _field_error(error: FieldError) -> dict[str, str]:
    return {"field": error.field, "code": error.code, "detail": error.detail}


def _problem(status: HTTPStatus, detail: str, errors: Sequence[FieldError] = ()) -> Response:
    code, title = KINDS.get(status, (None, status.phrase))
    body: Mapping[str, Any] = {
        "type": f"/v1/problems/{code}" if code else "about:blank",
        "title": title,
        "status": status,
        "detail": detail,
    } | ({"errors": [_field_error(error) for error in errors]} if errors else {})
    text = json.dumps(body)
    return Response(text, status, HEADERS.get(status), content_type="application/problem+json")
