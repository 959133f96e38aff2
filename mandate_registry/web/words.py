"""The words for what the register keeps as codes, the same on every page."""

from __future__ import annotations

from typing import Any

from mandate_registry.rules.answers import Outcome
from mandate_registry.rules.facts import Vat
from mandate_registry.rules.lifecycle import Status
from mandate_registry.web.language import lazy

BASES = {Vat.EXCL: lazy("excluding VAT"), Vat.INCL: lazy("including VAT"), Vat.NONE: lazy("no VAT on it")}
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
