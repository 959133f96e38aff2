"""What every request may bring and every response bears."""

from __future__ import annotations

import re
from uuid import uuid4

from flask import Flask, Response, g, request

from api.rate_limits import rate_limit_headers
from api.trace_context import traceparent
from mandate_registry.contract_file import description

UNLESS_IT_SAYS = {"Cache-Control": "no-store"}
"""What a response bears if it does not say otherwise: public keys and lists of statuses may be kept for a while."""
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
LEGAL = re.compile(r"[A-Za-z0-9._~:/+=@-]{1,128}")
"""A name of a request that is kept; any other is replaced, as if there was none."""


def install(app: Flask) -> None:
    """Add the headers that every response bears."""
    version = description()["info"]["version"]
    app.after_request(lambda response: _complete(response, version))


def request_id() -> str:
    """Return the name of this request: its own, or else one made up."""
    if "request_id" not in g:
        given = request.headers.get("X-Request-ID", "")
        g.request_id = given if LEGAL.fullmatch(given) else str(uuid4())
    return str(g.request_id)


def _complete(response: Response, version: str) -> Response:
    for name, value in UNLESS_IT_SAYS.items():
        response.headers.setdefault(name, value)
    response.headers.update(ALWAYS)
    response.headers["API-Version"] = version
    response.headers["X-Request-ID"] = request_id()
    response.headers.update(rate_limit_headers())
    if answering := traceparent():
        response.headers["traceparent"] = answering
    return response
