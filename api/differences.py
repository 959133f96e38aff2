"""What differs in a whole register between two moments."""

from __future__ import annotations

from flask import Blueprint, Response

from api.pagination import listing
from api.request_body import load_query, takes_query
from mandate_registry.services.register.points_in_time import PointInTime
from mandate_registry.services.register.register_differences import differences as find_differences
from mandate_registry.view_context import call
from schemas.differences import DifferenceOut, DifferenceQuery

differences = Blueprint("differences", __name__, url_prefix="/differences")


@differences.get("")
@takes_query
def listed() -> Response:
    """List them, table by table."""
    asked = load_query(DifferenceQuery)
    before, after = (
        PointInTime(asked.get(f"{side}_valid_at"), asked.get(f"{side}_known_at")) for side in ("from", "to")
    )
    page = call(find_differences, asked["organisation"], (before, after), asked["limit"], asked["after"])
    return listing(DifferenceOut, page)
