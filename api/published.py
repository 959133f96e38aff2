"""The public register: what organisations published, for everybody and without a key."""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, Response, request

from api.auth import public
from api.pagination import listing, requested_page
from api.request_body import load_query, takes_query
from mandate_registry.services.public_register.published_mandates import list_published
from mandate_registry.services.public_register.state import tag_of
from mandate_registry.view_context import installation
from schemas.published import PublishedMandateOut, PublishedQuery

FOR_A_MINUTE = {
    "Cache-Control": "public, max-age=60",
    "Vary": "Accept-Encoding",
    "Access-Control-Allow-Origin": "*",
}
"""What caches may keep of it, and who may read it in a browser."""

published = Blueprint("published", __name__, url_prefix="/published-mandates")


@published.get("")
@public
@takes_query
def listed() -> Response:
    """List the mandates that were published and are in force."""
    wanted, when = requested_page(load_query(PublishedQuery))
    state, found = list_published(installation(), wanted, when.valid_at, _is_kept)
    response = listing(PublishedMandateOut, found) if found else Response(status=HTTPStatus.NOT_MODIFIED)
    response.set_etag(tag_of(state), weak=True)
    response.headers.update(FOR_A_MINUTE)
    return response


def _is_kept(state: str) -> bool:
    """Return True if whoever asks kept this state: it is the same for everybody."""
    return request.if_none_match.contains_weak(tag_of(state))
