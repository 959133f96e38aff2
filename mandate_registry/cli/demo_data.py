"""What `demo` shows: two invented municipalities and two real registers, and a key for each role."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mandate_registry import COMMAND, bootstrap
from mandate_registry.config import ROOT, Settings
from mandate_registry.errors import Conflict, InvalidInput
from mandate_registry.register_folder.reader import read_register
from mandate_registry.rules.check_requests import EmployeeRef
from mandate_registry.rules.facts import EVERY_TYPE, Agreement
from mandate_registry.rules.presentation_code import NameForm
from mandate_registry.services.callers import COMMAND_LINE
from mandate_registry.services.cards.employee_cards import CardRequest
from mandate_registry.services.cards.employee_cards import create as create_card
from mandate_registry.services.changesets.entry_changes import Draft, create
from mandate_registry.services.identity import api_keys
from mandate_registry.services.identity.demo_people import LABEL
from mandate_registry.services.installation import Installation
from mandate_registry.services.permissions import Role
from mandate_registry.services.proof import signing_keys
from mandate_registry.services.transfer.export import organisations
from mandate_registry.services.transfer.register_import import import_register

REGISTERS = ("sample/wierdenland", "sample/duinrand", "real/kvk-2015", "real/ez-2015")
BASIS = "Samenwerkingsovereenkomst Wierdenland - Duinrand 2026"

PEOPLE = {
    Role.ADMINISTRATOR: "W-031",
    Role.HR: "W-022",
    Role.APPROVER: "W-004",
    Role.AUDITOR: "W-005",
    Role.HOLDER: "W-012",
    Role.PARTNER: "D-003",
}
"""Whose keys they are, so that one proposes and another approves: invented staff, by employee number."""
BESIDE = "W-025"
"""Another approver, who has no mandate for all decision types: so that somebody gains nothing by a new one."""
HIS = "approver 2"
"""Under which name his key is told."""

QUESTION = {
    "employees": [{"number": "W-012"}],
    "decisionType": "cooperation.conclude",
    "amount": {"value": "80000.00", "currency": "EUR", "vat": "excl"},
    "case": "RS-2026-014",
    "counterparty": "00000009100000000002",
    "at": "2026-09-15T14:30:00+02:00",
    "purpose": "negotiation RS-2026-014",
}
"""The story at the table: may Imke Ravenstein conclude this agreement with Duinrand?"""


@dataclass(frozen=True, slots=True)
class Demonstration:
    """Where the demonstration is served, what is in it, the keys to it by role, and the address of a card."""

    url: str
    organisations: dict[str, str]
    keys: dict[str, str]
    card: str | None

    def as_json(self) -> dict[str, Any]:
        """Return what a machine needs to begin."""
        return {"url": self.url, "organisations": list(self.organisations), "keys": self.keys, "card": self.card}

    def as_text(self, data: Path) -> str:
        """Return what a person needs to begin."""
        question = json.dumps({"organisation": next(iter(self.organisations))} | QUESTION)
        return "\n".join(
            (
                f"\nThe pages: {self.url} (sign in by a button, in any role; all may see {self.url}/register)\n",
                f"The API: {self.url}/v1 (contract: {self.url}/v1/openapi.yaml, to read: {self.url}/api)\n",
                *(f"  {oin}  {name}" for oin, name in self.organisations.items()),
                "\nA key for each role (for this demonstration only):\n",
                *(f"  {role:14} {key}" for role, key in self.keys.items()),
                "\nA partner asks: may W-012 conclude this agreement of 80,000 euro?\n",
                f"  curl -s {self.url}/v1/checks -H 'Authorization: Bearer {self.keys['partner']}' \\",
                f"    -H 'Content-Type: application/json' -d '{question}'\n",
                f"  (its receipt: POST {self.url}/v1/receipts/_verify; its keys: {self.url}/.well-known/jwks.json)\n",
                "W-012 sees who asked about her:\n",
                f"  curl -s {self.url}/v1/checks -H 'Authorization: Bearer {self.keys['holder']}'\n",
                *((f"Her card, as a phone shows it: {self.card}\n",) if self.card else ()),
                "On the command line:\n",
                f"  {COMMAND} check --data {data} --organisation {next(iter(self.organisations))} \\",
                "    --employee W-012 --type cooperation.conclude --amount 80000.00 --case RS-2026-014 \\",
                "    --counterparty 00000009100000000002 --at 2026-09-15T14:30:00+02:00\n",
                "Stop with Ctrl-C.",
            )
        )


def seed(settings: Settings) -> Demonstration:
    """Load the registers that are not there yet, and make fresh keys in the place of those of an earlier run."""
    bootstrap.make_embedded(settings.database_url)
    installation = bootstrap.build(settings)
    try:
        with suppress(Conflict):  # they were made by an earlier run
            signing_keys.create(COMMAND_LINE, installation)
        loaded = dict(_load(installation, name) for name in REGISTERS)
        home, neighbour = list(loaded)[:2]
        for asked, partner in ((home, neighbour), (neighbour, home)):
            _agree(installation, asked, partner)
        _revoke_old(installation)
        made = {
            role.value: api_keys.create(COMMAND_LINE, installation, role, organisation, LABEL, PEOPLE[role])
            for role, organisation in zip(PEOPLE, (None, home, home, home, home, neighbour), strict=True)
        }
        made[HIS] = api_keys.create(COMMAND_LINE, installation, Role.APPROVER, home, LABEL, BESIDE)
        card = _card(installation, home)
    finally:
        installation.close()
    return Demonstration(settings.public_url, loaded, made, card)


def _card(installation: Installation, home: str) -> str | None:
    """Make a card for the story at the table; none after the last day of its mandates."""
    asked = CardRequest(
        organisation=home,
        employee=EmployeeRef(number="W-012"),
        decision_types=("cooperation.conclude",),
        case="RS-2026-014",
        counterparty="00000009100000000002",
        minutes=24 * 60,
        name=NameForm.FULL,
        shows_limits=True,
    )
    with suppress(InvalidInput):
        return create_card(COMMAND_LINE, installation, asked).url
    return None


def _agree(installation: Installation, asked: str, partner: str) -> None:
    """Add agreements by which two organisations may ask each other about everything, by name."""
    agreement = Agreement(number="SO-2026", partner=partner, decision_types=(EVERY_TYPE,), basis=BASIS)
    with suppress(Conflict):  # it was made by an earlier run
        create(COMMAND_LINE, installation, "agreements", Draft(asked, agreement))


def _load(installation: Installation, name: str) -> tuple[str, str]:
    register = read_register(ROOT / "data" / name)
    oin = register.organisation.oin
    if oin not in organisations(COMMAND_LINE, installation):
        import_register(COMMAND_LINE, installation, register, recorded_at="adopted")
    return oin, register.organisation.name


def _revoke_old(installation: Installation) -> None:
    for one in api_keys.list_keys(COMMAND_LINE, installation):
        if one["label"] == LABEL and one["revoked_at"] is None:
            api_keys.revoke(COMMAND_LINE, installation, one["id"])
