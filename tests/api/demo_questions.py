"""Questions about the demo registers."""

from __future__ import annotations

from typing import Any

from tests.support.demo import DUINRAND, WIERDENLAND

STORY: dict[str, Any] = {
    "organisation": WIERDENLAND,
    "employees": [{"number": "W-012"}],
    "decisionType": "cooperation.conclude",
    "amount": {"value": "80000.00", "currency": "EUR", "vat": "excl"},
    "case": "RS-2026-014",
    "counterparty": DUINRAND,
    "unit": None,
    "about": None,
    "at": "2026-09-15T14:30:00+02:00",
    "knownAt": None,
    "confirmedConditions": [],
    "primaryDecisionBy": [],
    "purpose": "negotiation RS-2026-014",
}
TOO_MUCH = STORY | {"amount": {"value": "100000.01"}}
