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
"""By code; of any other the sentence of the service is said, whose Dutch stands in the catalogues too."""

OF_A_PERSON = {
    "the person is stopped then": lazy("This person is stopped then already."),
    "the person is not stopped then": lazy("This person is not stopped then."),
}
"""By the sentence of the service: what it says of a person with the code that it has for a mandate."""


def in_words(error: FieldError) -> str:
    """Return what is wrong and what to do; for what the law forbids with its article."""
    wrong = str(OF_A_PERSON.get(error.detail) or WRONG.get(error.code) or gettext(error.detail))
    if error.explanation is None:
        return wrong
    explanation = error.explanation.said(gettext, Formatter(chosen()).moment)
    return f"{wrong} {explanation[:1].upper()}{explanation[1:].removesuffix('.')}."
