"""Builds the application."""

from __future__ import annotations

from flask import Flask, request
from werkzeug.middleware.proxy_fix import ProxyFix

from api import auth, headers, health, idempotency, problems, rate_limits, request_body, rights
from api.authorities import authorities
from api.cards import cards_of_employees
from api.changesets import changesets
from api.checks import checks
from api.contract import contract
from api.credentials import credential_issuer, credentials
from api.differences import differences
from api.expected_checks import expected_checks
from api.findings import findings
from api.folders import folders
from api.gains import gains
from api.log import log
from api.mandate_events import mandate_event_views
from api.published import published
from api.receipts import receipts
from api.resources import resources
from api.signing_keys import signing_keys
from api.traces import traces
from mandate_registry.asgi import unread_bodies
from mandate_registry.asgi.address import at_public_address
from mandate_registry.services.installation import Installation

VERSION = "/v1"


def create_app(installation: Installation) -> Flask:
    """Build the application that serves an installation."""
    app = Flask(__name__, static_folder=None)
    app.config.update(MAX_CONTENT_LENGTH=installation.settings.max_body, PROVIDE_AUTOMATIC_OPTIONS=False)
    app.url_map.merge_slashes = False  # an address is right or wrong: nobody is sent elsewhere
    app.json.sort_keys = False  # type: ignore[attr-defined]  # (the default provider has it)
    app.extensions["mandate_registry"] = installation
    headers.install(app)
    problems.install(app)
    app.before_request(lambda: unread_bodies.refuse(request.environ))
    app.before_request(auth.identify)
    app.before_request(rate_limits.count)
    rights.install(app, VERSION)
    app.before_request(request_body.refuse_query)
    health.install(app, installation)
    app.register_blueprint(signing_keys)
    app.register_blueprint(credential_issuer)
    parts = (
        resources,
        mandate_event_views,
        changesets,
        differences,
        gains,
        folders,
        checks,
        authorities,
        expected_checks,
        findings,
    )
    for part in (*parts, receipts, published, traces, log, cards_of_employees, credentials, contract):
        app.register_blueprint(part, url_prefix=f"{VERSION}{part.url_prefix or ''}")
    idempotency.install(app)
    if installation.settings.behind_proxy:  # which names who asks it; anybody else could name whomever he likes
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=0)  # type: ignore[method-assign]  # (as Flask says it is done)

    def public_url() -> str:
        return str(app.extensions["mandate_registry"].settings.public_url)

    app.wsgi_app = at_public_address(app.wsgi_app, public_url)  # type: ignore[method-assign,assignment]  # (as Flask says)
    return app
