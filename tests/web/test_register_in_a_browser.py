"""The desk in a real browser: a journey without JavaScript."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, BrowserContext, expect

from mandate_registry.services.permissions import Role
from tests.web.site import Site


def opened(browser: Browser, kept: Site, locale: str, *, script: bool) -> BrowserContext:
    context = browser.new_context(
        viewport={"width": 320, "height": 640}, locale=locale, java_script_enabled=script, bypass_csp=script
    )
    context.add_cookies([{"name": "session", "value": kept.session(Role.HR), "url": kept.url}])
    return context


def test_who_keeps_the_register_finds_a_mandate_and_reads_on_what_it_rests(browser: Browser, kept: Site) -> None:
    context = opened(browser, kept, "nl-NL", script=False)
    page = context.new_page()
    page.goto(f"{kept.url}/desk")
    page.get_by_role("link", name="Mandaten", exact=True).click()
    page.get_by_label("Nummer of grondslag").fill("WL-8.5")
    page.get_by_role("button", name="Tonen").click()
    page.get_by_role("link", name="WL-8.5").click()
    expect(page.get_by_role("heading", level=1, name="Mandaat WL-8.5")).to_be_visible()
    expect(page.get_by_role("img", name="Van het bestuursorgaan")).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("Gemeenteblad"))).to_be_visible()
    page.get_by_role("link", name="WL-MB-2024").click()
    expect(page.get_by_role("heading", level=1, name="Mandaatbesluit Wierdenland 2024")).to_be_visible()
    page.get_by_role("navigation", name="Waar u bent").get_by_role("link", name="Register").click()
    page.get_by_role("link", name="Mensen", exact=True).click()
    page.get_by_label("Naam of personeelsnummer").fill("Ravenstein")
    page.get_by_role("button", name="Zoeken").click()
    page.get_by_role("link", name="Imke Ravenstein").click()
    expect(page.get_by_role("heading", name="Afwezigheid")).to_be_visible()
    context.close()
