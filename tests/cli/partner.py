"""A partner that asks a service in a process of its own about Wierdenland."""

from __future__ import annotations

import json
from http.client import HTTPConnection
from typing import Any

from mandate_registry import bootstrap
from mandate_registry.config import ROOT
from mandate_registry.register_folder.reader import read_register
from mandate_registry.rules.facts import EVERY_TYPE, Agreement
from mandate_registry.services.callers import COMMAND_LINE
from mandate_registry.services.changesets.entry_changes import Draft, create
from mandate_registry.services.identity import api_keys
from mandate_registry.services.permissions import Role
from mandate_registry.services.transfer.register_import import import_register
from tests.support.demo import WIERDENLAND
from tests.support.settings import settings_of
from tests.support.waiting import PATIENCE

PARTNER = "00000009100000000002"
QUESTION = {
    "organisation": WIERDENLAND,
    "employees": [{"number": "W-012"}],
    "decisionType": "cooperation.conclude",
    "purpose": "a test",
}


def partner_key(url: str) -> str:
    installation = bootstrap.build(settings_of(url))
    import_register(COMMAND_LINE, installation, read_register(ROOT / "data/sample/wierdenland"))
    agreement = Agreement(number="A-1", partner=PARTNER, decision_types=(EVERY_TYPE,))
    create(COMMAND_LINE, installation, "agreements", Draft(WIERDENLAND, agreement))
    key = api_keys.create(COMMAND_LINE, installation, Role.PARTNER, PARTNER, "a test")
    installation.close()
    return key


def ask(port: int, key: str, **otherwise: Any) -> tuple[int, str]:
    """Ask over a connection of its own, which any worker may take; give the status and what is limited."""
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    connection.request("POST", "/v1/checks", json.dumps(QUESTION | otherwise), headers)
    response = connection.getresponse()
    response.read()
    connection.close()
    return response.status, response.headers["RateLimit"].split(";")[0]
