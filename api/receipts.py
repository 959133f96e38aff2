"""Receipts, brought back to be checked."""

from __future__ import annotations

from flask import Blueprint, Response

from api.idempotency import question
from api.rate_limits import heavy
from api.request_body import load_body
from api.responses import answered
from mandate_registry.services.proof.receipt_verification import verify_receipt
from mandate_registry.view_context import call
from schemas.log import ReceiptIn

receipts = Blueprint("receipts", __name__, url_prefix="/receipts")


@receipts.post("/_verify")
@heavy
@question
def verify() -> Response:
    """Return whether a receipt is genuine, and whether its answer would be the same today."""
    return answered(call(verify_receipt, load_body(ReceiptIn)["receipt"]))
