"""What lists, pages and files show of an entry: its address, its days, its status, and where it was published."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import url_for

from mandate_registry.rules.moments import day_of, last_day_before
from mandate_registry.services.register.entries import EntryView
from mandate_registry.web.language import gettext as _
from mandate_registry.web.register.displayed_names import Badge, Link
from mandate_registry.web.register.view_query import RegisterView
from mandate_registry.web.terms import STATUSES

PATHS = {
    "mandates": "mandates",
    "employees": "people",
    "positions": "positions",
    "decision_types": "decision-types",
    "units": "units",
    "bodies": "bodies",
    "instruments": "instruments",
    "agreements": "agreements",
}
"""By table, the part of the address under which its entries are."""


def address(table: str, stored: EntryView) -> str:
    """Return the address of the detail view of an entry."""
    if table == "mandates":
        return url_for("desk.mandate", identity=stored.entry.id)
    return url_for("desk.details", kind=PATHS[table], identity=stored.entry.id)


def first_day(stored: EntryView, look: RegisterView) -> date | None:
    """Return the first day of an entry."""
    since = stored.entry.fact.valid.since
    return since and day_of(since, look.zone)


def last_day(stored: EntryView, look: RegisterView) -> date | None:
    """Return the last day of an entry."""
    until = stored.entry.fact.valid.until
    return until and last_day_before(until, look.zone)


def status(stored: EntryView) -> Badge | str:
    """Return where a mandate stands, in a word with a tone."""
    if stored.standing is None:
        return ""
    found = stored.standing.status
    return Badge(str(STATUSES[found].text), STATUSES[found].tone)


def standing_of_person(stored: EntryView, look: RegisterView) -> Badge | str:
    """Return whether a person is stopped now."""
    fact, at = stored.entry.fact, look.names.at
    return Badge(_("Stopped"), "bad") if look.names.directory.is_suspended(fact.number, at) else ""


def published(fact: Any) -> Link | str:
    """Return where an instrument was published, as a link if it has an address."""
    text = fact.published_as or fact.publication_url
    return Link(text, fact.publication_url) if fact.publication_url else text
