"""Searching authorities: who may take this decision, and what may this person decide."""

from __future__ import annotations

from flask import Blueprint, Response

from api.answering import many
from api.context import call
from api.limiting import heavy
from api.parsing import load_body
from api.repeating import question
from mandate_registry.services.answering import searching
from mandate_registry.services.answering.asking import as_request
from schemas.answers import AuthorityOut
from schemas.questions import AuthoritiesIn

authorities = Blueprint("authorities", __name__, url_prefix="/authorities")


@authorities.post("/_search")
@heavy
@question
def search() -> Response:
    """Find who may, or what may be decided."""
    asked = as_request({"employees": (), "decision_type": ""} | load_body(AuthoritiesIn))
    found = call(searching.search, asked)
    return many(AuthorityOut, found)
