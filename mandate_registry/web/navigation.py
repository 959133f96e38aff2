"""The ways through the pages, as far as they are open to whoever is signed in."""

from __future__ import annotations

from typing import Any, NamedTuple

from flask import request, url_for

from mandate_registry.services.permissions import Right
from mandate_registry.web.context import caller, may
from mandate_registry.web.language import lazy


class Way(NamedTuple):
    """A way: how it is called, to which page it leads, and the right that it takes; None: to be signed in.

    With `is_own` it is for who is signed in as an employee.
    """

    label: Any
    endpoint: str
    right: Right | None
    is_own: bool = False


class Link(NamedTuple):
    """A way that is open; `is_current` where it leads to the part of the pages that is shown."""

    label: Any
    href: str
    is_current: bool


WAYS: tuple[Way, ...] = (
    Way(lazy("Start"), "start.home", None),
    Way(lazy("Ask"), "asking.ask", Right.ASK),
    Way(lazy("Register"), "desk.home", Right.READ),
    Way(lazy("Changesets"), "changing.changesets", Right.READ),
    Way(lazy("What I may decide"), "me.overview", None, is_own=True),
    Way(lazy("Keys"), "keys.listed", Right.ADMINISTER),
    Way(lazy("Findings"), "findings.listed", Right.READ),
    Way(lazy("Expected checks"), "expected.listed", Right.READ),
    Way(lazy("Differences"), "differences.listed", Right.READ),
    Way(lazy("Import files"), "imports.begin", Right.KEEP),
    Way(lazy("Log"), "logbook.listed", Right.LOG),
)
FOOTER: tuple[Way, ...] = (
    Way(lazy("Public register"), "register.listed", None),
    Way(lazy("API"), "contract.overview", None),
    Way(lazy("Accessibility"), "about.accessibility", None),
)


def navigation() -> list[Link]:
    """Give the ways that are open; nobody signed in, none."""
    found = caller()
    if found is None:
        return []
    ways = (way for way in WAYS if found.is_employee or not way.is_own)
    return [_link(way) for way in ways if way.right is None or may(way.right)]


def footer_links() -> list[Link]:
    """Give what every page leads to."""
    return [_link(way) for way in FOOTER]


def _link(way: Way) -> Link:
    here, there = request.endpoint or "", way.endpoint
    return Link(way.label, url_for(there), here == there or _part(here) == _part(there) != "start")


def _part(endpoint: str) -> str:
    return endpoint.partition(".")[0]
