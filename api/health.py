"""Whether the service is there, and whether it can answer. Not part of the contract: these are for its keepers."""

from __future__ import annotations

from flask import Blueprint, Flask, Response, current_app, jsonify

from api.auth import public
from api.rate_limits import not_counted
from mandate_registry.bootstrap import NEWEST
from mandate_registry.services.installation import Installation
from mandate_registry.services.readiness import Readiness

health = Blueprint("health", __name__)
_EXTENSION = "readiness"


def install(app: Flask, installation: Installation) -> None:
    """Add `/healthz` and `/readyz` to an application; `/readyz` tries whether this installation can answer."""
    app.extensions[_EXTENSION] = Readiness(installation, NEWEST)
    app.register_blueprint(health)


@health.get("/healthz")
@public
@not_counted
def alive() -> Response:
    """Return 200: the process answers."""
    return jsonify(status="ok")


@health.get("/readyz")
@public
@not_counted
def ready() -> Response:
    """Return 200 if questions can be answered, and 503 otherwise."""
    readiness: Readiness = current_app.extensions[_EXTENSION]
    readiness.must_be_ready()
    return jsonify(status="ok")
