"""What the site says about itself: how accessible it is, and what is known not to be."""

from __future__ import annotations

from flask import Blueprint, Response

from mandate_registry.web.access import public
from mandate_registry.web.context import page

about = Blueprint("about", __name__)


@about.get("/accessibility")
@public
def accessibility() -> Response:
    """Show the statement that a public body owes of its site (Besluit digitale toegankelijkheid overheid, art. 4)."""
    return page("public/accessibility.html")
