"""Tokens of trusted issuers: who is calling, and every way in which a token can be wrong."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
import structlog.testing
import time_machine
from joserfc.jwk import RSAKey

from mandate_registry import bootstrap
from mandate_registry.errors import Forbidden, Unauthenticated
from mandate_registry.services.callers import Caller, Channel
from mandate_registry.services.identity import access_tokens
from mandate_registry.services.installation import Installation
from mandate_registry.services.issuers.issuer_keys import Keyring
from mandate_registry.services.permissions import Role
from tests.support import sqlite
from tests.support.issuer import AUDIENCE, Invented, invented, key_of, public, signed
from tests.support.settings import settings_of

NOON = datetime(2026, 9, 15, 12, tzinfo=UTC)
HERE = "00000009000000000001"
THERE = "00000009000000000002"
CERTIFICATE = b"any bytes: the proxy has verified the certificate"
THUMBPRINT = base64.urlsafe_b64encode(hashlib.sha256(CERTIFICATE).digest()).decode().rstrip("=")
CLAIMED: dict[str, Any] = {"organisation_claim": "oin", "organisations": frozenset({HERE, THERE})}


@pytest.fixture(scope="module")
def issuer() -> Iterator[Invented]:
    with invented() as running:
        yield running


@pytest.fixture(scope="module")
def nobodys(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """Yield an installation that trusts nobody: who a token names is not looked up in a register."""
    installation = bootstrap.build(settings_of(sqlite.database(tmp_path_factory.mktemp("tokens"))))
    yield installation
    installation.close()


@pytest.fixture
def ask(nobodys: Installation, issuer: Invented) -> Iterator[Callable[..., Caller]]:
    """Yield a way to ask who calls with a token, of an issuer that is trusted in this way; time stands still."""
    issuer.publish(public("first"))

    def asked(token: str, certificate: bytes | None = None, **trust: Any) -> Caller:
        trusting = replace(nobodys, issuers={issuer.url: Keyring(issuer.trusted(**trust))})
        return access_tokens.authenticate(trusting, token, certificate)

    with time_machine.travel(NOON, tick=False):
        yield asked


def test_a_token_tells_who_is_calling(ask: Callable[..., Caller], issuer: Invented) -> None:
    caller = ask(issuer.token())
    assert caller == Caller((Role.PARTNER,), THERE, f"token {issuer.url} system-7")
    assert caller.channel is Channel.API


@pytest.mark.parametrize("alg", ["RS256", "PS256", "ES256", "Ed25519", "Ed448"])
def test_each_algorithm_that_may_be_allowed_works(ask: Callable[..., Caller], issuer: Invented, alg: str) -> None:
    issuer.publish(public("k", alg))
    assert ask(issuer.token({"alg": alg, "kid": "k"}), algorithms=frozenset({alg})).organisation == THERE


RIGHT: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "a type written out": ({"typ": "Application/AT+JWT"}, {}),
    "several audiences": ({}, {"aud": ["https://elsewhere.example", AUDIENCE]}),
    "a header that nobody needs": ({"x5t": "AAAA", "nonce": "1"}, {}),
    "no moment of issue": ({}, {"iat": None}),
    "a clock that is a little ahead": ({}, {"iat": 30, "nbf": 30}),
}


@pytest.mark.parametrize(("header", "claims"), RIGHT.values(), ids=RIGHT)
def test_what_the_standard_lets_differ_may(
    ask: Callable[..., Caller], issuer: Invented, header: dict[str, Any], claims: dict[str, Any]
) -> None:
    assert ask(issuer.token(header, **_from_now(claims))).roles == (Role.PARTNER,)


WRONG: dict[str, tuple[str, dict[str, Any], dict[str, Any]]] = {
    "another audience": ("aud", {}, {"aud": "https://elsewhere.example"}),
    "no audience": ("aud", {}, {"aud": None}),
    "an audience that begins so": ("aud", {}, {"aud": AUDIENCE + ".elsewhere.example"}),
    "an issuer that is not trusted": ("iss", {}, {"iss": "https://elsewhere.example"}),
    "no issuer": ("iss", {}, {"iss": None}),
    "an issuer that is no text": ("iss", {}, {"iss": ["https://elsewhere.example"]}),
    "an expired one": ("exp", {}, {"exp": -1}),
    "one that never expires": ("exp", {}, {"exp": None}),
    "an expiry that is no number": ("exp", {}, {"exp": "2999"}),
    "an expiry that is true": ("exp", {}, {"exp": True}),
    "not good yet": ("nbf", {}, {"nbf": 120}),
    "issued in the future": ("iat", {}, {"iat": 120}),
    "about nobody": ("sub", {}, {"sub": None}),
    "about a blank": ("sub", {}, {"sub": " "}),
    "about what cannot be kept": ("sub", {}, {"sub": "a\x00b"}),
    "about far too much": ("sub", {}, {"sub": "a" * 256}),
    "an ID token": ("typ", {"typ": "JWT"}, {}),
    "without a type": ("typ", {"typ": None}, {}),
    "without a key id": ("kid", {"kid": None}, {}),
    "an unknown key": ("kid", {"kid": "nobody's"}, {}),
    "a key id that is no text": ("kid", {"kid": 7}, {}),
    "what must be understood": ("crit", {"crit": ["exp"], "exp": 1}, {}),
    "nothing that must be understood": ("crit", {"crit": []}, {}),
    "an algorithm that is not allowed": ("alg", {"alg": "RS256"}, {}),
    "bound to a key that is not shown": ("cnf", {}, {"cnf": {"jkt": "AAAA"}}),
    "bound to nothing": ("cnf", {}, {"cnf": {}}),
}


@pytest.mark.parametrize(("reason", "header", "claims"), WRONG.values(), ids=WRONG)
def test_a_wrong_token_is_nobodys(
    ask: Callable[..., Caller], issuer: Invented, reason: str, header: dict[str, Any], claims: dict[str, Any]
) -> None:
    assert _why(ask, issuer.token(header, **_from_now(claims)), algorithms=frozenset({"ES256"})) == reason


GARBAGE: dict[str, tuple[str, str]] = {
    "nothing": ("format", ""),
    "no token": ("format", "sleutel"),
    "only dots": ("format", ".."),
    "five parts": ("format", "a.b.c.d.e"),
    "other characters": ("format", "é.é.é"),
    "too long": ("size", "a" * 8193),
    "a payload that is no object": ("format", signed({"alg": "ES256", "kid": "first"}, ["iss"])),
    "a number that is none": ("format", signed({"alg": "ES256", "kid": "first"}, {"exp": float("inf")})),
    "too deep": ("format", "eyJhbGciOiJFUzI1NiJ9." + base64.urlsafe_b64encode(b"[" * 4000).decode() + ".AAAA"),
}


@pytest.mark.parametrize(("reason", "token"), GARBAGE.values(), ids=GARBAGE)
def test_what_is_no_token_is_nobodys(ask: Callable[..., Caller], reason: str, token: str) -> None:
    assert _why(ask, token) == reason


def test_the_log_names_the_issuer_only_if_it_is_trusted(ask: Callable[..., Caller], issuer: Invented) -> None:
    """And never the token, which may be good elsewhere."""
    for claims, reason, named in (({"exp": 1}, "exp", issuer.url), ({"iss": f"{issuer.url}/"}, "iss", None)):
        with structlog.testing.capture_logs() as logs, pytest.raises(Unauthenticated):
            ask(issuer.token(**claims))
        assert logs == [{"event": "token refused", "log_level": "info", "reason": reason, "issuer": named}]


def test_a_long_token_is_read_until_it_is_too_long(ask: Callable[..., Caller], issuer: Invented) -> None:
    assert len(issuer.token(filler="x" * 5500)) < access_tokens.MAX_TOKEN_BYTES
    ask(issuer.token(filler="x" * 5500))
    assert _why(ask, issuer.token(filler="x" * 6500)) == "size"


def test_a_token_that_nobody_signed_is_nobodys(ask: Callable[..., Caller], issuer: Invented) -> None:
    token = signed({"alg": "none", "kid": "first", "typ": "at+jwt"}, issuer.claims(), lambda _: b"")
    assert _why(ask, token) == "alg"


@pytest.mark.parametrize("form", ["pem", "der", "jwk"])
def test_the_public_key_of_an_issuer_signs_nothing(ask: Callable[..., Caller], issuer: Invented, form: str) -> None:
    """Who takes the key, which everybody may read, for a shared secret, signs a token with it (RFC 8725, 2.1)."""
    published = public("k", "RS256")
    del published["alg"]
    issuer.publish(published)
    key = key_of("k", "RS256")
    assert isinstance(key, RSAKey)
    secrets = {
        "pem": key.as_bytes(encoding="PEM", private=False),
        "der": key.as_bytes(encoding="DER", private=False),
        "jwk": json.dumps(key.as_dict(private=False)).encode(),
    }
    header = {"alg": "HS256", "kid": "k", "typ": "at+jwt"}
    token = signed(header, issuer.claims(), lambda text: hmac.digest(secrets[form], text, "sha256"))
    assert _why(ask, token) == "alg"


def test_a_key_signs_with_its_own_algorithm_only(ask: Callable[..., Caller], issuer: Invented) -> None:
    both = frozenset({"RS256", "PS256"})
    token = issuer.token({"alg": "RS256", "kid": "k"})
    issuer.publish(public("k", "RS256") | {"alg": "PS256"})
    assert _why(ask, token, algorithms=both) == "key"
    issuer.publish(public("k", "RS256"))
    assert ask(token, algorithms=both).organisation == THERE


def test_a_key_of_another_kind_verifies_nothing(ask: Callable[..., Caller], issuer: Invented) -> None:
    issuer.publish(public("k", "RS256") | {"alg": "ES256", "kid": "first"})
    assert _why(ask, issuer.token()) == "signature"


@pytest.mark.parametrize("part", [0, 1, 2])
def test_a_token_that_was_changed_is_nobodys(ask: Callable[..., Caller], issuer: Invented, part: int) -> None:
    good, other = issuer.token(jti="1").split("."), issuer.token({"nonce": "1"}, jti="2").split(".")
    assert _why(ask, ".".join((*good[:part], other[part], *good[part + 1 :]))) == "signature"


@pytest.mark.parametrize(
    ("scope", "roles"),
    [
        ("mandates:ask", [Role.PARTNER]),
        ("openid mandates:keep  mandates:ask", [Role.PARTNER, Role.HR]),
        (["mandates:keep"], [Role.HR]),
        (["mandates:keep", 7, None], [Role.HR]),
    ],
)
def test_roles_follow_from_what_the_issuer_says(
    ask: Callable[..., Caller], issuer: Invented, scope: Any, roles: list[Role]
) -> None:
    assert list(ask(issuer.token(scope=scope)).roles) == roles


@pytest.mark.parametrize("scope", [None, "", "mandates", "mandates:askeverything", {"mandates:ask": True}, 7, [["x"]]])
def test_who_is_given_no_role_may_do_nothing(ask: Callable[..., Caller], issuer: Invented, scope: Any) -> None:
    with pytest.raises(Forbidden, match="no role"):
        ask(issuer.token(scope=scope))


def test_an_issuer_speaks_for_its_organisations_only(ask: Callable[..., Caller], issuer: Invented) -> None:
    for oin in (HERE, THERE):
        assert ask(issuer.token(oin=oin), **CLAIMED).organisation == oin
    for other in ("00000009000000000003", None, [HERE], "", 9):
        assert _why(ask, issuer.token(oin=other), **CLAIMED) == "organisation"


def test_an_organisation_that_is_fixed_is_not_what_the_token_says(ask: Callable[..., Caller], issuer: Invented) -> None:
    assert ask(issuer.token(organisation=HERE, oin=HERE)).organisation == THERE


def test_an_administrator_is_of_the_installation_and_of_no_organisation(
    ask: Callable[..., Caller], issuer: Invented
) -> None:
    roles = {Role.ADMINISTRATOR: frozenset({"admin"}), Role.HR: frozenset({"keep"})}
    trust = CLAIMED | {"installation": True, "roles": roles}
    assert ask(issuer.token(scope="admin keep"), **trust).roles == (Role.ADMINISTRATOR,)
    assert ask(issuer.token(scope="admin keep", oin=HERE), **trust).roles == (Role.HR,)
    with pytest.raises(Forbidden):
        ask(issuer.token(scope="keep"), **trust)
    with pytest.raises(Forbidden):
        ask(issuer.token(scope="admin", oin=HERE), **trust)


def test_a_person_is_one_of_the_organisation_of_the_token(ask: Callable[..., Caller], issuer: Invented) -> None:
    trust = {"person_claim": "number", "roles": {Role.HOLDER: frozenset({"self"}), Role.PARTNER: frozenset({"ask"})}}
    caller = ask(issuer.token(number=" W-004 ", scope="self ask"), **trust)
    assert (caller.organisation, caller.person, caller.actor) == (THERE, "W-004", "W-004")
    system = ask(issuer.token(scope="self ask"), **trust)
    assert (system.person, system.roles) == (None, (Role.PARTNER,))
    for wrong in ("", 4, ["W-004"], "W\n004", "w" * 256):
        assert _why(ask, issuer.token(number=wrong, scope="ask"), **trust) == "person"


def test_nobody_names_a_person_unless_the_issuer_may(ask: Callable[..., Caller], issuer: Invented) -> None:
    assert ask(issuer.token(number="W-004", person="W-004")).person is None


def test_a_bound_token_needs_its_certificate(ask: Callable[..., Caller], issuer: Invented) -> None:
    token = issuer.token(cnf={"x5t#S256": THUMBPRINT})
    assert ask(token, CERTIFICATE).organisation == THERE
    for shown in (None, b"another", b""):
        assert _why(ask, token, shown) == "cnf"


@pytest.mark.parametrize("more", [{"jkt": "AAAA"}, {"x5t#S256": "é"}, {"x5t#S256": 7}, {"x5t#S256": None}])
def test_a_token_bound_to_more_than_can_be_verified_is_nobodys(
    ask: Callable[..., Caller], issuer: Invented, more: dict[str, Any]
) -> None:
    assert _why(ask, issuer.token(cnf={"x5t#S256": THUMBPRINT} | more), CERTIFICATE) == "cnf"


def test_an_issuer_may_have_to_bind_its_tokens(ask: Callable[..., Caller], issuer: Invented) -> None:
    assert ask(issuer.token(cnf={"x5t#S256": THUMBPRINT}), CERTIFICATE, bound=True).organisation == THERE
    assert _why(ask, issuer.token(), CERTIFICATE, bound=True) == "cnf"


def test_who_trusts_nobody_takes_no_token(nobodys: Installation, issuer: Invented) -> None:
    assert _why(access_tokens.authenticate, nobodys, issuer.token()) == "iss"


def _why(ask: Callable[..., Caller], *asked: Any, **trust: Any) -> str:
    """Return why a token is not good, as it is logged: the caller is told no more than that."""
    with structlog.testing.capture_logs() as logs, pytest.raises(Unauthenticated, match=r"^The token is not valid\.$"):
        ask(*asked, **trust)
    (logged,) = logs
    return str(logged["reason"])


def _from_now(claims: dict[str, Any]) -> dict[str, Any]:
    """Return claims in which a small number is a moment: so many seconds from NOON."""
    return {
        name: int(NOON.timestamp()) + value if name in {"exp", "nbf", "iat"} and type(value) is int else value
        for name, value in claims.items()
    }
