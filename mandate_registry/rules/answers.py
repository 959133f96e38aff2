"""What a check answers: the outcome, the reasons, and the explanation behind them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from mandate_registry.rules.conditions import Condition
from mandate_registry.rules.facts import Mandate
from mandate_registry.rules.notation import Seat
from mandate_registry.rules.questions import Money, Person


class Outcome(StrEnum):
    """The four outcomes, the worst first: a composite is as good as its worst leg."""

    NOT_AUTHORISED = "not_authorised"
    INDETERMINATE = "indeterminate"
    CONDITIONAL = "conditional"
    AUTHORISED = "authorised"

    @property
    def rank(self) -> int:
        """The place in the order from the worst (0) to the best."""
        return _RANKS[self]


_RANKS = {outcome: place for place, outcome in enumerate(Outcome)}


class Reason(StrEnum):
    """Why an answer is not a plain yes, in the order of the gates (`check.md`)."""

    ABOUT_UNKNOWN = "about_unknown"
    ABOUT_AMBIGUOUS = "about_ambiguous"
    COUNTERPARTY_UNKNOWN = "counterparty_unknown"
    COUNTERPARTY_AMBIGUOUS = "counterparty_ambiguous"
    PRIMARY_DECIDER_UNKNOWN = "primary_decider_unknown"
    PRIMARY_DECIDER_AMBIGUOUS = "primary_decider_ambiguous"
    SUBJECT_UNKNOWN = "subject_unknown"
    SUBJECT_AMBIGUOUS = "subject_ambiguous"
    LEFT_ORGANISATION = "left_organisation"
    PERSON_SUSPENDED = "person_suspended"
    DECISION_TYPE_UNKNOWN = "decision_type_unknown"
    NOT_MANDATABLE = "not_mandatable"
    NO_MANDATE = "no_mandate"
    RESERVED = "reserved"
    KIND_NOT_COVERED = "kind_not_covered"
    NOT_APPROVED = "not_approved"
    CONSENT_MISSING = "consent_missing"
    NOT_YET_VALID = "not_yet_valid"
    EXPIRED = "expired"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    POSITION_NOT_HELD = "position_not_held"
    DEPUTY_NOT_TRIGGERED = "deputy_not_triggered"
    SUB_MANDATE_NOT_PERMITTED = "sub_mandate_not_permitted"
    PARENT_NOT_IN_FORCE = "parent_not_in_force"
    AMOUNT_REQUIRED = "amount_required"
    CURRENCY_MISMATCH = "currency_mismatch"
    VAT_BASIS_UNCLEAR = "vat_basis_unclear"
    AMOUNT_NOT_ABOVE_MINIMUM = "amount_not_above_minimum"
    AMOUNT_ABOVE_LIMIT = "amount_above_limit"
    OUT_OF_SCOPE = "out_of_scope"
    OWN_DECISION = "own_decision"
    CO_HOLDER_REQUIRED = "co_holder_required"
    CONDITION_UNCONFIRMED = "condition_unconfirmed"

    @property
    def outcome(self) -> Outcome:
        """The outcome that this reason leads to."""
        if self is Reason.CONDITION_UNCONFIRMED:
            return Outcome.CONDITIONAL
        return Outcome.INDETERMINATE if self in _CANNOT_BE_JUDGED else Outcome.NOT_AUTHORISED

    @property
    def is_certain(self) -> bool:
        """Whether no better question about the same could turn it: it is not for want of an amount or a VAT basis."""
        return self.outcome is Outcome.NOT_AUTHORISED

    @property
    def distance(self) -> tuple[int, int]:
        """How near a question that stopped at a gate is to a yes: a certain no is farther away, then an earlier reason.

        This is the one order of reasons. Of several ways to a yes the nearest tells why it is none (`furthest`); of
        several demands that must all be met the farthest does (`first`).
        """
        return self.outcome.rank, _PLACES[self]


_PLACES = {reason: place for place, reason in enumerate(Reason)}


def furthest(reasons: Iterable[Reason]) -> Reason | None:
    """Return the reason of the one that got furthest of several ways to a yes; None without any."""
    return max(reasons, key=lambda reason: reason.distance, default=None)


def first(reasons: Iterable[Reason]) -> Reason | None:
    """Return the reason of the one that stops a question first of several demands; None without any."""
    return min(reasons, key=lambda reason: reason.distance, default=None)


OF_WHO_DOES_NOT_ACT = (
    Reason.ABOUT_UNKNOWN,
    Reason.ABOUT_AMBIGUOUS,
    Reason.COUNTERPARTY_UNKNOWN,
    Reason.COUNTERPARTY_AMBIGUOUS,
    Reason.PRIMARY_DECIDER_UNKNOWN,
    Reason.PRIMARY_DECIDER_AMBIGUOUS,
)
"""Why somebody cannot be found whom a question names and who does not act."""

_CANNOT_BE_JUDGED = {
    *OF_WHO_DOES_NOT_ACT,
    Reason.SUBJECT_AMBIGUOUS,
    Reason.DECISION_TYPE_UNKNOWN,
    Reason.AMOUNT_REQUIRED,
    Reason.CURRENCY_MISMATCH,
    Reason.VAT_BASIS_UNCLEAR,
}


@dataclass(frozen=True, slots=True)
class GateResult:
    """One gate tried for one mandate; no reason is a pass."""

    gate: str
    reason: Reason | None = None


class Change(StrEnum):
    """What a remedy changes."""

    AMOUNT = "amount"
    CO_HOLDER = "co_holder"
    MOMENT = "moment"
    CONFIRMATION = "confirmation"
    MATTER = "matter"
    APPROVAL = "approval"
    CONSENT = "consent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedy:
    """One change with which a mandate would say yes, or (`outcome`) yes on a condition; what it leaves alone is empty.

    An amount more than `above`, or (and) up to and including `up_to`; somebody beside those who act in each of `seats`;
    asked `since` a moment; with these conditions confirmed; about this case, counterparty and unit; or the mandate
    approved, or consented to.
    """

    change: Change
    outcome: Outcome = Outcome.AUTHORISED
    above: Money | None = None
    up_to: Money | None = None
    seats: tuple[Seat, ...] = ()
    since: datetime | None = None
    conditions: tuple[Condition, ...] = ()
    case: str | None = None
    counterparty: str | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Explained:
    """All gates tried for one mandate, for one leg; and what would have it say yes, where that was looked for."""

    mandate: str
    decision_type: str
    gates: tuple[GateResult, ...]
    remedies: tuple[Remedy, ...] = ()

    @property
    def failed(self) -> list[GateResult]:
        """The gates that it did not pass, in order."""
        return [result for result in self.gates if result.reason]


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who signs; `position` (code) is the one through which he may, of a deputy the one for which he stands in."""

    person: Person
    position: str | None = None
    is_deputy: bool = False


