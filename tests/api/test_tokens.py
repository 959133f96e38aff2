"""Tokens of a real issuer, over HTTP: how clients get them, how keys change, and whom a bound token serves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import structlog.testing
import time_machine
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from flask import Flask

from api.app import create_app
from mandate_registry.cli.demo_data import QUESTION
from mandate_registry.config import Settings
from mandate_registry.services.issuers.issuer_keys import RETRY_SECONDS, Keyring
from mandate_registry.services.issuers.issuer_settings import trusted
from mandate_registry.services.permissions import Role
from tests.api.callers import caller
from tests.api.client import Api
from tests.api.installations import load_demo
from tests.support.demo import DUINRAND, WIERDENLAND
from tests.support.provider import Provider, client_cert, provider

AUDIENCE = "https://register.voorbeeld.example"
FILE = f"""
[[issuer]]
issuer = "URL"
audience = "{AUDIENCE}"
algorithms = ["ES256"]
organisation_claim = "oin"
organisations = ["{WIERDENLAND}", "{DUINRAND}"]
roles_claim = "scope"
[issuer.roles]
partner = "mandates:ask"
hr = "mandates:keep"
"""
ASKED = QUESTION | {"organisation": WIERDENLAND}


@pytest.fixture(scope="module")
def issuer(npm_tools: Path) -> Iterator[Provider]:  # noqa: ARG001 - the tools are there
    with provider(AUDIENCE) as running:
        yield running


@pytest.fixture(scope="module")
def settings(issuer: Provider, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    file = tmp_path_factory.mktemp("issuers") / "issuers.toml"
    file.touch(mode=0o600)
    file.write_text(FILE.replace("URL", issuer.url))
    return Settings("sqlite:///", issuers=file, client_cert=True)


@pytest.fixture(scope="module")
def app(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """Yield an application with both demo registers, which trusts the issuer."""
    loaded = load_demo(tmp_path_factory.mktemp("demo"))
    keyrings = {one.issuer: Keyring(one) for one in trusted(settings)}
    yield create_app(replace(loaded, settings=settings, issuers=keyrings))
    loaded.close()


def test_a_client_with_a_secret_keeps_the_register_of_its_organisation(app: Flask, issuer: Provider) -> None:
    system = Api(app, issuer.token("basic", "mandates:keep"))
    assert {unit["organisation"] for unit in system.get("/units").json["items"]} == {WIERDENLAND}
    system.post("/units", {"organisation": DUINRAND, "code": "x", "name": "X"}, 403)
    assert system.post("/checks", ASKED).json["explanation"]


def test_a_client_with_a_key_of_its_own_asks_as_a_partner(app: Flask, issuer: Provider) -> None:
    """It proves by private_key_jwt who it is; the next token of the same client reads back what was asked with this."""
    system = Api(app, issuer.token("assertion", "mandates:ask"))
    told = system.post("/checks", ASKED).json
    assert (told["outcome"], told["explanation"]) == ("authorised", None)
    system.get("/units", 403)
    later = Api(app, issuer.token("assertion", "mandates:ask"))
    assert later.get(f"/checks/{told['id']}").json == told
    Api(app, issuer.token("bound", "mandates:ask", CERTIFICATE)).get(
        f"/checks/{told['id']}", 404, headers=client_cert(CERTIFICATE)
    )


def test_who_is_given_no_role_is_told_so(app: Flask, issuer: Provider) -> None:
    answer = Api(app, issuer.token("basic", "")).get("/units", 403)
    assert "no role" in answer.json["detail"]


def test_a_token_that_is_not_good_is_told_so_and_shown_to_nobody(app: Flask, issuer: Provider) -> None:
    token = issuer.token("basic", "mandates:keep")
    with structlog.testing.capture_logs() as logs:
        answer = Api(app, token + "A").get("/units", 401)
    assert answer.headers["WWW-Authenticate"] == 'Bearer error="invalid_token"'
    assert (answer.json["type"], answer.json["detail"]) == ("/v1/problems/unauthenticated", "The token is not valid.")
    assert [(entry["reason"], entry["issuer"]) for entry in logs] == [("signature", issuer.url)]
    assert token not in str(logs)


def test_an_issuer_changes_its_keys(app: Flask, issuer: Provider) -> None:
    """A new key counts at once, the one before it while it is published, and no longer than that."""
    with time_machine.travel(datetime.now(UTC), tick=False) as clock:
        first = issuer.token("basic", "mandates:keep")
        Api(app, first).get("/units")
        issuer.rotate()
        second = issuer.token("basic", "mandates:keep")
        clock.shift(RETRY_SECONDS)
        for token in (second, first):
            Api(app, token).get("/units")
        issuer.rotate()
        third = issuer.token("basic", "mandates:keep")
        clock.shift(RETRY_SECONDS)
        for token in (third, second):
            Api(app, token).get("/units")
        Api(app, first).get("/units", 401)


def test_a_bound_token_serves_whom_the_proxy_knows_by_its_certificate(
    app: Flask, issuer: Provider, settings: Settings
) -> None:
    system = Api(app, issuer.token("bound", "mandates:keep", CERTIFICATE))
    system.get("/units", headers=client_cert(CERTIFICATE))
    encoded = client_cert(CERTIFICATE)["Client-Cert"]
    for header in (
        {},
        client_cert(OTHER),
        *({"Client-Cert": wrong} for wrong in (encoded[1:], encoded[:-1], ":A:", "é")),
    ):
        system.get("/units", 401, headers=header)
    not_handed_over = replace(app.extensions["mandate_registry"], settings=replace(settings, client_cert=False))
    Api(create_app(not_handed_over), system.headers["Authorization"].removeprefix("Bearer ")).get(
        "/units", 401, headers=client_cert(CERTIFICATE)
    )


def test_without_the_keys_of_the_issuer_there_is_no_answer(app: Flask, issuer: Provider) -> None:
    loaded = app.extensions["mandate_registry"]
    (known,) = loaded.issuers.values()
    nowhere = Keyring(replace(known.issuer, jwks_uri=f"{issuer.url}/nowhere"))
    answer = Api(create_app(replace(loaded, issuers={issuer.url: nowhere})), issuer.token("basic", "mandates:keep"))
    assert answer.get("/units", 503).headers["Retry-After"]


def test_a_key_works_beside_tokens_and_neither_in_an_address(app: Flask, issuer: Provider) -> None:
    token = issuer.token("basic", "mandates:keep")
    with structlog.testing.capture_logs() as logs:
        for api in (caller(app, Role.HR, WIERDENLAND), Api(app, token)):
            answer = api.get(f"/units?access_token={token}", 400)
            assert [error["field"] for error in answer.json["errors"]] == ["access_token"]
            assert token not in answer.text
        assert Api(app).get(f"/units?access_token={token}", 401).headers["WWW-Authenticate"] == "Bearer"
    assert token not in str(logs)


def _certificate(name: str) -> bytes:
    """Return a certificate that a client made itself (RFC 8705, 2.2), in DER."""
    key, named = ec.generate_private_key(ec.SECP256R1()), x509.Name.from_rfc4514_string(f"CN={name}")
    begins = datetime.now(UTC) - timedelta(days=1)
    certificate = (
        x509.CertificateBuilder(named, named, key.public_key(), x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(begins + timedelta(days=30))
        .sign(key, hashes.SHA256())
    )
    return certificate.public_bytes(Encoding.DER)


CERTIFICATE, OTHER = _certificate("duinrand.example"), _certificate("elsewhere.example")
