"""Every page is for everybody: one table of all of them, so that no new page is forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, Route
from werkzeug.exceptions import HTTPException

from mandate_registry.services.permissions import Role
from mandate_registry.web.app import PARTS
from tests.support import selection
from tests.support.demo import DUINRAND, WIERDENLAND
from tests.web.page_list import NOT_PAGES, Place, places
from tests.web.pages import axe, goes_sideways, with_axe
from tests.web.site import Site

SMALL, LARGE = {"width": 320, "height": 640}, {"width": 640, "height": 800}
TWICE = "document.documentElement.style.fontSize = '200%'"
TOLD = """() => {
    const ids = [...document.querySelectorAll('[id]')].map(one => one.id);
    return {headings: document.querySelectorAll('h1').length, title: document.title,
            twice: ids.filter((id, place) => ids.indexOf(id) !== place)};
}"""
BEGINS = "document.querySelector('[autofocus]') ? '#content' : document.activeElement.getAttribute('href')"
"""Where the first step by keyboard leads: to the way past what all pages have, unless errors are summed up first."""


@pytest.fixture(scope="module")
def known(kept: Site) -> list[Place]:
    return places(kept)


@pytest.fixture(scope="module", params=["nl", "en"])
def page(request: pytest.FixtureRequest, kept: Site, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(bypass_csp=True)
    context.add_cookies([{"name": "lang", "value": request.param, "url": kept.url}])
    context.route("**/progress", _still)
    yield context.new_page()
    context.close()


def _still(route: Route) -> None:
    """Show a page that would look again by itself only once."""
    answer = route.fetch()
    headers = {name: value for name, value in answer.headers.items() if name != "refresh"}
    route.fulfill(response=answer, headers=headers)


def opened(page: Page, kept: Site, place: Place) -> int | None:
    """Show a page to whom it is for, and send its form; returns the status."""
    page.set_viewport_size(SMALL)  # type: ignore[arg-type]  # (a width and a height)
    page.context.clear_cookies(name="session")
    if place.role:
        home = DUINRAND if place.role is Role.PARTNER else WIERDENLAND
        token = kept.session(place.role, organisation=home)
        page.context.add_cookies([{"name": "session", "value": token, "url": kept.url}])
    answer = page.goto(kept.url + place.path)
    if place.sends is not None:
        for name, text in place.sends.items():
            page.locator(f'main [name="{name}"]').fill(text)
        page.evaluate("for (const form of document.forms) form.noValidate = true")
        with page.expect_navigation() as following:
            page.locator('main form[method="post"] button').first.click()
        answer = following.value
    return answer.status if answer else None


def wrong_with(page: Page) -> dict[str, object]:
    """Return what is wrong with the page on a small screen, by keyboard, or with letters enlarged."""
    told = page.evaluate(TOLD)
    found: dict[str, object] = {"twice": told["twice"], "sideways": goes_sideways(page)}
    found |= {"headings": told["headings"] - 1, "without a title": not told["title"]}
    page.keyboard.press("Tab")
    found["begins elsewhere"] = page.evaluate(BEGINS) != "#content"
    page.set_viewport_size(LARGE)  # type: ignore[arg-type]  # (a width and a height)
    page.evaluate(TWICE)
    return {what: how for what, how in (found | {"sideways when enlarged": goes_sideways(page)}).items() if how}


def _is_whole(request: pytest.FixtureRequest) -> bool:
    """Return True if a run judges every page in all ways: in Dutch, and with `--all` in English too.

    In English only words differ: a third of the pages is opened, and seen to fit the screen.
    """
    return bool(request.node.callspec.params["page"] == "nl" or request.config.getoption(selection.EVERYTHING))


def test_no_page_is_forgotten(known: list[Place]) -> None:
    app = Flask(__name__)
    for part in PARTS:
        app.register_blueprint(part)
    there = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    asked = app.url_map.bind("")
    found = set()
    for place in known:
        try:
            found.add(asked.match(urlsplit(place.path).path)[0])
        except HTTPException:
            assert place.status == 404
    assert there - NOT_PAGES == found


@pytest.mark.slow
def test_every_page_is_for_everybody(
    kept: Site, known: list[Place], page: Page, npm_tools: Path, request: pytest.FixtureRequest
) -> None:
    with_axe(page.context, npm_tools)
    elsewhere: set[str] = set()
    page.on("request", lambda request: elsewhere.add(request.url))
    wrong: dict[str, dict[str, object]] = {}
    is_whole = _is_whole(request)
    for place in known if is_whole else known[::3]:
        status = opened(page, kept, place)
        heard = {"axe": axe(page)} if is_whole else {}
        of_status = {} if status == place.status else {"status": status}
        wrong[place.name] = {what: how for what, how in heard.items() if how} | wrong_with(page) | of_status
    assert {name: found for name, found in wrong.items() if found} == {}
    assert {url for url in elsewhere if not url.startswith((kept.url, "data:"))} == set()


def test_no_page_tells_an_address_of_the_host_header(kept: Site, known: list[Place]) -> None:
    told = {}
    for place in (place for place in known if place.sends is None):
        client = kept.client(place.role, organisation=DUINRAND if place.role is Role.PARTNER else WIERDENLAND)
        answer = client.get(place.path, headers={"Host": "evil.example"})
        told[place.name] = answer.text + str(answer.headers)
    assert [name for name, text in told.items() if "evil.example" in text] == []
    assert f"{kept.installation.settings.public_url}/register/mandates/" in told["a published mandate"]
