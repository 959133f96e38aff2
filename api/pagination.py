"""Lists, page by page: the address of the next page stands in `Link`, or its cursor beside the items."""

from __future__ import annotations

from typing import Any

from flask import Response, request, url_for

from api.responses import many
from mandate_registry.services.pagination import Page, Slice
from mandate_registry.services.register.points_in_time import PointInTime
from schemas import fields
from schemas.base import Schema

_CURSOR = fields.cursor()


def requested_page(query: dict[str, Any]) -> tuple[Slice, PointInTime]:
    """Set apart which page is wanted, by what it is filtered, and when it is looked at."""
    when = PointInTime(query.pop("valid_at", None), query.pop("known_at", None))
    return Slice(limit=query.pop("limit"), after=query.pop("after"), filters=query), when


def listing(schema: type[Schema], page: Page[Any], **beside: Any) -> Response:
    """Answer with a page of what was asked for in the address, and what stands beside it."""
    return continued(many(schema, page.items, **beside), page.next_after)


def continued(response: Response, next_after: int | None) -> Response:
    """Add the address of the next page to a response, if there is one."""
    if next_after is not None:
        query: dict[str, Any] = request.args.to_dict() | {"cursor": _CURSOR.write(next_after)}
        response.headers["Link"] = f'<{url_for(str(request.endpoint), **request.view_args or {}, **query)}>; rel="next"'
    return response


def findings(schema: type[Schema], page: Page[Any]) -> Response:
    """Answer with a page of what was searched for in the body, which cannot stand in an address."""
    return many(schema, page.items, next=page.next_after and _CURSOR.write(page.next_after))
