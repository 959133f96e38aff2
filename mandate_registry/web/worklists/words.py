"""The words of the work lists: what is found, why it matters and what to do, and what happened."""

from __future__ import annotations

from mandate_registry.web.language import lazy

ALL = lazy("All of them")

TABLES = {
    "organisations": lazy("The organisation"),
    "bodies": lazy("Bodies (in whose name is decided)"),
    "units": lazy("Units (departments and teams)"),
    "positions": lazy("Positions (functions)"),
    "decision-types": lazy("Decision types (what can be decided)"),
    "employees": lazy("Employees (who works here)"),
    "appointments": lazy("Appointments (who holds which position)"),
    "absences": lazy("Absences (who is away)"),
    "deputyships": lazy("Deputyships (who stands in)"),
    "instruments": lazy("Instruments (decisions that grant mandates)"),
    "mandates": lazy("Mandates (who may decide what)"),
    "agreements": lazy("Agreements (what partners may ask)"),
}
CHANGES = {
    "added": lazy("came to be in the register"),
    "removed": lazy("is in the register no longer"),
    "changed": lazy("says something else"),
}
CHANGE_TONES = {"added": "good", "removed": "bad", "changed": "partly"}

ENTRIES = {
    "change": lazy("The register changed"),
    "receipt": lazy("An answer was signed"),
    "key": lazy("A signing key was made, published or revoked"),
    "retention": lazy("For how long questions are kept was set"),
}
"""What an entry of the log is about."""
