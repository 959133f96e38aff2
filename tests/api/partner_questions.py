"""Those who ask, those who are asked about, and those who look back at it."""

from __future__ import annotations

from typing import Any

from flask import Flask

from mandate_registry.services.callers import COMMAND_LINE
from mandate_registry.services.identity import api_keys
from mandate_registry.services.permissions import Role
from tests.api.client import Api
from tests.api.mandate_events import Desk
from tests.api.small_register import HERE, THERE

PURPOSE = "negotiation RS-2026-014"
QUESTION: dict[str, Any] = {
    "organisation": HERE,
    "employees": [{"number": "K-001"}],
    "decisionType": "contract.decide",
    "purpose": PURPOSE,
}
TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
PARENT = "00f067aa0ba902b7"
IN_A_TRACE = {"traceparent": f"00-{TRACE}-{PARENT}-01"}


class Town(Desk):
    """A small register in which Sanne (K-001) may decide on contracts, and an employee of the other organisation."""

    def __init__(self, app: Flask) -> None:
        super().__init__(app)
        self.grant()
        self.sanne, self.joris = (self.holder(HERE, number) for number in ("K-001", "K-002"))

    def holder(self, organisation: str, number: str | None) -> Api:
        """Return the client of an employee."""
        installation = self.app.extensions["mandate_registry"]
        return Api(self.app, api_keys.create(COMMAND_LINE, installation, Role.HOLDER, organisation, "a test", number))

    def id_of(self, number: str) -> str:
        """Return the id of an employee here."""
        return str(self.hr.post("/employees/_search", {"organisation": HERE, "number": number}).json["items"][0]["id"])

    def employ(self, number: str, name: str, organisation: str = HERE) -> None:
        """Employ somebody."""
        installation = self.app.extensions["mandate_registry"]
        administrator = Api(self.app, api_keys.create(COMMAND_LINE, installation, Role.ADMINISTRATOR, None, "a test"))
        administrator.post("/employees", {"organisation": organisation, "number": number, "name": name}, 201)


def traces(api: Api, query: str = "") -> list[dict[str, Any]]:
    """Return the traces that a caller sees, the newest first."""
    return list(api.get(f"/checks{query}").json["items"])


def elsewhere(number: str) -> dict[str, str]:
    return {"organisation": THERE, "number": number}
