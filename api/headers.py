"""What every request may bring and every response bears."""

from __future__ import annotations

from flask import Flask, Response

from api.rate_limits import rate_limit_headers
from api.trace_context import traceparent
from mandate_registry.contract_file import description
from mandate_registry.view_context import request_id

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


def install(app: Flask) -> None:
    """Add the headers that every response bears."""
    version = description()["info"]["version"]
    app.after_request(lambda response: _complete(response, version))


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
