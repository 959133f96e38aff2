"""What caches may keep of the public register, and for how long it is what they kept (RFC 9110, 9111)."""

from __future__ import annotations

from http import HTTPStatus

from flask import Response, request

from mandate_registry.services.public_register.state import tag_of
from mandate_registry.web.context import caller
from mandate_registry.web.language import chosen

FOR_A_MINUTE = "max-age=60"


def is_page_cached(state: str) -> bool:
    """Return True if whoever asks kept a page of this state; who is signed in keeps none."""
    return caller() is None and request.if_none_match.contains_weak(tag_of(state, chosen()))


def is_file_cached(state: str) -> bool:
    """Return True if whoever asks kept a file of this state: it is the same for everybody."""
    return request.if_none_match.contains_weak(tag_of(state))


def not_modified() -> Response:
    """Return 304 Not Modified."""
    return Response(status=HTTPStatus.NOT_MODIFIED)


def cache_page(response: Response, state: str) -> Response:
    """Set cache headers for a page: one minute and per language; private pages are not cached."""
    if caller() is None:
        response.set_etag(tag_of(state, chosen()), weak=True)
    return response


def cache_file(response: Response, state: str) -> Response:
    """Set cache headers for a file: one minute, readable for scripts of any origin."""
    response.set_etag(tag_of(state), weak=True)
    response.headers["Cache-Control"] = f"public, {FOR_A_MINUTE}"
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
