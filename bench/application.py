"""The application as it is served, with an endpoint beside it that does nothing: the floor of the same server."""

from __future__ import annotations

from flask import Flask, request
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from mandate_registry.asgi import Application
from mandate_registry.site import asgi_application


def application() -> Application:
    """Build the application with an empty Flask application beside it, at /empty."""
    empty = Flask("empty", static_folder=None)
    empty.add_url_rule("/", "nothing", _nothing, methods=["POST"])
    return asgi_application(lambda site: DispatcherMiddleware(site, {"/empty": empty}))


def _nothing() -> dict[str, str]:
    """Read the body, as any endpoint must before the connection can be used again, and say nothing."""
    request.get_data()
    return {}
