"""Register health: what is found, and the pages that explain it."""

from __future__ import annotations

from flask import Blueprint, Response

from api.answering import many, page
from api.auth import public
from api.context import call
from api.parsing import load_query, takes_query
from mandate_registry.config import ROOT
from mandate_registry.services.changing.health import register_health
from schemas.findings import FindingOut, FindingQuery

PAGES = ROOT / "docs/findings"

findings = Blueprint("findings", __name__, url_prefix="/findings")


@findings.get("")
@takes_query
def listed() -> Response:
    """Give everything found in a register."""
    asked = load_query(FindingQuery)
    return many(FindingOut, call(register_health, **asked))


@findings.get("/<code>")
@public
def explanation(code: str) -> Response:
    """Give the page of a kind of finding."""
    return page(PAGES, code)
