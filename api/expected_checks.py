"""The answers that an organisation expects of its register."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, jsonify

from api.answering import created, one, waits
from api.context import call
from api.pagination import asked_page, listing
from api.parsing import load_body, load_query, precondition, takes_query
from api.repeating import question
from mandate_registry.services.changing import expecting
from mandate_registry.services.changing.entry_proposals import Waiting
from mandate_registry.services.changing.verifying import verify
from mandate_registry.services.registers.knowledge import Moment
from schemas.base import ready
from schemas.expected import (
    ExpectedCheckIn,
    ExpectedCheckOut,
    ExpectedCheckPatch,
    ExpectedCheckQuery,
    MotivationQuery,
    VerificationIn,
    VerificationOut,
)
from schemas.loading import named_as_in
from schemas.queries import KnowledgeQuery

expected_checks = Blueprint("expected_checks", __name__, url_prefix="/expected-checks")


@expected_checks.get("")
@takes_query
def listed() -> Response:
    """Give a page of what is expected."""
    query = load_query(ExpectedCheckQuery)
    return listing(ExpectedCheckOut, call(expecting.list_expected, *asked_page(query)))


@expected_checks.post("")
def expect() -> Response:
    """Expect an answer."""
    loaded = load_body(ExpectedCheckIn)
    with named_as_in(ExpectedCheckIn):
        kept = call(expecting.expect, **loaded)
    return created(ExpectedCheckOut, kept, "expected_checks.read", kept.id)


@expected_checks.get("/<uuid:identity>")
@takes_query
def read(identity: UUID) -> Response:
    """Give one expected check."""
    return one(ExpectedCheckOut, call(expecting.get_expected, identity, Moment(**load_query(KnowledgeQuery))))


@expected_checks.patch("/<uuid:identity>")
def change(identity: UUID) -> Response:
    """Expect otherwise."""
    motivation, values = load_query(MotivationQuery)["motivation"], load_body(ExpectedCheckPatch)
    with named_as_in(ExpectedCheckPatch):
        changed = call(expecting.expect_otherwise, identity, precondition(), values, motivation)
    return waits(changed) if isinstance(changed, Waiting) else one(ExpectedCheckOut, changed)


takes_query(change, "PATCH")


@expected_checks.delete("/<uuid:identity>")
def end(identity: UUID) -> Response:
    """Expect it no longer."""
    waiting = call(expecting.expect_no_more, identity, precondition(), load_query(MotivationQuery)["motivation"])
    return waits(waiting) if waiting else Response(status=204)


takes_query(end, "DELETE")


@expected_checks.post("/_verify")
@question
def verified() -> Response:
    """Ask every question that a register keeps with its answer."""
    return jsonify(ready(VerificationOut).dump(call(verify, **load_body(VerificationIn))))
