"""An application on a fresh database of each kind, and one with the demo registers in it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from api.app import create_app
from mandate_registry import bootstrap
from mandate_registry.services.permissions import Role
from tests.api.callers import caller
from tests.api.client import Api
from tests.api.full_town import Town
from tests.api.installations import TWO_ORGANISATIONS, agree, application, hurried, load_demo
from tests.api.mandate_events import Desk
from tests.api.small_register import HERE, THERE
from tests.support.demo import DUINRAND, WIERDENLAND
from tests.support.templates import Template


@pytest.fixture(scope="session")
def template() -> Template:
    return TWO_ORGANISATIONS


@pytest.fixture
def strange(database: str) -> Iterator[Flask]:
    """Yield an application with two organisations, whose registers are empty: neither lets the other ask."""
    installation = bootstrap.build(hurried(database))
    yield application(installation)
    installation.close()


@pytest.fixture
def app(strange: Flask) -> Flask:
    """Return an application with two organisations, of which one lets the other ask about everything."""
    agree(strange.extensions["mandate_registry"], HERE, THERE)
    return strange


@pytest.fixture
def api(app: Flask) -> Api:
    """Return an administrator's client."""
    return caller(app, Role.ADMINISTRATOR)


@pytest.fixture
def hr(app: Flask) -> Api:
    """Return the client of who keeps the register here."""
    return caller(app, Role.HR, HERE)


@pytest.fixture
def desk(app: Flask) -> Desk:
    """Return those who keep a register here, approve what is proposed and ask about it; a module may grant first."""
    return Desk(app)


@pytest.fixture
def partner(app: Flask) -> Api:
    """Return the client of the other organisation, as a partner."""
    return caller(app, Role.PARTNER, THERE)


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """Yield an application with both demo registers, which no test changes."""
    installation = load_demo(tmp_path_factory.mktemp("demo"))
    yield create_app(installation)
    installation.close()


@pytest.fixture(scope="session")
def keeper(demo: Flask) -> Api:
    """Return the client of who keeps Wierdenland's register."""
    return caller(demo, Role.HR, WIERDENLAND)


@pytest.fixture(scope="session")
def neighbour(demo: Flask) -> Api:
    """Return the client of Duinrand, Wierdenland's partner."""
    return caller(demo, Role.PARTNER, DUINRAND)


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> Town:
    """Return a town with something of every kind, which no test changes but in a copy."""
    return Town(tmp_path_factory.mktemp("town"))
