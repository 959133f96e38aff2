"""What is read from a page: its text, what axe finds wrong with it, and whether it fits the screen."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page


def text_of(html: str) -> str:
    """Return the text of a page, on one line."""
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", html).split()))


def with_axe(context: BrowserContext, npm_tools: Path) -> None:
    """Load axe into every page of a context from its beginning: sending it to each took longer than its judgement."""
    context.add_init_script(path=npm_tools.parent / "axe-core/axe.min.js")


def axe(page: Page) -> list[list[Any]]:
    """Return what axe finds wrong with a page of a context that has it."""
    found: list[list[Any]] = page.evaluate(
        "async () => (await axe.run({resultTypes: ['violations']})).violations"
        ".map(one => [one.id, one.nodes.map(node => node.html)])"
    )
    return found


def goes_sideways(page: Page) -> bool:
    """Return whether a page has to be scrolled sideways, once its letters are there."""
    wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    return bool(page.evaluate(f"document.fonts.ready.then(() => {wide})"))
