"""The words for what the register keeps as codes of its own: kinds, statuses, events and the like."""

from __future__ import annotations

from mandate_registry.rules.answers import Outcome
from mandate_registry.rules.facts import Disclosure, Kind, Nature, Trigger, Vat
from mandate_registry.rules.findings import Severity
from mandate_registry.rules.lifecycle import Event, Status
from mandate_registry.web.language import lazy

KINDS = {
    Kind.MANDATE: lazy("mandate (decisions)"),
    Kind.POWER_OF_ATTORNEY: lazy("power of attorney (contracts)"),
    Kind.AUTHORISATION: lazy("authorisation (other acts)"),
    Kind.SIGNING: lazy("signing only"),
}
NATURES = {
    Nature.DECISION: lazy("decision"),
    Nature.PRIVATE_ACT: lazy("act under private law"),
    Nature.FACTUAL_ACT: lazy("factual act"),
    Nature.SIGNING: lazy("signing"),
}
VAT = {Vat.INCL: lazy("including VAT"), Vat.EXCL: lazy("excluding VAT"), Vat.NONE: lazy("no VAT")}
TRIGGERS = {
    Trigger.ABSENCE: lazy("when absent"),
    Trigger.VACANCY: lazy("when vacant"),
    Trigger.ABSENCE_OR_VACANCY: lazy("when absent or vacant"),
    Trigger.ALWAYS: lazy("always"),
}
DISCLOSURE = {
    Disclosure.PUBLIC: lazy("everybody"),
    Disclosure.PARTNERS: lazy("partners"),
    Disclosure.INTERNAL: lazy("nobody outside"),
}
STATUSES = {
    Status.DRAFT: lazy("Draft"),
    Status.SUBMITTED: lazy("Waits for approval"),
    Status.APPROVED: lazy("Approved, not yet in force"),
    Status.CONSENTED: lazy("Consented, not yet in force"),
    Status.IN_FORCE: lazy("In force"),
    Status.SUSPENDED: lazy("Suspended"),
    Status.REVOKED: lazy("Revoked"),
    Status.EXPIRED: lazy("Ended"),
    Status.LAPSED: lazy("Lapsed: the holder has left"),
    Status.WITHDRAWN: lazy("Withdrawn"),
}
TONES = {
    Status.IN_FORCE: "good",
    Status.SUSPENDED: "partly",
    Status.SUBMITTED: "partly",
    Status.REVOKED: "bad",
    Status.LAPSED: "bad",
}
"""By status, how it is shown; otherwise plain."""
EVENTS = {
    "import": lazy("Import"),
    Event.DRAFT: lazy("Drafted"),
    Event.EDIT: lazy("Draft corrected"),
    Event.PROPOSAL: lazy("Change proposed"),
    Event.SUBMISSION: lazy("Submitted for approval"),
    Event.APPROVAL: lazy("Approved"),
    Event.REJECTION: lazy("Rejected"),
    Event.WITHDRAWAL: lazy("Withdrawn"),
    Event.PUBLICATION: lazy("Published"),
    Event.CONSENT: lazy("Consent given"),
    Event.GRANT: lazy("Granted"),
    Event.AMENDMENT: lazy("Amended"),
    Event.SUSPENSION: lazy("Suspended"),
    Event.RESUMPTION: lazy("Resumed"),
    Event.REVOCATION: lazy("Revoked"),
}
OUTCOMES = {
    Outcome.AUTHORISED: lazy("Yes"),
    Outcome.CONDITIONAL: lazy("Yes, on a condition"),
    Outcome.NOT_AUTHORISED: lazy("No"),
    Outcome.INDETERMINATE: lazy("Cannot be said"),
    "refused": lazy("Refused to tell"),
    "listed": lazy("List given"),
}
SEVERITIES = {Severity.ERROR: lazy("Errors"), Severity.WARNING: lazy("Warnings"), Severity.NOTICE: lazy("Notices")}
OWN_FIELDS = {"own_unit": lazy("one's own unit"), "own_staff": lazy("one's own staff")}
