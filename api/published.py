"""The public register: what organisations published, for everybody and without a key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint

from api.auth import public
from api.context import installation
from api.pagination import asked_page, listing
from api.parsing import load_query, takes_query
from mandate_registry.services.answering.publishing import list_published
from schemas.published import PublishedMandateOut, PublishedQuery

if TYPE_CHECKING:
    from flask import Response

published = Blueprint("published", __name__, url_prefix="/published-mandates")


@published.get("")
@public
@takes_query
def listed() -> Response:
    """List the mandates that were published and are in force."""
    wanted, when = asked_page(load_query(PublishedQuery))
    response = listing(PublishedMandateOut, list_published(installation(), wanted, when.valid_at))
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
