"""Why an answer is no plain yes, and what would make it one or whom to ask, in plain words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mandate_registry.web.language import lazy

ADVICE: Mapping[str, Any] = {
    "amount": lazy("Ask again, and state the amount with its currency and whether VAT is in it."),
    "condition": lazy("Read the condition below, and confirm it if it is so."),
    "name": lazy("Ask again by staff number, or by the code of a mandate card. Or ask %(organisation)s."),
    "others": lazy("Ask %(organisation)s who may decide this."),
    "smaller": lazy("Ask %(organisation)s who may decide this for such an amount."),
    "together": lazy("Ask %(organisation)s who has to decide with this person, and ask again with both names."),
    "first": lazy("Ask again with the staff number of who took the first decision."),
    "whom": lazy("Ask again with the staff number of whom it is about."),
    "party": lazy("Ask again with the staff number of the other party, or the OIN of an organisation."),
    "type": lazy("Choose another decision type, or ask %(organisation)s."),
    "input": lazy(
        "Ask again with the amount, a decision type from the list, or staff numbers, also of whoever else is named."
    ),
    "when": lazy("Ask about another day, or ask %(organisation)s who may decide this now."),
}
"""What to do about it, by kind."""

REASONS: Mapping[str, tuple[Any, str]] = {
    "about_unknown": (lazy("The register does not know whom it is about."), "whom"),
    "about_ambiguous": (lazy("More than one person bears the name of whom it is about."), "whom"),
    "counterparty_unknown": (lazy("The register does not know the employee who is the other party."), "party"),
    "counterparty_ambiguous": (lazy("More than one person bears the name of the other party."), "party"),
    "primary_decider_unknown": (lazy("The register does not know who took the first decision."), "first"),
    "primary_decider_ambiguous": (lazy("More than one person bears the name of who took the first decision."), "first"),
    "subject_unknown": (lazy("The register does not know this person."), "name"),
    "subject_ambiguous": (lazy("More than one person bears this name."), "name"),
    "left_organisation": (
        lazy("This person does not work for the organisation at that moment, or left it after the mandate named them."),
        "others",
    ),
    "person_suspended": (lazy("This person is stopped at that moment."), "others"),
    "decision_type_unknown": (lazy("The register does not know this decision type."), "type"),
    "not_mandatable": (lazy("The law lets only the body itself decide this (Awb 10:3)."), "others"),
    "no_mandate": (lazy("There is no mandate by which this person may decide this."), "others"),
    "reserved": (lazy("The mandate holds this decision back for somebody else."), "others"),
    "kind_not_covered": (lazy("The mandate is not for acts of this kind (Awb 10:12)."), "others"),
    "not_approved": (lazy("The mandate has not been approved yet."), "when"),
    "consent_missing": (lazy("The mandate is waiting for consent (Awb 10:4)."), "when"),
    "not_yet_valid": (lazy("The mandate has not begun at that moment."), "when"),
    "expired": (lazy("The mandate has ended."), "when"),
    "suspended": (lazy("The mandate is suspended."), "when"),
    "revoked": (lazy("The mandate has been revoked."), "others"),
    "position_not_held": (lazy("This person does not hold the position that has the mandate."), "others"),
    "deputy_not_triggered": (lazy("This person stands in for somebody else, but not at that moment."), "others"),
    "sub_mandate_not_permitted": (lazy("The mandate was passed on without permission (Awb 10:9)."), "others"),
    "parent_not_in_force": (lazy("The mandate on which this one rests is not in force."), "others"),
    "amount_required": (lazy("It depends on the amount, and none was stated."), "amount"),
    "currency_mismatch": (lazy("The limit is in another currency than the amount."), "amount"),
    "vat_basis_unclear": (lazy("It depends on whether VAT is in the amount."), "amount"),
    "amount_not_above_minimum": (lazy("The mandate is for larger amounts only."), "smaller"),
    "amount_above_limit": (lazy("The amount is above the limit of the mandate."), "smaller"),
    "out_of_scope": (lazy("The mandate is not for this case, other party, unit or person."), "others"),
    "own_decision": (lazy("Who took a decision may not decide the objection against it (Awb 10:3)."), "others"),
    "co_holder_required": (lazy("The mandate is held by several people, who decide together."), "together"),
    "condition_unconfirmed": (lazy("The mandate is for use on a condition only."), "condition"),
    "not_in_force": (lazy("The mandate is not in force at that moment."), "when"),
    "limit_exceeded": (lazy("The amount is outside the limits of the mandate."), "smaller"),
    "input_required": (lazy("Something is missing in the question, or cannot be compared."), "input"),
    "condition": (lazy("The mandate is for use on a condition only."), "condition"),
}
"""By the code of a reason; the last four are what a partner is told (`check.md`, Who sees what)."""

OF_HEADING: Any = lazy(
    "This is a heading, which groups decision types: nobody can be asked about it. "
    "If it is something that can be decided, set its nature in the register."
)
OF_HEADING_IN_IT: Any = lazy(
    "A part of this decision type is a heading, or is not known: nobody can be asked about it. "
    "If that part is something that can be decided, set its nature in the register."
)
"""Of a decision type that is known, and cannot be asked about."""
