"""Searching authorities: who may take this decision, and what may this person decide."""

from __future__ import annotations

from flask import Blueprint, Response

from api.idempotency import question
from api.rate_limits import heavy
from api.request_body import load_body
from api.responses import answered
from mandate_registry.services.checks import authority_search
from mandate_registry.services.checks.authority_search import MOST_ASKED, SearchPage
from mandate_registry.view_context import call
from schemas import fields
from schemas.questions import AuthoritiesIn

_CURSOR = fields.place()

authorities = Blueprint("authorities", __name__, url_prefix="/authorities")


@authorities.post("/_search")
@heavy
@question
def search() -> Response:
    """Find who may, or what may be decided."""
    request, part = load_body(AuthoritiesIn)
    found = call(authority_search.search_page, request, SearchPage(most_asked=MOST_ASKED, **part))
    return answered({"items": found.items, "next": found.next_after and _CURSOR.write(found.next_after)})
