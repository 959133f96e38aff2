"""What the views of the API and of the pages work with: the installation, and the caller of the request."""

from __future__ import annotations

from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar

from flask import current_app, g

from mandate_registry.services.callers import Caller
from mandate_registry.services.installation import Installation

P = ParamSpec("P")
R = TypeVar("R")


def installation() -> Installation:
    """Return the installation that the current application serves."""
    found: Installation = current_app.extensions["mandate_registry"]
    return found


def call(service: Callable[Concatenate[Caller, Installation, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Call a service on behalf of the caller of this request. Only public services are called without it."""
    return service(g.caller, installation(), *args, **kwargs)
