"""A real browser for the tests of the pages."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser

from launcher.system_packages import BROWSERS
from tests.support import missing
from tests.support.waiting import PATIENCE

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@contextmanager
def browser() -> Iterator[Browser]:
    """Start Chromium; the test ends here when it is not there."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - other tests do not load it

    with sync_playwright() as playwright:
        found = next(filter(None, map(shutil.which, BROWSERS)), playwright.chromium.executable_path)
        if not Path(found).exists():
            install = ".venv/bin/python -m playwright install --with-deps chromium"
            missing.skip_or_fail("Pages in a browser", f"Chromium is not installed; where apt has none: {install}")
        opened = playwright.chromium.launch(executable_path=found, args=ARGUMENTS, timeout=PATIENCE * 1000)
        yield opened
        opened.close()
