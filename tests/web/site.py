"""The site with the demo registers, at an address of its own, and a card on it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from wsgiref.types import WSGIApplication

from flask import Flask
from werkzeug.test import Client, TestResponse

from api.app import create_app
from mandate_registry import bootstrap
from mandate_registry.cli.demo_data import PEOPLE
from mandate_registry.rules.check_requests import EmployeeRef
from mandate_registry.rules.presentation_code import NameForm
from mandate_registry.services.callers import COMMAND_LINE, Caller
from mandate_registry.services.cards import employee_cards
from mandate_registry.services.cards.employee_cards import CardRequest, NewCard
from mandate_registry.services.identity import sessions
from mandate_registry.services.installation import Installation
from mandate_registry.services.permissions import Role
from mandate_registry.site import on_one_address
from mandate_registry.web.app import create_pages
from tests.api.server import served
from tests.support import sqlite
from tests.support.demo import DUINRAND, WIERDENLAND
from tests.support.settings import settings_of
from tests.support.templates import BOTH_SAMPLES

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
    application: WSGIApplication

    def card(self, **otherwise: Any) -> NewCard:
        """Make a card for Imke Ravenstein."""
        return employee_cards.create(COMMAND_LINE, self.installation, replace(CONCLUDE, **otherwise))

    def client(self, role: Role | None = None, *, organisation: str = WIERDENLAND, person: str | None = None) -> Client:
        """Return a browser that follows nothing by itself, signed in by a role unless that is None."""
        client = Client(self.application)
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
        return Client(self.application).open(path, method=method, headers=named, environ_base=base)


@contextmanager
def demo_site(folder: Path) -> Iterator[Site]:
    """Serve a site with both demo registers until the end of the block; its database is in the folder."""
    installation = bootstrap.build(settings_of(sqlite.database(folder, BOTH_SAMPLES)))
    with _application(installation) as application, served(application) as port:
        yield Site(installation, f"http://127.0.0.1:{port}", application)
    installation.close()


_idle: list[tuple[Flask, Flask]] = []
"""The API and the pages of sites that were closed: making them anew, with their templates, takes 0.2 s."""


@contextmanager
def _application(installation: Installation) -> Iterator[WSGIApplication]:
    """Yield what serves an installation, and nothing else meanwhile."""
    apps = _idle.pop() if _idle else (create_app(installation), create_pages(installation))
    for app in apps:
        app.extensions["mandate_registry"] = installation
    yield on_one_address(*apps)
    _idle.append(apps)
