"""Outsiders judge the credentials: a wallet and a relying party of others, over the network, by what is published."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import jwt as pyjwt
import pytest
from flask import Flask
from sqlalchemy import select

from mandate_registry.services.installation import Installation
from mandate_registry.services.permissions import Role
from models import metadata
from tests.api.callers import caller
from tests.api.client import Answer, Api
from tests.api.mandate_events import SMALL_REGISTER, Desk
from tests.api.server import served
from tests.api.small_register import HERE, mandate
from tests.support.templates import Template
from tests.support.wallet import RefusedError, Wallet, wallet

pytestmark = pytest.mark.either_database

TYPES = ["contract.decide"]
EVERYTHING: dict[str, Any] = {"holder": {"name": True, "number": True, "position": True}, "powers": {0: True}}


@pytest.fixture(scope="module")
def template() -> Template:
    return SMALL_REGISTER


@pytest.fixture
def desk(app: Flask) -> Desk:
    opened = Desk(app)
    opened.grant("3.2", maxAmount="50000.00", validFrom="2020-01-01")
    return opened


@pytest.fixture
def kim(desk: Desk) -> Api:
    return caller(desk.app, Role.HOLDER, HERE, "K-001")


@pytest.fixture
def online(desk: Desk) -> Iterator[str]:
    """Serve the registry under the address that it calls its own."""
    with served(desk.app) as port:
        installation: Installation = desk.app.extensions["mandate_registry"]
        url = f"http://127.0.0.1:{port}"
        settings = replace(installation.settings, public_url=url)
        desk.app.extensions["mandate_registry"] = replace(installation, settings=settings)
        yield url


@pytest.fixture
def others(npm_tools: Path) -> Iterator[Wallet]:
    assert npm_tools.name
    with wallet() as running:
        yield running


def issue(api: Api, status: int = 201, **fields: Any) -> Answer:
    return api.post("/credentials", {"organisation": HERE, "decisionTypes": TYPES} | fields, status)


def presented(others: Wallet, credential: str, frame: dict[str, Any], nonce: str = "n-1") -> Any:
    return others.verify(others.present(credential, frame, nonce), nonce)["payload"]


@pytest.mark.usefixtures("online")
def test_a_relying_party_reads_what_the_holder_shows_and_who_signed_it(kim: Api, others: Wallet) -> None:
    text = issue(kim, holderKey=others.key(), showsLimits=True).json["credential"]
    presentation = others.present(text, EVERYTHING, "n-1")
    told = others.verify(presentation, "n-1")
    assert told["header"]["typ"] == "dc+sd-jwt"
    assert told["audience"] == "https://relying-party.example"
    assert told["type"]["vct"] == told["payload"]["vct"]
    assert {one["locale"] for one in told["type"]["display"]} == {"nl", "en"}
    assert told["payload"]["holder"] == {"number": "K-001", "name": "Sanne Verbeek", "position": "Inkoper"}
    (power,) = told["payload"]["powers"]
    assert power["legs"][0]["limits"] == [{"maxAmount": "50000.00", "currency": "EUR", "vat": "excl"}]


@pytest.mark.usefixtures("online")
def test_what_the_holder_withholds_is_not_in_what_he_shows(kim: Api, others: Wallet) -> None:
    text = issue(kim, holderKey=others.key()).json["credential"]
    shown = others.present(text, {"powers": {0: True}}, "n-1")
    told = others.verify(shown, "n-1")["payload"]
    assert told["holder"] == {}
    assert told["powers"][0]["decisionType"]["code"] == "contract.decide"
    parts = [part for piece in shown.split("~") for part in piece.split(".")]
    readable = [base64.urlsafe_b64decode(part + "==").decode(errors="replace") for part in parts if part]
    assert not any("Sanne" in part or "K-001" in part for part in (shown, *readable))


@pytest.mark.usefixtures("online")
def test_a_presentation_that_was_tampered_with_is_refused(kim: Api, others: Wallet) -> None:
    text = issue(kim, holderKey=others.key()).json["credential"]
    shown = others.present(text, EVERYTHING, "n-1")
    token, *disclosures, proof = shown.split("~")
    invented = base64.urlsafe_b64encode(json.dumps(["c2FsdA", "name", "Iemand anders"]).encode()).decode().rstrip("=")
    tampered = {
        "another name": "~".join([token, invented, *disclosures[1:], proof]),
        "one withheld after it was bound": "~".join([token, *disclosures[1:], proof]),
        "one more": "~".join([token, *disclosures, invented, proof]),
        "another signature": "~".join([token[:-6] + "AAAAAA", *disclosures, proof]),
    }
    for name, presentation in tampered.items():
        with pytest.raises(RefusedError):
            pytest.fail(f"{name}: {others.verify(presentation, 'n-1')}")
    with pytest.raises(RefusedError):
        others.verify(shown, "n-2")
    assert others.verify(shown, "n-1")


@pytest.mark.usefixtures("online")
def test_only_who_has_the_key_shows_a_bound_credential(kim: Api, others: Wallet) -> None:
    text = issue(kim, holderKey=others.key()).json["credential"]
    with wallet() as thief, pytest.raises(RefusedError):
        others.verify(thief.present(text, EVERYTHING, "n-1"), "n-1")


@pytest.mark.usefixtures("online")
def test_a_credential_without_a_key_is_shown_by_whoever_has_it(kim: Api, others: Wallet) -> None:
    text = issue(kim).json["credential"]
    assert others.verify(text, bound=False)["payload"]["holder"]["name"] == "Sanne Verbeek"


@pytest.mark.each_database
@pytest.mark.usefixtures("online")
def test_a_relying_party_sees_a_revocation_at_once(kim: Api, others: Wallet) -> None:
    made = issue(kim, holderKey=others.key()).json
    assert presented(others, made["credential"], EVERYTHING)
    kim.post(f"/credentials/{made['id']}/revocations", {"reason": "Telefoon verloren."})
    with pytest.raises(RefusedError, match=r"[Ss]tatus"):
        presented(others, made["credential"], EVERYTHING)


@pytest.mark.usefixtures("online")
def test_a_relying_party_sees_at_once_that_a_mandate_was_revoked(desk: Desk, kim: Api, others: Wallet) -> None:
    (granted,) = desk.hr.get(f"/mandates?organisation={HERE}").json["items"]
    text = issue(kim, holderKey=others.key()).json["credential"]
    assert presented(others, text, EVERYTHING)
    desk.let(desk.hr, f"/mandates/{granted['id']}", "revocations", reason="Vervallen.")
    with pytest.raises(RefusedError, match=r"[Ss]tatus"):
        presented(others, text, EVERYTHING)


def test_another_library_verifies_it_by_the_keys_that_are_published(desk: Desk, kim: Api) -> None:
    text = issue(kim).json["credential"]
    metadata = desk.app.test_client().get("/.well-known/jwt-vc-issuer")
    assert metadata.headers["Access-Control-Allow-Origin"] == "*"
    key = pyjwt.PyJWKSet.from_dict(metadata.get_json()["jwks"])[pyjwt.get_unverified_header(text.split("~")[0])["kid"]]
    token = text.split("~")[0]
    assert pyjwt.decode(token, key, ["ES256"])["iss"] == metadata.get_json()["issuer"]
    with pytest.raises(pyjwt.InvalidSignatureError):
        pyjwt.decode(token[:-6] + "AAAAAA", key, ["ES256"])


def test_everybody_reads_the_type_and_the_status_list_and_may_keep_that_for_a_moment(desk: Desk, kim: Api) -> None:
    issue(kim)
    everybody = Api(desk.app)
    assert everybody.get("/credential-types/power-of-representation").headers["Access-Control-Allow-Origin"] == "*"
    told = everybody.get("/status-lists/1")
    assert told.headers["Content-Type"] == "application/statuslist+jwt"
    assert told.headers["Cache-Control"] == "public, max-age=60"
    assert pyjwt.get_unverified_header(told.text)["typ"] == "statuslist+jwt"
    for number in ("2", "0", "x", "-1", "1" * 30, "²"):
        everybody.get(f"/status-lists/{number}", 404)


def test_the_text_of_a_credential_is_told_once(kim: Api) -> None:
    made = issue(kim)
    address = made.headers["Location"]
    assert UUID(address.rpartition("/")[2]).version == 4
    kept = kim.get(address).json
    assert kept == {name: value for name, value in made.json.items() if name != "credential"}
    assert kim.get("/credentials").json["items"] == [kept]
    assert "Sanne" not in json.dumps(kept)


def test_what_is_wrong_is_named(kim: Api) -> None:
    key = {"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA"}
    wrong: dict[str, dict[str, Any]] = {
        "decisionTypes": {"decisionTypes": ["contract.decide"] * 21},
        "decisionTypes.1": {"decisionTypes": ["contract.decide", "contract"]},
        "days": {"days": 91},
        "holderKey": {"holderKey": key},
        "holderKey.d": {"holderKey": key | {"d": "AA"}},
    }
    for field, fields in wrong.items():
        assert [error["field"] for error in issue(kim, 400, **fields).json["errors"]] == [field]


def test_a_joint_mandate_is_said_to_be_one(desk: Desk, kim: Api) -> None:
    granted: dict[str, Any] = {"holder": "employee:K-001 & employee:K-002", "decisionTypes": ["contract.sign"]}
    sign = {"organisation": HERE, "code": "contract.sign", "titleNl": "Tekenen", "nature": "private_act"}
    desk.hr.post("/decision-types", sign, 201)
    desk.grant("4", kinds=["power_of_attorney"], conditions=["Na advies."], disclosure="internal", **granted)
    (power,) = issue(kim, decisionTypes=["contract.sign"]).json["powers"]
    (leg,) = power["legs"]
    assert (power["acting"], leg["acting"], leg["kind"]) == ("jointly", "jointly", "power_of_attorney")
    assert (leg["conditions"], leg["mandate"], leg["isLimited"]) == (["Na advies."], None, False)
    assert mandate("4")["number"] not in json.dumps(leg["instrument"])


@pytest.mark.each_database
def test_the_text_of_a_credential_is_given_once_and_kept_nowhere(desk: Desk, kim: Api) -> None:
    body = {"organisation": HERE, "decisionTypes": TYPES}
    (error,) = kim.post("/credentials", body, 400, headers={"Idempotency-Key": "k-1"}).json["errors"]
    assert (error["field"], error["code"]) == ("Idempotency-Key", "not_permitted")
    first, second = (kim.post("/credentials", body, 201).json["credential"] for _ in range(2))
    assert first != second
    with desk.app.extensions["mandate_registry"].reading() as connection:
        kept = str([connection.execute(select(table)).all() for table in metadata.sorted_tables])
    assert not [part for text in (first, second) for part in text.split("~") if part and part in kept]
    assert len(kim.get("/credentials").json["items"]) == 2
