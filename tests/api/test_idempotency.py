"""A POST that comes again under the same Idempotency-Key is answered as before, and not done again."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask

from tests.api.client import Api
from tests.api.mandate_events import Desk, add_small_register
from tests.api.small_register import HERE

UNIT = {"organisation": HERE, "code": "x", "name": "X"}
KEY = {"Idempotency-Key": "8e03978e-40d5-43dd-bc93-6894a57f9324"}


def test_the_same_request_gets_the_same_answer_and_is_done_once(api: Api) -> None:
    first, second = (api.post("/units", UNIT, 201, headers=KEY) for _ in range(2))
    assert first.json == second.json
    assert [first.headers[name] for name in ("Location", "ETag")] == [
        second.headers[name] for name in ("Location", "ETag")
    ]
    assert len(api.get("/units").json["items"]) == 1


def test_another_request_under_the_same_key_is_a_conflict(api: Api) -> None:
    api.post("/units", UNIT, 201, headers=KEY)
    api.post("/units", UNIT | {"name": "Y"}, 409, headers=KEY)
    api.post("/bodies", UNIT, 409, headers=KEY)


def test_a_key_is_each_caller_s_own(api: Api, hr: Api) -> None:
    api.post("/units", UNIT, 201, headers=KEY)
    hr.post("/units", UNIT | {"code": "y"}, 201, headers=KEY)


def test_what_was_refused_may_be_mended_and_sent_again(api: Api) -> None:
    api.post("/units", UNIT | {"parent": "nowhere"}, 400, headers=KEY)
    api.post("/units", UNIT, 201, headers=KEY)


@pytest.mark.parametrize("key", ["", "a b", "é", "x" * 256])
def test_a_key_is_visible_ascii(api: Api, key: str) -> None:
    problem = api.post("/units", UNIT, 400, headers={"Idempotency-Key": key.encode().decode("latin-1")}).json
    assert problem["errors"][0]["field"] == "Idempotency-Key"


def test_a_check_that_is_asked_again_is_kept_once(app: Flask) -> None:
    desk = Desk(app)
    add_small_register(desk.hr)
    question = {"organisation": HERE, "employees": [{"number": "K-001"}], "decisionType": "contract.decide"}
    first, second = (desk.hr.post("/checks", question, headers=KEY).json for _ in range(2))
    assert first == second


def test_what_happens_to_a_mandate_happens_once(app: Flask) -> None:
    desk = Desk(app)
    add_small_register(desk.hr)
    address = desk.grant()
    told = {"reason": "Reorganisatie."}
    headers = KEY | {"If-Match": desk.hr.get(address).headers["ETag"]}
    first, second = (desk.hr.post(f"{address}/revocations", told, headers=headers) for _ in range(2))
    assert first.json == second.json
    assert [one["event"] for one in desk.hr.get(f"{address}/history").json["items"]].count("revocation") == 1


def test_an_answer_is_kept_for_a_week(api: Api) -> None:
    with time_machine.travel(datetime.now(UTC) - timedelta(days=8)):
        api.post("/units", UNIT, 201, headers=KEY)
    api.post("/units", UNIT, 409, headers=KEY)


def test_of_many_at_once_one_is_done_and_all_get_its_answer(app: Flask, api: Api) -> None:
    def send(_: int) -> tuple[int, str]:
        response = app.test_client().post("/v1/units", json=UNIT, headers=api.headers | KEY)
        return response.status_code, response.text

    with ThreadPoolExecutor(8) as pool:
        answers = set(pool.map(send, range(8)))
    assert [status for status, _ in answers] == [201]
