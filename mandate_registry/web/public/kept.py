"""What caches may keep of the public register, and for how long it is what they kept (RFC 9110, 9111)."""

from __future__ import annotations

from http import HTTPStatus

from flask import Response, request

from mandate_registry.services.answering.public_moment import tag_of
from mandate_registry.web.context import caller
from mandate_registry.web.language import chosen

FOR_A_MINUTE = "max-age=60"


def is_kept(state: str) -> bool:
    """Return True if whoever asks kept a page of this state; who is signed in keeps none."""
    return caller() is None and request.if_none_match.contains_weak(tag_of(state, chosen()))


def is_kept_file(state: str) -> bool:
    """Return True if whoever asks kept a file of this state: it is the same for everybody."""
    return request.if_none_match.contains_weak(tag_of(state))


def unchanged() -> Response:
    """Say that what is kept is what there is."""
    return Response(status=HTTPStatus.NOT_MODIFIED)


def keep(response: Response, state: str) -> Response:
    """Let caches keep a page of this state for a minute, in one language; what shows who is signed in, nobody."""
    if caller() is None:
        response.set_etag(tag_of(state, chosen()), weak=True)
    return response


def keep_file(response: Response, state: str) -> Response:
    """Let caches keep a file of this state for a minute, and any web page read it."""
    response.set_etag(tag_of(state), weak=True)
    response.headers["Cache-Control"] = f"public, {FOR_A_MINUTE}"
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
