"""Canonical JSON, of which the same value always has the same bytes, and what is made of bytes: digests and text."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

import rfc8785


def canonical(value: Any) -> bytes:
    """Write a value as canonical JSON (RFC 8785); numbers are whole and below 2**53, everything else is text."""
    return rfc8785.dumps(value)


def digest(content: bytes) -> str:
    """Give the SHA-256 of bytes, as text."""
    return as_text(hashlib.sha256(content).digest())


def as_text(content: bytes) -> str:
    """Write bytes as base64url without padding (RFC 7515, 2)."""
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def as_bytes(text: str) -> bytes:
    """Read what `as_text` wrote; ValueError when it is not that."""
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
