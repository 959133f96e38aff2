"""Credentials: what the registry signed once, of which the holder shows what he chooses (SD-JWT, RFC 9901; SD-JWT VC).

Nothing here knows a register: what a credential says comes in as claims, in which `SelectivelyDisclosable` marks what
the holder may leave out when he shows it.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import Key, import_key

from mandate_registry.canonical import as_bytes, as_text, digest
from mandate_registry.errors import FieldError, InvalidInput
from mandate_registry.evidence.canonical_signature import to_canonical_signature

TYPE = "dc+sd-jwt"
HASH = "sha-256"
SALT = 16
"""How many random bytes keep what is withheld from being guessed by its digest (RFC 9901, 9.3)."""

CURVES = {("EC", "P-256"): ("x", "y"), ("OKP", "Ed25519"): ("x",)}
"""The kinds of keys that a holder may have, and the members that are such a key (RFC 7518, RFC 8037)."""

_PRIME = 2**255 - 19
_ORDER_8 = 0x5FC536D880238B13933C6D305ACDFD5F098EFF289F4C345B027B2C28F95E826
_SMALL = {0, 1, _PRIME - 1, _ORDER_8, _PRIME - _ORDER_8}
"""The y of the points of Ed25519 of an order of 8 at most, under which anybody can sign."""


@dataclass(frozen=True, slots=True)
class SelectivelyDisclosable:
    """A value of a claim, or an element of a list, that is shown only if the holder chooses to."""

    value: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class CredentialEnvelope:
    """What stands around the claims of a credential: who issued it and when, its type, its status, and whose key."""

    issuer: str
    type: str
    issued_at: datetime
    expires_at: datetime
    status_list: str
    place: int
    holder_key: Mapping[str, str] | None = None

    def claims(self) -> dict[str, Any]:
        """Return the claims (RFC 7519, RFC 7800, Token Status List, SD-JWT VC); none of them can be withheld."""
        issued_at = int(self.issued_at.timestamp())
        bound = {"cnf": {"jwk": dict(self.holder_key)}} if self.holder_key else {}
        return {
            "iss": self.issuer,
            "iat": issued_at,
            "nbf": issued_at,
            "exp": int(self.expires_at.timestamp()),
            "vct": self.type,
            "status": {"status_list": {"idx": self.place, "uri": self.status_list}},
            **bound,
        }


def credential(frame: CredentialEnvelope, claims: Mapping[str, Any], key: Key) -> str:
    """Make a credential: the signed token and every disclosure, each followed by a tilde (RFC 9901, 4)."""
    shown, disclosures = conceal(dict(claims))
    header = {"typ": TYPE, "alg": key.alg, "kid": key.kid}
    signed = to_canonical_signature(
        jwt.encode(header, frame.claims() | shown | {"_sd_alg": HASH}, key, algorithms=[str(key.alg)])
    )
    return "~".join([signed, *disclosures, ""])


def conceal(value: Any) -> tuple[Any, list[str]]:
    """Replace what may be withheld by digests; returns what is left, and the disclosures.

    No decoy digests are added: a holder chooses what his credential is about, and their number tells no more than that.
    """
    disclosures: list[str] = []
    return _concealed(value, disclosures), disclosures


def _concealed(value: Any, disclosures: list[str]) -> Any:
    if isinstance(value, list):
        return [_element(item, disclosures) for item in value]
    if not isinstance(value, dict):
        return value
    shown = {
        name: _concealed(item, disclosures)
        for name, item in value.items()
        if not isinstance(item, SelectivelyDisclosable)
    }
    withheld = {name: item.value for name, item in value.items() if isinstance(item, SelectivelyDisclosable)}
    digests = [_disclose([name, _concealed(item, disclosures)], disclosures) for name, item in withheld.items()]
    return shown | ({"_sd": sorted(digests)} if digests else {})  # sorted, lest their order tell what they are


def _element(item: Any, disclosures: list[str]) -> Any:
    if isinstance(item, SelectivelyDisclosable):
        return {"...": _disclose([_concealed(item.value, disclosures)], disclosures)}
    return _concealed(item, disclosures)


def _disclose(content: list[Any], disclosures: list[str]) -> str:
    """Add the disclosure of a name and a value, or of an element, and return its digest (RFC 9901, 4.2)."""
    salted = [as_text(secrets.token_bytes(SALT)), *content]
    disclosure = as_text(json.dumps(salted, ensure_ascii=False).encode())
    disclosures.append(disclosure)
    return digest(disclosure.encode())


def holder_key(given: Mapping[str, Any]) -> dict[str, str]:
    """Return what is needed of the public key of a holder (RFC 7517), to be put into his credential.

    InvalidInput when it is no public key on P-256 or Ed25519, or one under which anybody can sign.
    """
    members = CURVES.get((given.get("kty", ""), given.get("crv", "")))
    if members is None:
        raise _wrong_key("is not on P-256 or Ed25519")
    if "d" in given:
        raise _wrong_key("is private: make another, and send the public half only")
    key = {name: given.get(name, "") for name in ("kty", "crv", *members)}
    try:
        import_key(dict(key))
        is_weak = key["kty"] == "OKP" and _y(key["x"]) in _SMALL
    except (JoseError, ValueError) as error:
        raise _wrong_key("is no public key") from error
    if is_weak:
        raise _wrong_key("is one under which anybody can sign")
    return key


def _y(x: str) -> int:
    """Return the y of a point of Ed25519 (RFC 8032, 5.1.2), of which a JSON Web Key says x."""
    return (int.from_bytes(as_bytes(x), "little") & (2**255 - 1)) % _PRIME


def _wrong_key(detail: str) -> InvalidInput:
    return InvalidInput(FieldError("holderKey", "invalid_value", detail))
