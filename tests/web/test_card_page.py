"""The page of a card: what it says, what it never says, and to whom how often."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
import structlog.testing
import time_machine
from flask import Flask
from limits import parse

from mandate_registry.config import ROOT
from mandate_registry.services.callers import COMMAND_LINE
from mandate_registry.services.cards import employee_cards
from mandate_registry.services.installation import Installation
from mandate_registry.site import site
from mandate_registry.web.app import create_pages
from tests.api.client import obeys
from tests.support.demo import DUINRAND
from tests.support.settings import settings_of
from tests.web.moments import AFTERNOON
from tests.web.site import Site

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
}


@pytest.fixture(autouse=True)
def _at_the_table() -> Any:
    with time_machine.travel(AFTERNOON, tick=False):
        yield


def path(code: str) -> str:
    return f"/cards/{code}"


def seen(html: str) -> str:
    """Return the text of a page."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())  # no-break spaces among them


def test_it_says_what_may_be_decided_now_in_two_languages(here: Site) -> None:
    card = here.card()
    dutch, english = (here.get(path(card.code), Accept_Language=lang) for lang in ("nl-NL,nl", "en-GB,en;q=0.9"))
    assert (dutch.status_code, english.status_code) == (200, 200)
    for words_of_it in (
        "Gemeente Wierdenland",
        "Nu geldig",
        "I. Ravenstein",
        "Regisseur samenwerking",
        "Ja, tot een grens",
        "tot en met € 100.000",
        "Gecontroleerd om 14:32:07 op 23 november 2026",
        "24 november 2026 om 14:32",
        "1 keer",
        card.code,
        "3:71",
    ):
        assert words_of_it in seen(dutch.text)
    assert "up to and including €100,000" in seen(english.text)
    assert "Checked at 14:32:07 on 23 November 2026" in seen(english.text)
    assert (dutch.text.count('lang="nl"'), english.text.count('<html lang="en">')) == (1, 1)


def test_the_language_can_be_switched_without_writing_the_code_again(here: Site) -> None:
    card = here.card()
    page = here.get(f"{path(card.code)}?lang=en", Accept_Language="nl")
    assert 'href="?lang=nl"' in page.text
    assert "Valid now" in page.text
    assert page.text.count(card.code) == 1  # where a partner's system is told of it


def test_a_name_that_is_not_shown_and_a_limit_that_is_not_shown_stand_nowhere(here: Site) -> None:
    text = here.get(path(here.card(name="none", shows_limits=False).code)).text
    assert "Ravenstein" not in text
    assert "100.000" not in text
    assert "hangt van het bedrag af" in text


def test_one_for_a_partner_shows_for_whom_it_is_and_nothing_else(here: Site) -> None:
    text = seen(here.get(path(here.card(partner=DUINRAND).code)).text)
    assert "Alleen voor Gemeente Duinrand" in text
    for hidden in ("Ravenstein", "Regisseur", "RS-2026-014", "amenwerkingsovereenkomst"):
        assert hidden not in text


def test_a_code_that_is_not_good_gets_one_and_the_same_page(here: Site) -> None:
    revoked, expired = here.card(), here.card(minutes=1)
    employee_cards.revoke(COMMAND_LINE, here.installation, revoked.card.id)
    with time_machine.travel(AFTERNOON + timedelta(minutes=2), tick=False):
        answers = [here.get(path(code)) for code in (revoked.code, expired.code, "0000-0000-0000-0000-0000", "x")]
    first = answers[0]
    assert first.status_code == 404
    assert "niet (meer) geldig" in first.text
    assert {answer.data for answer in answers} == {first.data}
    assert {str(sorted(answer.headers)) for answer in answers} == {str(sorted(first.headers))}


@pytest.mark.parametrize("address", ["CARD", "0000-0000-0000-0000-0000"])
def test_every_page_keeps_itself_to_itself(here: Site, address: str) -> None:
    code = here.card().code if address == "CARD" else address
    page = here.get(path(code))
    assert {name: page.headers.get(name) for name in HEADERS} == HEADERS
    assert '<meta name="robots" content="noindex, nofollow">' in page.text
    assert "Set-Cookie" not in page.headers
    assert not re.search(r"<script|style=|\son\w+=|https?://", page.text)


