"""The words of the desk for what the register keeps in codes."""

from __future__ import annotations

from typing import Any

from mandate_registry.rules.facts import Kind
from mandate_registry.rules.lifecycle import Event, State
from mandate_registry.web.language import lazy
from mandate_registry.web.words import BASES, DISCLOSURES

KINDS = {
    Kind.MANDATE: lazy("Mandate: to decide in the name of a body (Awb 10:1)"),
    Kind.POWER_OF_ATTORNEY: lazy(
        "Power of attorney: to act under private law, such as to conclude a contract (BW 3:60)"
    ),
    Kind.AUTHORISATION: lazy("Authorisation: to do what is neither of these (Awb 10:12)"),
    Kind.SIGNING: lazy("Signing: to sign what the body has decided itself (Awb 10:11)"),
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
DECIDED = {
    Event.SUBMISSION: lazy("Submitted for approval"),
    Event.APPROVAL: lazy("Approved"),
    Event.REJECTION: lazy("Rejected"),
    Event.WITHDRAWAL: lazy("Withdrawn"),
    Event.PUBLICATION: lazy("Published"),
}
WAITS = (
    lazy("The holder of this position would have the power of the body."),
    lazy("This decides who may take decisions."),
    lazy("A deputy has the power of the one he stands in for."),
    lazy("You would appoint yourself."),
    lazy("It would count for days that are long past."),
    lazy("Somebody who is stopped could act again."),
    lazy("You would extend your own employment."),
    lazy("You would be able to decide more than before yourself."),
    lazy("What lapsed when the person left would come back."),
    lazy("Partners ask by name: who has this name could decide what the person may."),
    lazy("It guards answers: somebody else agrees that it is expected no longer, or otherwise."),
    lazy("Who has a mandate for what is above it could decide on it."),
    lazy("Who decides on everything of this body could decide on it."),
    lazy("Who has mandates for its components could decide on it."),
    lazy("a body that meets does not become a body of one person: add one with its own code"),
)
"""Why a change waits for approval or is refused, as `rules.approval` says it."""
SPLITTING = (
    lazy("Part of a proposal that was split: what somebody may approve, and the rest."),
    lazy("Part of a proposal that was split. It rests on the other part, which is approved first."),
    lazy("It was split into two proposals, each of which is approved by itself."),
    lazy("A decision on mandates is approved as a whole: it is not split."),
    lazy("This changes what is expected: what guards an answer stays with what turns it, and is not split."),
    lazy("The register has changed since this was proposed: make it again before it is split."),
    lazy("Nothing of this keeps this person from approving all of it."),
    lazy("There is nothing of this that this person may approve by himself."),
)
"""What is said of proposals that are split, as `services.changing.splitting` says it."""
EXPECTING = (
    lazy("No expected check turns by this of which the new answer is known."),
    lazy("This proposal does not wait for approval."),
    lazy("The register has changed since this was proposed: make it again first."),
)
"""What is said where a proposal does not change what is expected, as `services.changing.accepting` says it."""
WORDS = {"kinds": KINDS, "bases": BASES, "disclosures": DISCLOSURES}
"""What the forms of the desk offer."""
