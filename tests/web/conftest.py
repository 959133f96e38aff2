"""The site with the demo registers, and a browser that looks at it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from werkzeug.test import Client

from mandate_registry.services.permissions import Role
from mandate_registry.services.uploads import job_runner
from tests.support import chromium
from tests.support.waiting import PATIENCE
from tests.web.site import Site, demo_site


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Site]:
    """Yield the site with the demo registers, to do with as a test likes."""
    with demo_site(tmp_path) as opened:
        yield opened


@pytest.fixture
def client(here: Site) -> Client:
    """Return the client of who keeps the register, in English."""
    client = here.client(Role.HR)
    client.set_cookie("lang", "en")
    return client


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Yield a site that the tests of a module share, to look at."""
    with demo_site(tmp_path_factory.mktemp("site")) as opened:
        yield opened


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Yield a browser in which everything is waited for as long as a busy machine takes."""
    expect.set_options(timeout=PATIENCE * 1000)
    with chromium.browser() as opened:
        opened.on("context", lambda context: context.set_default_timeout(PATIENCE * 1000))
        yield opened


@pytest.fixture(scope="session", autouse=True)
def _waited_for() -> Iterator[None]:
    """Raise the time that requests wait for jobs to PATIENCE. Tests of progress set another."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(job_runner, "WAIT_SECONDS", PATIENCE)
        yield
