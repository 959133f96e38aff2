"""Which issuers of tokens are trusted, and how far: the issuers file, which `docs/reference/settings.md` describes."""

from __future__ import annotations

import stat
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mandate_registry.config import Settings, is_safe_address
from mandate_registry.errors import Unsafe
from mandate_registry.rules.notation import OIN
from mandate_registry.services.issuers.login_settings import LoginSettings, read_login
from mandate_registry.services.issuers.toml_values import flag, text, texts
from mandate_registry.services.permissions import Role

ALGORITHMS = frozenset({"RS256", "PS256", "ES256", "Ed25519", "Ed448"})
"""With which a token may be signed (RFC 7518, RFC 9864): all of them by a key that only the issuer holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Issuer:
    """Who issues tokens that are trusted: by its exact name, for one audience, and for which organisations.

    `jwks_uri` is where its keys are (None: it is discovered). A token is of `organisation`, or of the one in
    `organisation_claim`, which must be one of `organisations`; of an issuer of the `installation`, it may also be of
    none. `roles` has the texts in `roles_claim` that give a role. With `bound`, every token is bound to a certificate.
    `login` is how people sign in there to the pages; None: they do not.
    """

    issuer: str
    audience: str
    roles_claim: str
    roles: Mapping[Role, frozenset[str]]
    jwks_uri: str | None = None
    algorithms: frozenset[str] = ALGORITHMS
    types: frozenset[str] = frozenset({"at+jwt"})
    organisation: str | None = None
    organisation_claim: str | None = None
    organisations: frozenset[str] = field(default_factory=frozenset)
    person_claim: str | None = None
    installation: bool = False
    bound: bool = False
    login: LoginSettings | None = None


def trusted(settings: Settings) -> list[Issuer]:
    """Read the issuers file of the settings; none without one. Unsafe when it is not safe to start with."""
    path = settings.issuers
    if path is None:
        return []
    try:
        issuers = [_issuer(table) for table in _tables(path)]
    except (OSError, ValueError) as error:
        raise Unsafe(f"MANDATES_ISSUERS={path}: {error}") from error
    if len({one.issuer for one in issuers}) < len(issuers):
        raise Unsafe(f"MANDATES_ISSUERS={path}: an issuer stands there twice")
    for mistake in _mistaken_logins(settings, [one.login for one in issuers if one.login]):
        raise Unsafe(f"MANDATES_ISSUERS={path}: {mistake}")
    if any(one.bound for one in issuers) and not settings.client_cert:
        raise Unsafe(f"MANDATES_ISSUERS={path}: bound tokens need MANDATES_CLIENT_CERT=from-proxy")
    return issuers


def typed(text: str) -> str:
    """Return a media type as it is compared: without `application/`, which may be left out (RFC 7515, 4.1.9)."""
    return text.lower().removeprefix("application/")


def _tables(path: Path) -> list[dict[str, Any]]:
    if path.stat().st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise ValueError("others than its owner may write it: chmod go-w")
    found = tomllib.loads(path.read_text(encoding="utf-8"))
    tables = found.pop("issuer", None)
    if found or not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise ValueError("holds [[issuer]] tables, and nothing else")
    return tables


def _issuer(table: dict[str, Any]) -> Issuer:
    name = table.get("issuer")
    if unknown := sorted(table.keys() - _KINDS.keys()):
        raise ValueError(f"issuer {name}: unknown setting {', '.join(unknown)}")
    if missing := sorted({"issuer", "audience", "roles_claim", "roles"} - table.keys()):
        raise ValueError(f"issuer {name}: {', '.join(missing)} must be given")
    try:
        issuer = Issuer(**{setting: _KINDS[setting](value) for setting, value in table.items()})
    except (TypeError, ValueError) as error:
        raise ValueError(f"issuer {name}: {error}") from error
    for mistake in _mistakes(issuer):
        raise ValueError(f"issuer {name}: {mistake}")
    return issuer


def _mistaken_logins(settings: Settings, logins: list[LoginSettings]) -> Iterator[str]:
    if len({one.code for one in logins}) < len(logins):
        yield "a login code stands there twice"
    if logins and settings.behind_proxy and not settings.public_url.startswith("https://"):
        yield "people sign in over https alone: MANDATES_PUBLIC_URL must be an https address"


def _mistakes(issuer: Issuer) -> Iterator[str]:
    claimed = issuer.organisation_claim is not None
    given = [issuer.organisation, *issuer.organisations]
    if not all(is_safe_address(address) for address in (issuer.issuer, issuer.jwks_uri) if address is not None):
        yield "issuer and jwks_uri are https addresses without a query (http on this machine only)"
    if not issuer.algorithms <= ALGORITHMS or not issuer.algorithms:
        yield f"algorithms are some of {', '.join(sorted(ALGORITHMS))}"
    if not all(OIN.fullmatch(oin) for oin in given if oin is not None):
        yield "an organisation is an OIN of 20 digits"
    if claimed != bool(issuer.organisations):
        yield "organisation_claim needs organisations, for which the issuer may speak, and they need it"
    if issuer.organisation and (claimed or issuer.installation):
        yield "give either organisation or organisation_claim, and neither installation with the first"
    if not (issuer.organisation or claimed or issuer.installation):
        yield "give organisation, or organisation_claim with organisations, or installation = true"
    yield from _mistaken_roles(issuer)
    if issuer.login and issuer.login.client_id == issuer.audience:
        yield "client_id must differ from audience, or an ID token would be taken for an access token"


def _mistaken_roles(issuer: Issuer) -> Iterator[str]:
    if (Role.ADMINISTRATOR in issuer.roles) != issuer.installation:
        yield "the role administrator needs installation = true, which is for nothing else"
    if issuer.installation and not issuer.organisation_claim and len(issuer.roles) > 1:
        yield "every role but administrator is within an organisation, and none is given"
    if Role.HOLDER in issuer.roles and not issuer.person_claim:
        yield "the role holder needs person_claim: a holder is an employee, by number"


def _roles(value: object) -> dict[Role, frozenset[str]]:
    if not isinstance(value, dict) or not value:
        raise ValueError("roles is a table of roles, each with the texts that give it")
    return {Role(role): texts(given) for role, given in value.items()}


_KINDS: dict[str, Callable[[object], Any]] = {
    **dict.fromkeys(("issuer", "jwks_uri", "audience", "organisation"), text),
    **dict.fromkeys(("organisation_claim", "person_claim", "roles_claim"), text),
    **dict.fromkeys(("algorithms", "organisations"), texts),
    **dict.fromkeys(("installation", "bound"), flag),
    "types": lambda value: frozenset(map(typed, texts(value))),
    "roles": _roles,
    "login": read_login,
}
"""How each setting of an issuer is read; ValueError when it cannot be."""
