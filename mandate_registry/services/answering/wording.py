"""What reasons mean, in words."""

from __future__ import annotations

from collections.abc import Sequence

from mandate_registry.rules.answers import Reason

WORDS: dict[str, str] = {
    Reason.ABOUT_UNKNOWN: "The register does not know whom the decision is about; name that employee by number.",
    Reason.ABOUT_AMBIGUOUS: "The decision may be about more than one employee; name that employee by number.",
    Reason.COUNTERPARTY_UNKNOWN: "The register does not know the employee who is the counterparty; name that employee "
    "by number.",
    Reason.COUNTERPARTY_AMBIGUOUS: "More than one employee may be the counterparty; name that employee by number.",
    Reason.PRIMARY_DECIDER_UNKNOWN: "The register does not know who took the primary decision; name that employee by "
    "number.",
    Reason.PRIMARY_DECIDER_AMBIGUOUS: "More than one employee may have taken the primary decision; name that employee "
    "by number.",
    Reason.SUBJECT_UNKNOWN: "The register does not know this employee.",
    Reason.SUBJECT_AMBIGUOUS: "More than one employee bears this name; ask by number.",
    Reason.LEFT_ORGANISATION: "The employee does not work here at this moment, or left after the mandate named him.",
    Reason.PERSON_SUSPENDED: "The employee is stopped at this moment.",
    Reason.DECISION_TYPE_UNKNOWN: "The register does not know this decision type.",
    Reason.NOT_MANDATABLE: "The law keeps this decision with the body itself (Awb 10:3).",
    Reason.NO_MANDATE: "No mandate covers this decision for this employee.",
    Reason.RESERVED: "The mandate holds this decision back.",
    Reason.KIND_NOT_COVERED: "The mandate is of another kind than this act needs (Awb 10:12).",
    Reason.NOT_APPROVED: "The mandate has not been approved.",
    Reason.CONSENT_MISSING: "The consent of the holder and of the holder's superior is needed (Awb 10:4).",
    Reason.NOT_YET_VALID: "The mandate is not yet in force at this moment.",
    Reason.EXPIRED: "The mandate has ended.",
    Reason.SUSPENDED: "The mandate is suspended.",
    Reason.REVOKED: "The mandate has been revoked.",
    Reason.POSITION_NOT_HELD: "The employee does not hold the position that the mandate names.",
    Reason.DEPUTY_NOT_TRIGGERED: "The employee is a deputy whose turn it is not.",
    Reason.SUB_MANDATE_NOT_PERMITTED: "The mandate above does not allow this sub-mandate (Awb 10:9).",
    Reason.PARENT_NOT_IN_FORCE: "A mandate above this one is not in force.",
    Reason.AMOUNT_REQUIRED: "State the amount: it decides the answer.",
    Reason.CURRENCY_MISMATCH: "The limit is in another currency than the amount.",
    Reason.VAT_BASIS_UNCLEAR: "Whether the amount is within the limit depends on the VAT rate.",
    Reason.AMOUNT_NOT_ABOVE_MINIMUM: "The mandate holds only above a larger amount.",
    Reason.AMOUNT_ABOVE_LIMIT: "The amount is above the limit.",
    Reason.OUT_OF_SCOPE: "The mandate does not reach this case, counterparty, unit or person.",
    Reason.OWN_DECISION: "Who took the decision does not decide the objection against it (Awb 10:3).",
    Reason.CO_HOLDER_REQUIRED: "The mandate is held jointly: a co-holder is needed.",
    Reason.CONDITION_UNCONFIRMED: "A condition has yet to be confirmed.",
    "not_in_force": "The mandate is not in force at this moment.",
    "limit_exceeded": "The amount is outside the limits of the mandate.",
    "input_required": "The question cannot be judged as put: state the amount, its currency or VAT basis, a decision "
    "type that the register knows, the employee's number, or that of anybody else whom it names.",
    "condition": "A condition has yet to be confirmed.",
}
"""By reason code; the last four are what a partner is told (`check.md`, Who sees what)."""


def of_headings(codes: Sequence[str]) -> str:
    """Say that a question is about these headings, or a composite of them, and how that is mended."""
    return (
        f"Nobody can be asked about a heading: {', '.join(codes)}. Ask about a decision type below it, or set its "
        "`nature` in the register."
    )
