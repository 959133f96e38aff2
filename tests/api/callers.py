"""Clients of the API, each with a key of its own."""

from __future__ import annotations

from flask import Flask

from mandate_registry.services import keys
from mandate_registry.services.callers import COMMAND_LINE
from mandate_registry.services.installation import Installation
from mandate_registry.services.permissions import Role
from tests.api.client import Api


def caller(app: Flask, role: Role, organisation: str | None = None, person: str | None = None) -> Api:
    """Give a client with a new key."""
    installation: Installation = app.extensions["mandate_registry"]
    return Api(app, keys.create(COMMAND_LINE, installation, role, organisation, "a test", person))
