"""Mandates of Wierdenland: one to grant in the form of the desk, and any of them as it stands."""

from __future__ import annotations

from uuid import UUID

from mandate_registry.rules.lifecycle.lifecycle import Status
from mandate_registry.services.callers import COMMAND_LINE
from mandate_registry.services.pagination import Slice
from mandate_registry.services.permissions import Role
from mandate_registry.services.register import entries
from mandate_registry.services.register.entries import EntryView
from tests.support.demo import WIERDENLAND
from tests.web.forms import sent
from tests.web.pages import text_of
from tests.web.site import Site

GRANT = {
    "kinds": "mandate",
    "onBehalfOf": "college",
    "seats.0.at": "position:griffier",
    "reach": "listed",
    "decisionTypes.0": "contract.decide",
    "maxAmount": "€ 50.000",
    "currency": "EUR",
    "vat": "excl",
    "disclosure": "partners",
    "subMandating": "0",
}


def read(site: Site, number: str) -> EntryView:
    """Return a mandate of Wierdenland by its number."""
    wanted = Slice({"organisation": WIERDENLAND, "number": number})
    return entries.list_entries(COMMAND_LINE, site.installation, "mandates", wanted).items[0]


def status(site: Site, number: str) -> Status | None:
    standing = read(site, number).standing
    return standing.status if standing else None


def granted(site: Site, number: str, **otherwise: str) -> UUID:
    """Draft a mandate in the form, and return its changeset."""
    answer = sent(site.client(Role.HR), "/desk/mandates/new", GRANT | {"number": number, "_step": "do"} | otherwise)
    assert answer.status_code == 303, text_of(answer.text)
    return UUID(answer.location.rpartition("/")[2])
