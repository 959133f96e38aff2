"""Receipts taken apart, and what a forger would put together."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from joserfc import jws
from joserfc.jwk import ECKey

from mandate_registry.canonical import as_bytes, as_text, canonical


def header_of(receipt: str) -> dict[str, Any]:
    return dict(json.loads(as_bytes(receipt.split(".", maxsplit=1)[0])))


def claims_of(receipt: str) -> dict[str, Any]:
    """Return what a receipt claims, whoever signed it."""
    return dict(json.loads(as_bytes(receipt.split(".")[1])))


def but_for_whom(receipt: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the header and the claims of a receipt without whom it is about, its ids, its moment and its log."""
    claims = claims_of(receipt)
    moment = claims["evaluatedAt"]
    kept = {name: value for name, value in claims.items() if value != moment}
    question = {name: value for name, value in claims["question"].items() if name != "employees"}
    others = dict.fromkeys(("jti", "check", "iat", "log"))
    return header_of(receipt), kept | {"question": question} | others


def with_part(receipt: str, place: int, part: bytes) -> str:
    """Put another header (0), payload (1) or signature (2) into a receipt."""
    parts = receipt.split(".")
    parts[place] = as_text(part)
    return ".".join(parts)


def twin(token: str) -> str:
    """Return a token of ES256 the other signature that fits it (SEC 1, 4.1.4): n - s for s."""
    order = ec.SECP256R1.group_order
    signed, _, signature = token.rpartition(".")
    content = as_bytes(signature)
    other = order - int.from_bytes(content[32:], "big")
    return f"{signed}.{as_text(content[:32] + other.to_bytes(32, 'big'))}"


def signed(header: Mapping[str, Any], payload: bytes, key: Any) -> str:
    """Sign anything under any header that names an algorithm for this key."""
    registry = jws.JWSRegistry(algorithms=["ES256"], strict_check_header=False)
    return jws.serialize_compact(dict(header), payload, key, registry=registry)


def tampered(receipt: str, public: Mapping[str, Any], other: str) -> dict[str, str]:
    """Return what a forger makes of a receipt, with the key that is published, and with another receipt, by name."""
    header, claims = header_of(receipt), claims_of(receipt)
    yes = claims | {"answer": claims["answer"] | {"decision": not claims["answer"]["decision"]}}
    flipped = {
        f"{name}, byte {place}": with_part(receipt, part, _flip(as_bytes(receipt.split(".")[part]), place))
        for part, name in enumerate(("header", "payload", "signature"))
        for place in (0, 20, -1)
    }
    forger = ECKey.generate_key("P-256")
    unsigned = f"{as_text(canonical(header | {'alg': 'none'}))}.{as_text(canonical(yes))}."
    shared = f"{as_text(canonical(header | {'alg': 'HS256'}))}.{as_text(canonical(yes))}"
    secret = hmac.new(json.dumps(dict(public)).encode(), shared.encode(), hashlib.sha256).digest()
    return flipped | {
        "no algorithm": unsigned,
        "no algorithm, the signature kept": unsigned + receipt.split(".")[2],
        "the public key as a shared secret": f"{shared}.{as_text(secret)}",
        "another key by the same id": signed(header, canonical(yes), forger),
        "a key of its own in the header": signed(
            header | {"jwk": forger.as_dict(private=False)}, canonical(yes), forger
        ),
        "another payload": with_part(receipt, 1, canonical(yes)),
        "the payload of another receipt": with_part(receipt, 1, as_bytes(other.split(".")[1])),
        "the signature of another receipt": with_part(receipt, 2, as_bytes(other.split(".")[2])),
        "no signature": receipt.rpartition(".")[0] + ".",
        "a signature of nothing": with_part(receipt, 2, bytes(64)),
    }


def _flip(content: bytes, place: int) -> bytes:
    changed = bytearray(content)
    changed[place] ^= 1
    return bytes(changed)
