"""The public register page by page and as files: it shows what the rules say of the whole register, on each day."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from datetime import datetime
from html import unescape
from io import StringIO
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import time_machine
from limits import parse

from mandate_registry.config import ROOT
from mandate_registry.register_folder.reader import read_register
from mandate_registry.rules.facts import Instrument
from mandate_registry.services.callers import COMMAND_LINE
from mandate_registry.services.installation import Installation
from mandate_registry.services.permissions import Role
from mandate_registry.services.public_register import public_list, whole_file
from mandate_registry.services.register.register_writer import open_register
from mandate_registry.services.transfer.register_import import import_register
from mandate_registry.site import site
from tests.support.demo import DUINRAND, WIERDENLAND
from tests.support.settings import settings_of
from tests.support.whole_register import by_holder, published
from tests.web.site import Site

DAYS = ["2020-01-01", "2024-07-01", "2025-01-01", "2026-06-01", "2026-11-23", "2027-06-01"]
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
REGISTER = f"/register/{WIERDENLAND}"
API = "/v1/published-mandates"
NUMBER = re.compile(r'<p class="number">([^,]+),')


def pages(kept: Site, address: str) -> Iterator[str]:
    """Yield every page of a register, by its links to the next."""
    following: str | None = address
    while following:
        text = kept.get(following, Accept_Language="en").text
        yield text
        found = re.search(r'href="([^"]+)"><span class="nl-button__label">Next page', text)
        following = unescape(found[1]) if found else None


def in_file(kept: Site, address: str) -> list[str]:
    as_json = [one["number"] for one in json.loads(kept.get(address.replace("?", ".json?")).text)["items"]]
    rows = csv.DictReader(StringIO(kept.get(address.replace("?", ".csv?")).text.removeprefix("\ufeff")))
    assert [row["number"].removeprefix("'") for row in rows] == as_json
    return as_json


def by_the_rules(kept: Site, oin: str, day: str) -> tuple[list[tuple[str, str]], list[str]]:
    moment = datetime.fromisoformat(day).replace(tzinfo=AMSTERDAM)
    directory, found = published(kept.installation, oin, moment)
    return list(by_holder(directory, found, moment)), [fact.number for fact in found]


@pytest.mark.parametrize("size", [{"PAGE_SIZE": 7}, {"PAGE_SIZE": 7, "MAX_SORTED": 0}], ids=["by title", "of many"])
@pytest.mark.parametrize("oin", [WIERDENLAND, DUINRAND])
def test_pages_and_files_show_what_the_rules_say_on_each_day(
    kept: Site, oin: str, size: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(whole_file, "MANDATES_PER_PART", 3)
    for name, value in size.items():
        monkeypatch.setattr(public_list, name, value)
    told = 0
    for day in DAYS:
        places, numbers = by_the_rules(kept, oin, day)
        shown = [number for text in pages(kept, f"/register/{oin}?at={day}") for number in NUMBER.findall(text)]
        assert (
            shown == [number for _, number in places]
            if "MAX_SORTED" not in size
            else sorted(set(shown)) == sorted(numbers)
        )
        assert in_file(kept, f"/register/{oin}?at={day}") == numbers
        told += len(numbers)
    assert told > 10


def test_a_large_register_is_read_by_the_same_filters(kept: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(public_list, "BATCH_SIZE", 4)
    for query in ("holder=unit:wijken", "type=finance.guarantee", "words=wijken+college", "words=zzz", "holder=anyone"):
        address = f"{REGISTER}?at=2026-11-23&{query}"
        small = {number for text in pages(kept, address) for number in NUMBER.findall(text)}
        with monkeypatch.context() as many:
            many.setattr(public_list, "MAX_SORTED", 0)
            many.setattr(public_list, "SCANNED_AT_ONCE", 9)
            large = {number for text in pages(kept, address) for number in NUMBER.findall(text)}
        assert large == small == set(in_file(kept, address)), query


def test_pages_lead_on_and_back_and_are_small(kept: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    for sorted_up_to in (2_000, 0):
        monkeypatch.setattr(public_list, "PAGE_SIZE", 7)
        monkeypatch.setattr(public_list, "MAX_SORTED", sorted_up_to)
        first, second, *_ = pages(kept, f"{REGISTER}?at=2026-11-23")
        back = re.search(r'href="([^"]+)"><span class="nl-button__label">Previous page', second)
        assert "Previous page" not in first
        assert back
        assert NUMBER.findall(kept.get(unescape(back[1])).text) == NUMBER.findall(first)
        assert len(first) < 30_000
    assert kept.get(f"{REGISTER}?cursor=nonsense").status_code == 400


def test_real_registers_are_shown_as_the_rules_say(here: Site) -> None:
    day, told = "2026-11-23", 0
    for folder in sorted((ROOT / "data" / "real").iterdir()):
        register = read_register(folder)
        import_register(COMMAND_LINE, here.installation, register)
        oin = register.organisation.oin
        places, numbers = by_the_rules(here, oin, day)
        shown = [number for text in pages(here, f"/register/{oin}?at={day}") for number in NUMBER.findall(text)]
        assert shown == [number for _, number in places]
        assert in_file(here, f"/register/{oin}?at={day}") == numbers
        told += len(numbers)
    assert told > 100


@pytest.mark.parametrize(
    ("address", "then", "varies_by"),
    [
        (REGISTER, "?at=2025-01-01", "Accept-Language, Cookie"),
        (f"{REGISTER}.json", "?at=2025-01-01", "Accept-Encoding"),
        (f"{REGISTER}.csv", "?at=2025-01-01", "Accept-Encoding"),
        ("/register", "", "Accept-Language, Cookie"),
        (API, "?validAt=2025-01-01T00:00:00Z", "Accept-Encoding"),
        (f"{API}?organisation={WIERDENLAND}", "&validAt=2025-01-01T00:00:00Z", "Accept-Encoding"),
    ],
)
def test_what_is_kept_is_confirmed_until_something_changes(here: Site, address: str, then: str, varies_by: str) -> None:
    first, is_page = here.get(address), "Language" in varies_by
    tag = first.headers["ETag"]
    again = here.get(address, If_None_Match=tag)
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag)
    assert again.headers["Cache-Control"] == first.headers["Cache-Control"] == "public, max-age=60"
    assert again.headers["Vary"] == first.headers["Vary"] == varies_by
    assert here.get(address, If_None_Match=tag, Accept_Language="en").status_code == (200 if is_page else 304)
    assert not is_page or here.client(Role.HR).get(address, headers={"If-None-Match": tag}).status_code == 200
    with time_machine.travel(datetime(2040, 1, 1, tzinfo=AMSTERDAM), tick=False):
        assert here.get(address, If_None_Match=tag).status_code == 200
    assert not then or here.get(f"{address}{then}", If_None_Match=tag).status_code == 200
    with here.installation.writing() as connection:
        register = open_register(connection, WIERDENLAND)
        register.put("instruments", uuid4(), Instrument(reference="MB-NEW", title="Nieuw besluit"))
        register.record(COMMAND_LINE, "a test")
    assert here.get(address, If_None_Match=tag).status_code == 200


def test_who_is_signed_in_keeps_no_page(kept: Site) -> None:
    answer = kept.client(Role.HR).get(REGISTER)
    assert "ETag" not in answer.headers
    tag = kept.get(REGISTER).headers["ETag"]
    assert kept.client(Role.HR).get(REGISTER, headers={"If-None-Match": tag}).status_code == 200


def test_a_whole_register_counts_for_its_parts(kept: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whole_file, "MANDATES_PER_PART", 5)
    settings = settings_of(kept.installation.settings.database_url, visits=parse("8/hour"))
    rest = {name: getattr(kept.installation, name) for name in ("engine", "counters", "private_keys")}
    few = Installation(settings=settings, **rest)
    limited = Site(few, "", site(few))
    asked = [limited.get(f"{REGISTER}.json", address="192.0.2.77").status_code for _ in range(3)]
    assert asked[1:] == [429, 429]


def test_the_address_of_a_mandate_is_the_public_one_whatever_the_host(kept: Site) -> None:
    one = json.loads(kept.get(f"{REGISTER}.json?at=2026-11-23").text)["items"][0]
    text = kept.get(f"/register/mandates/{one['id']}?at=2026-11-23", Host="evil.example").text
    assert "evil.example" not in text
    assert f"{kept.installation.settings.public_url}/register/mandates/{one['id']}" in text
