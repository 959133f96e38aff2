"""The page of a card, which its QR code opens: for whoever holds the code, at that second."""

from __future__ import annotations

from flask import Blueprint, Response, request

from mandate_registry.rules.presentation_code import Presented, written
from mandate_registry.services.cards.card_view import CardView, view_card
from mandate_registry.services.rate_limits import consume
from mandate_registry.services.visits import network_of
from mandate_registry.view_context import installation
from mandate_registry.web.access import public
from mandate_registry.web.context import page

cards = Blueprint("cards", __name__)


@cards.get("/cards/<code>")
@public
def show(code: str) -> Response:
    """Show a card to whoever looks; a machine that looks ahead, or asks for headers alone, is told nothing of it."""
    if "prefetch" in request.headers.get("Sec-Purpose", ""):
        return Response(status=503)  # a browser does not use it, and asks again when somebody looks
    if request.method == "HEAD":
        return Response()
    opened = installation()
    consume(opened.counters, "cards", opened.settings.cards, network_of(request.remote_addr))
    card = view_card(opened, Presented.of(code))
    return page("public/card.html", card=card, state=_state(card), code=written(code))


def _state(card: CardView) -> str:
    """Return the state of a card, as the key of its label."""
    if card.partner:
        return "for_partner"
    return "valid" if card.is_valid else "not_valid_now"
