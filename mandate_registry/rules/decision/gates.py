"""The gates that a mandate must pass, in order (`check.md`, The gates).

A gate is a function of a trial: the reason why the mandate does not pass, or None. A new rule is one function and one
line in GATES.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from mandate_registry.rules.answers import Reason, furthest
from mandate_registry.rules.decision import amounts, scope
from mandate_registry.rules.decision.candidates import could_be_named
from mandate_registry.rules.decision.case import Case, Leg
from mandate_registry.rules.decision.consents import lacks_consent
from mandate_registry.rules.decision.holders import Occupant, deputyships_of, seating
from mandate_registry.rules.decision.trial import Trial
from mandate_registry.rules.facts import Kind, Mandate, Nature
from mandate_registry.rules.notation import Seat
from mandate_registry.rules.questions import Person

KIND_FOR = {
    Nature.DECISION: Kind.MANDATE,
    Nature.PRIVATE_ACT: Kind.POWER_OF_ATTORNEY,
    Nature.FACTUAL_ACT: Kind.AUTHORISATION,
    Nature.SIGNING: Kind.SIGNING,
}


def decision_type(trial: Trial) -> Reason | None:
    """Pass a mandate on behalf of the type's body that lists the type, one above it, or every type."""
    return None if lists(trial.leg, trial.mandate) else Reason.NO_MANDATE


def lists(leg: Leg, mandate: Mandate) -> bool:
    """Return whether the mandate is on behalf of the type's body, and lists the type, one above it, or every type."""
    return is_on_behalf(leg, mandate) and leg.is_among(mandate.decision_types)


def is_on_behalf(leg: Leg, mandate: Mandate) -> bool:
    """Return whether the mandate is on behalf of the body whose power the type is."""
    return leg.decision_type.body in (None, mandate.on_behalf_of)


def reservation(trial: Trial) -> Reason | None:
    """Pass a type that neither the mandate nor a parent holds back, with or without a threshold."""
    amount = trial.case.question.amount
    for mandate in trial.line:
        for held in mandate.reservations:
            if held.threshold is None and trial.leg.is_held_back_by(held.code):
                return Reason.RESERVED
        if amount and any(bound.judge(amount) is Reason.RESERVED for bound in thresholds(trial.leg, mandate)):
            return Reason.RESERVED
    return None


def thresholds(leg: Leg, mandate: Mandate) -> Iterator[amounts.Bound]:
    """Yield the amounts from which the mandate holds the type back."""
    for held in mandate.reservations:
        if held.threshold is not None and leg.is_held_back_by(held.code):
            yield amounts.Bound(held.threshold, mandate.currency, mandate.vat, Reason.RESERVED)


def kind(trial: Trial) -> Reason | None:
    """Pass a mandate of the kind that the type's nature needs (Awb 10:12; Awb 10:11 for signing)."""
    return None if has_kind(trial.leg, trial.mandate) else Reason.KIND_NOT_COVERED


def has_kind(leg: Leg, mandate: Mandate) -> bool:
    """Return whether the mandate is of the kind that the type's nature needs."""
    return needed_kind(leg) in mandate.kinds


def time(trial: Trial) -> Reason | None:
    """Pass a mandate that is in force at the moment asked about."""
    return not_in_force(trial.mandate, trial.case.at, needed_kind(trial.leg))


def needed_kind(leg: Leg) -> Kind | None:
    """Return the kind of mandate that the type's nature needs; None for a type that nobody can be asked about."""
    nature = leg.decision_type.nature
    return KIND_FOR[nature] if nature else None


def not_in_force(mandate: Mandate, at: datetime, kind: Kind | None = None) -> Reason | None:
    """Return the reason why a mandate is not in force at a moment, for acts of one kind or else for all of its own.

    None when it is.
    """
    asks_consent = kind in (None, Kind.MANDATE)
    states = (
        (Reason.NOT_APPROVED, not mandate.approved),
        (Reason.CONSENT_MISSING, asks_consent and lacks_consent(mandate, at)),
        (Reason.NOT_YET_VALID, not mandate.valid.has_begun(at)),
        (Reason.EXPIRED, mandate.valid.is_over(at)),
        (Reason.SUSPENDED, mandate.is_suspended(at)),
        (Reason.REVOKED, mandate.is_revoked(at)),
    )
    return next((reason for reason, applies in states if applies), None)


def kinds_in_force(mandate: Mandate, at: datetime) -> tuple[Kind, ...]:
    """Return of which kinds the mandate is in force at a moment: consents are asked for decisions only."""
    return tuple(kind for kind in mandate.kinds if not not_in_force(mandate, at, kind))


