"""Builds the application of the pages, and says what every page bears."""

from __future__ import annotations

import traceback
from http import HTTPStatus
from typing import TYPE_CHECKING

import structlog
from flask import Flask, Response, make_response, render_template, request
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix

from mandate_registry.errors import NotFound, RegistryError, TooMany, Unavailable
from mandate_registry.web import language
from mandate_registry.web.cards import cards

if TYPE_CHECKING:
    from mandate_registry.services.installation import Installation

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    ),
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
}
FOR_AN_HOUR = "public, max-age=3600"

log = structlog.get_logger()


def create_pages(installation: Installation) -> Flask:
    """Build the application that shows the pages of an installation."""
    app = Flask(__name__)
    app.config.update(MAX_CONTENT_LENGTH=0, PROVIDE_AUTOMATIC_OPTIONS=False)
    app.url_map.merge_slashes = False
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.extensions["mandate_registry"] = installation
    app.after_request(_complete)
    app.context_processor(language.chosen)
    app.register_error_handler(RegistryError, _refused)
    app.register_error_handler(HTTPException, _nothing)
    app.register_error_handler(Exception, _unforeseen)
    app.register_blueprint(cards)
    if installation.settings.behind_proxy:  # which names who asks it; anybody else could name whomever he likes
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=0)  # type: ignore[method-assign]  # (as Flask says it is done)
    return app


def _complete(response: Response) -> Response:
    response.headers.update(HEADERS)
    if request.endpoint == "static" and response.status_code == HTTPStatus.OK:
        response.headers["Cache-Control"] = FOR_AN_HOUR
    else:
        response.headers["Vary"] = "Accept-Language"
    return response


def _refused(error: RegistryError) -> Response:
    if isinstance(error, NotFound):
        return _page("not_valid", HTTPStatus.NOT_FOUND)
    if isinstance(error, TooMany):
        response = _page("too_many", HTTPStatus.TOO_MANY_REQUESTS)
        response.headers["Retry-After"] = str(error.allowance.seconds)
        return response
    if isinstance(error, Unavailable):
        response = _page("unavailable", HTTPStatus.SERVICE_UNAVAILABLE)
        response.headers["Retry-After"] = "5"
        return response
    return _unforeseen(error)


def _nothing(error: HTTPException) -> Response:
    """Say of an address that leads nowhere, or of a method that is not there, no more than its status."""
    response = _page("nothing", HTTPStatus(error.code or HTTPStatus.INTERNAL_SERVER_ERROR))
    response.headers.extend((name, value) for name, value in error.get_headers() if name == "Allow")
    return response


def _unforeseen(error: Exception) -> Response:
    """Show nothing and log where it happened: neither the message nor the address, which bears a code."""
    frames = [f"{frame.filename}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)]
    log.error("unforeseen error", error=type(error).__name__, frames=frames, route=str(request.url_rule))
    return _page("unavailable", HTTPStatus.INTERNAL_SERVER_ERROR)


def _page(kind: str, status: HTTPStatus) -> Response:
    return make_response(render_template("problem.html", kind=kind), status)
