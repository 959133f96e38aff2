"""The words of the desk for what the register keeps in codes."""

from __future__ import annotations

from typing import Any

from mandate_registry.rules.facts import Disclosure, Kind, Nature, Trigger
from mandate_registry.rules.lifecycle import Event, State
from mandate_registry.web.language import lazy
from mandate_registry.web.words import BASES

KINDS = {
    Kind.MANDATE: lazy("Mandate: to decide in the name of a body (Awb 10:1)"),
    Kind.POWER_OF_ATTORNEY: lazy(
        "Power of attorney: to act under private law, such as to conclude a contract (BW 3:60)"
    ),
    Kind.AUTHORISATION: lazy("Authorisation: to do what is neither of these (Awb 10:12)"),
    Kind.SIGNING: lazy("Signing: to sign what the body has decided itself (Awb 10:11)"),
}
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
STATES: dict[State, tuple[Any, str]] = {
    State.DRAFT: (lazy("Draft"), "plain"),
    State.SUBMITTED: (lazy("Waits for approval"), "partly"),
    State.REJECTED: (lazy("Rejected"), "bad"),
    State.APPROVED: (lazy("Approved"), "good"),
    State.PUBLISHED: (lazy("Published"), "good"),
    State.WITHDRAWN: (lazy("Withdrawn"), "plain"),
}
"""How far a changeset has come, with the tone in which it is shown."""

STEPS = {
    Event.GRANT: lazy("Grant mandate %(number)s"),
    Event.AMENDMENT: lazy("Amend mandate %(number)s"),
    Event.SUSPENSION: lazy("Suspend mandate %(number)s"),
    Event.RESUMPTION: lazy("Resume mandate %(number)s"),
    Event.REVOCATION: lazy("Revoke mandate %(number)s"),
}
OUTCOMES = {
    "authorised": lazy("may decide"),
    "conditional": lazy("may decide on a condition"),
    "not_authorised": lazy("may not decide"),
    "indeterminate": lazy("cannot be said"),
}
WORDS = {"kinds": KINDS, "bases": BASES, "disclosures": DISCLOSURES}
"""What the forms of the desk offer."""
