"""What gave somebody power without an approval, for approvers to look at."""

from __future__ import annotations

from flask import Blueprint, Response

from api.pagination import listing
from api.request_body import load_body, load_query, takes_query
from api.responses import one
from mandate_registry.services.approval.unapproved_gains import look_up_to, unapproved_gains
from mandate_registry.view_context import call
from schemas.gains import GainOut, GainQuery, LookIn, LookOut

gains = Blueprint("gains", __name__, url_prefix="/gains")


@gains.get("")
@takes_query
def listed() -> Response:
    """List the changes that the caller has not looked at yet."""
    asked = load_query(GainQuery)
    return listing(GainOut, call(unapproved_gains, asked["organisation"], asked["limit"], asked["after"]))


@gains.post("/_seen")
def seen() -> Response:
    """Remember up to which version the caller has looked."""
    values = load_body(LookIn)
    return one(LookOut, values | {"version": call(look_up_to, values["organisation"], values["version"])})
