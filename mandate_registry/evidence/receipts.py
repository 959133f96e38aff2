"""Receipts: a question with its answer, signed, so that whoever holds one checks it by himself.

A receipt is a JWS in compact serialization (RFC 7515), signed with ES256. It has no other headers than `alg`, `kid` and
`typ`, and its payload is canonical JSON (RFC 8785). It never expires: what was answered stays what was answered.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, Key

from mandate_registry.canonical import as_bytes, as_text, canonical, digest, read_canonical
from mandate_registry.evidence.canonical_signature import is_canonical_signature, to_canonical_signature
from mandate_registry.evidence.private_keys import Algorithm
from mandate_registry.evidence.receipt_shape import are_claims
from mandate_registry.terms import in_english

TYPE = "mandate-receipt+jwt"
LARGEST = 65_536
"""In characters."""
COMPACT = re.compile(r"[\w-]+\.[\w-]+\.[\w-]+", re.ASCII)
_ALGORITHM = Algorithm.STATEMENTS.value
_PUBLIC = ("kty", "crv", "x", "y")


class Flaw(StrEnum):
    """Why a receipt is not genuine."""

    MALFORMED = "malformed"
    OTHER_ISSUER = "other_issuer"
    KEY_UNKNOWN = "key_unknown"
    SIGNATURE_INVALID = "signature_invalid"
    KEY_REVOKED = "key_revoked"
    NOT_LOGGED = "not_logged"


FLAWS = in_english("flaws", "text")


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a receipt says (`receipt_shape.are_claims`), and which key is said to have signed it."""

    kid: str
    claims: dict[str, Any]


def sign(claims: Mapping[str, Any], key: Key) -> str:
    """Sign what a receipt claims."""
    header = {"alg": _ALGORITHM, "kid": str(key.kid), "typ": TYPE}
    return to_canonical_signature(jws.serialize_compact(header, canonical(dict(claims)), key, algorithms=[_ALGORITHM]))


def verify(text: str, keys: Mapping[str, Key], *, is_logged: bool = False) -> Receipt | Flaw:
    """Hold a receipt against a set of keys, by their ids. Who issued it is not looked at.

    A receipt that the log has, byte for byte, may be of before signatures had one form.
    """
    receipt = read(text)
    if receipt is None:
        return Flaw.MALFORMED
    key = keys.get(receipt.kid)
    if key is None:
        return Flaw.KEY_UNKNOWN
    try:
        jws.deserialize_compact(text, key, algorithms=[_ALGORITHM])
    except (JoseError, ValueError):
        return Flaw.SIGNATURE_INVALID
    return receipt if is_logged or is_canonical_signature(text) else Flaw.SIGNATURE_INVALID


def read(text: str) -> Receipt | None:
    """Read a receipt without looking at its signature; None when it is none.

    It is one only as this registry writes it, byte for byte: no other header, no member twice, no other spelling.
    """
    if len(text) > LARGEST or not COMPACT.fullmatch(text):
        return None
    try:
        header, claims, _ = (_decoded(part) for part in text.split("."))
        read_header, read_claims = read_canonical(header), read_canonical(claims)
    except ValueError:
        return None
    kid = read_header.get("kid") if isinstance(read_header, dict) else None
    if not isinstance(kid, str) or read_header != {"alg": _ALGORITHM, "kid": kid, "typ": TYPE}:
        return None
    return Receipt(kid, read_claims) if are_claims(read_claims) else None


def key_set(keys: Any) -> dict[str, Key]:
    """Read public keys (a list of JSON Web Keys, RFC 7517) by their ids; those that sign no receipts are left out.

    ValueError when it is no such list, a key is not valid, or two keys have the same id.
    """
    if not isinstance(keys, list) or not all(isinstance(one, dict) for one in keys):
        message = "these are no JSON Web Keys"
        raise ValueError(message)
    found = [one for one in keys if one.get("crv") == "P-256" and one.get("alg", _ALGORITHM) == _ALGORITHM]
    read = {str(one.get("kid")): _public_key(one) for one in found}
    if len(read) < len(found):
        message = "two keys have the same id"
        raise ValueError(message)
    return read


def log_entry(register: str, jti: str, receipt: str) -> dict[str, Any]:
    """Return the log's entry of a receipt: of which register (OIN), and the digest of every byte of it."""
    return {"kind": "receipt", "register": register, "id": jti, "sha256": digest(receipt.encode())}


def _decoded(part: str) -> bytes:
    """Decode base64url as RFC 7515 has it; ValueError too when other text would mean the same bytes."""
    content = as_bytes(part)
    if as_text(content) != part:
        raise ValueError(part)
    return content


def _public_key(key: Mapping[str, Any]) -> Key:
    """Read what is public of a key, and nothing else that it may say."""
    try:
        read = ECKey.import_key({name: str(key[name]) for name in _PUBLIC})
        read.thumbprint()
    except (JoseError, KeyError) as error:
        raise ValueError(str(error)) from error
    return read
