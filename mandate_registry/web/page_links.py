"""Which part of a list a page shows, and the address of the part after it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import request

from mandate_registry.services.pagination import Page, Slice
from schemas.base import ready
from schemas.load import load
from schemas.queries import Paged

CURSOR = "cursor"


def requested_slice(limit: int, **filters: Any) -> Slice:
    """Return the part of a list that the address asks for; InvalidInput when its cursor was never given."""
    given = {CURSOR: request.args[CURSOR]} if CURSOR in request.args else {}
    return Slice(filters, limit, load(Paged, given)["after"])


def next_url(found: Page[Any]) -> str | None:
    """Return the address of the next part of this page's list; None at the end."""
    if found.next_after is None:
        return None
    others = [(name, value) for name, value in request.args.items(multi=True) if name != CURSOR]
    cursor = ready(Paged).dump({"after": found.next_after})[CURSOR]
    return "?" + urlencode([*others, (CURSOR, cursor)])
