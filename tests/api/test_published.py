"""What everybody may read: mandates that were published, as long as they are in force, and never a person."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from flask import Flask

from mandate_registry.services.public_register.public_list import read_page
from tests.api.client import Api
from tests.api.mandate_events import AT, SMALL_REGISTER, Desk
from tests.api.small_register import HERE, THERE
from tests.support.demo import WIERDENLAND
from tests.support.templates import Template

pytestmark = pytest.mark.either_database

READ = f"/published-mandates?organisation={HERE}&validAt={AT.replace('+', '%2B')}"


@pytest.fixture(scope="module")
def template() -> Template:
    return SMALL_REGISTER


def read(desk: Desk, address: str = READ) -> list[Any]:
    return list(Api(desk.app).get(address).json["items"])


@pytest.mark.each_database
def test_everybody_reads_what_was_published(desk: Desk) -> None:
    granted: dict[str, Any] = {"maxAmount": "5000.00", "instrument": "MB-2026", "except": ["contract.decide>=4000.00"]}
    desk.grant(holder="position:inkoper+employee:K-001", disclosure="public", validFrom="2026-01-01", **granted)
    told = read(desk)[0]
    assert told["holders"] == [{"kind": "position", "code": "inkoper", "title": "Inkoper", "organisation": None}]
    assert told["decisionTypes"] == [{"code": "contract", "titleNl": "Overeenkomsten", "titleEn": ""}]
    assert (told["maxAmount"], told["except"]) == ("5000.00", ["contract.decide>=4000.00"])
    assert (told["onBehalfOf"]["name"], told["instrument"]["reference"]) == ("College", "MB-2026")


@pytest.mark.parametrize("disclosure", ["partners", "internal"])
def test_nobody_reads_what_was_not_published(desk: Desk, disclosure: str) -> None:
    desk.grant(disclosure=disclosure)
    assert read(desk) == []


@pytest.mark.parametrize(
    ("holder", "told"),
    [
        ("employee:K-001", {"kind": "employee", "code": None, "title": None, "organisation": None}),
        ("unit:inkoop", {"kind": "unit", "code": "inkoop", "title": "Team Inkoop", "organisation": None}),
        ("anyone", {"kind": "anyone", "code": None, "title": None, "organisation": None}),
    ],
)
def test_the_public_is_told_positions_and_no_person(desk: Desk, holder: str, told: dict[str, Any]) -> None:
    desk.grant(holder=holder, disclosure="public", instructions="Overleg met Joris Adema.")
    found = read(desk)
    assert found[0]["holders"] == [told]
    assert not any(secret in json.dumps(found) for secret in ("K-001", "Verbeek", "Adema", "Overleg"))


def test_what_is_not_in_force_is_not_shown(desk: Desk) -> None:
    parent = desk.grant(disclosure="public", subMandating=1)
    desk.grant("2", disclosure="public", parent="1")
    desk.draft("3", disclosure="public")
    desk.grant("4", disclosure="public", validUntil="2026-01-31")
    assert [one["number"] for one in read(desk)] == ["1", "2"]
    desk.let(desk.hr, parent, "suspensions", effectiveAt="2026-09-01T00:00:00+02:00", reason="a test")
    assert read(desk) == []


@pytest.mark.each_database
def test_it_is_read_by_position_and_page_by_page(desk: Desk) -> None:
    for number in ("1", "2", "3"):
        desk.grant(number, disclosure="public")
    desk.grant("4", holder="anyone", disclosure="public")
    assert [one["number"] for one in read(desk, f"{READ}&position=inkoper")] == ["1", "2", "3"]
    assert read(desk, READ.replace(HERE, THERE)) == []
    first = Api(desk.app).get(f"{READ}&limit=3")
    following = Api(desk.app).get(first.headers["Link"].split(">")[0].removeprefix("<"))
    assert [one["number"] for one in (*first.json["items"], *following.json["items"])] == ["1", "2", "3", "4"]
    assert first.headers["Access-Control-Allow-Origin"] == "*"
    kept = {"If-None-Match": first.headers["ETag"]}
    assert Api(desk.app).get(f"{READ}&limit=3", 304, headers=kept).data == b""
    desk.grant("5", disclosure="public")
    assert Api(desk.app).get(f"{READ}&limit=3", headers=kept).json == first.json


def test_a_real_register_is_read_without_a_key(demo: Flask) -> None:
    found = Api(demo).get(f"/published-mandates?organisation={WIERDENLAND}&limit=100").json["items"]
    assert len(found) > 40
    assert not any(f"W-0{place:02}" in json.dumps(found) for place in range(100))


def test_what_changes_within_a_day_is_another_state_at_once(desk: Desk) -> None:
    one = desk.grant(disclosure="public")
    desk.let(desk.hr, one, "suspensions", effectiveAt="2026-12-01T12:00:00+01:00", reason="a test")
    found = {}
    for hour in (9, 11, 12, 15):
        with time_machine.travel(datetime(2026, 12, 1, hour, tzinfo=ZoneInfo("Europe/Amsterdam")), tick=False):
            state, page = read_page(desk.app.extensions["mandate_registry"], HERE)
        assert page
        found[hour] = (state, page.found)
    assert found[9] == found[11] != found[12] == found[15]
    assert (found[9][1], found[15][1]) == (1, 0)


def test_it_tells_what_a_mandate_is_never_about(desk: Desk) -> None:
    desk.grant(disclosure="public", notAboutOneself=True, conditions=["Na overleg."], vat="incl")
    told = read(desk)[0]
    assert (told["notAboutOneself"], told["conditions"], told["vat"]) == (True, ["Na overleg."], "incl")
