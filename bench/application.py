"""The application as it is served, with two endpoints beside it: the floors of the same server."""

from __future__ import annotations

import os
from collections.abc import Callable
from wsgiref.types import WSGIApplication

from flask import Flask, request
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from bench.durable_inserts import Inserts
from bench.peers.applications import applications
from mandate_registry.asgi import Application
from mandate_registry.site import asgi_application

EMPTY, INSERTING = "/empty", "/inserting"


def application() -> Application:
    """Build the application with a Flask application beside it that does nothing, and one that keeps the body.

    Beside them are the peers that the environment names.
    """
    others: dict[str, WSGIApplication] = {EMPTY: _empty(), INSERTING: _inserting(), **applications()}
    return asgi_application(lambda site: DispatcherMiddleware(site, others))


def _empty() -> Flask:
    def nothing() -> dict[str, str]:
        """Read the body, as any endpoint must before the connection can be used again, and say nothing."""
        request.get_data()
        return {}

    return _flask("empty", nothing)


def _inserting() -> Flask:
    inserts = Inserts(os.environ["MANDATES_DATABASE_URL"])

    def insert() -> dict[str, str]:
        """Keep the body in one durable insert."""
        inserts.insert(request.get_data(as_text=True))
        return {}

    return _flask("inserting", insert)


def _flask(name: str, view: Callable[[], dict[str, str]]) -> Flask:
    app = Flask(name, static_folder=None)
    app.add_url_rule("/", name, view, methods=["POST"])
    return app
