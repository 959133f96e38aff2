"""The words for what the register keeps as codes, the same on every page."""

from __future__ import annotations

from typing import Any

from mandate_registry.rules.answers import Outcome
from mandate_registry.rules.facts import Disclosure, Kind, Nature, Trigger, Vat
from mandate_registry.rules.lifecycle import Status
from mandate_registry.web.language import lazy

BASES = {Vat.EXCL: lazy("excluding VAT"), Vat.INCL: lazy("including VAT"), Vat.NONE: lazy("no VAT on it")}
KIND_NAMES = {
    Kind.MANDATE: lazy("mandate"),
    Kind.POWER_OF_ATTORNEY: lazy("power of attorney"),
    Kind.AUTHORISATION: lazy("authorisation"),
    Kind.SIGNING: lazy("signing"),
}
NATURES = {
    Nature.DECISION: lazy("A decision under public law (besluit)"),
    Nature.PRIVATE_ACT: lazy("An act under private law, such as a contract"),
    Nature.FACTUAL_ACT: lazy("A factual act"),
    Nature.SIGNING: lazy("Signing only"),
}
DISCLOSURES = {
    Disclosure.PUBLIC: lazy("Everybody: it stands in the public register"),
    Disclosure.PARTNERS: lazy("Partners with an agreement: they are told its number"),
    Disclosure.INTERNAL: lazy("Only the organisation itself"),
}
TRIGGERS = {
    Trigger.ABSENCE: lazy("When the other is away"),
    Trigger.VACANCY: lazy("When nobody holds the position"),
    Trigger.ABSENCE_OR_VACANCY: lazy("When the other is away, or nobody holds the position"),
    Trigger.ALWAYS: lazy("Always"),
}
OUTCOMES = {
    Outcome.AUTHORISED: lazy("Yes"),
    Outcome.CONDITIONAL: lazy("Yes, on a condition"),
    Outcome.NOT_AUTHORISED: lazy("No"),
    Outcome.INDETERMINATE: lazy("Cannot be told"),
    "refused": lazy("Not answered: it may not be asked"),
    "listed": lazy("A list was given"),
}
"""What came of a question."""

STATUSES: dict[Status, tuple[Any, str]] = {
    Status.DRAFT: (lazy("Draft"), "plain"),
    Status.SUBMITTED: (lazy("Waits for approval"), "partly"),
    Status.APPROVED: (lazy("Approved, not yet in force"), "partly"),
    Status.CONSENTED: (lazy("Consented, not yet in force"), "partly"),
    Status.IN_FORCE: (lazy("In force"), "good"),
    Status.SUSPENDED: (lazy("Suspended"), "partly"),
    Status.REVOKED: (lazy("Revoked"), "bad"),
    Status.EXPIRED: (lazy("Ended"), "plain"),
    Status.LAPSED: (lazy("Lapsed: the holder has left"), "bad"),
    Status.WITHDRAWN: (lazy("Withdrawn"), "plain"),
}
"""Where a mandate stands, with the tone in which that is shown."""

TABLES: dict[str, Any] = {
    "employees": lazy("Employees: who works here"),
    "appointments": lazy("Appointments: who holds which position"),
    "positions": lazy("Positions: the functions that there are"),
    "units": lazy("Units: departments and teams"),
    "absences": lazy("Absences: who is away"),
    "deputyships": lazy("Deputyships: who stands in for whom"),
    "mandates": lazy("Mandates: who may decide what"),
    "decision_types": lazy("Decision types: what can be decided"),
    "instruments": lazy("Instruments: the decisions that grant mandates"),
    "bodies": lazy("Bodies: in whose name decisions are taken"),
}
"""The tables, as one who has a list of something looks for them."""
BESIDE = {"organisations": lazy("The organisation itself"), "expected_checks": lazy("Answers that are expected")} | {
    "agreements": lazy("Agreements (what partners may ask)")
}
"""What else there is in a register."""
