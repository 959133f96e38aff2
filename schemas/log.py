"""The wire format of the log and of receipts: entries by their hashes, proofs, and a receipt to be checked."""

from __future__ import annotations

from functools import partial

from mandate_registry.log.signed_notes import as_base64
from schemas.base import Schema
from schemas.decision_log import Payload
from schemas.queries import Paged
from schemas.values import Count, Digits, Value

MAX_NUMBER = 10**15
"""More entries than there will ever be."""


class Hash(Value):
    """A hash, in base64 with padding."""

    def write(self, value: bytes) -> str:
        """Write its bytes."""
        return as_base64(value)


class Hashes(Value):
    """Hashes, in order."""

    def write(self, value: list[bytes]) -> list[str]:
        """Write their bytes."""
        return [as_base64(one) for one in value]


_place = partial(Count, 0, MAX_NUMBER)


class LogQuery(Paged):
    """Which entries are wanted."""


class InclusionQuery(Schema):
    """Of which entry it is to be proven that it is in the log of which size."""

    index = Digits(0, MAX_NUMBER, required=True)
    size = Digits(1, MAX_NUMBER)


class ConsistencyQuery(Schema):
    """Of which size it is to be proven that the log of which other size began so."""

    first = Digits(1, MAX_NUMBER, data_key="from", required=True)
    second = Digits(1, MAX_NUMBER, data_key="to")


class LogEntryOut(Schema):
    """An entry: what it says, as far as the caller may know that, and its hash as a leaf."""

    index = _place()
    leaf_hash = Hash()
    entry = Payload(allow_none=True)


class InclusionProofOut(Schema):
    """A proof that an entry is in the log."""

    index = _place()
    size = _place()
    leaf_hash = Hash()
    hashes = Hashes()


class ConsistencyProofOut(Schema):
    """A proof that the log only grew."""

    first = _place(data_key="from")
    second = _place(data_key="to")
    hashes = Hashes()


class ReceiptIn(Schema):
    """A receipt (JWS, compact)."""

    receipt = Value(required=True)
