"""Somebody asks at the table, on a phone: in a real browser, without JavaScript."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright._impl._api_structures import SetCookieParam
from playwright.sync_api import Browser, BrowserContext, expect

from mandate_registry.services.permissions import Role
from tests.support.demo import DUINRAND
from tests.web.partner_forms import agree
from tests.web.site import Site


@pytest.fixture(scope="module")
def agreed(kept: Site) -> Site:
    return agree(kept)


@pytest.fixture(scope="module")
def phone(agreed: Site, browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(locale="nl-NL", java_script_enabled=False, viewport={"width": 390, "height": 844})
    context.add_cookies([signed_in(agreed)])
    yield context
    context.close()


def signed_in(site: Site) -> SetCookieParam:
    return {"name": "session", "value": site.session(Role.PARTNER, organisation=DUINRAND), "url": site.url}


def test_somebody_asks_confirms_and_takes_the_proof_along(agreed: Site, phone: BrowserContext) -> None:
    page = phone.new_page()
    page.goto(f"{agreed.url}/ask")
    page.get_by_label("Wie", exact=True).fill("Imke Ravenstein")
    page.get_by_label("Wat", exact=True).fill("samenwerkingsovereenkomst")
    page.get_by_label("Bedrag").fill("30.000")
    page.get_by_label("Waarvoor").fill("onderhandeling RS-2026-033")
    page.get_by_text("Meer: een tweede persoon").click()
    page.get_by_label("Op welke dag").fill("2026-09-15")
    page.get_by_label("Zaak").fill("RS-2026-033")
    page.get_by_label("Andere partij").fill("00000009100000000003")
    page.get_by_role("button", name="Vragen").click()
    page.get_by_role("radio", name="Een samenwerkingsovereenkomst sluiten").check()
    page.get_by_role("button", name="Vragen").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("als u een voorwaarde bevestigt")
    page.get_by_role("checkbox").first.check()
    page.get_by_role("button", name="Bevestigen en opnieuw vragen").click()
    verdict = page.get_by_role("heading", level=1, name="Ja, Imke Ravenstein mag dit beslissen")
    expect(verdict).to_be_in_viewport()
    with page.expect_download() as download:
        page.get_by_role("link", name="Het antwoord op papier (PDF)").click()
    assert download.value.suggested_filename.endswith(".pdf")
