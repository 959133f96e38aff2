"""The ways through the pages, as far as they are open to whoever is signed in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from flask import request, url_for

from mandate_registry.services.permissions import Right
from mandate_registry.web.context import caller, may
from mandate_registry.web.language import lazy


class MenuItem(NamedTuple):
    """A way: how it is called, to which page it leads, the right that it takes (None: to be signed in), what is there.

    With `is_own` it is for who is signed in as an employee.
    """

    label: Any
    endpoint: str
    right: Right | None
    about: Any = ""
    is_own: bool = False


class Link(NamedTuple):
    """A way that is open; `is_current` where it leads to the part of the pages that is shown."""

    label: Any
    href: str
    is_current: bool
    about: Any


MENU: tuple[MenuItem, ...] = (
    MenuItem(
        lazy("Ask"),
        "check.ask",
        Right.ASK,
        lazy("May this person decide this? You get an answer at once, with a signed receipt to keep."),
    ),
    MenuItem(
        lazy("What I may decide"),
        "me.overview",
        None,
        lazy("Your own mandates, the cards you show at a table, and who asked about you."),
        is_own=True,
    ),
    MenuItem(lazy("Register"), "desk.home", Right.READ, lazy("Find, read and keep what the register says.")),
    MenuItem(lazy("Keys"), "keys.listed", Right.ADMINISTER, lazy("By which systems may call the registry.")),
)
DESK: tuple[MenuItem, ...] = (
    MenuItem(lazy("Authority matrix"), "matrix.show", Right.READ, lazy("Who may decide what, on one sheet.")),
    MenuItem(
        lazy("Changesets"),
        "changes.changesets",
        Right.READ,
        lazy("What is proposed: prepared by one, approved by another."),
    ),
    MenuItem(
        lazy("Gained power"),
        "gains.listed",
        Right.READ,
        lazy("Who came to decide more without an approval, since you last looked."),
    ),
    MenuItem(lazy("Import files"), "imports.begin", Right.KEEP, lazy("Bring in a spreadsheet or a whole register.")),
    MenuItem(lazy("Findings"), "findings.listed", Right.READ, lazy("What is likely to go wrong, and how to mend it.")),
    MenuItem(lazy("Expected checks"), "expected.listed", Right.READ, lazy("Answers that must stay as they are.")),
    MenuItem(lazy("Differences"), "differences.listed", Right.READ, lazy("What changed between two days.")),
    MenuItem(lazy("Log"), "logbook.listed", Right.LOG, lazy("What was recorded, so that nobody rewrites it unseen.")),
)
"""What belongs to the register beside its lists."""

FOOTER: tuple[MenuItem, ...] = (
    MenuItem(lazy("Public register"), "register.listed", None),
    MenuItem(lazy("API"), "contract.overview", None),
    MenuItem(lazy("Accessibility"), "about.accessibility", None),
)


def navigation() -> list[Link]:
    """Return the ways that are open; nobody signed in, none."""
    found = caller()
    return _open(way for way in MENU if found is not None and (found.is_employee or not way.is_own))


def desk_ways(organisation: str | None) -> list[Link]:
    """Return the ways that belong to the register of an organisation; None where there is none to choose."""
    return _open(DESK, organisation)


def footer_links() -> list[Link]:
    """Return what every page leads to."""
    return _open(FOOTER)


def _open(ways: Iterable[MenuItem], organisation: str | None = None) -> list[Link]:
    return [_link(way, organisation) for way in ways if way.right is None or may(way.right)]


def _link(way: MenuItem, organisation: str | None) -> Link:
    here, there = _part(request.endpoint or ""), _part(way.endpoint)
    is_of_desk = there == "desk" and here in {_part(one.endpoint) for one in DESK}
    return Link(way.label, url_for(way.endpoint, organisation=organisation), here == there or is_of_desk, way.about)


def _part(endpoint: str) -> str:
    return endpoint.partition(".")[0]
