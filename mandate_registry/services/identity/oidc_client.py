"""The registry as a client of an issuer (RFC 6749, 4.1): the address where people sign in, and what a code is worth."""

from __future__ import annotations

from typing import Any

import httpx
import structlog
from authlib.integrations.base_client import OAuthError
from authlib.integrations.httpx_client import OAuth2Client
from authlib.oauth2.rfc7523 import PrivateKeyJWT

from mandate_registry.errors import Lack, Unavailable
from mandate_registry.services.identity.access_tokens import TokenRefused
from mandate_registry.services.issuers.http_deadline import ending_in, trusted
from mandate_registry.services.issuers.issuer_keys import TIMEOUT, UNREACHABLE, Keyring
from mandate_registry.services.issuers.login_settings import LoginSettings

log = structlog.get_logger()


def address_of_sign_in(
    keyring: Keyring, login: LoginSettings, callback: str, verifier: str, *, state: str, nonce: str
) -> str:
    """Return the address at which somebody signs in and agrees to be sent back to the callback with a code."""
    endpoint = _needed(keyring, "authorization_endpoint")
    with _client(keyring, login, callback) as client:
        url, _ = client.create_authorization_url(endpoint, state=state, code_verifier=verifier, nonce=nonce)
    return str(url)


def exchange(keyring: Keyring, login: LoginSettings, callback: str, code: str, verifier: str) -> dict[str, Any]:
    """Return the tokens that a code is worth. Refused when the issuer says no, Unavailable when it does not answer."""
    endpoint = _needed(keyring, "token_endpoint")
    try:
        with _client(keyring, login, callback) as client, ending_in(client, TIMEOUT):
            asked = {"grant_type": "authorization_code", "code": code, "code_verifier": verifier}
            return dict(client.fetch_token(endpoint, redirect_uri=callback, **asked))
    except OAuthError as error:
        raise TokenRefused("code") from error
    except (*UNREACHABLE, TypeError) as error:  # the last where it sends JSON that is no object
        log.warning("tokens of an issuer cannot be had", issuer=keyring.issuer.issuer, error=type(error).__name__)
        raise Unavailable("The issuer does not answer now; try again later.", Lack.ISSUER) from error


def _needed(keyring: Keyring, name: str) -> str:
    address = keyring.endpoint(name)
    if address is None:
        log.warning("the metadata of an issuer lacks what is needed", issuer=keyring.issuer.issuer, lacks=name)
        raise Unavailable("The issuer does not say where people sign in.", Lack.ISSUER)
    return address


def _client(keyring: Keyring, login: LoginSettings, callback: str) -> OAuth2Client:
    """Make the client, which proves who it is in its own way (RFC 6749, 2.3.1; RFC 7523, 2.2) or by PKCE alone."""
    secret = login.private_key or login.client_secret
    way = "private_key_jwt" if login.private_key else "client_secret_basic" if secret else "none"
    client = OAuth2Client(
        login.client_id,
        secret,
        token_endpoint_auth_method=way,
        scope=login.scope,
        redirect_uri=callback,
        code_challenge_method="S256",
        timeout=httpx.Timeout(TIMEOUT),
        verify=trusted(),
    )
    if login.private_key:
        endpoint = _needed(keyring, "token_endpoint")
        client.register_client_auth_method(PrivateKeyJWT(endpoint, alg=str(login.private_key.get("alg"))))
    return client
