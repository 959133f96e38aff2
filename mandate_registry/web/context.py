"""What a page works with: the installation, who is signed in, and its answers."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import Any
from uuid import uuid4

from flask import Response, g, make_response, redirect, render_template, request, url_for

from mandate_registry.services.callers import Caller
from mandate_registry.services.permissions import Right
from mandate_registry.view_context import call, installation

__all__ = ["call", "caller", "installation", "may", "page", "request_id", "see_other"]

_PLAIN = re.compile(r"[A-Za-z0-9._-]{1,100}")


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


def page(template: str, status: int = HTTPStatus.OK, **values: Any) -> Response:
    """Show a page."""
    return make_response(render_template(template, **values), status)


def see_other(endpoint: str, **values: Any) -> Response:
    """Lead to a page after a form was taken, so that a reload does not send it again (RFC 9110, 303)."""
    return make_response(redirect(url_for(endpoint, **values), HTTPStatus.SEE_OTHER))
