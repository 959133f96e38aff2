"""What was known is no answer about a later moment: not for partners, not signed, and marked to one's own."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.api.client import Answer, Api
from tests.api.mandate_events import SMALL_REGISTER, Desk
from tests.api.partner_questions import PURPOSE, QUESTION
from tests.api.small_register import HERE
from tests.support.receipts import claims_of
from tests.support.templates import Template

pytestmark = pytest.mark.either_database

LONG_AGO = "2026-06-01T00:00:00Z"


@pytest.fixture(scope="module")
def template() -> Template:
    return SMALL_REGISTER


def instant(shift: timedelta = timedelta()) -> str:
    return (datetime.now(UTC) + shift).isoformat()


@pytest.fixture
def before(desk: Desk) -> str:
    """Revoke a mandate from long ago, and return a moment at which that was not known."""
    address = desk.grant()
    moment = instant()
    desk.let(desk.hr, address, "revocations", reason="x", effectiveAt=LONG_AGO)
    return moment


def errors(answer: Answer) -> list[tuple[str, str]]:
    return [(one["field"], one["code"]) for one in answer.json["errors"]]


def bodies(**asked: Any) -> list[tuple[str, dict[str, Any], str]]:
    """Return the ways to ask about Sanne, with the path of the field `knownAt` in each."""
    sanne = {"organisation": HERE, "number": "K-001"}
    table = {"employees": [sanne], "decisionTypes": ["contract.decide"], "purpose": PURPOSE}
    return [
        ("/checks", QUESTION | asked, "knownAt"),
        ("/checks/_batch", {"checks": [QUESTION, QUESTION | asked]}, "checks.1.knownAt"),
        ("/checks/_table", table | asked, "knownAt"),
    ]


def test_a_partner_is_told_of_no_moment_from_knowledge_of_before_it(partner: Api, before: str) -> None:
    for moments in ({}, {"at": instant()}, {"at": instant(timedelta(days=30))}):
        for path, body, field in bodies(knownAt=before, **moments):
            refused = partner.post(path, body, 400)
            assert errors(refused) == [(field, "before_at")], (path, moments)
            assert "Leave knownAt out" in refused.json["errors"][0]["detail"]
    search = {"organisation": HERE, "decisionType": "contract.decide", "purpose": PURPOSE, "knownAt": before}
    assert errors(partner.post("/authorities/_search", search, 400)) == [("knownAt", "before_at")]


def test_what_a_partner_may_ask_beside_it(partner: Api, before: str) -> None:
    for asked, outcome in [
        ({}, "not_authorised"),
        ({"at": instant(timedelta(days=30))}, "not_authorised"),
        ({"at": before}, "not_authorised"),
        ({"at": before, "knownAt": before}, "authorised"),
    ]:
        told = partner.post("/checks", QUESTION | asked).json
        assert (told["outcome"], bool(told["receipt"])) == (outcome, True), asked
        assert told["forecast"] is ("at" in asked and asked["at"] > before)


def test_one_s_own_is_told_and_it_is_marked_and_never_signed(desk: Desk, before: str) -> None:
    question = {name: value for name, value in QUESTION.items() if name != "purpose"} | {"knownAt": before}
    told = desk.hr.post("/checks", question).json
    assert (told["outcome"], told["forecast"], told["receipt"]) == ("authorised", True, None)
    assert desk.hr.get(f"/checks/{told['id']}").json["forecast"] is True
    assert errors(desk.hr.post("/checks", question | {"receipt": True}, 400)) == [("knownAt", "before_at")]
    told = desk.hr.post("/checks", question | {"receipt": True, "at": before}).json
    assert (told["outcome"], told["forecast"], bool(told["receipt"])) == ("authorised", False, True)


@pytest.mark.each_database
def test_who_asks_about_the_past_is_told_whether_it_would_have_been_answered_otherwise(
    desk: Desk, partner: Api, before: str
) -> None:
    nobody, joris, sanne = ([{"number": number}] for number in ("K-999", "K-002", "K-001"))
    for employees, at, differs in [
        (sanne, before, True),
        (joris, before, False),
        (nobody, before, False),
        (sanne, "2026-07-01T00:00:00Z", None),
        (sanne, "2001-01-01T00:00:00Z", None),
        (sanne, instant(timedelta(days=1)), None),
        (sanne, None, None),
    ]:
        asked = QUESTION | {"employees": employees} | ({"at": at} if at else {})
        for api in (partner, desk.hr):
            assert api.post("/checks", asked).json["differsFromThen"] is differs, (employees, at)


@pytest.mark.each_database
def test_an_old_answer_says_that_it_is_one_and_holds_no_longer_than_it_was_known(
    desk: Desk, partner: Api, before: str
) -> None:
    """A mandate was revoked from long ago: what was known of it before says nothing of now, signed or not."""
    at = "2026-07-01T00:00:00Z"
    joris = {"employees": [{"number": "K-002"}]}
    cases: list[tuple[dict[str, Any], str, str | None, bool | None]] = [
        ({"at": before, "knownAt": before}, "authorised", before, True),
        ({"at": at, "knownAt": before}, "authorised", before, True),
        (joris | {"at": at, "knownAt": before}, "not_authorised", before, False),
        ({"at": at, "knownAt": instant()}, "not_authorised", None, None),
        ({"at": before}, "not_authorised", None, True),
    ]
    for asked, outcome, until, differs in cases:
        for api in (partner, desk.hr):
            told = api.post("/checks", QUESTION | asked | {"receipt": True}).json
            found = told["stableUntil"] and datetime.fromisoformat(told["stableUntil"])
            wanted = until and datetime.fromisoformat(until)
            assert (told["outcome"], found, told["differsFromThen"]) == (outcome, wanted, differs), asked
            answer = claims_of(told["receipt"])["answer"]
            assert (answer["stableUntil"], answer["differsFromThen"]) == (told["stableUntil"], differs)
    expected = desk.hr.post("/checks", QUESTION | {"knownAt": before, "receipt": False}).json
    assert (expected["outcome"], expected["differsFromThen"]) == ("authorised", True)
    assert datetime.fromisoformat(expected["stableUntil"]) == datetime.fromisoformat(before)


def test_a_partner_is_told_of_no_difference_that_it_is_not_told(desk: Desk, partner: Api) -> None:
    """An internal mandate beside another is told to nobody else, and so is a limit that would have been enough."""
    desk.grant("2", disclosure="internal", maxAmount="100.00")
    moment = instant()
    desk.grant("1", disclosure="internal", maxAmount="50.00", validFrom="2026-01-01")
    asked = QUESTION | {"at": moment, "amount": {"value": "10.00"}}
    assert partner.post("/checks", asked).json["differsFromThen"] is False
    own = desk.hr.post("/checks", asked).json
    assert (own["differsFromThen"], own["mandate"]["number"]) == (True, "1")
