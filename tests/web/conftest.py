"""A town's card, the site on which it is shown, and a browser that looks at it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from werkzeug.test import Client, TestResponse

from mandate_registry import bootstrap
from mandate_registry.cli.seeding import PEOPLE
from mandate_registry.config import ROOT
from mandate_registry.register_folder.reading import read_register
from mandate_registry.rules.presentation import NameForm
from mandate_registry.services import sessions
from mandate_registry.services.answering.asking import EmployeeRef
from mandate_registry.services.callers import COMMAND_LINE, Caller
from mandate_registry.services.changing.importing import import_register
from mandate_registry.services.installation import Installation
from mandate_registry.services.permissions import Role
from mandate_registry.services.proving import cards
from mandate_registry.services.proving.cards import CardRequest, MadeCard
from mandate_registry.site import site
from mandate_registry.web.access import FIELD
from tests.api.server import served
from tests.support import chromium, sqlite
from tests.support.settings import settings_of

WIERDENLAND, DUINRAND = "00000009100000000001", "00000009100000000002"
CONCLUDE = CardRequest(
    organisation=WIERDENLAND,
    employee=EmployeeRef(number="W-012"),
    decision_types=("cooperation.conclude",),
    case="RS-2026-014",
    counterparty=DUINRAND,
    minutes=1440,
    name=NameForm.SHORT,
    shows_limits=True,
)


@dataclass(frozen=True)
class Site:
    """The site, served at an address of its own and asked directly."""

    installation: Installation
    url: str

    def card(self, **otherwise: Any) -> MadeCard:
        """Make a card for Imke Ravenstein."""
        return cards.create(COMMAND_LINE, self.installation, replace(CONCLUDE, **otherwise))

    def client(self, role: Role | None = None, *, organisation: str = WIERDENLAND, person: str | None = None) -> Client:
        """Give a browser that follows nothing by itself, signed in by a role unless that is None."""
        client = Client(site(self.installation))
        if role:
            client.set_cookie("session", self.session(role, organisation=organisation, person=person))
        return client

    def session(self, role: Role, *, organisation: str = WIERDENLAND, person: str | None = None) -> str:
        """Sign somebody in and give his token; an administrator belongs to no organisation."""
        home = None if role is Role.ADMINISTRATOR else organisation
        return sessions.begin(self.installation, Caller((role,), home, f"test {role}", person or PEOPLE[role]))

    def get(self, path: str, method: str = "GET", address: str = "127.0.0.1", **headers: str) -> TestResponse:
        """Ask the site directly, from an address; `_` stands for `-` in the name of a header."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        base = {"REMOTE_ADDR": address}
        return Client(site(self.installation)).open(path, method=method, headers=named, environ_base=base)


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Site]:
    """Give the site with the demo registers, to do with as a test likes."""
    with _site(tmp_path) as opened:
        yield opened


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Give a site that the tests of a module share, to look at."""
    with _site(tmp_path_factory.mktemp("site")) as opened:
        yield opened


@contextmanager
def _site(folder: Path) -> Iterator[Site]:
    installation = bootstrap.build(settings_of(sqlite.database(folder)))
    for name in ("wierdenland", "duinrand"):
        import_register(COMMAND_LINE, installation, read_register(ROOT / "data/sample" / name), recorded_at="adopted")
    with served(site(installation)) as port:
        yield Site(installation, f"http://127.0.0.1:{port}")
    installation.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium.browser() as opened:
        yield opened


def sent(client: Client, path: str, form: Mapping[str, object] | None = None, **fields: object) -> TestResponse:
    """Send a form to an address, as the pages of whoever is signed in send it: with the token of his session."""
    cookie = client.get_cookie("session")
    token = {FIELD: sessions.form_token(cookie.value)} if cookie else {}
    return client.post(path, data=token | dict(form or {}) | fields)


def text_of(html: str) -> str:
    """Give the text of a page, on one line."""
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", html).split()))


def axe(page: Page, npm_tools: Path) -> list[list[Any]]:
    """Give what axe finds wrong with a page, in a context that bypasses the CSP."""
    page.add_script_tag(path=npm_tools.parent / "axe-core/axe.min.js")
    found: list[list[Any]] = page.evaluate(
        "async () => (await axe.run({resultTypes: ['violations']})).violations"
        ".map(one => [one.id, one.nodes.map(node => node.html)])"
    )
    return found


def goes_sideways(page: Page) -> bool:
    """Tell whether a page has to be scrolled sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))
