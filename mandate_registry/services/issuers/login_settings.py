"""How people sign in at an issuer: as which client the registry asks it, and how that proves who it is."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from joserfc.errors import JoseError
from joserfc.jwk import ECKey, JWKRegistry, OKPKey, RSAKey

from mandate_registry.secret_files import read_secret
from mandate_registry.services.issuers.toml_values import flag, text, texts

PrivateKey = RSAKey | ECKey | OKPKey

CODE = re.compile(r"[a-z][a-z0-9-]{0,31}")
OPENID = "openid"
LANGUAGES = {"nl", "en"}


@dataclass(frozen=True, slots=True, kw_only=True)
class LoginSettings:
    """How people sign in at an issuer (OpenID Connect Core, code flow), by a `code` of its own in our addresses.

    The registry is its client `client_id`, and proves it by `client_secret` (client_secret_basic), by `private_key`
    (private_key_jwt), or, being a public client, by PKCE alone. `name` is what the button says, by language. With
    `userinfo` the claims are asked for at the userinfo endpoint as well.
    """

    code: str
    client_id: str
    name: Mapping[str, str]
    client_secret: str | None = field(default=None, repr=False)
    private_key: PrivateKey | None = field(default=None, repr=False)
    scopes: frozenset[str] = frozenset({OPENID})
    userinfo: bool = False

    @property
    def scope(self) -> str:
        """What is asked for (OpenID Connect Core, 3.1.2.1)."""
        return " ".join(sorted(self.scopes | {OPENID}))


def read_login(value: object) -> LoginSettings:
    """Read the login table of an issuer; ValueError when it is not right, Unsafe when a secret file is not safe."""
    if not isinstance(value, dict):
        raise ValueError("login is a table")  # noqa: TRY004 - a wrong value to whoever wrote the file
    if unknown := sorted(value.keys() - _KINDS.keys()):
        raise ValueError(f"login: unknown setting {', '.join(unknown)}")
    if missing := sorted({"code", "client_id", "name"} - value.keys()):
        raise ValueError(f"login: {', '.join(missing)} must be given")
    if {"client_secret_file", "private_key_file"} <= value.keys():
        raise ValueError("login: give either client_secret_file or private_key_file")
    read = {setting: _KINDS[setting](given) for setting, given in value.items()}
    return LoginSettings(**{setting.removesuffix("_file"): given for setting, given in read.items()})


def _code(value: object) -> str:
    if not CODE.fullmatch(text(value)):
        raise ValueError(f"{value!r} is no code: lower-case letters, digits and dashes, 32 at most")
    return text(value)


def _name(value: object) -> dict[str, str]:
    if not isinstance(value, dict) or value.keys() != LANGUAGES:
        raise ValueError("name is what the button says, in nl and in en")
    return {lang: text(given) for lang, given in value.items()}


def _secret(value: object) -> str:
    return text(read_secret(Path(text(value))))


def _private_key(value: object) -> PrivateKey:
    """Read a private JWK that says by which algorithm it signs."""
    try:
        key = JWKRegistry.import_key(json.loads(_secret(value)))
    except (JoseError, ValueError, KeyError) as error:
        raise ValueError("private_key_file holds no JWK on one line") from error
    if not isinstance(key, RSAKey | ECKey | OKPKey) or not key.is_private or not isinstance(key.get("alg"), str):
        raise ValueError("private_key_file holds a private JWK with its alg")
    return key


_KINDS: dict[str, Callable[[object], Any]] = {
    "code": _code,
    "client_id": text,
    "name": _name,
    "client_secret_file": _secret,
    "private_key_file": _private_key,
    "scopes": texts,
    "userinfo": flag,
}
"""How each setting of a login is read; ValueError when it cannot be."""
