"""How the fields of a mandate are called on pages."""

from __future__ import annotations

from typing import Any

from mandate_registry.web.language import lazy

LABELS: dict[str, Any] = {
    "seats": lazy("Given to"),
    "kinds": lazy("What is given"),
    "decision_types": lazy("For"),
    "reservations": lazy("Except"),
    "on_behalf_of": lazy("On behalf of"),
    "above_amount": lazy("Above"),
    "max_amount": lazy("Up to and including"),
    "vat": lazy("VAT"),
    "currency": lazy("Currency"),
    "within": lazy("Only within"),
    "cases": lazy("Only in the cases"),
    "counterparties": lazy("Only with"),
    "not_about_oneself": lazy("Never about those who act"),
    "conditions": lazy("On the condition"),
    "instructions": lazy("Instructions"),
    "sub_mandating": lazy("May be passed on"),
    "sub_mandating_only": lazy("Passed on only for"),
    "sub_mandating_except": lazy("Not passed on for"),
    "parent": lazy("Below mandate"),
    "no_superior": lazy("No superior to consent"),
    "consent_statute": lazy("Statute that provides for it"),
    "legal_basis": lazy("Legal basis"),
    "instrument": lazy("By decision"),
    "valid_from": lazy("From"),
    "valid_until": lazy("Until"),
    "disclosure": lazy("Who may know"),
}
"""How the fields of a mandate are called, in the order in which they are told."""
