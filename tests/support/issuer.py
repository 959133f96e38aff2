"""An invented issuer of tokens: a small server with its keys, and tokens as it would sign them, or as nobody should."""

from __future__ import annotations

import base64
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from unittest.mock import patch

from joserfc.jwk import ECKey, Key, OKPKey, RSAKey
from joserfc.jws import JWSRegistry

from mandate_registry.services.identity import oidc_client
from mandate_registry.services.issuers import issuer_keys
from mandate_registry.services.issuers.issuer_settings import Issuer
from mandate_registry.services.issuers.login_settings import LoginSettings
from mandate_registry.services.permissions import Role
from tests.support.waiting import PATIENCE

AUDIENCE = "https://register.voorbeeld.example"
MADE: dict[str, Callable[[], Key]] = {
    "RS256": lambda: RSAKey.generate_key(2048),
    "PS256": lambda: RSAKey.generate_key(2048),
    "ES256": lambda: ECKey.generate_key("P-256"),
    "Ed25519": lambda: OKPKey.generate_key("Ed25519"),
    "Ed448": lambda: OKPKey.generate_key("Ed448"),
}


_made: dict[tuple[str, str], Key] = {}


def key_of(kid: str, alg: str = "ES256") -> Key:
    """Return the key of this name, the same every time."""
    if (kid, alg) not in _made:
        _made[kid, alg] = MADE[alg]()
    return _made[kid, alg]


def public(kid: str, alg: str = "ES256") -> dict[str, Any]:
    """Return the public half of a key, as an issuer publishes it."""
    return {**key_of(kid, alg).as_dict(private=False), "kid": kid, "use": "sig", "alg": alg}


class Invented:
    """Answers with `pages`, by path, each a status and what it holds; `asked` has the paths that were asked for.

    It calls `before` before it answers.
    """

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.pages: dict[str, tuple[int, Any]] = {}
        self.asked: list[str] = []
        self.before: Callable[[], object] = list
        self.publish(public("first"))

    def publish(self, *keys: Any) -> None:
        self.pages["/keys"] = (200, {"keys": list(keys)})

    def trusted(self, **fields: Any) -> Issuer:
        """Return what the registry is told of this issuer."""
        roles = {Role.PARTNER: frozenset({"mandates:ask"}), Role.HR: frozenset({"mandates:keep"})}
        known: dict[str, Any] = {"roles_claim": "scope", "roles": roles, "jwks_uri": f"{self.url}/keys"}
        if "organisation_claim" not in fields and "installation" not in fields:
            known["organisation"] = "00000009000000000002"
        return Issuer(**{"issuer": self.url, "audience": AUDIENCE} | known | fields)

    def token(self, header: dict[str, Any] | None = None, **claims: Any) -> str:
        """Return a token as it should be but for what is said; None leaves out a header or a claim."""
        named = {"alg": "ES256", "kid": "first", "typ": "at+jwt"} | (header or {})
        return signed(_given(named), _given(self.claims() | claims))

    def lets_in(self, login: LoginSettings, **fields: Any) -> Issuer:
        """Sign people in from now on, and return what the registry is told of it.

        HR, as a claim of the ID token says.
        """
        places = {f"{name}_endpoint": f"{self.url}/{name}" for name in ("authorization", "token", "userinfo")}
        described = {"issuer": self.url, "jwks_uri": f"{self.url}/keys"} | places
        self.pages["/.well-known/openid-configuration"] = (200, described)
        given = {"roles_claim": "roles", "roles": {Role.HR: frozenset({"hr"})}, "person_claim": "number"}
        return self.trusted(login=login, **given | fields)

    def id_token(self, header: dict[str, Any] | None = None, **claims: Any) -> str:
        """Return an ID token for the client `pages` as it should be, but for what is said."""
        whose = {"aud": "pages", "sub": "7", "number": "W-007", "roles": ["hr"], "scope": None, "client_id": None}
        return self.token({"typ": None} | (header or {}), **whose | claims)

    def claims(self) -> dict[str, Any]:
        """Return the claims of a token that is as it should be."""
        moment = int(time.time())
        whose = {"sub": "system-7", "client_id": "system-7", "scope": "mandates:ask"}
        return {"iss": self.url, "aud": AUDIENCE, "iat": moment, "exp": moment + 300, "jti": "1"} | whose


def signed(header: dict[str, Any], claims: Any, sign: Callable[[bytes], bytes] | None = None) -> str:
    """Return a JWS; the key and the algorithm are those that its header names, unless it is signed otherwise.

    Claims in bytes are signed as they are.
    """
    payload = claims if isinstance(claims, bytes) else json.dumps(claims).encode()
    body = f"{_encoded(json.dumps(header).encode())}.{_encoded(payload)}"
    return f"{body}.{_encoded((sign or _signer(header))(body.encode()))}"


def _signer(header: dict[str, Any]) -> Callable[[bytes], bytes]:
    alg = header["alg"]
    return lambda text: JWSRegistry.algorithms[alg].sign(text, key_of(header.get("kid", "first"), alg))


def _given(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}


def _encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


@contextmanager
def without_haste() -> Iterator[None]:
    """Raise the registry's timeouts for issuers to PATIENCE, until the block ends."""
    with patch.object(issuer_keys, "TIMEOUT", PATIENCE), patch.object(oidc_client, "TIMEOUT", PATIENCE):
        yield


@contextmanager
def invented() -> Iterator[Invented]:
    """Run an invented issuer on a port of its own until the end of the block."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            issuer.asked.append(self.path)
            issuer.before()
            status, page = issuer.pages.get(self.path, (404, {}))
            body = page if isinstance(page, bytes) else json.dumps(page).encode()
            with suppress(ConnectionError):  # who asked has heard enough
                self.send_response(status)
                self.send_header("Location", f"{issuer.url}/keys")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.do_GET()

        def log_message(self, *_: object) -> None:
            pass

    with without_haste(), ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        issuer = Invented(server.server_port)
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield issuer
        server.shutdown()
        thread.join()
