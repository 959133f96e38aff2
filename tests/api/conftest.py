"""An application on a fresh database of each kind, and one with the demo registers in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from flask import Flask
from limits import parse

from api.app import create_app
from mandate_registry import bootstrap
from mandate_registry.config import ROOT, Settings
from mandate_registry.register_folder.reading import read_register
from mandate_registry.rules.facts import EVERY_TYPE, Agreement
from mandate_registry.services import keys
from mandate_registry.services.callers import COMMAND_LINE
from mandate_registry.services.changing.importing import import_register
from mandate_registry.services.changing.writing import Draft, create
from mandate_registry.services.installation import Installation
from mandate_registry.services.permissions import Role
from tests.api.client import Api
from tests.api.world import HERE, THERE, organisation
from tests.support import sqlite
from tests.support.settings import settings_of

if TYPE_CHECKING:
    from tests.api.town import Town

WIERDENLAND = "00000009100000000001"
DUINRAND = "00000009100000000002"


def hurried(url: str) -> Settings:
    """Give settings for tests, which ask fast: what a partner may try is limited as ever."""
    return settings_of(url, requests=parse("100000/second"), questions=parse("1000000/minute"))


def agree(installation: Installation, asked: str, partner: str, **terms: Any) -> None:
    """Let a partner ask an organisation about everything by name, unless the terms say otherwise."""
    fields: dict[str, Any] = {"number": f"A-{partner}", "partner": partner, "decision_types": (EVERY_TYPE,)} | terms
    create(COMMAND_LINE, installation, "agreements", Draft(asked, Agreement(**fields)))


def caller(app: Flask, role: Role, organisation: str | None = None, person: str | None = None) -> Api:
    """Give a client with a new key."""
    installation: Installation = app.extensions["mandate_registry"]
    return Api(app, keys.create(COMMAND_LINE, installation, role, organisation, "a test", person))


def granted(app: Flask, mandate: dict[str, Any]) -> dict[str, Any]:
    """Let a mandate be drafted and submitted by one, and approved by another; gives it as it stands then."""
    proposer, approver = (caller(app, role, mandate["organisation"]) for role in (Role.HR, Role.APPROVER))
    drafted = proposer.post("/mandates", mandate, 201)
    address = f"/mandates/{drafted.json['id']}"
    submitted = proposer.post(f"{address}/submissions", {}, headers={"If-Match": drafted.headers["ETag"]})
    approved = approver.post(f"{address}/approvals", {}, headers={"If-Match": submitted.headers["ETag"]})
    return dict(approved.json)


@pytest.fixture
def strange(database: str) -> Iterator[Flask]:
    """Give an application with two organisations, whose registers are empty: neither lets the other ask."""
    installation = bootstrap.build(hurried(database))
    app = create_app(installation)
    api = caller(app, Role.ADMINISTRATOR)
    for oin in (HERE, THERE):
        api.post("/organisations", organisation(oin), 201)
    yield app
    installation.close()


@pytest.fixture
def app(strange: Flask) -> Flask:
    """Give an application with two organisations, of which one lets the other ask about everything."""
    agree(strange.extensions["mandate_registry"], HERE, THERE)
    return strange


@pytest.fixture
def api(app: Flask) -> Api:
    """Give an administrator's client."""
    return caller(app, Role.ADMINISTRATOR)


@pytest.fixture
def hr(app: Flask) -> Api:
    """Give the client of who keeps the register here."""
    return caller(app, Role.HR, HERE)


@pytest.fixture
def partner(app: Flask) -> Api:
    """Give the client of the other organisation, as a partner."""
    return caller(app, Role.PARTNER, THERE)


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """Give an application with both demo registers, which no test changes."""
    installation = load_demo(tmp_path_factory.mktemp("demo"))
    yield create_app(installation)
    installation.close()


def load_demo(folder: Path) -> Installation:
    """Load both demo registers into a database in the folder."""
    installation = bootstrap.build(hurried(sqlite.database(folder)))
    for name in ("wierdenland", "duinrand"):
        register = read_register(ROOT / "data/sample" / name)
        import_register(COMMAND_LINE, installation, register, recorded_at="adopted")
    agree(installation, WIERDENLAND, DUINRAND)
    agree(installation, DUINRAND, WIERDENLAND)
    return installation


@pytest.fixture(scope="session")
def keeper(demo: Flask) -> Api:
    """Give the client of who keeps Wierdenland's register."""
    return caller(demo, Role.HR, WIERDENLAND)


@pytest.fixture(scope="session")
def neighbour(demo: Flask) -> Api:
    """Give the client of Duinrand, Wierdenland's partner."""
    return caller(demo, Role.PARTNER, DUINRAND)


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> Town:
    """Give a town with something of every kind, which no test changes but in a copy."""
    from tests.api.town import Town  # noqa: PLC0415 - it is built with what stands here

    return Town(tmp_path_factory.mktemp("town"))
