"""Texts that are kept for years and seldom read: compressed (zlib, RFC 1950), and the same when they come back."""

from __future__ import annotations

import zlib


def packed(text: str) -> bytes:
    """Return a text as it is kept."""
    return zlib.compress(text.encode())


def unpacked(kept: bytes) -> str:
    """Return the text that was kept; ValueError when this is none."""
    try:
        return zlib.decompress(kept).decode()
    except zlib.error as error:
        message = f"this is no packed text: {error}"
        raise ValueError(message) from error
