"""Searching authorities: who may take this decision, and what may this person decide."""

from __future__ import annotations

from flask import Blueprint, Response

from api.idempotency import question
from api.rate_limits import heavy
from api.request_body import load_body
from api.responses import told
from mandate_registry.services.checks import authority_search
from mandate_registry.view_context import call
from schemas.questions import AuthoritiesIn

authorities = Blueprint("authorities", __name__, url_prefix="/authorities")


@authorities.post("/_search")
@heavy
@question
def search() -> Response:
    """Find who may, or what may be decided."""
    return told({"items": call(authority_search.search, load_body(AuthoritiesIn))})
