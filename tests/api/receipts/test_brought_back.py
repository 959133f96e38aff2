"""A receipt that is brought back: genuine or not, and whether its answer would be the same today."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import delete, select

from mandate_registry.evidence import receipts
from mandate_registry.evidence.private_keys import Algorithm, signing_key
from mandate_registry.evidence.receipts import sign
from mandate_registry.services.callers import COMMAND_LINE
from mandate_registry.services.installation import Installation, now
from mandate_registry.services.permissions import Role
from mandate_registry.services.proof import signing_keys
from models import checks
from tests.api.callers import caller
from tests.api.client import Api
from tests.api.mandate_events import Desk
from tests.api.receipts.receipt_questions import AT_UTC, QUESTION, keys, verified
from tests.api.small_register import HERE
from tests.support.receipts import claims_of, header_of, tampered, twin

pytestmark = pytest.mark.either_database


def test_a_receipt_brought_back_would_be_the_same_today(desk: Desk, told: dict[str, Any], partner: Api) -> None:
    for api in (partner, desk.hr):
        found = verified(api, told["receipt"])
        claims = claims_of(told["receipt"])
        assert (found["genuine"], found["reason"], found["withheld"]) == (True, None, None)
        assert (found["check"], found["at"], found["knownAt"]) == (told["id"], AT_UTC, told["knownAt"])
        assert found["logIndex"] == claims["log"]["size"]
        assert found["verdict"]["code"] == "same"
        now = found["now"]
        assert (now["at"], now["outcome"], now["receipt"]) == (AT_UTC, "authorised", None)
        assert now["knownAt"] == now["evaluatedAt"] > told["knownAt"]


def test_asking_again_is_a_question_for_the_purpose_of_the_receipt(
    installation: Installation, told: dict[str, Any], partner: Api
) -> None:
    found = verified(partner, told["receipt"])
    with installation.reading() as connection:
        rows = connection.execute(select(checks.c.id, checks.c.purpose).order_by(checks.c.row)).all()
    assert [(str(row.id), row.purpose) for row in rows] == [
        (told["id"], "onderhandeling"),
        (found["now"]["id"], "onderhandeling"),
    ]


def test_what_was_revoked_since_leaves_the_receipt_genuine_and_says_so(
    desk: Desk, told: dict[str, Any], partner: Api
) -> None:
    (mandate,) = desk.hr.get(f"/mandates?organisation={HERE}").json["items"]
    address = f"/mandates/{mandate['id']}"
    desk.let(desk.hr, address, "revocations", reason="Vergissing.", effectiveAt="2026-09-01T00:00:00+02:00")
    by_partner, by_own = (verified(api, told["receipt"]) for api in (partner, desk.hr))
    for found, why in ((by_partner, "The mandate is not in force"), (by_own, "The mandate has been revoked.")):
        assert (found["genuine"], found["now"]["outcome"]) == (True, "not_authorised")
        assert found["verdict"]["code"] == "changed"
        assert found["verdict"]["text"].startswith("You relied on a genuine answer;")
        assert why in found["verdict"]["text"]


def test_another_mandate_for_the_same_answer_is_a_change(desk: Desk, told: dict[str, Any], partner: Api) -> None:
    desk.grant("0", holder="employee:K-001", maxAmount="500.00", validFrom="2026-01-01")
    verdict = verified(partner, told["receipt"])["verdict"]
    assert (verdict["code"], "another outcome, reason or mandate" in verdict["text"]) == ("changed", True)


def test_a_no_that_would_be_a_yes_today_is_a_change(desk: Desk, partner: Api) -> None:
    told = partner.post("/checks", QUESTION | {"employees": [{"number": "K-002"}]}).json
    desk.grant("2", holder="employee:K-002", validFrom="2026-01-01")
    assert "says yes today" in verified(partner, told["receipt"])["verdict"]["text"]


def test_who_sees_in_full_is_not_told_of_a_change_that_is_none(app: Flask, desk: Desk, partner: Api) -> None:
    told = partner.post("/checks", QUESTION | {"employees": [{"number": "K-404"}]}).json
    found = verified(desk.hr, told["receipt"])
    assert (found["verdict"]["code"], found["now"]["reasons"][0]["code"]) == ("same", "subject_unknown")
    assert verified(caller(app, Role.ADMINISTRATOR), told["receipt"])["verdict"]["code"] == "same"


def test_a_receipt_opens_nothing_that_is_no_longer_agreed(
    desk: Desk, installation: Installation, told: dict[str, Any], partner: Api
) -> None:
    (agreement,) = desk.hr.get(f"/agreements?organisation={HERE}").json["items"]
    address = f"/agreements/{agreement['id']}"
    tag = desk.hr.get(address).headers["ETag"]
    desk.hr.send("PATCH", address, json={"validUntil": "2026-01-31"}, headers={"If-Match": tag})
    found = verified(partner, told["receipt"])
    assert (found["genuine"], found["now"], found["withheld"]["code"]) == (True, None, "not_agreed")
    assert found["verdict"]["code"] == "unknown"
    with installation.reading() as connection:
        assert connection.scalars(select(checks.c.outcome).order_by(checks.c.row)).all() == ["authorised", "refused"]


def test_a_receipt_in_other_hands_is_genuine_and_opens_nothing(
    app: Flask, desk: Desk, installation: Installation, told: dict[str, Any], partner: Api
) -> None:
    own = desk.ask(receipt=True)["receipt"]
    strangers = [caller(app, Role.PARTNER, "00000009000000000004"), caller(app, Role.PARTNER, HERE)]
    for api, receipt in (*((one, told["receipt"]) for one in strangers), (partner, own)):
        found = verified(api, receipt)
        assert (found["genuine"], found["now"], found["withheld"]["code"]) == (True, None, "not_yours")
    with installation.reading() as connection:
        assert len(connection.execute(select(checks)).all()) == 2


@pytest.mark.usefixtures("desk")
def test_an_employee_brings_back_what_is_about_himself(app: Flask, told: dict[str, Any]) -> None:
    herself, colleague = (caller(app, Role.HOLDER, HERE, number) for number in ("K-001", "K-002"))
    assert verified(herself, told["receipt"])["verdict"]["code"] == "same"
    assert verified(colleague, told["receipt"])["withheld"]["code"] == "not_yours"


def test_what_is_not_genuine_makes_the_registry_ask_nothing(
    installation: Installation, told: dict[str, Any], partner: Api, desk: Desk
) -> None:
    other = desk.ask(receipt=True)["receipt"]
    (key,) = keys(partner)["keys"]
    with installation.reading() as connection:
        before = len(connection.execute(select(checks)).all())
    for name, text in tampered(told["receipt"], key, other).items():
        found = verified(partner, text)
        assert found["reason"]["code"] in {"malformed", "signature_invalid", "key_unknown"}, name
        assert found == dict.fromkeys(found) | {"genuine": False, "reason": found["reason"]}
    with installation.reading() as connection:
        assert len(connection.execute(select(checks)).all()) == before


def test_the_other_signature_that_fits_is_not_genuine_unless_the_log_has_it(
    told: dict[str, Any], partner: Api, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert verified(partner, told["receipt"])["genuine"]
    found = verified(partner, twin(told["receipt"]))
    assert (found["genuine"], found["reason"]["code"]) == (False, "signature_invalid")
    monkeypatch.setattr(receipts, "to_canonical_signature", twin)  # as they were signed before, one in two
    earlier = desk.ask(receipt=True)["receipt"]
    assert verified(desk.hr, earlier)["genuine"]
    assert not verified(desk.hr, twin(earlier))["logIndex"]


def again(installation: Installation, receipt: str, **other: Any) -> str:
    """Sign a receipt once more, with other claims: what only who has the key can do."""
    with installation.reading() as connection:
        key = signing_key(connection, installation.private_keys, Algorithm.STATEMENTS, now())
    return sign(claims_of(receipt) | other, key)


def test_a_receipt_of_another_registry_is_that_ones_to_check(
    installation: Installation, told: dict[str, Any], partner: Api
) -> None:
    other = again(installation, told["receipt"], iss="https://elsewhere.example")
    assert verified(partner, other)["reason"]["code"] == "other_issuer"


def test_after_a_key_was_revoked_only_the_log_says_what_is_genuine(
    installation: Installation, told: dict[str, Any], partner: Api
) -> None:
    forged = again(installation, told["receipt"], jti=str(uuid4()))
    replaced = again(installation, told["receipt"], aud=HERE)
    assert [verified(partner, one)["logIndex"] is None for one in (told["receipt"], forged)] == [False, True]
    signing_keys.rotate(COMMAND_LINE, installation, Algorithm.STATEMENTS, timedelta(0))
    signing_keys.revoke(COMMAND_LINE, installation, header_of(told["receipt"])["kid"])
    assert header_of(told["receipt"])["kid"] not in {key["kid"] for key in keys(partner)["keys"]}
    with installation.writing() as connection:  # as if it had been kept for long enough
        connection.execute(delete(checks))
    assert verified(partner, told["receipt"])["genuine"]
    for one in (forged, replaced):
        assert verified(partner, one)["reason"]["code"] == "key_revoked"
