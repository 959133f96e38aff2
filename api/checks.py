"""The check, alone and many at once, and what it said."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, Response

from api.auth import recalling
from api.idempotency import question
from api.rate_limits import heavy
from api.request_body import load_body
from api.responses import answered, streamed
from mandate_registry.services.checks import answer_check as answering
from mandate_registry.services.checks import check_store, check_tables
from mandate_registry.services.checks.call_limits import must_be_few
from mandate_registry.services.proof import log_proofs
from mandate_registry.view_context import call
from schemas.questions import BatchIn, CheckIn, TableIn

checks = Blueprint("checks", __name__, url_prefix="/checks")


@checks.post("")
@heavy
@question
@recalling
def check() -> Response:
    """Answer one question."""
    return answered(call(answering.check, load_body(CheckIn)))


@checks.get("/<uuid:identity>")
def read(identity: UUID) -> Response:
    """Return an answer as it was told."""
    return answered(call(check_store.read_check, identity))


@checks.get("/<uuid:identity>/receipt")
def receipt(identity: UUID) -> Response:
    """Return an answer as it was signed."""
    return Response(call(check_store.read_receipt, identity), mimetype="application/jose")


@checks.get("/<uuid:identity>/receipt.tlog-proof")
def receipt_proof(identity: UUID) -> Response:
    """Return the proof that the log has the receipt, to be kept with it."""
    return Response(call(log_proofs.receipt_proof, identity), mimetype="text/plain")


@checks.post("/_batch")
@heavy
@question
@recalling
def batch() -> Response:
    """Answer many questions, in their order."""
    return streamed(call(answering.check_all, load_body(BatchIn, _must_fit)["checks"]))


def _must_fit(body: dict[str, Any]) -> None:
    """Refuse (InvalidInput) a batch about too many people; what is no list of people counts as one."""
    found = body.get("checks")
    asked = [one.get("employees") for one in found if isinstance(one, dict)] if isinstance(found, list) else []
    must_be_few(sum(max(1, len(people)) if isinstance(people, list) else 1 for people in asked))


@checks.post("/_table")
@heavy
@question
@recalling
def table() -> Response:
    """Answer what those at a table may decide, alone or together."""
    return streamed(call(check_tables.check_table, load_body(TableIn)))