@dataclass(frozen=True, slots=True)
class LegAnswer:
    """The answer for one decision type that is no composite.

    `mandate` is the one that covers it, or the one that got furthest; None where no mandate came into it.
    `signatories` are those who sign when it is authorised.
    """

    decision_type: str
    body: str | None = None
    reason: Reason | None = None
    mandate: Mandate | None = None
    own_power: bool = False
    conditions: tuple[Condition, ...] = ()
    explanation: tuple[Explained, ...] = ()
    signatories: tuple[Signatory, ...] = ()

    @property
    def outcome(self) -> Outcome:
        """The outcome of this leg."""
        return self.reason.outcome if self.reason else Outcome.AUTHORISED


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question: that of the worst leg, the first such in the order of the components."""

    reason: Reason | None
    legs: tuple[LegAnswer, ...] = ()
    stable_until: datetime | None = None

    @property
    def outcome(self) -> Outcome:
        """The outcome of the whole."""
        return self.reason.outcome if self.reason else Outcome.AUTHORISED

    @property
    def deciding_leg(self) -> LegAnswer | None:
        """The leg whose outcome and reason are those of the whole; None when the question got to no leg."""
        return worst(self.legs) if self.legs else None

    @property
    def mandate(self) -> Mandate | None:
        """The mandate that covers the decision or got furthest; None for a composite, whose legs name their own."""
        return self.legs[0].mandate if len(self.legs) == 1 else None

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """What is to be confirmed, over all legs, each once."""
        return tuple({condition.id: condition for leg in self.legs for condition in leg.conditions}.values())

    @property
    def ground(self) -> tuple[Reason | None, list[str | None]]:
        """The reason, and the number of the mandate of each leg: what makes it another answer when it changes."""
        return self.reason, [leg.mandate.number if leg.mandate else None for leg in self.legs]


def worst(legs: tuple[LegAnswer, ...]) -> LegAnswer:
    """Return the first of the legs with the worst outcome."""
    return min(legs, key=lambda leg: leg.outcome.rank)
