"""An expected check, as the form of the desk takes it."""

from __future__ import annotations

EXPECTED = {
    "name": "X-1",
    "employees": "W-012",
    "decisionType": "contract.decide",
    "amount": "€ 1.000,00",
    "vat": "excl",
    "at": "2026-07-01T12:00",
    "outcome": "authorised",
}
