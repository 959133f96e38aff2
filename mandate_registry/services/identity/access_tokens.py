"""Bearer tokens of trusted issuers: JWT access tokens (RFC 9068), some bound to a client certificate (RFC 8705).

How a token is read, held to its issuer and made a caller is the same for an ID token (`identity/id_tokens.py`).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import math
from typing import Any

import structlog
from joserfc import jws
from joserfc.errors import ClaimError, JoseError
from joserfc.jws import CompactSignature
from joserfc.jwt import ClaimsOption, JWTClaimsRegistry

from mandate_registry.errors import Forbidden, Unauthenticated
from mandate_registry.services.callers import Caller
from mandate_registry.services.installation import Installation, now
from mandate_registry.services.issuers.issuer_keys import Keyring
from mandate_registry.services.issuers.issuer_settings import Issuer, typed
from mandate_registry.services.permissions import Role
from mandate_registry.services.register.employment import must_work_here

MAX_TOKEN_BYTES = 8192
"""How many characters a token has at most."""

LEEWAY = 60
"""How many seconds the clock of an issuer may be ahead."""

REQUIRED = ClaimsOption(essential=True)
"""Of a claim that must be there and not null."""

MAX_LENGTH = 255
"""How many characters a subject or a person has at most (OpenID Connect Core, 2, on `sub`)."""

log = structlog.get_logger()


class _Registry(jws.JWSRegistry):
    max_header_length = MAX_TOKEN_BYTES


class TokenRefused(Exception):
    """A token is not valid; `str()` is a code for the log."""


def authenticate(installation: Installation, token: str, certificate: bytes | None = None) -> Caller:
    """Return the caller that a token names; `certificate` is the one of the client (DER), where it showed one.

    Unauthenticated when the token is not valid; Departed when its bearer does not work there now; Forbidden when it is
    valid, but gives no role; Unavailable when the keys of its issuer cannot be had. Why a token
    is not valid stands in the log, with the issuer, and the caller is not told.
    """
    keyring = None
    try:
        signed, claims = read(token)
        keyring = _keyring(installation, claims)
        must_be_signed(signed, keyring, keyring.issuer.types)
        must_hold(claims, keyring.issuer.audience)
        _must_be_of_its_bearer(claims, keyring.issuer, certificate)
        caller = caller_of(claims, keyring.issuer)
    except TokenRefused as refused:
        log.info("token refused", reason=str(refused), issuer=keyring.issuer.issuer if keyring else None)
        raise Unauthenticated("The token is not valid.") from refused
    if caller.person is None:  # a system, which has no employment: nothing is looked up
        return caller
    with installation.reading() as connection:
        return must_work_here(connection, caller)


def read(token: str) -> tuple[CompactSignature, dict[str, Any]]:
    """Return the parsed token and its claims; nothing is verified yet."""
    if len(token) > MAX_TOKEN_BYTES:
        raise TokenRefused("size")
    try:
        signed = jws.extract_compact(token.encode(), registry=_Registry())
        claims = json.loads(signed.payload, parse_constant=_no_number)
    except (JoseError, ValueError, TypeError, RecursionError) as error:
        raise TokenRefused("format") from error
    if not isinstance(claims, dict) or not isinstance(signed.headers(), dict):
        raise TokenRefused("format")
    return signed, claims


def _no_number(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON")


def _keyring(installation: Installation, claims: dict[str, Any]) -> Keyring:
    name = claims.get("iss")
    keyring = installation.issuers.get(name) if isinstance(name, str) else None
    if keyring is None:
        raise TokenRefused("iss")
    return keyring


def must_be_signed(signed: CompactSignature, keyring: Keyring, types: frozenset[str]) -> None:
    """Refuse a token that its issuer did not sign, in a way that is allowed, with a key that is meant for it.

    `types` are what `typ` may say; a token that does not say it is of the type "".
    """
    header, issuer = signed.headers(), keyring.issuer
    alg, kid, kind = (header.get("alg"), header.get("kid"), header.get("typ", ""))
    if not isinstance(alg, str) or alg not in issuer.algorithms:
        raise TokenRefused("alg")
    if not isinstance(kind, str) or typed(kind) not in types:
        raise TokenRefused("typ")
    if "crit" in header:  # it names what must be understood, and nothing is
        raise TokenRefused("crit")
    if not isinstance(kid, str) or (key := keyring.find(kid)) is None:
        raise TokenRefused("kid")
    if key.get("alg", alg) != alg:
        raise TokenRefused("key")
    registry = _Registry(algorithms=[alg], strict_check_header=False)  # other headers are not heeded (RFC 7515, 4)
    try:
        if not jws.validate_compact(signed, key, registry=registry):
            raise TokenRefused("signature")
    except (JoseError, ValueError, TypeError) as error:  # the key is of another kind, or this is no signature
        raise TokenRefused("signature") from error


def must_hold(claims: dict[str, Any], audience: str, **more: ClaimsOption) -> None:
    """Refuse a token that is not for this audience, not for now, or about nobody (RFC 9068, 4).

    `more` is what other claims must say, as joserfc takes it. Two things are stricter than joserfc: an expiry has no
    leeway, and a subject is a text that can be shown.
    """
    moment = now().timestamp()
    needed = {"aud": ClaimsOption(essential=True, value=audience), "exp": REQUIRED, "sub": REQUIRED}
    try:
        JWTClaimsRegistry(math.floor(moment), LEEWAY, **needed, **more).validate(claims)
        JWTClaimsRegistry(math.ceil(moment)).validate_exp(claims["exp"])
    except ClaimError as error:
        raise TokenRefused(error.claim) from error
    if not _is_name(claims["sub"]):
        raise TokenRefused("sub")


def _is_name(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip()) and value.isprintable() and len(value) <= MAX_LENGTH


def _must_be_of_its_bearer(claims: dict[str, Any], issuer: Issuer, certificate: bytes | None) -> None:
    """Refuse a bound token without its certificate (RFC 8705, 3), or bound in a way that cannot be verified here."""
    if "cnf" not in claims and not issuer.bound:
        return
    bound_to = claims.get("cnf")
    if not isinstance(bound_to, dict) or bound_to.keys() != {"x5t#S256"} or certificate is None:
        raise TokenRefused("cnf")
    thumbprint = base64.urlsafe_b64encode(hashlib.sha256(certificate).digest()).rstrip(b"=")
    if not hmac.compare_digest(thumbprint, str(bound_to["x5t#S256"]).encode(errors="replace")):
        raise TokenRefused("cnf")


def caller_of(claims: dict[str, Any], issuer: Issuer) -> Caller:
    """Return who the claims of a token say that it is, as far as its issuer may speak; Forbidden without a role."""
    organisation, person = _organisation(claims, issuer), _person(claims, issuer)
    roles = tuple(
        role
        for role, texts in issuer.roles.items()
        if texts & _texts(claims.get(issuer.roles_claim))
        and (role is Role.ADMINISTRATOR) == (organisation is None)
        and (role is not Role.HOLDER or person)
    )
    if not roles:
        raise Forbidden("The token is valid, but gives its bearer no role in this registry.")
    return Caller(roles, organisation, f"token {issuer.issuer} {claims['sub']}", person)


def _organisation(claims: dict[str, Any], issuer: Issuer) -> str | None:
    """Return the organisation of the bearer, one for which the issuer may speak; None: the installation."""
    if issuer.organisation_claim is None:
        return issuer.organisation
    given = claims.get(issuer.organisation_claim)
    if given is None and issuer.installation:
        return None
    if not isinstance(given, str) or given not in issuer.organisations:
        raise TokenRefused("organisation")
    return given


def _person(claims: dict[str, Any], issuer: Issuer) -> str | None:
    """Return who the bearer is within the organisation; None for a system, of which the issuer says nothing."""
    given = claims.get(issuer.person_claim) if issuer.person_claim else None
    if given is not None and not _is_name(given):
        raise TokenRefused("person")
    return given and str(given).strip()


def _texts(value: object) -> set[str]:
    """Read a claim of many texts: a list, or one text of words parted by spaces, as `scope` is (RFC 9068, 2.2.3)."""
    words = value.split() if isinstance(value, str) else value if isinstance(value, list) else []
    return {word for word in words if isinstance(word, str)}
