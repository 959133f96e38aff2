"""The answers that an organisation expects of its register."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, jsonify

from api.idempotency import question
from api.pagination import listing, requested_page
from api.request_body import load_body, load_query, precondition, takes_query
from api.responses import created, one, waits
from mandate_registry.services.changesets.entry_proposals import WaitingChange
from mandate_registry.services.expected_checks import expectations
from mandate_registry.services.expected_checks.folder_verification import verify
from mandate_registry.services.register.points_in_time import PointInTime
from mandate_registry.view_context import call
from schemas.base import ready
from schemas.expected_checks import (
    ExpectedCheckIn,
    ExpectedCheckOut,
    ExpectedCheckPatch,
    ExpectedCheckQuery,
    MotivationQuery,
    VerificationIn,
    VerificationOut,
)
from schemas.load import named_as_in
from schemas.queries import KnowledgeQuery

expected_checks = Blueprint("expected_checks", __name__, url_prefix="/expected-checks")


@expected_checks.get("")
@takes_query
def listed() -> Response:
    """Return a page of what is expected."""
    query = load_query(ExpectedCheckQuery)
    return listing(ExpectedCheckOut, call(expectations.list_expected, *requested_page(query)))


@expected_checks.post("")
def expect() -> Response:
    """Expect an answer."""
    loaded = load_body(ExpectedCheckIn)
    with named_as_in(ExpectedCheckIn):
        kept = call(expectations.add_expected_check, **loaded)
    return created(ExpectedCheckOut, kept, "expected_checks.read", kept.id)


@expected_checks.get("/<uuid:identity>")
@takes_query
def read(identity: UUID) -> Response:
    """Return one expected check."""
    return one(ExpectedCheckOut, call(expectations.get_expected, identity, PointInTime(**load_query(KnowledgeQuery))))


@expected_checks.patch("/<uuid:identity>")
def change(identity: UUID) -> Response:
    """Expect otherwise."""
    motivation, values = load_query(MotivationQuery)["motivation"], load_body(ExpectedCheckPatch)
    with named_as_in(ExpectedCheckPatch):
        changed = call(expectations.update_expected_check, identity, precondition(), values, motivation)
    return waits(changed) if isinstance(changed, WaitingChange) else one(ExpectedCheckOut, changed)


takes_query(change, "PATCH")


@expected_checks.delete("/<uuid:identity>")
def end(identity: UUID) -> Response:
    """Expect it no longer."""
    waiting = call(
        expectations.delete_expected_check, identity, precondition(), load_query(MotivationQuery)["motivation"]
    )
    return waits(waiting) if waiting else Response(status=204)


takes_query(end, "DELETE")


@expected_checks.post("/_verify")
@question
def verified() -> Response:
    """Ask every question that a register keeps with its answer."""
    return jsonify(ready(VerificationOut).dump(call(verify, **load_body(VerificationIn))))
