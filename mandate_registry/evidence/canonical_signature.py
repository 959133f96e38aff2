"""Signatures of ES256 in one form.

Where (r, s) is a signature by a curve of order n, (r, n - s) is one too, which anybody can make of it. The registry
signs with the lower s of the two, and refuses the other.
"""

from __future__ import annotations

from mandate_registry.canonical import as_bytes, as_text

ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""Of P-256 (FIPS 186-5)."""

SIZE = 32


def to_canonical_signature(token: str) -> str:
    """Return a JWS in compact serialization, signed with ES256, in the form that is not refused."""
    signed, _, signature = token.rpartition(".")
    content = as_bytes(signature)
    s = _s(content)
    lower = min(s, ORDER - s).to_bytes(SIZE, "big")
    return f"{signed}.{as_text(content[:SIZE] + lower)}"


def is_canonical_signature(token: str) -> bool:
    """Return True if the signature has the lower s."""
    return _s(as_bytes(token.rpartition(".")[2])) <= ORDER // 2


def _s(signature: bytes) -> int:
    return int.from_bytes(signature[SIZE:], "big")
