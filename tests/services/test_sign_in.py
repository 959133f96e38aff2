"""Signing in at an issuer: whom it lets in, and every way in which its answer can be wrong."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
import structlog.testing
import time_machine

from mandate_registry import bootstrap
from mandate_registry.errors import Forbidden, NotFound, Unauthenticated, Unavailable
from mandate_registry.services.callers import Caller, Channel
from mandate_registry.services.identity import access_tokens, sessions, sign_in
from mandate_registry.services.identity.sign_in import SIGN_IN_LIFETIME, SignedIn
from mandate_registry.services.installation import Installation, now
from mandate_registry.services.issuers.issuer_keys import Keyring
from mandate_registry.services.issuers.login_settings import LoginSettings
from mandate_registry.services.permissions import Role
from tests.support import sqlite
from tests.support.issuer import Invented, invented, public
from tests.support.settings import settings_of

HERE = "00000009000000000002"
SECRET = "of this test"  # noqa: S105 - of an invented issuer
LOGIN = LoginSettings(code="town", client_id="pages", name={"nl": "x", "en": "x"}, client_secret=SECRET)


@pytest.fixture(scope="module")
def issuer() -> Iterator[Invented]:
    with invented() as running:
        yield running


@pytest.fixture(scope="module")
def nobodys(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    installation = bootstrap.build(settings_of(sqlite.database(tmp_path_factory.mktemp("signing-in"))))
    yield installation
    installation.close()


@dataclass
class Town:
    """An installation to which people sign in at one issuer."""

    issuer: Invented
    installation: Installation

    def trusts(self, login: LoginSettings = LOGIN, **fields: Any) -> None:
        trusted = Keyring(self.issuer.lets_in(login, **fields))
        self.installation = replace(self.installation, issuers={self.issuer.url: trusted})

    def begin(self) -> tuple[str, dict[str, str]]:
        """Start a sign-in; return the token of the browser and the query that the issuer gets."""
        started = sign_in.start(self.installation, "town", "/me")
        return started.token, dict(parse_qsl(urlsplit(started.url).query))

    def comes_back(self, token: str, asked: dict[str, str], id_token: object = None, **answer: str) -> SignedIn:
        """Come back with an answer as it should be, but for what is said."""
        given = id_token or self.issuer.id_token(nonce=asked["nonce"])
        self.issuer.pages["/token"] = (200, {"access_token": "a", "token_type": "Bearer", "id_token": given})
        return sign_in.finish(self.installation, "town", token, {"state": asked["state"], "code": "c"} | answer)

    def refused(self, token: str, asked: dict[str, str], id_token: object = None, **answer: str) -> str:
        """Return the reason in the log for which an answer is refused; nothing else of it stands there."""
        with structlog.testing.capture_logs() as logs, pytest.raises(Unauthenticated):
            self.comes_back(token, asked, id_token, **answer)
        (line,) = logs
        assert {**line, "reason": ""} == {
            "event": "sign-in refused",
            "log_level": "info",
            "issuer": self.issuer.url,
            "reason": "",
        }
        return str(line["reason"])


@pytest.fixture
def town(nobodys: Installation, issuer: Invented) -> Town:
    issuer.publish(public("first"))
    issuer.pages.pop("/userinfo", None)
    made = Town(issuer, nobodys)
    made.trusts()
    return made


def test_who_signs_in_is_who_the_issuer_says_and_goes_where_he_wanted(town: Town) -> None:
    signed_in = town.comes_back(*town.begin())
    caller = sessions.find(town.installation, signed_in.token)
    assert caller == Caller((Role.HR,), HERE, f"token {town.issuer.url} 7", "W-007", Channel.PAGES)
    assert signed_in.leads_to == "/me"


def test_the_issuer_is_asked_for_a_code_by_pkce_with_state_and_nonce(town: Town) -> None:
    first, second = town.begin()[1], town.begin()[1]
    assert first["response_type"] == "code"
    assert first["code_challenge_method"] == "S256"
    assert first["scope"] == "openid"
    assert first["client_id"] == "pages"
    assert first["redirect_uri"] == "http://127.0.0.1:8000/login/town/callback"
    of_its_own = ("state", "nonce", "code_challenge")
    assert len({asked[name] for asked in (first, second) for name in of_its_own}) == 2 * len(of_its_own)


def test_a_sign_in_is_finished_once(town: Town) -> None:
    token, asked = town.begin()
    town.comes_back(token, asked)
    assert town.refused(token, asked) == "token"


def test_a_sign_in_that_failed_is_over(town: Town) -> None:
    token, asked = town.begin()
    assert town.refused(token, asked, state="another") == "state"
    assert town.refused(token, asked) == "token"


def test_a_sign_in_lasts_ten_minutes(town: Town) -> None:
    token, asked = town.begin()
    with time_machine.travel(now() + SIGN_IN_LIFETIME + timedelta(seconds=1)):
        assert town.refused(token, asked) == "token"


def test_another_browser_finishes_nothing(town: Town) -> None:
    (_, asked), (mine, _) = town.begin(), town.begin()
    assert town.refused(mine, asked) == "state"
    assert town.refused("", asked) == "token"


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ({"iss": "https://elsewhere.example"}, "iss"),
        ({"error": "access_denied"}, "issuer"),
        ({"code": ""}, "code"),
    ],
)
def test_an_answer_that_is_no_code_of_this_issuer_is_refused(town: Town, answer: dict[str, Any], reason: str) -> None:
    assert town.refused(*town.begin(), id_token=None, **answer) == reason


def test_an_issuer_that_says_who_it_is_has_to(town: Town) -> None:
    _, described = town.issuer.pages["/.well-known/openid-configuration"]
    described["authorization_response_iss_parameter_supported"] = True
    assert town.refused(*town.begin()) == "iss"
    assert town.comes_back(*town.begin(), iss=town.issuer.url).leads_to == "/me"


def test_a_way_takes_nobody_who_began_at_another(town: Town) -> None:
    other = Keyring(town.issuer.trusted(issuer="https://elsewhere.example", login=replace(LOGIN, code="other")))
    town.installation = replace(town.installation, issuers={**town.installation.issuers, "other": other})
    token, asked = town.begin()
    with pytest.raises(Unauthenticated):
        sign_in.finish(town.installation, "other", token, {"state": asked["state"], "code": "c"})
    with pytest.raises(NotFound):
        sign_in.start(town.installation, "nowhere", "")


WRONG: dict[str, tuple[str, dict[str, Any], dict[str, Any]]] = {
    "another nonce": ("nonce", {}, {"nonce": "another"}),
    "no nonce": ("nonce", {}, {"nonce": None}),
    "a nonce that is no text": ("nonce", {}, {"nonce": ["another"]}),
    "another audience": ("aud", {}, {"aud": "other"}),
    "the audience of access tokens": ("aud", {}, {"aud": "https://register.voorbeeld.example"}),
    "several audiences and no word for which": ("azp", {}, {"aud": ["pages", "other"]}),
    "another party": ("azp", {}, {"azp": "other"}),
    "nothing said of the party": ("azp", {}, {"azp": None, "aud": ["pages", "other"]}),
    "another issuer": ("iss", {}, {"iss": "https://elsewhere.example"}),
    "no issuer": ("iss", {}, {"iss": None}),
    "expired": ("exp", {}, {"exp": 1}),
    "never expiring": ("exp", {}, {"exp": None}),
    "of no moment": ("iat", {}, {"iat": None}),
    "of the future": ("iat", {}, {"iat": 2**33}),
    "not good yet": ("nbf", {}, {"nbf": 2**33}),
    "about nobody": ("sub", {}, {"sub": None}),
    "about a number that is none": ("person", {}, {"number": 7}),
    "an access token": ("typ", {"typ": "at+jwt"}, {}),
    "a logout token": ("typ", {"typ": "logout+jwt"}, {}),
    "a type that is no text": ("typ", {"typ": 7}, {}),
    "an unknown key": ("kid", {"kid": "second"}, {}),
    "an algorithm that is not allowed": ("alg", {"alg": "RS256"}, {}),
    "what must be understood": ("crit", {"crit": ["b64"]}, {}),
}


@pytest.mark.parametrize(("reason", "header", "claims"), WRONG.values(), ids=WRONG)
def test_an_id_token_that_is_not_good_is_refused(
    town: Town, reason: str, header: dict[str, Any], claims: dict[str, Any]
) -> None:
    town.trusts(algorithms=frozenset({"ES256"}))
    token, asked = town.begin()
    id_token = town.issuer.id_token(header, **{"nonce": asked["nonce"]} | claims)
    assert town.refused(token, asked, id_token) == reason


def test_an_id_token_that_nobody_signed_is_refused(town: Town) -> None:
    token, asked = town.begin()
    _, claims, signature = town.issuer.id_token(nonce=asked["nonce"]).split(".")
    header = base64.urlsafe_b64encode(json.dumps({"alg": "none"}).encode()).decode().rstrip("=")
    assert town.refused(token, asked, f"{header}.{claims}.") == "alg"
    token, asked = town.begin()
    head, claims, _ = town.issuer.id_token(nonce=asked["nonce"]).split(".")
    assert town.refused(token, asked, f"{head}.{claims}.{signature}") == "signature"
    assert town.refused(*town.begin(), 7) == "id_token"


def test_an_id_token_may_say_that_it_is_a_jwt_and_for_several(town: Town) -> None:
    token, asked = town.begin()
    shared = {"aud": ["pages", "other"], "azp": "pages", "nonce": asked["nonce"]}
    assert town.comes_back(token, asked, town.issuer.id_token({"typ": "JWT"}, **shared)).leads_to == "/me"


def test_an_id_token_is_no_key_to_the_api(town: Town) -> None:
    with pytest.raises(Unauthenticated):
        access_tokens.authenticate(town.installation, town.issuer.id_token())


def test_who_has_no_role_is_known_and_not_let_in(town: Town) -> None:
    token, asked = town.begin()
    with structlog.testing.capture_logs() as logs, pytest.raises(Forbidden):
        town.comes_back(token, asked, town.issuer.id_token(nonce=asked["nonce"], roles=["gardener"]))
    assert [line["reason"] for line in logs] == ["role"]


@pytest.mark.parametrize(("told", "is_good"), [({"sub": "7"}, True), ({"sub": "8"}, False), ({}, False)])
def test_what_stands_beside_the_id_token_is_about_the_same_person(
    town: Town,
    told: dict[str, Any],
    is_good: bool,  # noqa: FBT001 - a parameter
) -> None:
    town.trusts(replace(LOGIN, userinfo=True))
    town.issuer.pages["/userinfo"] = (200, told | {"roles": ["hr"], "number": "W-008"})
    token, asked = town.begin()
    id_token = town.issuer.id_token(nonce=asked["nonce"], roles=None, number=None)
    if is_good:
        signed_in = town.comes_back(token, asked, id_token)
        assert sessions.find(town.installation, signed_in.token).person == "W-008"
    else:
        assert town.refused(token, asked, id_token) == "userinfo"


def test_an_issuer_that_is_silent_lets_nobody_in_and_that_is_said(town: Town) -> None:
    token, asked = town.begin()
    town.issuer.pages["/token"] = (500, {})
    with pytest.raises(Unavailable):
        sign_in.finish(town.installation, "town", token, {"state": asked["state"], "code": "c"})
    town.trusts(replace(LOGIN, userinfo=True))
    token, asked = town.begin()
    with pytest.raises(Unavailable):
        town.comes_back(token, asked)
    town.trusts()
    town.issuer.pages["/.well-known/openid-configuration"] = (404, {})
    with pytest.raises(Unavailable):
        sign_in.start(town.installation, "town", "")


def test_a_code_that_is_worth_nothing_lets_nobody_in(town: Town) -> None:
    token, asked = town.begin()
    town.issuer.pages["/token"] = (400, {"error": "invalid_grant"})
    with structlog.testing.capture_logs() as logs, pytest.raises(Unauthenticated):
        sign_in.finish(town.installation, "town", token, {"state": asked["state"], "code": "c"})
    assert [line["reason"] for line in logs] == ["code"]


def test_what_the_issuer_needs_to_sign_somebody_out_is_kept_with_the_session(town: Town) -> None:
    _, described = town.issuer.pages["/.well-known/openid-configuration"]
    described["end_session_endpoint"] = f"{town.issuer.url}/bye"
    signed_in = town.comes_back(*town.begin())
    sign_out = sessions.end(town.installation, signed_in.token) or ""
    asked = dict(parse_qsl(urlsplit(sign_out).query))
    assert sign_out.startswith(f"{town.issuer.url}/bye?")
    assert asked.keys() == {"id_token_hint", "client_id", "post_logout_redirect_uri"}
    with pytest.raises(Unauthenticated):
        sessions.find(town.installation, signed_in.token)


def test_where_it_is_said_where_people_sign_in_it_is_safe(town: Town) -> None:
    _, described = town.issuer.pages["/.well-known/openid-configuration"]
    described["authorization_endpoint"] = "http://elsewhere.example/"
    with pytest.raises(Unavailable):
        sign_in.start(town.installation, "town", "")
