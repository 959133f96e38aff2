"""ID tokens (OpenID Connect Core, 2): what an issuer says of who signed in there, to this registry alone."""

from __future__ import annotations

import hmac
from typing import Any

from joserfc.jwt import ClaimsOption

from mandate_registry.services.identity.access_tokens import REQUIRED, TokenRefused, must_be_signed, must_hold, read
from mandate_registry.services.issuers.issuer_keys import Keyring

TYPES = frozenset({"", "jwt"})
"""What `typ` may say of an ID token, which need not say it: never that it is of another kind, such as `at+jwt`."""


def claims_of(keyring: Keyring, client_id: str, token: object, nonce: str) -> dict[str, Any]:
    """Return the claims of an ID token (OpenID Connect Core, 3.1.3.7).

    Refused when this issuer did not sign it, for this client, for now and for the sign-in of this nonce.
    """
    if not isinstance(token, str):
        raise TokenRefused("id_token")
    signed, claims = read(token)
    must_be_signed(signed, keyring, TYPES)
    must_hold(claims, client_id, iat=REQUIRED, iss=ClaimsOption(essential=True, value=keyring.issuer.issuer))
    _must_be_for(claims, client_id)
    if not hmac.compare_digest(str(claims.get("nonce")).encode(errors="replace"), nonce.encode()):
        raise TokenRefused("nonce")
    return claims


def _must_be_for(claims: dict[str, Any], client_id: str) -> None:
    """Refuse a token that was issued to another party (`azp`), or that does not say to which of several."""
    is_shared = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if claims.get("azp", None if is_shared else client_id) != client_id:
        raise TokenRefused("azp")
