"""Cards over HTTP: made once, drawn, revoked, and asked about by their code."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from mandate_registry.services.permissions import Role
from models import cards, checks, replies
from tests.api.callers import add, caller
from tests.api.client import Api
from tests.api.installations import agree
from tests.api.mandate_events import SMALL_REGISTER
from tests.api.partner_questions import QUESTION, Town, traces
from tests.api.small_register import HERE, THERE, UNKNOWN
from tests.support.receipts import but_for_whom, claims_of
from tests.support.templates import Template

pytestmark = pytest.mark.either_database

CARD: dict[str, Any] = {"organisation": HERE, "decisionTypes": ["contract.decide"], "minutes": 60, "name": "short"}
SANNE = {"number": "K-001"}
SIGN = {"decisionTypes": ["contract.sign"]}
OF_THE_REQUEST = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d{4}-\d\d-\d\dT[0-9:.]+Z")


@pytest.fixture(scope="module")
def template() -> Template:
    return SMALL_REGISTER


@pytest.fixture
def town(app: Flask) -> Town:
    return Town(app)


def made(town: Town, **otherwise: Any) -> dict[str, Any]:
    """Return a card that Sanne makes; `otherwise` replaces fields of CARD."""
    return dict(town.sanne.post("/cards", CARD | otherwise, 201).json)


def ask(api: Api, code: str, **otherwise: Any) -> dict[str, Any]:
    return dict(api.post("/checks", QUESTION | {"employees": [{"code": code}]} | otherwise).json)


def words(told: dict[str, Any]) -> str:
    """Return an answer with what its receipt states, without what differs of every one and whom it is about."""
    receipt = but_for_whom(told["receipt"]) if told["receipt"] else None
    return OF_THE_REQUEST.sub("?", json.dumps(told | {"employees": [], "receipt": receipt}))


def test_an_employee_makes_one_for_himself_and_reads_it_without_its_code(town: Town) -> None:
    answer = town.sanne.post("/cards", CARD, 201)
    card, code = answer.json["card"], answer.json["code"]
    assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){4}", code)
    assert answer.json["url"] == f"http://127.0.0.1:8000/cards/{code}"
    read = town.sanne.get(answer.headers["Location"])
    assert read.json == card
    assert (card["employee"], card["createdBy"], card["timesShown"], card["partner"]) == ("K-001", "K-001", 0, None)
    listed = town.sanne.get("/cards")
    assert listed.json["items"] == [card]
    assert code not in read.text + listed.text


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"minutes": 0}, "minutes"),
        ({"minutes": 1441}, "minutes"),
        ({"decisionTypes": []}, "decisionTypes"),
        ({"decisionTypes": ["contract.decide"] * 21}, "decisionTypes"),
        ({"decisionTypes": ["contract"]}, "decisionTypes.0"),
        ({"name": "Sanne"}, "name"),
        ({"employee": {"id": "8c2b1f0e-6a55-4f0d-b8a1-5a3c9d1e7f01", "number": "K-001"}}, "employee"),
    ],
)
def test_what_cannot_stand_on_one_is_refused_by_field(town: Town, wrong: dict[str, Any], field: str) -> None:
    errors = town.hr.post("/cards", CARD | {"employee": {"number": "K-001"}} | wrong, 400).json["errors"]
    assert [error["field"] for error in errors] == [field]


def test_by_id_it_is_the_same_employee(town: Town) -> None:
    by_id = {"employee": {"id": town.id_of("K-001")}}
    assert town.hr.post("/cards", CARD | by_id, 201).json["card"]["employee"] == "K-001"
    town.joris.post("/cards", CARD | by_id, 403)


def test_what_bears_a_code_is_never_kept_to_be_answered_again(town: Town) -> None:
    key = {"Idempotency-Key": "once"}
    errors = town.sanne.post("/cards", CARD, 400, headers=key).json["errors"]
    assert [error["field"] for error in errors] == ["Idempotency-Key"]
    town.sanne.post("/cards/_qr", {"code": made(town)["code"]}, 400, headers=key)
    with town.app.extensions["mandate_registry"].reading() as connection:
        assert len(connection.execute(select(cards)).all()) == 1
        assert connection.execute(select(replies)).all() == []


@pytest.mark.parametrize(
    ("accept", "kind", "begins"),
    [
        (None, "image/svg+xml", b"<?xml"),
        ("image/png", "image/png", b"\x89PNG"),
        ("application/pdf", "application/pdf", b"%PDF"),
        ("text/html", "image/svg+xml", b"<?xml"),
    ],
)
def test_its_qr_code_is_drawn_for_whose_it_is(town: Town, accept: str | None, kind: str, begins: bytes) -> None:
    code = {"code": made(town)["code"].lower()}
    drawn = town.sanne.post("/cards/_qr", code, headers={"Accept": accept} if accept else {})
    assert (drawn.headers["Content-Type"].split(";")[0], drawn.data[: len(begins)]) == (kind, begins)
    town.joris.post("/cards/_qr", code, 404)
    town.sanne.post("/cards/_qr", {"code": "0000-0000-0000-0000-0000"}, 404)


def test_a_partner_asks_by_its_code_and_is_told_no_name(town: Town, partner: Api) -> None:
    code = made(town)["code"]
    told = ask(partner, code.lower().replace("-", " "))
    assert told["outcome"] == "authorised"
    masked = {"id": None, "number": None, "name": None, "organisation": None, "code": f"{code[:4]}-…"}
    assert told["employees"] == [masked]
    assert "Verbeek" not in json.dumps(told)
    assert code not in json.dumps(told)
    assert town.sanne.get("/cards").json["items"][0]["timesShown"] == 1
    assert traces(town.sanne)[0]["asker"] == THERE


def test_the_agreement_still_decides_who_may_ask(town: Town) -> None:
    stranger = caller(town.app, Role.PARTNER, UNKNOWN)
    code = made(town)["code"]
    stranger.post("/checks", QUESTION | {"employees": [{"code": code}]}, 403)
    agree(town.app.extensions["mandate_registry"], HERE, UNKNOWN, decision_types=("contract",))
    assert ask(stranger, code)["outcome"] == "authorised"


def test_a_code_that_names_nobody_is_answered_like_a_stranger(town: Town, partner: Api) -> None:
    town.employ("K-009", "Noor Wits")
    stranger = words(partner.post("/checks", QUESTION | {"employees": [{"number": "K-009"}]}).json)
    revoked, expired, for_another = made(town), made(town, minutes=1), made(town, partner=UNKNOWN)
    town.sanne.send("POST", f"/cards/{revoked['card']['id']}/revocations")
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=2), tick=False):
        for code in (revoked["code"], expired["code"], for_another["code"], "0000-0000-0000-0000-0000"):
            told = ask(partner, code)
            assert words(told) == stranger
            assert told["reasons"][0]["code"] == "no_mandate"
            if code != for_another["code"]:  # whose card it is, his own organisation may always be told
                assert ask(town.hr, code)["reasons"][0]["code"] == "subject_unknown"


def test_a_receipt_states_every_code_alike_and_is_good_when_the_card_has_ended(town: Town, partner: Api) -> None:
    code = made(town, minutes=60)["code"]
    told, nobody = (ask(partner, one) for one in (code, "0000-0000-0000-0000-0000"))
    stated = [claims_of(one["receipt"])["question"]["employees"][0] for one in (told, nobody)]
    assert [one.keys() for one in stated] == [{"code", "codeDigest"}] * 2
    assert code not in str(stated)
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=61), tick=False):
        again = partner.post("/receipts/_verify", {"receipt": told["receipt"]}).json
        assert (again["genuine"], again["verdict"]["code"], again["now"]["decision"]) == (
            True,
            "same",
            told["decision"],
        )
        assert ask(partner, code)["decision"] is False
    (card,) = town.sanne.get("/cards").json["items"]
    assert card["timesShown"] == 1


def test_it_names_its_holder_for_what_stands_on_it_only(town: Town, partner: Api) -> None:
    other = {"code": "contract.sign", "titleNl": "Tekenen", "parent": "contract", "nature": "decision"}
    below = {"code": "contract.decide.small", "titleNl": "Klein", "parent": "contract.decide", "nature": "decision"}
    for entry in (other, below):
        add(town.hr, "/decision-types", {"organisation": HERE} | entry)
    code = made(town)["code"]
    assert town.outcome(decisionType="contract.sign", at=None) == "authorised"
    assert ask(partner, code, decisionType="contract.sign")["outcome"] == "not_authorised"
    assert ask(partner, code, decisionType="contract.decide.small")["outcome"] == "authorised"


def test_it_works_in_a_batch_at_a_table_and_in_a_search(town: Town, partner: Api) -> None:
    agree(town.app.extensions["mandate_registry"], HERE, UNKNOWN, lists=True)
    searching = caller(town.app, Role.PARTNER, UNKNOWN)
    other = {"code": "contract.sign", "titleNl": "Tekenen", "parent": "contract", "nature": "decision"}
    add(town.hr, "/decision-types", {"organisation": HERE} | other)
    ref = {"code": made(town)["code"]}
    question = QUESTION | {"employees": [ref]}
    (told,) = partner.post("/checks/_batch", {"checks": [question]}).json["items"]
    table = {"employees": [ref | {"organisation": HERE}], "decisionTypes": ["contract.decide"], "purpose": "x"}
    (place,) = partner.post("/checks/_table", table).json["items"]
    assert (told["outcome"], place["alone"][0]["outcome"]) == ("authorised", "authorised")
    search = {"organisation": HERE, "employees": [ref], "purpose": "x"}
    for api in (searching, town.hr):
        found = api.post("/authorities/_search", search).json["items"]
        assert [one["decisionType"] for one in found] == ["contract.decide"]
    assert town.sanne.get("/cards").json["items"][0]["timesShown"] == 4


def test_no_card_speaks_for_who_does_not_act(town: Town, partner: Api) -> None:
    ref = {"code": made(town)["code"]}
    errors = partner.post("/checks", QUESTION | {"about": ref, "primaryDecisionBy": [ref]}, 400).json["errors"]
    assert {error["field"] for error in errors} == {"about.code", "primaryDecisionBy.0.code"}
    both = QUESTION | {"employees": [ref | {"number": "K-001"}]}
    assert partner.post("/checks", both, 400).json["errors"][0]["field"] == "employees.0"
    assert partner.post("/checks", QUESTION | {"employees": [{"code": "7KQ3"}]}, 400)


def test_beside_a_code_a_partner_names_nobody_else_whoever_that_is(town: Town, partner: Api) -> None:
    by_code = QUESTION | {"employees": [{"code": made(town)["code"]}]}
    for somebody in ({"number": "K-001"}, {"name": "Niemand"}, {"number": "X-999"}):
        asked = by_code | {"about": somebody, "counterparty": somebody, "primaryDecisionBy": [somebody]}
        errors = partner.post("/checks", asked, 400).json["errors"]
        fields = [
            ("about", "beside_a_code"),
            ("counterparty", "beside_a_code"),
            ("primaryDecisionBy.0", "beside_a_code"),
        ]
        assert [(error["field"], error["code"]) for error in errors] == fields
    batch = partner.post("/checks/_batch", {"checks": [QUESTION, by_code | {"about": {"number": "K-001"}}]}, 400)
    assert [error["field"] for error in batch.json["errors"]] == ["checks.1.about"]
    assert partner.post("/checks", by_code).json["outcome"]


def test_beside_a_code_a_partner_names_nobody_who_acts_too(town: Town, partner: Api) -> None:
    """Of a mandate of two seats the answer would tell which colleague is the holder: that one is no second person."""
    ref = {"code": made(town)["code"]}
    table = {"decisionTypes": ["contract.decide", "contract"], "purpose": "x"}
    for somebody in (SANNE, {"number": "K-002"}, {"name": "Niemand"}, {"number": "1", "organisation": THERE}):
        errors = partner.post("/checks", QUESTION | {"employees": [somebody, ref]}, 400).json["errors"]
        assert [(error["field"], error["code"]) for error in errors] == [("employees.0", "beside_a_code")]
    seats = [{"number": "1", "organisation": THERE}, ref | {"organisation": HERE}, SANNE | {"organisation": HERE}]
    errors = partner.post("/checks/_table", table | {"employees": seats}, 400).json["errors"]
    assert [(error["field"], error["code"]) for error in errors] == [("employees", "beside_a_code")]
    sign = {"organisation": HERE, "code": "contract.sign", "titleNl": "Tekenen", "nature": "private_act"}
    town.hr.post("/decision-types", sign, 201)
    together: dict[str, Any] = {"holder": "employee:K-001 & employee:K-002", "decisionTypes": ["contract.sign"]}
    town.grant("4", kinds=["power_of_attorney"], **together)
    shown = [api.post("/cards", CARD | SIGN, 201).json["code"] for api in (town.sanne, town.joris)]
    by_cards = QUESTION | {"decisionType": "contract.sign", "employees": [{"code": code} for code in shown]}
    assert partner.post("/checks", by_cards).json["outcome"] == "authorised"
    named = [by_cards["employees"][0], {"number": "K-002"}]
    assert town.hr.post("/checks", by_cards | {"employees": named}).json["outcome"] == "authorised"


def test_what_is_kept_names_the_card_and_never_writes_its_code(town: Town, partner: Api) -> None:
    card = made(town)
    ask(partner, card["code"])
    outsider = caller(town.app, Role.PARTNER, UNKNOWN)
    outsider.post("/checks", QUESTION | {"employees": [{"code": card["code"]}]}, 403)
    with town.app.extensions["mandate_registry"].reading() as connection:
        kept = [json.loads(row.question)["employees"][0] for row in connection.execute(select(checks.c.question))]
        assert card["code"][5:] not in str(connection.execute(select(checks)).all())
    assert kept[0]["card"] == card["card"]["id"]
    assert {one["code"] for one in kept} == {f"{card['code'][:4]}-…"}
    log = town.hr.get(f"/decision-log?organisation={HERE}").text
    assert card["code"][:4] in log
    assert card["code"] not in log


def test_a_card_names_an_employee_of_the_organisation_asked_about_only(town: Town, partner: Api) -> None:
    ref = {"code": made(town)["code"], "organisation": THERE}
    told = partner.post("/checks", QUESTION | {"employees": [ref]}).json
    assert told["outcome"] == "not_authorised"


@pytest.mark.parametrize("by_card_first", [True, False])
def test_no_budget_of_amounts_tells_who_holds_a_card(town: Town, partner: Api, *, by_card_first: bool) -> None:
    """All cards of a person are one count, and his number and name another: neither shows in the other."""
    most = town.app.extensions["mandate_registry"].settings.amounts.amount
    codes = [{"code": made(town)["code"]} for _ in range(2)]
    ways = [codes, [SANNE, {"name": "Sanne Verbeek"}]]

    def asked(who: dict[str, str], amount: int, status: int = 200) -> None:
        body = QUESTION | {"employees": [who], "amount": {"value": f"{amount}.00", "currency": "EUR", "vat": "excl"}}
        partner.post("/checks", body, status)

    for first, same in zip((1, 1001), ways if by_card_first else ways[::-1], strict=True):  # no amount is asked twice
        for place in range(most):
            asked(same[place % 2], first + place)
        for who in same:
            asked(who, first + most, 429)
