"""How many requests a caller may send, and what tells it how many are left (draft-ietf-httpapi-ratelimit-headers)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from flask import current_app, g, request
from limits import RateLimitItem

from mandate_registry.errors import Allowance
from mandate_registry.services.rate_limits import consume
from mandate_registry.services.visits import count_request
from mandate_registry.view_context import installation

V = TypeVar("V", bound=Callable[..., object])

HEAVY = 3
"""For how many requests a check counts, alone or many at once, and a search: so much more work it is at least."""

TENTHS = 10
_COST = "cost"
_IS_NOT_COUNTED = "is_not_counted"


def heavy(view: V) -> V:
    """Mark a view whose calls cost more than one request of the limit."""
    setattr(view, _COST, HEAVY)
    return view


def not_counted(view: V) -> V:
    """Mark a public view that does not count for the address that calls it, and return it.

    Nothing limits how often it is called, so it must cost next to nothing.
    """
    setattr(view, _IS_NOT_COUNTED, True)
    return view


def count_unidentified() -> None:
    """Count a request that bears no good key, by its address; TooMany above the limit."""
    if not getattr(current_app.view_functions.get(str(request.endpoint)), _IS_NOT_COUNTED, False):
        count_request(installation(), request.remote_addr)


def count() -> None:
    """Count a request of a known caller, before anything is done for it; TooMany above the limit."""
    if "caller" in g:
        opened = installation()
        limit = opened.settings.requests
        cost = min(getattr(current_app.view_functions[str(request.endpoint)], _COST, 1), limit.amount)
        add_headers(consume(opened.counters, "requests", limit, g.caller.credential, cost, _parts(limit)))


def _parts(limit: RateLimitItem) -> int:
    """Hand out what may be sent in a second in tenths, each enough for a few calls: others are served in between."""
    return min(TENTHS, max(1, limit.amount // TENTHS)) if limit.get_expiry() == 1 else 1


def add_headers(allowance: Allowance) -> None:
    """Add the rate limit headers: of the limit that refused, otherwise of the limit of requests."""
    g.allowance = allowance


def rate_limit_headers() -> dict[str, str]:
    """Return the headers that say so; none to somebody unknown."""
    if "allowance" not in g:
        return {}
    left: Allowance = g.allowance
    return {
        "RateLimit-Policy": f'"{left.policy}";q={left.quota};w={left.window}',
        "RateLimit": f'"{left.policy}";r={left.remaining};t={left.seconds}',
    }