def holder(trial: Trial) -> Reason | None:
    """Pass when one of those who act fills a seat, himself or as a deputy whose turn it is."""
    if any(trial.occupants):
        return None
    seats, people = trial.mandate.seats, trial.case.people
    if any(_named_before_he_left(trial, seat) for seat in seats):
        return Reason.LEFT_ORGANISATION
    waiting = any(_awaits(trial.leg, person, seats) for person in people)
    return Reason.DEPUTY_NOT_TRIGGERED if waiting else Reason.POSITION_NOT_HELD


def _named_before_he_left(trial: Trial, seat: Seat) -> bool:
    """Return True if a seat names one of those who act, who left after that and came back."""
    home = trial.case.directory.oin
    people = {(person.organisation, person.number) for person in trial.case.people}
    return (seat.organisation or home, seat.employee) in people and trial.has_lapsed(seat)


def _awaits(leg: Leg, person: Person, seats: Sequence[Seat]) -> bool:
    return any(could_be_named(leg.case, seat, fact.principal) for fact in deputyships_of(leg, person) for seat in seats)


def chain(trial: Trial) -> Reason | None:
    """Pass when each parent is in force, covers the type itself and allows this sub-mandate (Awb 10:9)."""
    parents, whole = trial.chain
    for depth, parent in enumerate(parents, start=1):
        if not_in_force(parent, trial.case.at, needed_kind(trial.leg)):
            return Reason.PARENT_NOT_IN_FORCE
        if not (_covers(trial.leg, parent) and _permits(trial.leg, parent, depth)):
            return Reason.SUB_MANDATE_NOT_PERMITTED
    return None if whole else Reason.PARENT_NOT_IN_FORCE


def _covers(leg: Leg, parent: Mandate) -> bool:
    return is_on_behalf(leg, parent) and leg.is_among(parent.decision_types) and has_kind(leg, parent)


def _permits(leg: Leg, parent: Mandate, depth: int) -> bool:
    only, barred = parent.sub_mandating_only, parent.sub_mandating_except
    return (
        parent.sub_mandating >= depth
        and (not only or leg.is_among(only))
        and not any(leg.is_held_back_by(code) for code in barred)
    )


def limits(trial: Trial) -> Reason | None:
    """Pass an amount and a matter within the mandate, every parent, and the cap and field of who fills a seat."""
    bounds = [bound for mandate in trial.line for bound in (*amounts.limits(mandate), *thresholds(trial.leg, mandate))]
    if reason := trial.held_against(bounds) or _barred(trial, trial.caps):
        return reason
    if not all(_reaches(trial.case, mandate) for mandate in trial.line):
        return Reason.OUT_OF_SCOPE
    if any(scope.parents_area_covers(trial.case, parent) is False for parent in trial.chain[0]):
        return Reason.OUT_OF_SCOPE
    return _barred(trial, trial.bars)


def _barred(trial: Trial, bars: Callable[[Occupant], Reason | None]) -> Reason | None:
    """Return the reason when those whom `bars` lets through fill no seat, or not every seat that all together fill."""
    judged = [[(occupant, bars(occupant)) for occupant in seat] for seat in trial.occupants]
    reasons = [reason for seat in judged for _, reason in seat if reason]
    if not reasons:
        return None
    through = [[occupant for occupant, reason in seat if not reason] for seat in judged]
    if seating(trial.occupants) is None or seating(through) is not None:
        return None if any(through) else furthest(reasons)
    hoped = [[occupant for occupant, reason in seat if not (reason and reason.is_certain)] for seat in judged]
    is_lost = seating(hoped) is None
    return furthest(reason for reason in reasons if reason.is_certain is is_lost)


def _reaches(case: Case, mandate: Mandate) -> bool:
    if scope.keeps_off_oneself(case, mandate):
        return False
    return scope.names_the_case(case, mandate) and scope.named_units_cover(case, mandate) is not False


def own_decision(trial: Trial) -> Reason | None:
    """Pass when nobody who acts took the decision objected to, or reported the offence (Awb 10:3 lid 3 and 4)."""
    return Reason.OWN_DECISION if took_the_primary_decision(trial.case) else None


def took_the_primary_decision(case: Case) -> bool:
    """Return True if one of those who act took the primary decision."""
    return not case.took_the_primary_decision.isdisjoint(case.people)


def joint(trial: Trial) -> Reason | None:
    """Pass when every seat is filled by a different person."""
    return Reason.CO_HOLDER_REQUIRED if seating(trial.able) is None else None


def conditions(trial: Trial) -> Reason | None:
    """Pass when every condition is confirmed, by its id or by its text."""
    return None if all(map(trial.case.question.confirms, trial.conditions)) else Reason.CONDITION_UNCONFIRMED


GATES: tuple[Callable[[Trial], Reason | None], ...] = (
    decision_type,
    reservation,
    kind,
    time,
    holder,
    chain,
    limits,
    own_decision,
    joint,
    conditions,
)
