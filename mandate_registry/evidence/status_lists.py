"""Status lists: one bit for each credential, signed for a short time (draft-ietf-oauth-status-list)."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from datetime import datetime

from joserfc import jwt
from joserfc.jwk import Key

from mandate_registry.canonical import as_text
from mandate_registry.evidence.canonical_signature import to_canonical_signature

TYPE = "statuslist+jwt"
SIZE = 2**17
"""How many places a list has: so many that none tells whose it is."""

TOKEN_LIFETIME = 300
"""For how many seconds a signed list is good at most: who withholds a newer one hides no more than that."""


def compressed(invalid: Iterable[int], size: int = SIZE) -> str:
    """Write a list in which these places are invalid (1) and all others not (0), the first in the lowest bit."""
    bits = bytearray(size // 8)
    for place in invalid:
        bits[place // 8] |= 1 << place % 8
    return as_text(zlib.compress(bytes(bits), level=9))


def status_list_token(address: str, content: str, issued_at: datetime, lasts: int, key: Key) -> str:
    """Sign a list that was compressed, to be kept by others for so many seconds."""
    moment = int(issued_at.timestamp())
    claims = {
        "sub": address,
        "iat": moment,
        "exp": moment + TOKEN_LIFETIME,
        "ttl": lasts,
        "status_list": {"bits": 1, "lst": content},
    }
    return to_canonical_signature(
        jwt.encode({"typ": TYPE, "alg": key.alg, "kid": key.kid}, claims, key, algorithms=[str(key.alg)])
    )
