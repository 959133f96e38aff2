"""Who is calling. A view is closed to anybody unknown, unless it is marked public."""

from __future__ import annotations

import binascii
import re
from base64 import b64decode
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar
from wsgiref.types import WSGIEnvironment

from flask import Flask, current_app, g, request

from api.rate_limits import count_unidentified
from api.trace_context import trace
from mandate_registry.asgi.unread_bodies import SMALL
from mandate_registry.errors import RegistryError, Unauthenticated
from mandate_registry.services.callers import Caller
from mandate_registry.services.identity import access_tokens, api_keys
from mandate_registry.view_context import installation

V = TypeVar("V", bound=Callable[..., object])

_PUBLIC = "is_public"
_RECALLS = "recalls_its_caller"
_BYTES = re.compile(r":([A-Za-z0-9+/]+={0,2}):")


def public(view: V) -> V:
    """Open a view to everybody."""
    setattr(view, _PUBLIC, True)
    return view


def recalling(view: V) -> V:
    """Mark a view whose answer is saved by a service that looks the key of a recalled caller up again, and return it.

    Its caller may be found in memory.
    """
    setattr(view, _RECALLS, True)
    return view


def credential() -> str | None:
    """Return the key or token with which the request came (RFC 6750, 2.1: in the header, and nowhere else)."""
    given = request.authorization
    return given.token or None if given is not None and given.type == "bearer" else None


def identify() -> None:
    """Find out who is calling, before anything else; Unauthenticated when a closed view has no known caller.

    Whatever needs no key, or is sent without a good one, counts for the address that it comes from. Nobody unknown
    sends more than a small body.
    """
    most, request.max_content_length = request.max_content_length, SMALL
    if _is_public():
        count_unidentified()
        return
    try:
        g.caller = _known()
    except Unauthenticated:
        count_unidentified()
        raise
    request.max_content_length = most


def _is_public() -> bool:
    return request.endpoint is None or getattr(current_app.view_functions[request.endpoint], _PUBLIC, False)


def _known() -> Caller:
    """Return who is calling; Unauthenticated when that is not known."""
    sent = credential()
    if sent is None:
        raise Unauthenticated("Send your key or token: Authorization: Bearer KEY.")
    if sent.startswith(api_keys.MARK):
        find = api_keys.recall if _may_recall() else api_keys.authenticate
        caller = find(installation(), sent)
    else:
        caller = access_tokens.authenticate(installation(), sent, _certificate())
    return replace(caller, trace=trace())


def _may_recall() -> bool:
    """Return whether the caller may be found in memory: not where a reply that was kept may be the answer."""
    view = current_app.view_functions.get(str(request.endpoint))
    return hasattr(view, _RECALLS) and "Idempotency-Key" not in request.headers


def must_be_known() -> None:
    """Look the key of a recalled caller up again, before he is told anything that was not saved: Unauthenticated."""
    if "caller" in g and g.caller.recalled:
        api_keys.authenticate(installation(), str(credential()))


def known_caller(app: Flask, environ: WSGIEnvironment) -> str | None:
    """Return the credential of who sends a request, None of anybody unknown."""
    with app.request_context(environ):
        if _is_public():
            return None
        try:
            return str(_known().credential)
        except RegistryError:  # the request itself meets it too, and is refused for it
            return None


def _certificate() -> bytes | None:
    """Return the certificate (DER) of the client, as the TLS proxy hands it over (RFC 9440), if it is said to."""
    found = _BYTES.fullmatch(request.headers.get("Client-Cert", ""))
    if found is None or not installation().settings.client_cert:
        return None
    try:
        return b64decode(found[1], validate=True)
    except binascii.Error:
        return None
