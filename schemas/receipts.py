"""The wire format of receipts that are brought back to be checked."""

from __future__ import annotations

from marshmallow.fields import Nested

from schemas.answers import CheckOut
from schemas.base import Schema
from schemas.values import Flag, Value


class ReceiptIn(Schema):
    """A receipt (JWS, compact)."""

    receipt = Value(required=True)


class RemarkOut(Schema):
    """Something said of a receipt, as a code and in words."""

    code = Value()
    text = Value()


class ReceiptVerificationOut(Schema):
    """What was found of a receipt."""

    genuine = Flag()
    reason = Nested(RemarkOut, allow_none=True)
    check = Value(allow_none=True)
    at = Value(allow_none=True)
    known_at = Value(allow_none=True)
    log_index = Value(allow_none=True)
    now = Nested(CheckOut, allow_none=True)
    withheld = Nested(RemarkOut, allow_none=True)
    verdict = Nested(RemarkOut, allow_none=True)
