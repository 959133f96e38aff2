"""What a WSGI server starts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.app import create_app
from mandate_registry import bootstrap, config
from mandate_registry.services.keys import must_be_no_demonstration

if TYPE_CHECKING:
    from flask import Flask


def application() -> Flask:
    """Build the application from the environment; Unsafe when that is not safe to start with."""
    installation = bootstrap.build(config.from_environment())
    must_be_no_demonstration(installation)
    return create_app(installation)
