"""The form of a card for oneself."""

from __future__ import annotations

from schemas.cards import CardIn


class OwnCardIn(CardIn):
    """What somebody wants on a card of his own."""

    class Meta(CardIn.Meta):
        """Nobody is named: it is whoever asks."""

        exclude = ("employee",)
