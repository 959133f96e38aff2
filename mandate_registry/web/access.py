"""Who is signed in. A page is closed to anybody else, unless it is marked public."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from typing import TypeVar
from urllib.parse import urlencode, urlsplit
from wsgiref.types import WSGIEnvironment

from flask import Flask, Response, current_app, g, make_response, redirect, request, url_for
from markupsafe import Markup

from mandate_registry.asgi.address import HOST
from mandate_registry.asgi.unread_bodies import SMALL
from mandate_registry.config import LOOPBACK
from mandate_registry.errors import Departed, Forbidden, RegistryError, Unauthenticated
from mandate_registry.services.callers import Caller
from mandate_registry.services.identity import sessions
from mandate_registry.services.rate_limits import consume
from mandate_registry.services.visits import count_request
from mandate_registry.view_context import installation

V = TypeVar("V", bound=Callable[..., object])

FIELD = "_form_token"
"""The field of every form that proves that it is one of ours; fields that begin with `_` are no data."""

SAME_ORIGIN = ("same-origin", "none")
UNSAFE_METHODS = ("POST",)
SESSION = "session"
_PUBLIC = "is_public"


def public(view: V) -> V:
    """Open a page to everybody."""
    setattr(view, _PUBLIC, True)
    return view


def identify() -> Response | None:
    """Find out who is signed in, before anything else; who is not, is led to where he signs in and then back.

    Whatever is asked by nobody who is signed in counts for the address that it comes from, but for files of ours.
    """
    if request.endpoint == "static":
        return None
    if request.endpoint is None:
        count_request(installation(), request.remote_addr)
        return None
    is_public = getattr(current_app.view_functions[request.endpoint], _PUBLIC, False)
    most, request.max_content_length = request.max_content_length, SMALL
    g.caller = _signed_in(is_public=is_public)
    if g.caller is not None:
        request.max_content_length = most
        consume(installation().counters, "requests", installation().settings.requests, g.caller.credential)
    else:
        count_request(installation(), request.remote_addr)
    if g.caller is None and not is_public:
        if request.method in UNSAFE_METHODS:
            raise Unauthenticated("Sign in and send the form again.")
        return make_response(redirect(url_for("start.sign_in", next=_here())))
    if request.method in UNSAFE_METHODS:
        _require_same_origin()
    return None


def signed_in(app: Flask, environ: WSGIEnvironment) -> str | None:
    """Return the credential of who sends a request, None of a visitor."""
    with app.request_context(environ):
        try:
            caller = _signed_in(is_public=True)
        except RegistryError:  # the request itself meets it too, and is refused for it
            return None
        return caller.credential if caller else None


def set_session_cookie(response: Response, token: str) -> Response:
    """Set the session cookie on a response."""
    return set_cookie(response, SESSION, token)


def clear_session_cookie(response: Response) -> Response:
    """Delete the session cookie on a response."""
    return delete_cookie(response, SESSION)


def token() -> str:
    """Return the token of a session that the browser sent; empty when it sent none."""
    return get_cookie(SESSION)


def set_cookie(response: Response, name: str, token: str) -> Response:
    """Set a cookie until the browser is closed; HttpOnly and SameSite."""
    response.set_cookie(_cookie(name), token, httponly=True, secure=_is_secure(), samesite="Lax", path="/")
    return response


def delete_cookie(response: Response, name: str) -> Response:
    """Delete a cookie on a response."""
    response.delete_cookie(_cookie(name), httponly=True, secure=_is_secure(), samesite="Lax", path="/")
    return response


def get_cookie(name: str) -> str:
    """Return a token that the browser kept; empty when it kept none."""
    return request.cookies.get(_cookie(name), "")


def safe_next_url() -> str:
    """Return where somebody wanted to go before he had to sign in: a page of ours, or nothing."""
    wanted = request.values.get("next", "")
    is_ours = wanted.startswith("/") and not wanted.startswith(("//", "/\\")) and wanted.isprintable()
    return wanted if is_ours else ""


def form_token_field() -> Markup:
    """Return the hidden field that every form of ours bears."""
    value = sessions.form_token(token()) if token() else ""
    return Markup('<input type="hidden" name="{}" value="{}">').format(FIELD, value)


def _signed_in(*, is_public: bool) -> Caller | None:
    """Return who is signed in; Departed, on a page that is not public, when he does not work here now."""
    if not token():
        return None
    try:
        return sessions.find(installation(), token())
    except Departed:
        if is_public:
            return None
        raise
    except Unauthenticated:  # it ended: whoever it was is a visitor again
        return None


def _require_same_origin() -> None:
    """Refuse a form that another site made up, for a browser that is signed in here to send."""
    sent_from = request.headers.get("Sec-Fetch-Site")
    is_ours = _is_same_origin(request.headers.get("Origin")) if sent_from is None else sent_from in SAME_ORIGIN
    if not is_ours:
        raise Forbidden("This form was sent from another site.")
    sent = request.form.get(FIELD, "").encode()
    if g.caller is not None and not hmac.compare_digest(sent, sessions.form_token(token()).encode()):
        raise Forbidden("This form is of an earlier session.")


def _is_same_origin(origin: str | None) -> bool:
    """Return whether a form can come from this site, for browsers without Sec-Fetch-Site.

    On this machine an installation goes by several names. Of a page without a referrer, as ours are, the origin is
    "null": then the token has to prove it, which visitors do not have.
    """
    if origin == "null":
        return g.caller is not None
    public, named = urlsplit(installation().settings.public_url), str(request.environ.get(HOST, ""))
    ours = {None, f"{public.scheme}://{public.netloc}"}
    if named.rpartition(":")[0] in LOOPBACK:
        ours.add(f"http://{named}")
    return origin in ours


def _here() -> str:
    return f"{request.path}?{urlencode(list(request.args.items(multi=True)))}".rstrip("?")


def _is_secure() -> bool:
    return installation().settings.public_url.startswith("https://")


def _cookie(name: str) -> str:
    """Name a cookie: with this prefix a browser takes it only from this host, over TLS (RFC 6265bis, 4.1.3)."""
    return f"__Host-{name}" if _is_secure() else name
