"""What happens to a mandate, as those who let it happen send it."""

from __future__ import annotations

from typing import Any

from flask import Flask

from api.app import create_app
from mandate_registry.services.permissions import Role
from tests.api.callers import add, caller
from tests.api.client import Answer, Api
from tests.api.installations import TWO_ORGANISATIONS
from tests.api.small_register import HERE, mandate
from tests.support.templates import Template, opened

SMALL: list[tuple[str, dict[str, Any]]] = [
    ("units", {"code": "inkoop", "name": "Team Inkoop"}),
    ("positions", {"code": "inkoper", "title": "Inkoper", "unit": "inkoop"}),
    ("bodies", {"code": "college", "name": "College"}),
    ("decision-types", {"code": "contract", "titleNl": "Overeenkomsten"}),
    (
        "decision-types",
        {
            "code": "contract.decide",
            "titleNl": "Besluiten",
            "parent": "contract",
            "nature": "decision",
        },
    ),
    ("employees", {"number": "K-001", "name": "Sanne Verbeek", "employedFrom": "2024-01-01"}),
    ("employees", {"number": "K-002", "name": "Joris Adema", "employedFrom": "2024-01-01"}),
    ("appointments", {"employee": "K-001", "position": "inkoper"}),
    ("instruments", {"reference": "MB-2026", "title": "Mandaatbesluit 2026", "inForceFrom": "2026-04-01"}),
]
AT = "2026-09-15T12:00:00+02:00"


def add_small_register(hr: Api, organisation: str = HERE) -> None:
    """Add the entries of a small register, one by one."""
    for path, entry in SMALL:
        add(hr, f"/{path}", {"organisation": organisation} | entry)


def _fill(url: str) -> None:
    with opened(url) as installation:
        add_small_register(caller(create_app(installation), Role.HR, HERE))


SMALL_REGISTER = Template("small-register", _fill, TWO_ORGANISATIONS)
"""HERE with a small register, and THERE, which may not ask it."""


class Desk:
    """Who proposes and who approves in the small register of HERE."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.hr = caller(app, Role.HR, HERE)
        self.approver = caller(app, Role.APPROVER, HERE)

    def draft(self, number: str = "1", **fields: Any) -> str:
        """Draft a mandate and return its address."""
        drafted = self.hr.post("/mandates", mandate(number, **fields), 201)
        return f"/mandates/{drafted.json['id']}"

    def grant(self, number: str = "1", **fields: Any) -> str:
        """Draft a mandate and have it approved; returns its address."""
        address = self.draft(number, **fields)
        self.let(self.hr, address, "submissions")
        self.let(self.approver, address, "approvals")
        return address

    def let(self, api: Api, address: str, happening: str, status: int = 200, /, **told: Any) -> Answer:
        """Post an event of the mandate or changeset at this address, with its present tag, and return the answer."""
        tag = self.hr.get(address).headers["ETag"]
        return api.post(f"{address}/{happening}", told, status, headers={"If-Match": tag})

    def ask(self, **asked: Any) -> dict[str, Any]:
        """Ask whether Sanne may decide on a contract."""
        usual = {"organisation": HERE, "employees": [{"number": "K-001"}], "decisionType": "contract.decide", "at": AT}
        return dict(self.hr.post("/checks", usual | asked).json)

    def outcome(self, **asked: Any) -> str:
        """Return the outcome, or the reason why it is no yes."""
        told = self.ask(**asked)
        return str(told["reasons"][0]["code"] if told["reasons"] else told["outcome"])


def euro(value: str) -> dict[str, str]:
    return {"value": value, "currency": "EUR", "vat": "excl"}


def granted(app: Flask, mandate: dict[str, Any]) -> dict[str, Any]:
    """Draft and submit a mandate as one person, approve it as another, and return it as it stands then."""
    proposer, approver = (caller(app, role, mandate["organisation"]) for role in (Role.HR, Role.APPROVER))
    drafted = proposer.post("/mandates", mandate, 201)
    address = f"/mandates/{drafted.json['id']}"
    submitted = proposer.post(f"{address}/submissions", {}, headers={"If-Match": drafted.headers["ETag"]})
    approved = approver.post(f"{address}/approvals", {}, headers={"If-Match": submitted.headers["ETag"]})
    return dict(approved.json)
