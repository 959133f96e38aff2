"""What a WSGI server starts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.app import create_app
from mandate_registry import bootstrap, config
from mandate_registry.services.keys import must_be_no_demonstration
from mandate_registry.services.proving.signing_keys import must_have_keys

if TYPE_CHECKING:
    from flask import Flask


def application() -> Flask:
    """Build the application from the environment; Unsafe when that is not safe to start with."""
    installation = bootstrap.build(config.from_environment())
    must_be_no_demonstration(installation)
    must_have_keys(installation)
    return create_app(installation)
