"""Receipts, brought back to be checked."""

from __future__ import annotations

from flask import Blueprint, Response

from api.answering import told
from api.context import call
from api.limiting import heavy
from api.parsing import load_body
from api.repeating import question
from mandate_registry.services.proving.receipts import verify_receipt
from schemas.receipts import ReceiptIn

receipts = Blueprint("receipts", __name__, url_prefix="/receipts")


@receipts.post("/_verify")
@heavy
@question
def verify() -> Response:
    """Tell whether a receipt is genuine, and whether its answer would be the same today."""
    return told(call(verify_receipt, load_body(ReceiptIn)["receipt"]))
