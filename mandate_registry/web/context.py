"""What a page works with: the installation, and who is signed in."""

from __future__ import annotations

import re
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, Concatenate, ParamSpec, TypeVar
from uuid import uuid4

from flask import Response, current_app, g, make_response, redirect, render_template, request, url_for

from mandate_registry.services.callers import Caller
from mandate_registry.services.installation import Installation
from mandate_registry.services.permissions import Right

_PLAIN = re.compile(r"[A-Za-z0-9._-]{1,100}")
P = ParamSpec("P")
R = TypeVar("R")


def installation() -> Installation:
    """Return the installation whose pages these are."""
    found: Installation = current_app.extensions["mandate_registry"]
    return found


def caller() -> Caller | None:
    """Return who is signed in; None on a page that is public, where nobody is."""
    found: Caller | None = g.get("caller")
    return found


def request_id() -> str:
    """Return the name of this request: the one that a proxy gave it, if that is a plain one, or else a new one."""
    if "request_id" not in g:
        given = request.headers.get("X-Request-ID", "")
        g.request_id = given if _PLAIN.fullmatch(given) else str(uuid4())
    return str(g.request_id)


def may(right: str) -> bool:
    """Return whether whoever is signed in has a right that reaches anything at all; services say how far."""
    signed_in = caller()
    return signed_in is not None and signed_in.has(Right(right))


def call(service: Callable[Concatenate[Caller, Installation, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Call a service on behalf of who is signed in; only what is public is reached in another way."""
    return service(g.caller, installation(), *args, **kwargs)


def page(template: str, status: int = HTTPStatus.OK, **values: Any) -> Response:
    """Show a page."""
    return make_response(render_template(template, **values), status)


def see_other(endpoint: str, **values: Any) -> Response:
    """Lead to a page after a form was taken, so that a reload does not send it again (RFC 9110, 303)."""
    return make_response(redirect(url_for(endpoint, **values), HTTPStatus.SEE_OTHER))
