"""The cards that employees show. What bears a code is never kept to be answered again: whoever reads it can show it."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, request

from api.idempotency import never_kept
from api.pagination import listing, requested_page
from api.request_body import load_body, load_query, takes_query
from api.responses import created, one
from mandate_registry.services.cards import employee_cards
from mandate_registry.services.cards.employee_cards import KINDS, CardRequest
from mandate_registry.view_context import call
from schemas.cards import CardIn, CardOut, CardQuery, CodeIn, MadeCardOut

cards_of_employees = Blueprint("cards", __name__, url_prefix="/cards")


@cards_of_employees.get("")
@takes_query
def listed() -> Response:
    """List the cards of oneself, or of the organisation."""
    wanted, _ = requested_page(load_query(CardQuery))
    return listing(CardOut, call(employee_cards.list_cards, wanted))


@cards_of_employees.post("")
@never_kept
def make() -> Response:
    """Make a card, and show its code once."""
    made = call(employee_cards.create, CardRequest(**load_body(CardIn)))
    return created(MadeCardOut, made, "cards.read", made.card.id)


@cards_of_employees.get("/<uuid:identity>")
def read(identity: UUID) -> Response:
    """Return a card, without its code."""
    return one(CardOut, call(employee_cards.read_card, identity))


@cards_of_employees.post("/<uuid:identity>/revocations")
def revoke(identity: UUID) -> Response:
    """End a card at once."""
    return one(CardOut, call(employee_cards.revoke, identity))


@cards_of_employees.post("/_qr")
@never_kept
def draw() -> Response:
    """Draw the QR code that opens a card."""
    code = load_body(CodeIn)["code"]
    kind = request.accept_mimetypes.best_match(KINDS) or next(iter(KINDS))
    return Response(call(employee_cards.draw, code, kind), mimetype=kind)
