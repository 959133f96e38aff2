"""Builds the application of the pages, and says what every page bears."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from flask import Flask, Response, request, url_for
from werkzeug.middleware.proxy_fix import ProxyFix

from mandate_registry.asgi import unread_bodies
from mandate_registry.asgi.address import at_public_address
from mandate_registry.services.installation import Installation
from mandate_registry.view_context import request_id
from mandate_registry.web import access, context, language, navigation, problems
from mandate_registry.web.account.api_keys import keys
from mandate_registry.web.account.my_pages import me
from mandate_registry.web.account.sign_in import sign_in
from mandate_registry.web.account.start import start
from mandate_registry.web.changes import changes
from mandate_registry.web.check import check
from mandate_registry.web.check.gate_explanation import explain
from mandate_registry.web.formatter import Formatter
from mandate_registry.web.imports import downloads, imports
from mandate_registry.web.matrix.matrix_pages import matrix
from mandate_registry.web.public.about import about
from mandate_registry.web.public.api_pages import contract
from mandate_registry.web.public.card_page import cards
from mandate_registry.web.public.public_register import register
from mandate_registry.web.register.register_pages import desk
from mandate_registry.web.terms import saying
from mandate_registry.web.worklists import differences, expected, findings, gains, logbook

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self' data:; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'none'"
    ),
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
UNLESS_IT_SAYS = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex, nofollow"}
"""What a page bears if it does not say otherwise: what is public may be kept for a while, and found."""

PARTS = (
    *(about, check, cards, changes, contract, desk, differences, downloads, expected, findings, gains, imports, keys),
    *(logbook, matrix, me, register, sign_in, start),
)
FOR_AN_HOUR = "public, max-age=3600"


def create_pages(installation: Installation) -> Flask:
    """Build the application that shows the pages of an installation."""
    app = Flask(__name__)
    app.config.update(MAX_CONTENT_LENGTH=installation.settings.max_body, PROVIDE_AUTOMATIC_OPTIONS=False)
    app.url_map.merge_slashes = False
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.extensions["mandate_registry"] = installation
    language.install(app)
    problems.install(app)
    app.before_request(lambda: unread_bodies.refuse(request.environ))
    app.before_request(access.identify)
    app.after_request(_complete)
    app.context_processor(_offered)
    for part in PARTS:
        app.register_blueprint(part)
    if installation.settings.behind_proxy:  # which names who asks it; anybody else could name whomever he likes
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=0)  # type: ignore[method-assign]  # (as Flask says it is done)

    def public_url() -> str:
        return str(app.extensions["mandate_registry"].settings.public_url)

    app.wsgi_app = at_public_address(app.wsgi_app, public_url)  # type: ignore[method-assign,assignment]  # (see above)
    return app


def _offered() -> dict[str, Any]:
    """Return the variables of every template: language, formatter and menu."""
    lang = language.chosen()
    return {
        "lang": lang,
        "other": language.OTHER[lang],
        "language_url": language.language_url(),
        "write": Formatter(lang),
        "caller": context.caller(),
        "may": context.may,
        "unfold": explain,
        "saying": saying,
        "csrf": access.form_token_field,
        "navigation": navigation.navigation(),
        "desk_ways": navigation.desk_ways,
        "footer_links": navigation.footer_links(),
        "static": lambda filename: url_for("static", filename=filename),
    }


def _complete(response: Response) -> Response:
    response.headers.update(HEADERS)
    if response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:  # under which its log event is found
        response.headers["X-Request-ID"] = request_id()
    for name, value in UNLESS_IT_SAYS.items():
        response.headers.setdefault(name, value)
    if request.endpoint == "static" and response.status_code == HTTPStatus.OK:
        response.headers["Cache-Control"] = FOR_AN_HOUR
    else:
        response.headers.setdefault("Vary", "Accept-Language, Cookie")
    return response
