"""The ways through the pages, as far as they are open to whoever is signed in."""

from __future__ import annotations

from typing import Any, NamedTuple

from flask import request, url_for

from mandate_registry.services.permissions import Right
from mandate_registry.web.context import caller, may
from mandate_registry.web.language import lazy


class Way(NamedTuple):
    """A way: how it is called, to which page it leads, and the right that it takes; None: to be signed in."""

    label: Any
    endpoint: str
    right: Right | None


class Link(NamedTuple):
    """A way that is open; `is_current` where it leads to the part of the pages that is shown."""

    label: Any
    href: str
    is_current: bool


WAYS: tuple[Way, ...] = (
    Way(lazy("Start"), "start.home", None),
    Way(lazy("Ask"), "asking.ask", Right.ASK),
    Way(lazy("Authority matrix"), "matrix.show", Right.READ),
)
FOOTER: tuple[Way, ...] = (
    Way(lazy("Public register"), "register.listed", None),
    Way(lazy("API"), "contract.overview", None),
    Way(lazy("Accessibility"), "about.accessibility", None),
)


def navigation() -> list[Link]:
    """Give the ways that are open; nobody signed in, none."""
    if caller() is None:
        return []
    return [_link(way) for way in WAYS if way.right is None or may(way.right)]


def footer_links() -> list[Link]:
    """Give what every page leads to."""
    return [_link(way) for way in FOOTER]


def _link(way: Way) -> Link:
    here, there = request.endpoint or "", way.endpoint
    return Link(way.label, url_for(there), here == there or _part(here) == _part(there) != "start")


def _part(endpoint: str) -> str:
    return endpoint.partition(".")[0]
