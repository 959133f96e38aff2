"""For every operation, a request that does something at a real entry, if only the caller may."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.api.small_register import HERE, THERE, UNKNOWN, mandate

FOLDER = "application/zip"
"""A body that is a register folder, of HERE as it was earlier."""
RECEIPT = {"receipt": "of what THERE asked HERE"}
"""A body that is a receipt which THERE was given by HERE."""

CODE = {"code": "0000-0000-0000-0000-0000"}
"""A body with the code of a card of HERE."""


@dataclass(frozen=True)
class Recipe:
    """A request: the `entry` whose id stands in the address (by name, or the first of a list), body and query."""

    entry: str = ""
    body: Any = None
    query: dict[str, str] = field(default_factory=dict)


def here(**fields: Any) -> Recipe:
    """Send these fields, of HERE."""
    return Recipe(body={"organisation": HERE} | fields)


OF_HERE = Recipe(query={"organisation": HERE})
QUESTION = {"organisation": HERE, "decisionType": "contract.decide", "purpose": "onderhandeling RS-2026-014"}
OWN = [{"number": "K-001"}]
EXPECTED = {
    "name": "mag-besluiten",
    "employees": ["K-001"],
    "decisionType": "contract.decide",
    "at": "2026-09-15T10:00:00Z",
    "outcome": "authorised",
}
ENTRIES: dict[str, tuple[str, dict[str, Any], dict[str, Any]]] = {
    "Body": ("bodies", {"code": "raad", "name": "Raad"}, {"name": "Het college"}),
    "Unit": ("units", {"code": "zorg", "name": "Team Zorg"}, {"name": "Inkoop en aanbesteding"}),
    "Position": ("positions", {"code": "jurist", "title": "Jurist"}, {"title": "Senior inkoper"}),
    "DecisionType": ("decision-types", {"code": "bezwaar", "titleNl": "Bezwaar"}, {"titleNl": "Contracten"}),
    "Employee": ("employees", {"number": "K-009", "name": "Noor Wits"}, {"name": "Sanne de Boer"}),
    "Appointment": ("appointments", {"employee": "K-002", "position": "inkoper"}, {"validUntil": "2030-12-31"}),
    "Absence": ("absences", {"employee": "K-001", "validFrom": "2096-12-01"}, {"validUntil": "2026-08-14"}),
    "Deputyship": (
        "deputyships",
        {"number": "P-2", "for": "employee:K-002", "deputy": "employee:K-001"},
        {"maxAmount": "5000.00"},
    ),
    "Instrument": ("instruments", {"reference": "MB-2027", "title": "Mandaatbesluit 2027"}, {"title": "Besluit 2026"}),
    "Agreement": (
        "agreements",
        {"number": "A-2", "partner": UNKNOWN, "decisionTypes": ["contract"]},
        {"lists": False, "basis": "Convenant"},
    ),
    "ExpectedCheck": ("expected-checks", EXPECTED, {"why": "MB-2026 art. 3"}),
}
"""By its name in the operations: the path of its list, what adds one, and what changes the first."""


def _entries() -> dict[str, Recipe]:
    found: dict[str, Recipe] = {}
    for name, (path, added, changed) in ENTRIES.items():
        several = "".join(part.capitalize() for part in path.split("-"))
        found |= {
            f"list{several}": OF_HERE,
            f"create{name}": here(**added),
            f"read{name}": Recipe(path),
            f"change{name}": Recipe(path, changed),
        }
    return found


RECIPES: dict[str, Recipe] = _entries() | {
    "listOrganisations": OF_HERE,
    "createOrganisation": Recipe(body={"oin": UNKNOWN, "name": "Gemeente 3"}),
    "readOrganisation": Recipe("organisations"),
    "changeOrganisation": Recipe("organisations", {"name": "Gemeente Een"}),
    "searchEmployees": here(number="K-001"),
    "listMandates": OF_HERE,
    "createMandate": Recipe(body=mandate("99")),
    "readMandate": Recipe("granted"),
    "changeMandate": Recipe("drafted", {"maxAmount": "1000.00"}),
    "submitMandate": Recipe("drafted", {}),
    "approveMandate": Recipe("submitted", {}),
    "rejectMandate": Recipe("submitted", {"reason": "Te ruim."}),
    "withdrawMandate": Recipe("drafted", {}),
    "consentToMandate": Recipe("held elsewhere", {"giver": "holder"}),
    "amendMandate": Recipe("granted", {"reason": "Lager.", "changes": {"maxAmount": "1000.00"}}),
    "readEmployeeHistory": Recipe("stopped"),
    "stopEmployee": Recipe("employees", {"reason": "Onderzoek."}),
    "resumeEmployee": Recipe("stopped now", {"reason": "Afgerond."}),
    "suspendMandate": Recipe("granted", {"reason": "Onderzoek."}),
    "resumeMandate": Recipe("suspended", {"reason": "Afgerond.", "effectiveAt": "2026-09-10T00:00:00+02:00"}),
    "revokeMandate": Recipe("granted", {"reason": "Vervallen."}),
    "readHistory": Recipe("granted"),
    "searchMandates": here(number="1"),
    "listChangesets": OF_HERE,
    "draftChangeset": here(title="Mandaatbesluit 2027"),
    "readChangeset": Recipe("drafted changeset"),
    "changeChangeset": Recipe("drafted changeset", {"title": "Mandaatbesluit 2028"}),
    "submitChangeset": Recipe("drafted changeset", {}),
    "approveChangeset": Recipe("submitted changeset", {}),
    "rejectChangeset": Recipe("submitted changeset", {"reason": "Te ruim."}),
    "withdrawChangeset": Recipe("drafted changeset", {}),
    "publishChangeset": Recipe(
        "approved changeset",
        {"publishedAs": "Gemeenteblad 2026, 1", "publicationUrl": "https://voorbeeld.example/mandaat"},
    ),
    "renewChangeset": Recipe("proposed import"),
    "listPlannedChanges": Recipe("proposed import"),
    "readImpact": Recipe("submitted changeset"),
    "listGains": OF_HERE,
    "lookAtGains": here(version=1),
    "listDifferences": Recipe(query={"organisation": HERE, "fromKnownAt": "2020-01-01T00:00:00Z"}),
    "check": Recipe(body=QUESTION | {"employees": OWN}),
    "readCheck": Recipe("asked"),
    "readReceipt": Recipe("asked"),
    "readReceiptProof": Recipe("asked"),
    "verifyReceipt": Recipe(body=RECEIPT),
    "listChecks": OF_HERE,
    "searchChecks": here(employee=OWN[0]),
    "readDecisionLog": OF_HERE,
    "listLogEntries": Recipe(query={"limit": "5"}),
    "checkBatch": Recipe(body={"checks": [QUESTION | {"employees": OWN}]}),
    "checkTable": Recipe(
        body={
            "employees": [{"organisation": HERE, "number": "K-001"}],
            "decisionTypes": ["contract.decide"],
            "counterparty": THERE,
            "purpose": QUESTION["purpose"],
        }
    ),
    "searchAuthorities": here(employees=OWN, purpose=QUESTION["purpose"]),
    "listCards": OF_HERE,
    "createCard": here(employee=OWN[0], decisionTypes=["contract.decide"], minutes=60, name="short"),
    "readCard": Recipe("cards"),
    "revokeCard": Recipe("cards"),
    "drawCard": Recipe(body=CODE),
    "importRegister": Recipe(body=FOLDER),
    "exportAsZip": OF_HERE,
    "exportAsWorkbook": OF_HERE,
    "endExpectedCheck": Recipe("expected-checks", query={"motivation": "Vervallen."}),
    "verifyExpectedChecks": here(),
    "listFindings": OF_HERE,
    "issueCredential": here(employee="K-001", decisionTypes=["contract.decide"]),
    "listCredentials": OF_HERE,
    "readCredential": Recipe("credential"),
    "revokeCredential": Recipe("credential", {}),
}
"""By operation. A question is about K-001, as whom every holder calls."""
