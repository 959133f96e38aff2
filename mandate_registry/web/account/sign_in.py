"""Signing in at an issuer: the way there, and the way back."""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, Response, make_response, redirect, request
from limits import parse

from mandate_registry.errors import Departed, Forbidden, Unauthenticated
from mandate_registry.services.identity import sessions
from mandate_registry.services.identity import sign_in as service
from mandate_registry.services.rate_limits import consume
from mandate_registry.services.visits import network_of
from mandate_registry.view_context import installation
from mandate_registry.web import access
from mandate_registry.web.access import public
from mandate_registry.web.context import page

SIGN_IN = "sign-in"
"""The cookie with the token of a sign-in, which its issuer sends back to be finished."""

STARTS = parse("30/minute")
"""How often one address may begin to sign in: each is a row that is kept for ten minutes."""

sign_in = Blueprint("sign_in", __name__, url_prefix="/login")


@sign_in.get("/<way>")
@public
def begin(way: str) -> Response:
    """Lead to an issuer; a link does, for the Content-Security-Policy lets no form lead elsewhere."""
    consume(installation().counters, "sign_ins", STARTS, network_of(request.remote_addr))
    started = service.start(installation(), way, access.safe_next_url())
    return access.set_cookie(_see(started.url), SIGN_IN, started.token)


@sign_in.get("/<way>/callback")
@public
def finish(way: str) -> Response:
    """Sign in whoever comes back, under a new token; whoever was signed in before is not any more."""
    try:
        signed_in = service.finish(installation(), way, access.get_cookie(SIGN_IN), request.args.to_dict())
    except Departed:
        raise
    except Unauthenticated:
        return access.delete_cookie(page("account/failed.html", HTTPStatus.BAD_REQUEST), SIGN_IN)
    except Forbidden:
        return access.delete_cookie(page("account/no_role.html", HTTPStatus.FORBIDDEN), SIGN_IN)
    sessions.end(installation(), access.token())
    return access.set_session_cookie(access.delete_cookie(_see(signed_in.leads_to or "/"), SIGN_IN), signed_in.token)


def _see(address: str) -> Response:
    return make_response(redirect(address, HTTPStatus.SEE_OTHER))
