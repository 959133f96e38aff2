"""The desk to change in a real browser: from draft to approval without JavaScript, and pages for everybody."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from mandate_registry.services.permissions import Role
from tests.web.keyboard import enter
from tests.web.site import Site


def signed_in(site: Site, browser: Browser, role: Role, **options: object) -> BrowserContext:
    context = browser.new_context(locale="nl-NL", viewport={"width": 390, "height": 844}, **options)  # type: ignore[arg-type]  # (as the browser names them)
    context.add_cookies([{"name": "session", "value": site.session(role), "url": site.url}])
    return context


@pytest.fixture(scope="module")
def desk(kept: Site, browser: Browser) -> Iterator[Page]:
    """Yield a page of somebody of HR, into which a test may put a script to look at it."""
    context = signed_in(kept, browser, Role.HR, bypass_csp=True)
    yield context.new_page()
    context.close()


def test_a_besluit_goes_from_draft_to_approval(kept: Site, browser: Browser) -> None:
    hr = signed_in(kept, browser, Role.HR, java_script_enabled=False).new_page()
    hr.goto(f"{kept.url}/desk/changesets")
    hr.get_by_role("link", name="Een voorstel beginnen").click()
    hr.get_by_label("Titel").fill("Mandaatbesluit 2026")
    hr.get_by_role("button", name="Opslaan").click()
    hr.get_by_role("link", name="Een mandaat verlenen").click()
    hr.get_by_label("Nummer van het mandaat").fill("T-20")
    hr.get_by_label("Namens welk bestuursorgaan?").select_option(label="College van burgemeester en wethouders")
    first = hr.get_by_role("group", name="Gemandateerde")
    first.get_by_label("Functie, categorie, onderdeel of iedereen").select_option(
        label="Wethouder Sociaal en Financiën"
    )
    hr.get_by_role("combobox", name="Bevoegdheid").first.fill("permit")
    hr.get_by_role("button", name="Concept opslaan").click()
    expect(hr.get_by_role("heading", name="1. Mandaat T-20 verlenen")).to_be_visible()
    expect(hr.get_by_role("region", name="Wie iets anders mag beslissen")).to_contain_text("voortaan: mag beslissen")
    hr.get_by_role("link", name="Ter goedkeuring voorleggen").click()
    with hr.expect_navigation():
        hr.get_by_role("button", name="Ter goedkeuring voorleggen").click()
    address = hr.url
    hr.context.close()
    legal = signed_in(kept, browser, Role.APPROVER, java_script_enabled=False).new_page()
    legal.goto(address)
    legal.get_by_role("link", name="Goedkeuren").click()
    legal.get_by_role("button", name="Goedkeuren").click()
    expect(legal.get_by_role("cell", name="Goedgekeurd")).to_be_visible()
    legal.context.close()


def test_a_form_is_filled_in_by_keyboard_alone(kept: Site, desk: Page) -> None:
    desk.goto(f"{kept.url}/desk/changesets/new?lang=nl")
    desk.get_by_label("Titel").focus()
    desk.keyboard.type("Met het toetsenbord")
    for _field in ("besluit", "waarom", "opslaan"):
        desk.keyboard.press("Tab")
    enter(desk)
    expect(desk.get_by_role("heading", level=1, name="Met het toetsenbord")).to_be_visible()
