"""The public pages in a browser: for everybody, on a narrow screen, by keyboard, and printed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.demo import WIERDENLAND
from tests.web.keyboard import enter
from tests.web.site import Site


@pytest.fixture(scope="module")
def narrow(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 320, "height": 640}, bypass_csp=True)
    yield context.new_page()
    context.close()


def test_somebody_finds_a_mandate_by_keyboard(kept: Site, narrow: Page) -> None:
    narrow.goto(f"{kept.url}/register/{WIERDENLAND}?lang=nl")
    narrow.keyboard.press("Tab")
    expect(narrow.get_by_role("link", name="Naar de inhoud")).to_be_in_viewport()
    narrow.get_by_label("Woorden").focus()
    narrow.keyboard.type("garantie")
    enter(narrow)
    narrow.get_by_role("link", name="Een garantie verstrekken").first.click()
    expect(narrow.get_by_role("heading", level=1)).to_have_text("Een garantie verstrekken")
    expect(narrow.get_by_text("tot en met € 50.000")).to_be_visible()


def test_a_register_is_printed_without_what_is_for_the_screen(kept: Site, narrow: Page) -> None:
    narrow.goto(f"{kept.url}/register/{WIERDENLAND}?lang=nl")
    narrow.emulate_media(media="print")
    expect(narrow.get_by_label("Woorden")).to_be_hidden()
    expect(narrow.get_by_text("Iedereen die hier werkt").last).to_be_visible()
    narrow.emulate_media(media="screen")
