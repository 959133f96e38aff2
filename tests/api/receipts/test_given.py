"""A signed answer: given with it, read again, logged, and checked with the keys that are published."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from mandate_registry.canonical import canonical, digest
from mandate_registry.config import RELEASE
from mandate_registry.evidence.private_keys import Algorithm, PrivateKeys
from mandate_registry.log.log_writer import open_log
from mandate_registry.services.callers import COMMAND_LINE
from mandate_registry.services.installation import Installation
from mandate_registry.services.permissions import Role
from mandate_registry.services.proof import signing_keys
from models import checks, log_entries, receipts
from tests.api.callers import caller
from tests.api.client import Api
from tests.api.mandate_events import AT, Desk
from tests.api.receipts.receipt_questions import AT_UTC, QUESTION, keys, verified
from tests.api.small_register import HERE, THERE
from tests.support.receipts import but_for_whom, claims_of, header_of

pytestmark = pytest.mark.either_database


def test_a_receipt_says_what_was_asked_and_told_and_of_which_state(
    installation: Installation, desk: Desk, partner: Api
) -> None:
    with installation.writing() as connection:
        log = open_log(connection)
        size = log.size
    told = partner.post("/checks", QUESTION).json
    claims = claims_of(told["receipt"])
    answer = ("decision", "outcome", "reasons", "mandate", "legs", "conditions", "signatureLine", "stableUntil")
    assert claims.pop("answer") == {name: told[name] for name in (*answer, "differsFromThen")}
    question = {name: value for name, value in QUESTION.items() if name != "at"}
    assert claims.pop("question") == question
    assert (claims.pop("check"), claims.pop("at")) == (told["id"], AT_UTC)
    assert (claims.pop("knownAt"), claims.pop("evaluatedAt")) == (told["knownAt"], told["evaluatedAt"])
    assert claims.pop("iat") == int(datetime.fromisoformat(told["evaluatedAt"]).timestamp())
    register = claims.pop("register")
    assert (register["organisation"], register["release"]) == (HERE, RELEASE)
    assert claims.pop("log") | {"root": None} == {"origin": "127.0.0.1:8000/v1/log", "size": size, "root": None}
    assert str(UUID(claims["jti"])) == claims.pop("jti")
    assert claims == {"iss": "http://127.0.0.1:8000", "aud": THERE}
    assert desk.ask(receipt=True)["receipt"]


@pytest.mark.parametrize(("wanted", "given"), [(None, [True, False]), (True, [True, True]), (False, [False, False])])
def test_a_partner_is_given_one_unless_it_wants_none_and_ones_own_if_they_want_one(
    installation: Installation, desk: Desk, partner: Api, wanted: object, given: list[bool]
) -> None:
    asked = QUESTION | {"receipt": wanted}
    told = [api.post("/checks", asked).json for api in (partner, desk.hr)]
    assert [one["receipt"] is not None for one in told] == given
    with installation.reading() as connection:
        assert len(connection.execute(select(receipts)).all()) == sum(given)
    seated = {"employees": [{"organisation": HERE, "number": "K-001"}], "decisionTypes": ["contract.decide"]}
    (place,) = partner.post("/checks/_table", seated | {"purpose": "overleg", "receipt": wanted}).json["items"]
    assert (place["alone"][0]["receipt"] is not None) == given[0]


def test_a_receipt_is_an_entry_of_the_log_which_is_recomputed_from_it_alone(
    installation: Installation, told: dict[str, Any]
) -> None:
    text, claims = told["receipt"], claims_of(told["receipt"])
    entry = canonical({"kind": "receipt", "register": HERE, "id": claims["jti"], "sha256": digest(text.encode())})
    with installation.reading() as connection:
        assert (
            connection.scalar(select(log_entries.c.entry).where(log_entries.c.position == claims["log"]["size"]))
            == entry
        )


def test_a_receipt_is_read_again_by_who_reads_its_check(
    app: Flask, desk: Desk, told: dict[str, Any], partner: Api
) -> None:
    address = f"/checks/{told['id']}/receipt"
    for api in (partner, desk.hr):
        answer = api.get(address)
        assert (answer.text, answer.headers["Content-Type"]) == (told["receipt"], "application/jose")
        assert api.get(f"/checks/{told['id']}").json["receipt"] == told["receipt"]
    caller(app, Role.PARTNER, THERE).get(address, 404)
    caller(app, Role.HR, THERE).get(address, 404)
    plain = desk.ask()
    desk.hr.get(f"/checks/{plain['id']}/receipt", 404)


@pytest.mark.usefixtures("desk")
def test_a_request_that_comes_again_gets_the_same_receipt(installation: Installation, partner: Api) -> None:
    given = [partner.post("/checks", QUESTION, headers={"Idempotency-Key": "once"}).json["receipt"] for _ in range(2)]
    assert given[0] == given[1]
    with installation.reading() as connection:
        assert len(connection.execute(select(receipts)).all()) == 1


@pytest.mark.usefixtures("desk")
def test_what_cannot_be_signed_is_neither_told_nor_kept(
    monkeypatch: pytest.MonkeyPatch, installation: Installation, partner: Api
) -> None:
    monkeypatch.setattr(PrivateKeys, "_keys", lambda _: {})
    problem = partner.post("/checks", QUESTION, 503)
    assert "authorised" not in problem.text
    with installation.reading() as connection:
        assert connection.execute(select(checks)).all() == []
    assert partner.post("/checks", QUESTION | {"receipt": False}).json["outcome"] == "authorised"


@pytest.mark.usefixtures("desk")
def test_a_stranger_gets_the_receipt_of_somebody_without_a_mandate(partner: Api) -> None:
    told = [partner.post("/checks", QUESTION | {"employees": [{"number": one}]}).json for one in ("K-002", "K-404")]
    assert but_for_whom(told[0]["receipt"]) == but_for_whom(told[1]["receipt"])
    sizes = {len(canonical(claims_of(one["receipt"]) | {"log": None})) for one in told}
    assert len(sizes) == 1


def test_the_keys_are_published_for_everybody_and_may_be_kept_for_an_hour(app: Flask, told: dict[str, Any]) -> None:
    response = app.test_client().get("/.well-known/jwks.json")
    assert response.headers["Content-Type"] == "application/jwk-set+json"
    assert response.headers["Cache-Control"] == "public, max-age=3600"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    (key,) = response.get_json()["keys"]
    assert key.keys() == {"kty", "crv", "x", "y", "kid", "alg", "use"}
    assert key["kid"] == header_of(told["receipt"])["kid"]


def test_a_new_key_is_published_before_it_signs_and_old_receipts_stay_good(
    installation: Installation, told: dict[str, Any], partner: Api
) -> None:
    old = header_of(told["receipt"])["kid"]
    new = signing_keys.rotate(COMMAND_LINE, installation, Algorithm.STATEMENTS)
    assert {key["kid"] for key in keys(partner)["keys"]} == {old, new}
    assert header_of(partner.post("/checks", QUESTION).json["receipt"])["kid"] == old
    with time_machine.travel(datetime.now(UTC) + signing_keys.ROTATION_LEAD + timedelta(minutes=1)):
        later = partner.post("/checks", QUESTION | {"at": AT}).json["receipt"]
        assert header_of(later)["kid"] == new
        assert [verified(partner, one)["genuine"] for one in (told["receipt"], later)] == [True, True]


def test_the_log_keeps_no_receipt_and_no_question(installation: Installation, told: dict[str, Any]) -> None:
    with installation.reading() as connection:
        entries = b"".join(connection.scalars(select(log_entries.c.entry)))
    for secret in (told["receipt"].encode(), told["id"].encode(), b"K-001", b"onderhandeling", THERE.encode() + b'"}'):
        assert secret not in entries
