"""What the views of the API and of the pages work with: the installation, the caller and the name of a request."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar
from uuid import uuid4

from flask import current_app, g, request

from mandate_registry.services.callers import Caller
from mandate_registry.services.installation import Installation

P = ParamSpec("P")
R = TypeVar("R")
_REQUEST_ID = re.compile(r"[A-Za-z0-9._~:/+=@-]{1,128}")
"""A name of a request that is kept; any other is replaced, as if there was none."""


def installation() -> Installation:
    """Return the installation that the current application serves."""
    found: Installation = current_app.extensions["mandate_registry"]
    return found


def call(service: Callable[Concatenate[Caller, Installation, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Call a service on behalf of the caller of this request. Only public services are called without it."""
    return service(g.caller, installation(), *args, **kwargs)


def request_id() -> str:
    """Return the name of this request: its own, or else one made up."""
    if "request_id" not in g:
        given = request.headers.get("X-Request-ID", "")
        g.request_id = given if _REQUEST_ID.fullmatch(given) else str(uuid4())
    return str(g.request_id)
