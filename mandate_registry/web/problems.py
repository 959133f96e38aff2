"""The only map from what goes wrong to the page that says what to do."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from flask import Flask, Response, current_app, request
from werkzeug.exceptions import HTTPException

from mandate_registry import errors
from mandate_registry.services.incidents import note
from mandate_registry.web.context import page, request_id
from mandate_registry.web.language import lazy

AGAIN = "again"

SOON, LATER = "5", "300"
"""After how many seconds to ask again for what cannot be had now, and for what somebody has to mend first."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of problem: with which status it is answered, what it is called, and what to do about it.

    `way` is to which page it leads on: an endpoint, the same page again, or none.
    """

    status: HTTPStatus
    title: Any
    what_to_do: Any
    is_no: bool = False
    way: str | None = "start.home"


NO_CARD = Kind(
    HTTPStatus.NOT_FOUND,
    lazy("This card is not valid (any more)"),
    lazy("Do not rely on this card. Ask the person at the table for a new one, or ask the organisation itself."),
    is_no=True,
    way=None,
)
NOTHING = Kind(
    HTTPStatus.NOT_FOUND,
    lazy("There is nothing here"),
    lazy("This address is not right, or what was here is not yours to see."),
)
UNAVAILABLE = Kind(
    HTTPStatus.SERVICE_UNAVAILABLE,
    lazy("Cannot be checked now"),
    lazy("The register cannot be reached now. Do not rely on what you cannot check. Try again later."),
    way=AGAIN,
)


def _lacking(what_to_do: Any) -> Kind:
    """Make the kind of what somebody has to mend before anybody is answered."""
    return Kind(HTTPStatus.SERVICE_UNAVAILABLE, lazy("Cannot be checked now"), what_to_do)


LACKING = {
    errors.Lack.BUSY: Kind(
        HTTPStatus.SERVICE_UNAVAILABLE,
        lazy("One moment please"),
        lazy("The register is busy now. Do not rely on what you cannot check. Try again in a moment."),
        way=AGAIN,
    ),
    errors.Lack.ISSUER: Kind(
        HTTPStatus.SERVICE_UNAVAILABLE,
        lazy("You cannot be signed in now"),
        lazy("The way in which your organisation signs in does not answer now. The register does. Try again later."),
    ),
    errors.Lack.UNOPENED: _lacking(
        lazy("The register's database cannot be opened. Trying again does not help. Tell whoever runs this registry.")
    ),
    errors.Lack.MOVED: _lacking(
        lazy(
            "The register's file was moved away. Do not rely on what you cannot check. Tell whoever runs this registry."
        )
    ),
    errors.Lack.READ_ONLY: _lacking(
        lazy("The register can only be read, not written. Trying again does not help. Tell whoever runs this registry.")
    ),
    errors.Lack.FULL: _lacking(
        lazy("There is no room left to record this. Trying again does not help. Tell whoever runs this registry.")
    ),
    errors.Lack.DAMAGED: _lacking(
        lazy("The register is damaged. Do not rely on what you cannot check. Tell whoever runs this registry.")
    ),
    errors.Lack.FOREIGN: _lacking(
        lazy("The register's database lacks what this release needs. Tell whoever runs this registry.")
    ),
    errors.Lack.KEY: _lacking(
        lazy("The key with which this register signs is missing. Tell whoever runs this registry.")
    ),
}
"""What to say where something else is lacking than a way to the register."""
UNFORESEEN = Kind(
    HTTPStatus.INTERNAL_SERVER_ERROR,
    lazy("Something went wrong here"),
    lazy("It is not your fault, and nothing was changed. It has been noted. Try again later."),
)
KINDS: dict[type[errors.RegistryError], Kind] = {
    errors.NotFound: NOTHING,
    errors.Stopped: Kind(
        HTTPStatus.UNAUTHORIZED,
        lazy("You are signed out"),
        lazy("You are stopped at the moment: you can do nothing in this register. Ask the personnel department."),
        way=None,
    ),
    errors.Departed: Kind(
        HTTPStatus.UNAUTHORIZED,
        lazy("You are signed out"),
        lazy("The register says that you do not work here now. If that is wrong, ask who keeps the register."),
        way=None,
    ),
    errors.Unauthenticated: Kind(
        HTTPStatus.UNAUTHORIZED,
        lazy("You are signed out"),
        lazy("Sign in again, and then send the form once more. Nothing was changed."),
        way="start.sign_in",
    ),
    errors.Forbidden: Kind(
        HTTPStatus.FORBIDDEN,
        lazy("You may not do this"),
        lazy("Your role does not reach this far. Ask whoever keeps the register of your organisation."),
    ),
    errors.InvalidInput: Kind(
        HTTPStatus.BAD_REQUEST,
        lazy("This cannot be read"),
        lazy("Something in the address or the form is not as it should be. Go back and try it again."),
    ),
    errors.Conflict: Kind(
        HTTPStatus.CONFLICT,
        lazy("This does not go with what is there"),
        lazy("The register says something else already. Go back, and look again at what it says now."),
    ),
    errors.Stale: Kind(
        HTTPStatus.CONFLICT,
        lazy("Somebody was before you"),
        lazy("What you wanted to change has changed since you looked at it. Go back, and look at it again."),
    ),
    errors.TooMany: Kind(
        HTTPStatus.TOO_MANY_REQUESTS,
        lazy("One moment please"),
        lazy("It was asked many times in a row. Wait a minute, then reload this page."),
        way=AGAIN,
    ),
}
"""By error; what is none of these is unforeseen."""

REFUSED = {
    HTTPStatus.BAD_REQUEST: KINDS[errors.InvalidInput],
    HTTPStatus.METHOD_NOT_ALLOWED: NOTHING,
    HTTPStatus.TOO_MANY_REQUESTS: KINDS[errors.TooMany],
    HTTPStatus.SERVICE_UNAVAILABLE: UNAVAILABLE,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: Kind(
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        lazy("This is too large"),
        lazy("Send a smaller file. Whoever runs this registry can say how large one may be."),
    ),
}
"""What the server refuses itself; any other is nothing."""

TOLD = ("Allow", "Retry-After")
"""What the server says of a refusal that is sent with its page."""


def install(app: Flask) -> None:
    """Let the application say what went wrong."""
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
    """Say what is lacking, and note it."""
    note(error, request.url_rule, request_id())
    response = _page(LACKING.get(error.lack, UNAVAILABLE))
    response.headers["Retry-After"] = SOON if error.lack.passes else LATER
    return response


def _nothing(error: HTTPException) -> Response:
    """Say of what the server refuses no more than its status."""
    status = HTTPStatus(error.code or HTTPStatus.INTERNAL_SERVER_ERROR)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        note(error, request.url_rule, request_id())
    response = _page(REFUSED.get(status, NOTHING), status)
    response.headers.extend((name, value) for name, value in error.get_headers() if name in TOLD)
    return response


def _unforeseen(error: Exception) -> Response:
    """Show nothing and log where it happened: neither the message nor the address, which may bear a code."""
    if current_app.config["PROPAGATE_EXCEPTIONS"]:  # only `./mandates dev` sets it, for its debugger
        raise error
    note(error, request.url_rule, request_id())
    return _page(UNFORESEEN)


def _page(kind: Kind, status: HTTPStatus | None = None) -> Response:
    return page("problem.html", status or kind.status, kind=kind)
