"""Signing in and out of the pages, and whose forms are taken."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from werkzeug.test import Client

from mandate_registry import bootstrap
from mandate_registry.cli.demo_data import BESIDE, PEOPLE, seed
from mandate_registry.services.callers import COMMAND_LINE
from mandate_registry.services.changesets.early_refusals import Precondition
from mandate_registry.services.changesets.entry_changes import Correction, change
from mandate_registry.services.identity import sessions
from mandate_registry.services.installation import Installation
from mandate_registry.services.pagination import Slice
from mandate_registry.services.permissions import Role
from mandate_registry.services.register.entries import list_entries
from mandate_registry.site import site
from mandate_registry.web.access import FIELD
from tests.support import sqlite
from tests.support.demo import WIERDENLAND
from tests.support.settings import settings_of
from tests.web.forms import sent
from tests.web.pages import text_of
from tests.web.site import Site

MORNING = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    settings = replace(settings_of(sqlite.database(tmp_path_factory.mktemp("demo"))), demo=True)
    seed(settings)
    with closing(bootstrap.build(settings)) as opened:
        yield opened


def test_in_a_demonstration_one_chooses_who_one_is(demo: Installation) -> None:
    client = Client(site(demo))
    offered = client.get("/login?next=/?lang=en").text
    assert all(f'value="{role}"' in offered for role in Role)
    entered = client.post("/login/demo", data={"role": "hr", "next": "/?lang=en"})
    assert (entered.status_code, entered.location) == (303, "/?lang=en")
    cookie = entered.headers["Set-Cookie"]
    assert all(word in cookie for word in ("session=", "HttpOnly", "SameSite=Lax", "Path=/"))
    assert "Sign out" in client.get("/?lang=en").text


def test_a_demonstration_lets_a_second_approver_in(demo: Installation) -> None:
    client = Client(site(demo))
    shown = client.get("/login?lang=en").text
    assert "Administrator: runs the registry, and approves" in shown
    assert sorted(re.findall(r'name="person" value="([^"]*)"', shown)) == sorted([*PEOPLE.values(), BESIDE])
    for person in (PEOPLE[Role.APPROVER], BESIDE):
        sent(client, "/login/demo", role="approver", person=person)
        cookie = client.get_cookie("session")
        assert cookie
        assert sessions.find(demo, cookie.value).person == person
    assert sent(client, "/login/demo", role="hr", person=BESIDE).status_code == 404


def test_signing_in_gives_a_new_token_and_ends_the_one_before(demo: Installation) -> None:
    client = Client(site(demo))
    tokens = []
    for role in ("hr", "partner"):
        sent(client, "/login/demo", role=role)
        tokens.append(client.get_cookie("session"))
    first, second = (cookie.value for cookie in tokens if cookie)
    assert sessions.find(demo, second).roles == (Role.PARTNER,)
    client.set_cookie("session", first)
    assert "Uitloggen" not in client.get("/").text


@pytest.mark.parametrize("elsewhere", ["https://example.org", "//example.org", "/\\example.org", "x", "/a\nb"])
def test_nobody_is_led_elsewhere_by_signing_in(demo: Installation, elsewhere: str) -> None:
    answer = Client(site(demo)).post("/login/demo", data={"role": "hr", "next": elsewhere})
    assert answer.location == "/"


def test_outside_a_demonstration_nobody_is_offered(kept: Site) -> None:
    client = kept.client()
    assert "<form" not in client.get("/login").text
    assert client.post("/login/demo", data={"role": "hr"}).status_code == 404


def test_after_signing_out_the_token_is_worth_nothing(kept: Site) -> None:
    client = kept.client(Role.HR)
    cookie = client.get_cookie("session")
    assert cookie
    out = sent(client, "/logout")
    assert (out.status_code, "U bent uitgelogd" in text_of(out.text)) == (200, True)
    assert client.get_cookie("session") is None
    client.set_cookie("session", cookie.value)
    assert "Uitloggen" not in client.get("/").text


@pytest.mark.parametrize(
    ("steps", "is_in"),
    [
        ([sessions.IDLE_LIFETIME - timedelta(seconds=1)], True),
        ([sessions.IDLE_LIFETIME], False),
        ([sessions.IDLE_LIFETIME / 2] * 4, True),
        ([sessions.IDLE_LIFETIME / 2] * int(sessions.MAX_LIFETIME / sessions.IDLE_LIFETIME * 2 + 1), False),
    ],
    ids=["soon", "too late", "busy", "all day"],
)
def test_a_session_ends_when_nothing_is_done_and_after_a_day(kept: Site, steps: list[timedelta], is_in: bool) -> None:  # noqa: FBT001 - a parameter
    with time_machine.travel(MORNING, tick=False) as clock:
        client = kept.client(Role.HR)
        for step in steps:
            clock.shift(step)
            text = client.get("/").text
        assert ("Uitloggen" in text) is is_in


@pytest.mark.parametrize("token", ["", "x", "0" * 64])
def test_a_form_without_the_token_of_the_session_is_refused(kept: Site, token: str) -> None:
    client = kept.client(Role.HR)
    assert client.post("/logout", data={FIELD: token}).status_code == 403
    assert "Uitloggen" in client.get("/").text


def test_a_form_with_the_token_of_another_session_is_refused(kept: Site) -> None:
    other = sessions.form_token(kept.session(Role.HR))
    assert kept.client(Role.HR).post("/logout", data={FIELD: other}).status_code == 403


def test_a_form_of_another_site_is_refused(kept: Site) -> None:
    client = kept.client()
    for whence, status in (("cross-site", 403), ("same-site", 403), ("same-origin", 404)):
        answer = client.post("/login/demo", data={"role": "hr"}, headers={"Sec-Fetch-Site": whence})
        assert answer.status_code == status


OURS, EVIL = "http://127.0.0.1:8000", "https://evil.example"


@pytest.mark.parametrize(
    ("origin", "host", "taken"),
    [
        (None, "127.0.0.1:8000", True),
        (OURS, "127.0.0.1:8000", True),
        ("http://localhost:8123", "localhost:8123", True),
        (EVIL, "127.0.0.1:8000", False),
        (EVIL, "evil.example", False),
        ("http://evil.example:8000", "evil.example:8000", False),
        ("http://localhost.evil.example:80", "localhost.evil.example:80", False),
        ("https://127.0.0.1:8000", "127.0.0.1:8000", False),
        ("http://127.0.0.1:9", "127.0.0.1:8000", False),
        ("null", "127.0.0.1:8000", False),
        ("", "127.0.0.1:8000", False),
    ],
)
def test_where_a_browser_says_no_site_the_origin_tells_whose_form_it_is(
    demo: Installation, origin: str | None, host: str, *, taken: bool
) -> None:
    headers = {"Host": host} | ({} if origin is None else {"Origin": origin})
    answer = Client(site(demo)).post("/login/demo", data={"role": "hr"}, headers=headers)
    assert (answer.status_code, "Set-Cookie" in answer.headers) == ((303, True) if taken else (403, False))


def test_a_form_of_who_is_signed_in_is_proven_by_its_token(kept: Site) -> None:
    for origin, status in ((EVIL, 403), ("null", 200)):
        session = kept.session(Role.HR)
        client = Client(kept.application)
        client.set_cookie("session", session)
        data = {FIELD: sessions.form_token(session)}
        assert client.post("/logout", data=data, headers={"Origin": origin}).status_code == status


def test_a_closed_form_sent_by_nobody_is_not_taken(kept: Site) -> None:
    assert kept.client().post("/logout").status_code == 401


def test_the_language_stays_as_it_was_chosen(kept: Site) -> None:
    client = kept.client()
    assert '<html lang="en">' in client.get("/?lang=en").text
    assert '<html lang="en">' in client.get("/").text
    assert '<html lang="nl">' in client.get("/?lang=nl").text


def test_who_has_left_is_signed_out_at_once_and_told_so(here: Site) -> None:
    client = here.client(Role.APPROVER)
    assert client.get("/desk").status_code == 200
    of_him = Slice({"organisation": WIERDENLAND, "number": PEOPLE[Role.APPROVER]})
    (employee,) = list_entries(COMMAND_LINE, here.installation, "employees", of_him).items
    left = Correction({}, {"valid_until": date(2026, 1, 1)})
    change(COMMAND_LINE, here.installation, "employees", employee.entry.id, Precondition(), left)
    told = client.get("/desk")
    assert (told.status_code, "werkt u hier nu niet" in text_of(told.text)) == (401, True)
    assert client.post("/logout").status_code == 401
    assert "Uitloggen" not in client.get("/").text
