"""What is wrong with a field, in the words of a page."""

from __future__ import annotations

from mandate_registry.errors import FieldError
from mandate_registry.web.formatter import Formatter
from mandate_registry.web.language import chosen, gettext, lazy

WRONG = {
    "required": lazy("Fill this in."),
    "unknown_code": lazy("This is not in the register."),
    "unknown_field": lazy("This cannot be stated here."),
    "here_and_there": lazy("This is of this organisation. Leave it empty, or leave the other organisation empty."),
    "too_long": lazy("This is too long."),
    "wrong_length": lazy("Choose at least one."),
    "wrong_type": lazy("This cannot be read. Check how it is written."),
    "not_decidable": lazy("You may not decide this now. Leave it out."),
    "invalid_value": lazy("This cannot be. Check how it is written."),
    "duplicate": lazy("The register has this already. Choose another, or correct the one that is there."),
    "circle": lazy("This would be above or part of itself. Choose another."),
    "last_day_before_first": lazy("The last day is before the first. Change one of the two."),
    "ends_before_it_begins": lazy("This is before it begins. Choose a later day."),
    "not_mandatable": lazy("The law does not let this be given to others (Awb 10:3). Leave it out."),
    "sub_mandate_not_permitted": lazy("The mandate above does not let this be passed on (Awb 10:9)."),
    "wider_than_parent": lazy("This reaches further than the mandate above (Awb 10:9). Make it narrower."),
    "already_revoked": lazy("The mandate has been revoked by then. Nothing can happen to it any more."),
    "already_suspended": lazy("The mandate is suspended then already."),
    "not_suspended": lazy("The mandate is not suspended then."),
    "not_employed": lazy("This person is not employed then."),
    "expired": lazy("The mandate has ended by then. Choose an earlier day."),
    "not_external": lazy("All its holders work here: nobody needs to consent (Awb 10:4)."),
    "not_asked": lazy("The law asks no such consent for this mandate (Awb 10:4)."),
    "unknown": lazy("This is there no longer. Choose another."),
    "not_oneself": lazy("You can do this for yourself only."),
    "not_by_correction": lazy("A body that meets does not become a body of one person. Add a body with its own code."),
    "draft": lazy("This is a draft in the register. Approve it or withdraw it first."),
}
"""By code; of any other the sentence of the service is said."""

OF_A_PERSON = {
    "the person is stopped then": lazy("This person is stopped then already."),
    "the person is not stopped then": lazy("This person is not stopped then."),
}
"""By the sentence of the service: what it says of a person with the code that it has for a mandate."""

REFUSALS = (
    lazy("A changeset is open on this mandate already: decide on that one first."),
    lazy("A mandate of this changeset stands in the register no longer."),
    lazy("Nothing is proposed for this mandate."),
    lazy("This changeset has no instrument to publish."),
    lazy("This mandate has been approved: it is amended, suspended or revoked, not edited."),
    lazy("This mandate is a draft: it is edited, not amended, suspended or revoked."),
    lazy("Who proposed a change does not approve it: somebody else does."),
)
"""The sentences with which services refuse what no field is to blame for."""

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
"""Why a change waits for approval or is refused, as `rules.lifecycle.approval` says it."""
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
"""What is said of proposals that are split, as `services.approval.proposal_split` says it."""
EXPECTING = (
    lazy("No expected check turns by this of which the new answer is known."),
    lazy("This proposal does not wait for approval."),
    lazy("The register has changed since this was proposed: make it again first."),
)
"""What is said where a proposal does not change what is expected, as `services.approval.accepted_turns` says it."""


def in_words(error: FieldError) -> str:
    """Return what is wrong and what to do; for what the law forbids with its article."""
    wrong = str(OF_A_PERSON.get(error.detail) or WRONG.get(error.code) or gettext(error.detail))
    if error.explanation is None:
        return wrong
    explanation = error.explanation.said(gettext, Formatter(chosen()).moment)
    return f"{wrong} {explanation[:1].upper()}{explanation[1:].removesuffix('.')}."
