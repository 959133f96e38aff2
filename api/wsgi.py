"""What a WSGI server starts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.app import create_app
from mandate_registry import bootstrap, config

if TYPE_CHECKING:
    from flask import Flask


def application() -> Flask:
    """Build the application from the environment; Unsafe when that is not safe to start with."""
    settings = config.from_environment()
    return create_app(bootstrap.build(settings))
