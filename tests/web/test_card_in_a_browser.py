"""The page of a card as a phone shows it: in a real browser, without JavaScript."""

from __future__ import annotations

import subprocess
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from playwright.sync_api import Browser, Page, expect

from mandate_registry.config import ROOT
from mandate_registry.services.callers import COMMAND_LINE
from mandate_registry.services.cards import employee_cards
from tests.web.moments import AFTERNOON
from tests.web.site import Site

TOOLS = ROOT / "tests/tools"
SIZES = [(320, 568), (390, 844), (1280, 900)]


@pytest.fixture(autouse=True)
def _at_the_table() -> Iterator[None]:
    with time_machine.travel(AFTERNOON):
        yield


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, locale="nl-NL", java_script_enabled=False, device_scale_factor=1
    )
    yield context.new_page()
    context.close()


def address(here: Site, **card: Any) -> str:
    return f"{here.url}/cards/{here.card(**card).code}"


def test_it_reads_as_a_letter_with_a_verdict(here: Site, phone: Page) -> None:
    phone.goto(address(here))
    expect(phone.get_by_role("heading", level=1, name="Nu geldig")).to_be_visible()
    expect(phone.get_by_role("region", name="Wie")).to_contain_text("I. Ravenstein")
    decided = phone.get_by_role("region", name="Wat mag worden beslist")
    expect(decided.get_by_role("listitem")).to_have_count(1)
    expect(decided.get_by_role("heading", name="Een samenwerkingsovereenkomst sluiten")).to_be_visible()
    expect(phone.get_by_role("banner")).to_contain_text("Gemeente Wierdenland")
    expect(phone.get_by_role("main")).to_be_visible()


def test_it_is_switched_to_english(here: Site, phone: Page) -> None:
    phone.goto(address(here))
    phone.get_by_role("navigation", name="Taal").get_by_role("link", name="English").click()
    expect(phone.get_by_role("heading", level=1, name="Valid now")).to_be_visible()
    assert phone.locator("html").get_attribute("lang") == "en"


def test_once_revoked_the_next_look_says_so(here: Site, phone: Page) -> None:
    card = here.card()
    phone.goto(f"{here.url}/cards/{card.code}")
    employee_cards.revoke(COMMAND_LINE, here.installation, card.card.id)
    phone.reload()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Deze kaart is niet (meer) geldig")
    expect(phone.get_by_text("Ravenstein")).to_have_count(0)


@pytest.mark.parametrize(("width", "height"), SIZES)
@pytest.mark.parametrize("is_good", [True, False], ids=["valid", "not valid"])
def test_it_fits_every_screen(here: Site, phone: Page, width: int, height: int, is_good: bool) -> None:  # noqa: FBT001 - a parameter
    phone.set_viewport_size({"width": width, "height": height})
    phone.goto(address(here) if is_good else f"{here.url}/cards/x")
    boxes = [phone.locator(tag).first.bounding_box() for tag in ("main", "header", "h1")]
    assert all(box and box["x"] >= 0 and box["x"] + box["width"] <= width for box in boxes)
    everything = [element.bounding_box() for element in phone.locator("body *").all()]
    assert max(box["x"] + box["width"] for box in everything if box) <= width


def test_it_is_walked_by_keyboard(here: Site, phone: Page) -> None:
    phone.goto(address(here))
    phone.keyboard.press("Tab")
    skip = phone.get_by_role("link", name="Naar de inhoud")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    phone.keyboard.press("Tab")
    expect(phone.get_by_role("link", name="English")).to_be_focused()


def test_nothing_is_asked_of_anybody_else(here: Site, phone: Page) -> None:
    asked: list[str] = []
    phone.on("request", lambda request: asked.append(request.url))
    with phone.expect_request_finished(lambda request: request.resource_type == "font"):
        phone.goto(address(here), wait_until="networkidle")
    assert len(asked) == 5  # the page, its three style sheets, and the letter
    assert all(url.startswith((here.url, "data:")) for url in asked)


@pytest.mark.parametrize("kind", ["image/svg+xml", "image/png"])
@pytest.mark.usefixtures("npm_tools")
def test_a_phone_reads_its_address_from_a_screen(here: Site, phone: Page, tmp_path: Path, kind: str) -> None:
    card = here.card()
    suffix = kind.rpartition("/")[2].removesuffix("+xml")
    file = tmp_path / f"qr.{suffix}"
    file.write_bytes(employee_cards.draw(COMMAND_LINE, here.installation, card.code, kind))
    phone.set_viewport_size({"width": 600, "height": 600})
    phone.set_content(f'<body style="margin:0;background:#222"><img src="data:{kind};base64,{_base64(file)}">')
    read = subprocess.run(
        ["node", "read-qr.mjs"], cwd=TOOLS, input=phone.screenshot(), capture_output=True, check=True
    ).stdout
    assert read.decode().strip() == card.url


def _base64(file: Path) -> str:

    return b64encode(file.read_bytes()).decode()
