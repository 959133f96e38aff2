"""Register health: what is found, and the pages that explain it."""

from __future__ import annotations

from flask import Blueprint, Response
from werkzeug.exceptions import NotFound

from api.auth import public
from api.pagination import listing, requested_page
from api.request_body import load_query, takes_query
from api.responses import markdown
from mandate_registry.services.findings.register_health import list_findings
from mandate_registry.terms import terms
from mandate_registry.terms.pages import finding_page
from mandate_registry.view_context import call
from schemas.findings import FindingOut, FindingQuery

findings = Blueprint("findings", __name__, url_prefix="/findings")


@findings.get("")
@takes_query
def listed() -> Response:
    """List what is found in a register."""
    asked = load_query(FindingQuery)
    when = {"at": asked.pop("at", None), "known_at": asked.pop("known_at", None)}
    wanted, _ = requested_page(asked)
    return listing(FindingOut, call(list_findings, wanted, **when))


@findings.get("/<code>")
@public
def explanation(code: str) -> Response:
    """Return the page of a kind of finding, in Markdown. Raise NotFound where there is no such kind."""
    if code not in terms("findings"):
        raise NotFound
    return markdown(finding_page(code))
