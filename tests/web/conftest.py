"""A town's card, the site on which it is shown, and a browser that looks at it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser
from werkzeug.test import Client, TestResponse

from mandate_registry import bootstrap
from mandate_registry.config import ROOT
from mandate_registry.register_folder.reading import read_register
from mandate_registry.rules.presentation import NameForm
from mandate_registry.services.answering.asking import EmployeeRef
from mandate_registry.services.callers import COMMAND_LINE
from mandate_registry.services.changing.importing import import_register
from mandate_registry.services.installation import Installation
from mandate_registry.services.proving import cards
from mandate_registry.services.proving.cards import CardRequest, MadeCard
from mandate_registry.site import site
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

    def get(self, path: str, method: str = "GET", address: str = "127.0.0.1", **headers: str) -> TestResponse:
        """Ask the site directly, from an address; `_` stands for `-` in the name of a header."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        base = {"REMOTE_ADDR": address}
        return Client(site(self.installation)).open(path, method=method, headers=named, environ_base=base)


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Site]:
    """Give the site with the demo registers, at a moment at which the mandate of the story is in force."""
    installation = bootstrap.build(settings_of(sqlite.database(tmp_path)))
    for name in ("wierdenland", "duinrand"):
        import_register(COMMAND_LINE, installation, read_register(ROOT / "data/sample" / name), recorded_at="adopted")
    with served(site(installation)) as port:
        yield Site(installation, f"http://127.0.0.1:{port}")
    installation.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium.browser() as opened:
        yield opened
