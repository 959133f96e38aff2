"""How many requests a caller may send, and what tells it how many are left (draft-ietf-httpapi-ratelimit-headers)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import g

from api.context import installation
from mandate_registry.services.counting import spend

if TYPE_CHECKING:
    from mandate_registry.errors import Allowance


def count() -> None:
    """Count a request of a known caller, before anything is done for it; TooMany above the limit."""
    if "caller" in g:
        opened = installation()
        tell(spend(opened.counters, "requests", opened.settings.requests, g.caller.credential))


def tell(allowance: Allowance) -> None:
    """Let the response say what is left: of what was refused, else of requests."""
    g.allowance = allowance


def told() -> dict[str, str]:
    """Give the headers that say so; none to somebody unknown."""
    if "allowance" not in g:
        return {}
    left: Allowance = g.allowance
    return {
        "RateLimit-Policy": f'"{left.policy}";q={left.quota};w={left.window}',
        "RateLimit": f'"{left.policy}";r={left.remaining};t={left.seconds}',
    }
