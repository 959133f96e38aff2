"""How often a caller may ask, and what it is told about that."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from flask import Flask
from limits import parse

from api.app import create_app
from mandate_registry import bootstrap
from mandate_registry.config import from_environment
from mandate_registry.errors import Unsafe
from mandate_registry.services.permissions import Role
from mandate_registry.services.rate_limits import Counters
from mandate_registry.services.register import entries
from models import counters
from tests.api.callers import caller
from tests.api.client import Api
from tests.api.installations import agree
from tests.api.small_register import HERE, THERE
from tests.support.settings import settings_of

NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)
QUESTION = {"organisation": HERE, "employees": [{"number": "K-1"}], "decisionType": "contract", "purpose": "a test"}
SETTINGS: dict[str, Any] = {
    name: parse(limit)
    for name, limit in {"requests": "3/second", "questions": "5/minute", "amounts": "2/day", "names": "2/day"}.items()
}


@pytest.fixture
def strict(database: str) -> Iterator[Flask]:
    """Yield an application that lets nobody ask much."""
    installation = bootstrap.build(settings_of(database, **SETTINGS))
    agree(installation, HERE, THERE)
    yield create_app(installation)
    installation.close()


@pytest.fixture
def clock(strict: Flask) -> Iterator[time_machine.Traveller]:
    """Stop the clock at NOON, after the application was built: what is recorded then is known just after it."""
    assert strict.extensions
    with time_machine.travel(NOON, tick=False) as found:
        yield found


def left(headers: Any) -> tuple[str, str]:
    return headers["RateLimit-Policy"], headers["RateLimit"]


def test_who_sends_more_requests_than_it_may_is_told_when_it_may_again(
    strict: Flask, clock: time_machine.Traveller
) -> None:
    api = caller(strict, Role.ADMINISTRATOR)
    for remaining in (2, 1, 0):
        assert left(api.get("/bodies").headers) == ('"requests";q=3;w=1', f'"requests";r={remaining};t=1')
    refused = api.get("/bodies", 429)
    assert left(refused.headers) == ('"requests";q=3;w=1', '"requests";r=0;t=1')
    assert (refused.headers["Retry-After"], refused.json["type"]) == ("1", "/v1/problems/too-many-requests")
    assert Api(strict).get(refused.json["type"]).text.startswith("# More is asked")
    clock.shift(1)
    api.get("/bodies")


def test_a_second_is_handed_out_in_tenths(database: str) -> None:
    installation = bootstrap.build(settings_of(database, requests=parse("60/second")))
    api = caller(create_app(installation), Role.ADMINISTRATOR)
    with time_machine.travel(NOON, tick=False) as clock:
        for _ in range(2):
            statuses = [api.http.get("/v1/bodies", headers=api.headers).status_code for _ in range(12)]
            assert statuses == [200] * 10 + [429] * 2
            clock.shift(1 / 6)
    installation.close()


@pytest.mark.usefixtures("clock")
def test_a_question_counts_for_three_requests(strict: Flask) -> None:
    api = caller(strict, Role.HR, HERE)
    assert left(api.post("/checks", QUESTION).headers)[1] == '"requests";r=0;t=1'
    api.get("/bodies", 429)


@pytest.mark.usefixtures("clock")
def test_nothing_is_done_for_a_request_too_many(strict: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    api, done = caller(strict, Role.ADMINISTRATOR), list[None]()
    monkeypatch.setattr(entries, "list_entries", lambda *_, **__: done.append(None))
    for _ in range(3):
        api.get("/bodies?nothing=such", 400)
    api.get("/bodies", 429)
    assert done == []


@pytest.mark.usefixtures("clock")
def test_who_is_refused_otherwise_is_told_too_and_nobody_unknown_is(strict: Flask) -> None:
    api = caller(strict, Role.PARTNER, THERE)
    assert left(api.get("/bodies", 403).headers)[1] == '"requests";r=2;t=1'
    for headers in (Api(strict).get("/bodies", 401).headers, Api(strict).get("/openapi.json").headers):
        assert "RateLimit" not in headers


@pytest.mark.usefixtures("clock")
def test_who_floods_keeps_nobody_else_from_asking(strict: Flask) -> None:
    flooding, others = caller(strict, Role.PARTNER, THERE), caller(strict, Role.HR, HERE)
    statuses = [flooding.http.get("/v1/bodies", headers=flooding.headers).status_code for _ in range(20)]
    assert statuses == [403] * 3 + [429] * 17
    others.post("/checks", QUESTION)
    caller(strict, Role.PARTNER, THERE).post("/checks", QUESTION)  # another key of the same organisation


def test_the_questions_of_an_organisation_are_counted_over_its_keys(
    strict: Flask, clock: time_machine.Traveller
) -> None:
    one, other = caller(strict, Role.PARTNER, THERE), caller(strict, Role.HR, THERE)
    one.post("/checks/_batch", {"checks": [QUESTION] * 4})
    clock.shift(20.5)
    refused = other.post("/checks/_batch", {"checks": [QUESTION] * 2}, 429)
    assert left(refused.headers) == ('"questions";q=5;w=60', '"questions";r=1;t=40')
    assert refused.headers["Retry-After"] == "40"
    clock.shift(1)
    other.post("/checks", QUESTION)
    one.post("/authorities/_search", {"organisation": HERE, "decisionType": "contract", "purpose": "a test"}, 429)
    caller(strict, Role.HR, HERE).post("/checks", QUESTION)
    clock.shift(40)
    one.post("/checks", QUESTION)


def test_each_place_at_a_table_is_a_question(strict: Flask) -> None:
    seated = [{"organisation": HERE, "number": number} for number in ("K-1", "K-2")]
    table = {"employees": seated, "decisionTypes": ["contract", "bylaw"], "purpose": "a test"}
    caller(strict, Role.PARTNER, THERE).post("/checks/_table", table, 429)
    caller(strict, Role.PARTNER, THERE).post("/checks/_table", table | {"decisionTypes": ["contract"]})


@pytest.mark.parametrize(
    ("policy", "differing"),
    [
        ("amounts", [{"amount": {"value": f"{value}.00"}} for value in range(1, 4)]),
        (
            "amounts",
            [
                {"amount": {"value": f"{value}.00"}, "decisionType": code}
                for value, code in enumerate(("contract", "bylaw", "nothing.such"), 1)
            ],
        ),
        ("names", [{"employees": [{"number": f"K-{number}"}]} for number in range(1, 4)]),
    ],
)
def test_a_partner_that_tries_many_is_stopped_and_found(
    strict: Flask, clock: time_machine.Traveller, policy: str, differing: list[dict[str, Any]]
) -> None:
    keeper = caller(strict, Role.HR, HERE)
    for fields in differing[:2]:
        caller(strict, Role.PARTNER, THERE).post("/checks", QUESTION | fields)
    clock.shift(3600)
    asking = caller(strict, Role.PARTNER, THERE)
    refused = asking.post("/checks", QUESTION | differing[2], 429, headers={"Idempotency-Key": "once"})
    assert left(refused.headers) == (f'"{policy}";q=2;w=86400', f'"{policy}";r=0;t=82800')
    assert refused.headers["Retry-After"] == "82800"
    assert "until 2027-03-02T12:00:00Z" in refused.json["detail"]
    (found,) = keeper.get(f"/findings?organisation={HERE}").json["items"]
    assert (found["code"], found["severity"]) == ("partner_probing", "warning")
    assert f"Partner {THERE} was stopped trying many {policy}: once" in found["detail"]
    assert {"table": "agreements", "key": f"A-{THERE}", "id": None} in found["entries"]


def test_who_cannot_be_counted_is_not_answered(strict: Flask, database: str) -> None:
    api = caller(strict, Role.ADMINISTRATOR)
    nowhere = database.replace("register.sqlite", "nowhere/registry.db").replace("/test_", "/nowhere_")
    installation = strict.extensions["mandate_registry"]
    lost = replace(installation, counters=Counters(counters.make_engine(nowhere)))
    strict.extensions["mandate_registry"] = lost
    seconds = "300" if database.startswith("sqlite") else "5"  # a server may return
    assert api.get("/bodies", 503).headers["Retry-After"] == seconds
    lost.close()
    strict.extensions["mandate_registry"] = installation


def test_the_limits_are_read_from_the_environment() -> None:
    limits = {"MANDATES_REQUESTS": "7/second", "MANDATES_AMOUNTS": "3 per 2 day"}
    settings = from_environment(limits, "sqlite:///nowhere")
    assert (settings.requests, settings.amounts) == (parse("7/second"), parse("3 per 2 day"))
    assert (settings.questions, settings.names) == (parse("3000/minute"), parse("200/day"))


@pytest.mark.parametrize(
    "limit", ["", "many", "0/second", "5", "5/moment", "5/second; 9/day", "-1/day", "1 per 99 year"]
)
def test_a_limit_that_is_not_understood_stops_the_service_from_starting(limit: str) -> None:
    with pytest.raises(Unsafe, match="MANDATES_NAMES must say how many in how much time"):
        from_environment({"MANDATES_NAMES": limit}, "sqlite:///nowhere")
