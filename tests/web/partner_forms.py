"""What the tests of the partner's pages ask, in the words of a form."""

from __future__ import annotations

import re
from typing import Any

from werkzeug.test import Client, TestResponse

from mandate_registry.rules.facts import EVERY_TYPE, Agreement
from mandate_registry.services.callers import COMMAND_LINE
from mandate_registry.services.changesets.entry_changes import Draft, create
from mandate_registry.services.permissions import Role
from tests.support.demo import DUINRAND, WIERDENLAND
from tests.web.forms import sent
from tests.web.site import Site

QUESTION: dict[str, Any] = {
    "organisation": WIERDENLAND,
    "employees.0.name": "Imke Ravenstein",
    "decisionType": "Een samenwerkingsovereenkomst sluiten",
    "amount.value": "€ 80.000",
    "amount.currency": "EUR",
    "amount.vat": "excl",
    "purpose": "onderhandeling",
    "case": "RS-2026-014",
    "counterparty": DUINRAND,
    "at.day": "2026-09-15",
    "at.clock": "14:30",
}
ON_A_CONDITION = QUESTION | {
    "amount.value": "30000",
    "case": "RS-2026-033",
    "counterparty": "00000009100000000003",
}
SHARED = ("amount", "case", "counterparty", "purpose")
EMPTY_TABLE: dict[str, Any] = {name: value for name, value in QUESTION.items() if name.startswith(SHARED)} | {
    f"employees.{place}.organisation": WIERDENLAND for place in range(5)
}
TABLE = EMPTY_TABLE | {
    "employees.0.name": "Imke Ravenstein",
    "employees.3.name": "W-001",
    "decisionTypes.0": "cooperation.conclude",
    "decisionTypes.4": "Beslissen op een Woo-verzoek",
}


def agree(site: Site) -> Site:
    """Record that Duinrand may ask Wierdenland about every decision type, and return the site."""
    agreement = Agreement(number="SO-1", partner=DUINRAND, decision_types=(EVERY_TYPE,), basis="a letter")
    create(COMMAND_LINE, site.installation, "agreements", Draft(WIERDENLAND, agreement))
    return site


def partner(site: Site) -> Client:
    return site.client(Role.PARTNER, organisation=DUINRAND)


def answered(client: Client, **otherwise: str) -> str:
    """Ask, and return the address of the answer."""
    found = sent(client, "/ask", QUESTION | otherwise)
    assert found.status_code == 303, found.text
    return str(found.location)


def seated(client: Client) -> str:
    """Ask for a table, and return the address of its answers."""
    found = sent(client, "/ask/table", TABLE)
    assert found.status_code == 303, found.text
    return str(found.location)


def wrong(answer: TestResponse) -> list[str]:
    """Return the fields that the summary of errors leads to."""
    assert answer.status_code == 400
    return re.findall(r'<li><a href="#([^"]+)">', answer.text)
