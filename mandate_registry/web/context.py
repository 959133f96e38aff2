"""What a page works with beside `view_context`: who is signed in, and the answers that it gives."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from flask import Response, g, make_response, redirect, render_template, url_for

from mandate_registry.services.callers import Caller
from mandate_registry.services.permissions import Right


def caller() -> Caller | None:
    """Return who is signed in; None on a page that is public, where nobody is."""
    found: Caller | None = g.get("caller")
    return found


def may(right: str) -> bool:
    """Return whether whoever is signed in has a right that reaches anything at all; services say how far."""
    signed_in = caller()
    return signed_in is not None and signed_in.has(Right(right))


def may_in(right: Right, organisation: str) -> bool:
    """Return whether a right of whoever is signed in reaches all of an organisation (OIN)."""
    signed_in = caller()
    return signed_in is not None and signed_in.may(right, organisation)


def page(template: str, status: int = HTTPStatus.OK, **values: Any) -> Response:
    """Show a page."""
    return make_response(render_template(template, **values), status)


def see_other(endpoint: str, **values: Any) -> Response:
    """Lead to a page after a form was taken, so that a reload does not send it again (RFC 9110, 303)."""
    return make_response(redirect(url_for(endpoint, **values), HTTPStatus.SEE_OTHER))
