"""A small register, entry by entry, in the order in which entries build on each other."""

from __future__ import annotations

from typing import Any

HERE = "00000009000000000001"
THERE = "00000009000000000002"
UNKNOWN = "00000009000000000003"


def organisation(oin: str) -> dict[str, Any]:
    return {"oin": oin, "name": f"Gemeente {oin[-1]}", "kind": "gemeente", "timeZone": "Europe/Amsterdam"}


def mandate(number: str, **fields: Any) -> dict[str, Any]:
    """Return a mandate with no more than it needs, and these fields."""
    needed = {
        "kinds": ["mandate"],
        "onBehalfOf": "college",
        "holder": "position:inkoper",
        "decisionTypes": ["contract"],
    }
    return {"organisation": HERE, "number": number} | needed | fields


REGISTER: list[tuple[str, dict[str, Any]]] = [
    ("units", {"code": "bedrijf", "name": "Bedrijfsvoering"}),
    ("units", {"code": "inkoop", "name": "Team Inkoop", "parent": "bedrijf"}),
    ("positions", {"code": "inkoper", "title": "Inkoper", "unit": "inkoop", "category": "inkopers"}),
    ("positions", {"code": "burgemeester", "title": "Burgemeester"}),
    ("bodies", {"code": "college", "name": "College"}),
    ("bodies", {"code": "burgemeester", "name": "Burgemeester", "position": "burgemeester"}),
    ("decision-types", {"code": "contract", "titleNl": "Overeenkomsten"}),
    (
        "decision-types",
        {
            "code": "contract.decide",
            "titleNl": "Besluiten tot een overeenkomst",
            "titleEn": "Decide on a contract",
            "parent": "contract",
            "body": "college",
            "nature": "decision",
            "amountRequired": True,
            "legalBasis": "Gemeentewet art. 160 lid 1",
        },
    ),
    ("decision-types", {"code": "bylaw", "titleNl": "Verordening", "nature": "decision", "mandatable": False}),
    ("employees", {"number": "K-001", "name": "Sanne Verbeek", "employedFrom": "2024-01-01"}),
    ("employees", {"number": "K-002", "name": "Joris Adema", "email": "joris@voorbeeld.example"}),
    (
        "appointments",
        {"employee": "K-001", "position": "inkoper", "validUntil": "2030-12-31"},
    ),
    ("absences", {"employee": "K-001", "validFrom": "2026-08-03", "validUntil": "2026-08-21"}),
    (
        "deputyships",
        {
            "number": "P-1",
            "for": "position:inkoper",
            "deputy": "employee:K-002",
            "rank": 2,
            "trigger": "absence_or_vacancy",
            "maxAmount": "25000.00",
            "vat": "incl",
            "decisionTypes": ["contract"],
            "validFrom": "2024-07-01",
        },
    ),
    (
        "instruments",
        {
            "reference": "MB-2024",
            "title": "Mandaatbesluit 2024",
            "adoptedBy": "College",
            "adoptedOn": "2024-06-11",
            "publishedAs": "Gemeenteblad 2024",
            "publicationUrl": "https://voorbeeld.example/mandaat",
            "inForceFrom": "2024-07-01",
            "retroactiveTo": "2024-06-01",
        },
    ),
    (
        "mandates",
        {
            "number": "1",
            "kinds": ["mandate", "power_of_attorney"],
            "onBehalfOf": "college",
            "holder": f"position:inkoper & employee:K-002 & {THERE}/position:inkoper",
            "decisionTypes": ["*"],
            "except": ["bylaw", "contract.decide>=75000.00"],
            "aboveAmount": "10.00",
            "maxAmount": "100000.00",
            "currency": "EUR",
            "vat": "none",
            "cases": ["RS-2026-014"],
            "counterparties": [THERE],
            "within": ["own_unit", "inkoop"],
            "conditions": ["De partner stemt in."],
            "instructions": "Eerst overleggen.",
            "subMandating": 2,
            "subMandatingOnly": ["contract"],
            "subMandatingExcept": ["bylaw"],
            "legalBasis": "Awb art. 10:3",
            "instrument": "MB-2024",
            "consents": {"holder": "2024-06-01", "superior": None, "noSuperior": True, "statute": "Wvr art. 39"},
            "validFrom": "2024-07-01",
            "validUntil": "2030-12-31",
            "disclosure": "internal",
        },
    ),
]
"""By path, what is added; each with the organisation HERE."""
