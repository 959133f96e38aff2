"""The wire format of receipts that are brought back to be checked."""

from __future__ import annotations

from schemas.base import Schema
from schemas.values import Value


class ReceiptIn(Schema):
    """A receipt (JWS, compact)."""

    receipt = Value(required=True)
