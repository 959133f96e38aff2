"""The trace to which a request belongs (W3C Trace Context): that of who called, or a new one."""

from __future__ import annotations

import re
import secrets

from flask import g, request

from mandate_registry.services.callers import Trace

_PARENT = re.compile(
    r"(?!ff)[0-9a-f]{2}-(?!0{32})(?P<trace>[0-9a-f]{32})-(?!0{16})(?P<span>[0-9a-f]{16})-(?P<flags>[0-9a-f]{2})"
)


def trace() -> Trace:
    """Return the trace of this request, with a span of its own."""
    if "trace" not in g:
        given = _PARENT.match(request.headers.get("traceparent", ""))
        g.trace = Trace(
            trace_id=given["trace"] if given else secrets.token_hex(16),
            span_id=secrets.token_hex(8),
            parent=given["span"] if given else None,
        )
    found: Trace = g.trace
    return found


def traceparent() -> str | None:
    """Return the header that answers the one that was sent; None when none was."""
    given = _PARENT.match(request.headers.get("traceparent", ""))
    return f"00-{trace().trace_id}-{trace().span_id}-{given['flags']}" if given else None
