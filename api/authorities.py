"""Searching authorities: who may take this decision, and what may this person decide."""

from __future__ import annotations

from flask import Blueprint, Response

from api.answering import told
from api.context import call
from api.limiting import heavy
from api.parsing import load_body
from api.repeating import question
from mandate_registry.services.answering import authority_search
from schemas.questions import AuthoritiesIn

authorities = Blueprint("authorities", __name__, url_prefix="/authorities")


@authorities.post("/_search")
@heavy
@question
def search() -> Response:
    """Find who may, or what may be decided."""
    return told({"items": call(authority_search.search, load_body(AuthoritiesIn))})
