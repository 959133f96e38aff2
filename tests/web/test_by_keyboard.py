"""By keyboard alone, without a script, in a real browser; and what is seen first on a phone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from mandate_registry.services.permissions import Role
from tests.support.demo import DUINRAND
from tests.web.keyboard import enter
from tests.web.mandates import read
from tests.web.partner_forms import agree, answered, partner
from tests.web.site import Site

STEPS = 60


@pytest.fixture(scope="module")
def agreed(kept: Site) -> Site:
    return agree(kept)


def opened(browser: Browser, site: Site, token: str) -> Page:
    context = browser.new_context(locale="nl-NL", viewport={"width": 390, "height": 844}, java_script_enabled=False)
    context.add_cookies([{"name": "session", "value": token, "url": site.url}])
    return context.new_page()


@pytest.fixture
def at_the_table(browser: Browser, agreed: Site) -> Iterator[Page]:
    page = opened(browser, agreed, agreed.session(Role.PARTNER, organisation=DUINRAND))
    yield page
    page.context.close()


@pytest.fixture
def at_the_desk(browser: Browser, kept: Site) -> Iterator[Page]:
    page = opened(browser, kept, kept.session(Role.HR))
    yield page
    page.context.close()


def walk_to(page: Page, name: str, role: str | None = None) -> None:
    """Walk by Tab until what is called so has the focus."""
    wanted = page.get_by_role(role, name=name, exact=True) if role else page.get_by_label(name, exact=True)  # type: ignore[arg-type]  # (a role)
    for _ in range(STEPS):
        page.keyboard.press("Tab")
        if wanted.and_(page.locator(":focus")).count():
            return
    pytest.fail(f"{name} is not reached by keyboard")


def test_a_partner_asks_and_takes_the_proof(agreed: Site, at_the_table: Page) -> None:
    at_the_table.goto(f"{agreed.url}/ask")
    filled = {"Wie": "Imke Ravenstein", "Wat": "Een intentieverklaring ondertekenen", "Waarvoor": "onderhandeling"}
    for label, text in filled.items():
        walk_to(at_the_table, label)
        at_the_table.keyboard.type(text)
    walk_to(at_the_table, "Vragen", "button")
    enter(at_the_table)
    expect(at_the_table.get_by_role("heading", level=1)).to_contain_text("Imke Ravenstein")
    walk_to(at_the_table, "Het antwoord op papier (PDF)", "link")
    with at_the_table.expect_download() as taken:
        at_the_table.keyboard.press("Enter")
    assert taken.value.suggested_filename.endswith(".pdf")


def test_who_keeps_the_register_suspends_a_mandate(kept: Site, at_the_desk: Page) -> None:
    at_the_desk.goto(f"{kept.url}/desk/mandates/{read(kept, 'WL-1.9').entry.id}")
    walk_to(at_the_desk, "Schorsen", "link")
    enter(at_the_desk)
    walk_to(at_the_desk, "Waarom?")
    at_the_desk.keyboard.type("Onderzoek")
    walk_to(at_the_desk, "Bekijk wat dit doet", "button")
    enter(at_the_desk)
    walk_to(at_the_desk, "Mandaat WL-1.9 schorsen", "button")
    enter(at_the_desk)
    expect(at_the_desk.get_by_text("Geschorst").first).to_be_visible()


def test_whether_she_may_is_seen_at_once(agreed: Site, at_the_table: Page) -> None:
    at_the_table.goto(agreed.url + answered(partner(agreed)))
    seen = ["Ja, Imke Ravenstein mag dit beslissen", "Een samenwerkingsovereenkomst sluiten", "€ 80.000 exclusief btw"]
    seen += ["College van burgemeester en wethouders en Burgemeester, Gemeente Wierdenland"]
    for text in seen:
        expect(at_the_table.get_by_text(text).first).to_be_in_viewport(ratio=1)
