"""Signing in to the pages at an issuer: OpenID Connect Core, authorization code flow, with PKCE (RFC 7636).

What a browser gets between its start and its return is one random token. State, nonce and code verifier are made of it,
and the database has its digest: who reads that can finish nothing. It is good once, for ten minutes.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import structlog
from sqlalchemy import delete, insert

from mandate_registry.errors import Forbidden, Lack, NotFound, Unauthenticated, Unavailable
from mandate_registry.services.identity import sessions
from mandate_registry.services.identity.access_tokens import TokenRefused, caller_of
from mandate_registry.services.identity.id_tokens import claims_of
from mandate_registry.services.identity.oidc_client import address_of_sign_in, exchange
from mandate_registry.services.installation import Installation, now
from mandate_registry.services.issuers.issuer_keys import UNREACHABLE, Keyring, fetch_claims
from mandate_registry.services.issuers.login_settings import LoginSettings
from models import sign_ins

SIGN_IN_LIFETIME = timedelta(minutes=10)
"""How long somebody may take to sign in at his issuer."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class StartedSignIn:
    """A sign-in that has begun: to which address of the issuer it leads, and the token by which it is finished."""

    url: str
    token: str


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Somebody who signed in: the token of his session, and the page that he wanted."""

    token: str
    leads_to: str


def ways(installation: Installation) -> list[LoginSettings]:
    """Return the ways there are to sign in, in the order of the issuers file."""
    return [keyring.issuer.login for keyring in installation.issuers.values() if keyring.issuer.login]


def start(installation: Installation, code: str, leads_to: str) -> StartedSignIn:
    """Start signing in by a login (its code). Raises NotFound (no such login) or Unavailable (no issuer)."""
    keyring, login = _way(installation, code)
    token, moment = secrets.token_urlsafe(32), now()
    made = {"state": _made_of(token, "state"), "nonce": _made_of(token, "nonce")}
    verifier = _made_of(token, "verifier")
    url = address_of_sign_in(keyring, login, _callback(installation, login), verifier, **made)
    values = {"issuer": keyring.issuer.issuer, "leads_to": leads_to, "ends_at": moment + SIGN_IN_LIFETIME}
    with installation.writing() as connection:
        connection.execute(delete(sign_ins).where(sign_ins.c.ends_at <= moment))
        connection.execute(insert(sign_ins).values(digest=_digest(token), **values))
    return StartedSignIn(url, token)


def finish(installation: Installation, code: str, token: str, answer: Mapping[str, str]) -> SignedIn:
    """Sign in whoever comes back by a way with the `answer` of its issuer.

    Unauthenticated when it is not the answer to the sign-in of this token, or says nothing that is good; Forbidden
    when he has no role here; Unavailable without the issuer. The log has the reason as a code, and nothing more.
    """
    keyring, login = _way(installation, code)
    try:
        leads_to = _taken(installation, keyring, token)
        _must_answer(answer, keyring, token)
        tokens = exchange(keyring, login, _callback(installation, login), answer["code"], _made_of(token, "verifier"))
        claims = claims_of(keyring, login.client_id, tokens.get("id_token"), _made_of(token, "nonce"))
        if login.userinfo:
            claims = _more_claims(keyring, tokens, claims) | claims
        caller = caller_of(claims, keyring.issuer)
    except TokenRefused as refused:
        log.info("sign-in refused", reason=str(refused), issuer=keyring.issuer.issuer)
        raise Unauthenticated("This sign-in is not good.") from refused
    except Forbidden:
        log.info("sign-in refused", reason="role", issuer=keyring.issuer.issuer)
        raise
    sign_out = _sign_out(installation, keyring, login, tokens["id_token"])
    return SignedIn(sessions.begin(installation, caller, sign_out), leads_to)


def _way(installation: Installation, code: str) -> tuple[Keyring, LoginSettings]:
    for keyring in installation.issuers.values():
        if keyring.issuer.login and keyring.issuer.login.code == code:
            return keyring, keyring.issuer.login
    raise NotFound("There is no such way to sign in.")


def _callback(installation: Installation, login: LoginSettings) -> str:
    """Return where the issuer sends people back: an address for each, so that none is mixed up (RFC 9700, 4.4.2.2)."""
    return f"{installation.settings.public_url}/login/{login.code}/callback"


def _taken(installation: Installation, keyring: Keyring, token: str) -> str:
    """Consume the sign-in of this token and return the page to which it leads."""
    of_token = sign_ins.c.digest == _digest(token)
    begun = delete(sign_ins).where(of_token, sign_ins.c.issuer == keyring.issuer.issuer, sign_ins.c.ends_at > now())
    with installation.writing() as connection:
        leads_to: str | None = connection.scalar(begun.returning(sign_ins.c.leads_to))
    if leads_to is None:
        raise TokenRefused("token")
    return leads_to


def _must_answer(answer: Mapping[str, str], keyring: Keyring, token: str) -> None:
    """Refuse what does not come back from where somebody was sent, and what is no code (RFC 6749, 4.1.2)."""
    if not hmac.compare_digest(answer.get("state", "").encode(errors="replace"), _made_of(token, "state").encode()):
        raise TokenRefused("state")
    says_who = keyring.metadata().get("authorization_response_iss_parameter_supported") is True  # RFC 9207, 2.4
    if answer.get("iss", None if says_who else keyring.issuer.issuer) != keyring.issuer.issuer:
        raise TokenRefused("iss")
    if "error" in answer:
        raise TokenRefused("issuer")
    if not answer.get("code"):
        raise TokenRefused("code")


def _more_claims(keyring: Keyring, tokens: Mapping[str, Any], claims: Mapping[str, Any]) -> dict[str, Any]:
    """Ask what the issuer says beside the ID token, of the same person (OpenID Connect Core, 5.3.2)."""
    address = keyring.endpoint("userinfo_endpoint")
    if address is None:
        raise TokenRefused("userinfo")
    try:
        more = fetch_claims(address, str(tokens.get("access_token")))
    except UNREACHABLE as error:
        raise Unavailable("The issuer does not say who this is now; try again later.", Lack.ISSUER) from error
    if more.get("sub") != claims["sub"]:
        raise TokenRefused("userinfo")
    return more


def _sign_out(installation: Installation, keyring: Keyring, login: LoginSettings, id_token: str) -> str | None:
    """Return where one signs out at the issuer too (OpenID Connect RP-Initiated Logout, 2)."""
    address = keyring.endpoint("end_session_endpoint")
    back = f"{installation.settings.public_url}/logout"
    asked = {"id_token_hint": id_token, "client_id": login.client_id, "post_logout_redirect_uri": back}
    return f"{address}?{urlencode(asked)}" if address else None


def _made_of(token: str, purpose: str) -> str:
    """Make what the issuer is told of a token, from which nobody finds the token or what it is told besides."""
    made = hmac.new(token.encode(errors="replace"), purpose.encode(), hashlib.sha256).digest()
    return urlsafe_b64encode(made).decode().rstrip("=")


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode(errors="replace")).digest()