def test_who_does_not_look_is_shown_nothing_and_not_counted(here: Site) -> None:
    card = here.card()
    for code in (card.code, "0000-0000-0000-0000-0000"):
        head = here.get(path(code), "HEAD")
        ahead = here.get(path(code), Sec_Purpose="prefetch;prerender")
        assert (head.status_code, head.data, ahead.status_code, ahead.data) == (200, b"", 503, b"")
    assert employee_cards.read_card(COMMAND_LINE, here.installation, card.card.id).times_shown == 0
    here.get(path(card.code))
    assert employee_cards.read_card(COMMAND_LINE, here.installation, card.card.id).times_shown == 1


def limited(here: Site, **fields: Any) -> Site:
    installation = here.installation
    settings = settings_of(installation.settings.database_url, cards=parse("2/minute"), **fields)
    rest = {name: getattr(installation, name) for name in ("engine", "counters", "private_keys")}
    other = Installation(settings=settings, **rest)
    return Site(other, "", site(other))


def test_one_address_is_shown_only_so_many(here: Site) -> None:
    few = limited(here)
    statuses = [few.get(path(f"{number}" * 20)).status_code for number in range(4)]
    refused = few.get(path("9" * 20))
    assert statuses == [404, 404, 429, 429]
    assert (refused.status_code, "Even geduld" in refused.text) == (429, True)
    assert int(refused.headers["Retry-After"]) > 0
    assert few.get(path("9" * 20), address="127.0.0.2").status_code == 404


def test_an_office_with_many_addresses_is_one(here: Site) -> None:
    few = limited(here)
    statuses = [few.get(path("9" * 20), address=f"2001:db8::{number}").status_code for number in range(1, 4)]
    assert statuses == [404, 404, 429]
    assert few.get(path("9" * 20), address="2001:db8:1::1").status_code == 404


@pytest.mark.parametrize(("declared", "last"), [(True, 404), (False, 429)])
def test_a_proxy_is_believed_only_where_it_is_declared(here: Site, declared: bool, last: int) -> None:  # noqa: FBT001 - a parameter
    few = limited(here, behind_proxy=declared)
    asked = [few.get(path("9" * 20), X_Forwarded_For=f"203.0.113.9, 198.51.100.{number}") for number in range(3)]
    assert asked[-1].status_code == last


def test_without_the_register_nothing_is_shown(here: Site) -> None:
    card = here.card()
    with here.installation.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE cards RENAME TO cards_gone")
    page = here.get(path(card.code))
    assert (page.status_code, page.headers["Retry-After"]) == (503, "300")
    assert "Nu niet te controleren" in page.text


def test_what_nobody_foresaw_is_logged_without_the_code(here: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("Ravenstein")

    card = here.card()
    monkeypatch.setattr("mandate_registry.web.public.card_page.view_card", fail)
    with structlog.testing.capture_logs() as logs:
        page = here.get(path(card.code))
    assert page.status_code == 500
    assert card.code not in page.text + str(logs)
    assert "Ravenstein" not in page.text + str(logs)
    assert [(entry["error"], entry["route"]) for entry in logs] == [("RuntimeError", "/cards/<code>")]


@pytest.mark.parametrize(
    ("address", "kind"),
    [("/v1", "problem+json"), ("/v1/nothing", "problem+json"), ("/.well-known/nothing", "problem+json")]
    + [(address, "html") for address in ("/cards", "/nothing", "/card/x")],
)
def test_an_address_that_leads_nowhere_is_the_apis_or_a_pages(here: Site, address: str, kind: str) -> None:
    page = here.get(address)
    assert (page.status_code, str(page.mimetype).rpartition("/")[2]) == (404, kind)


@pytest.mark.parametrize(("address", "method", "status"), [("/cards/", "GET", 404), ("/static/x.css", "GET", 404)])
def test_what_is_not_there_is_a_page_too(here: Site, address: str, method: str, status: int) -> None:
    page = here.get(address, method)
    assert (page.status_code, page.mimetype) == (status, "text/html")
    assert here.get("/cards/x", "POST").status_code == 405


def test_the_api_is_beside_it(here: Site) -> None:
    response = here.get("/v1/bodies")
    obeys(response)
    assert response.status_code == 401
    assert here.get("/healthz").json == {"status": "ok"}
    assert callable(site(here.installation))


def test_a_page_is_small_and_everything_it_needs_is_here(here: Site) -> None:
    app: Flask = create_pages(here.installation)
    static = sum(file.stat().st_size for file in (ROOT / "mandate_registry/web/static").iterdir() if file.is_file())
    assert static + len(app.test_client().get(path(here.card().code)).data) < 100_000
    with here.get("/static/theme.css") as sheet:
        assert "max-age" in sheet.headers["Cache-Control"]
