"""Whether the service is there, and whether it can work. Not part of the contract: these are for its keepers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, jsonify

from api.auth import public
from api.context import installation

if TYPE_CHECKING:
    from flask import Response

health = Blueprint("health", __name__)


@health.get("/healthz")
@public
def alive() -> Response:
    """Say that the process answers."""
    return jsonify(status="ok")


@health.get("/readyz")
@public
def ready() -> Response:
    """Say that the register can be read; 503 otherwise."""
    installation().must_be_readable()
    return jsonify(status="ok")
