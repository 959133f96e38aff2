"""The page of a card, which its QR code opens: for whoever holds the code, at that second."""

from __future__ import annotations

from flask import Blueprint, Response, request

from mandate_registry.rules.presentation import Presented, written
from mandate_registry.services.answering.card_view import CardView, view_card
from mandate_registry.services.counting import spend
from mandate_registry.web.access import public
from mandate_registry.web.context import installation, page
from mandate_registry.web.whence import whence

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
    spend(opened.counters, "cards", opened.settings.cards, whence())
    card = view_card(opened, Presented.of(code))
    return page("public/card.html", card=card, state=_state(card), code=written(code))


def _state(card: CardView) -> str:
    """Say what a card comes down to, by the key of the words for it."""
    if card.partner:
        return "for_partner"
    return "valid" if card.is_valid else "not_valid_now"
