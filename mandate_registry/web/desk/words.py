"""The words for what the register keeps as codes of its own: kinds, statuses, events and the like."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mandate_registry.rules.facts import Disclosure, Kind, Nature, Trigger
from mandate_registry.rules.findings import Severity
from mandate_registry.rules.lifecycle import Event
from mandate_registry.services.registers.histories import Told
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
EVENTS_OF_A_PERSON = EVENTS | {Event.PROPOSAL: lazy("Resumption proposed"), Event.SUSPENSION: lazy("Stopped")}
EVENTS_OF_A_RESUMPTION = EVENTS_OF_A_PERSON | {
    Event.APPROVAL: lazy("Resumption approved"),
    Event.REJECTION: lazy("Resumption rejected"),
    Event.WITHDRAWAL: lazy("Resumption withdrawn"),
}
"""What happens to a person whose resumption was proposed, in the changeset of that proposal."""
SEVERITIES = {Severity.ERROR: lazy("Errors"), Severity.WARNING: lazy("Warnings"), Severity.NOTICE: lazy("Notices")}
OWN_FIELDS = {"own_unit": lazy("one's own unit"), "own_staff": lazy("one's own staff")}


def in_words(happened: Sequence[Told]) -> list[tuple[Any, Told]]:
    """Return what happened to a person, each with what it is called: a changeset that decides may be a resumption."""
    resumptions = {one.changeset for one in happened if one.event == Event.PROPOSAL}
    return [
        ((EVENTS_OF_A_RESUMPTION if one.changeset in resumptions else EVENTS_OF_A_PERSON)[one.event], one)
        for one in happened
    ]
