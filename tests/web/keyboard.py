"""Keys pressed in a browser."""

from __future__ import annotations

from playwright.sync_api import Page


def enter(page: Page) -> None:
    """Press Enter on what leads to another page, and wait for that."""
    with page.expect_navigation():
        page.keyboard.press("Enter")
