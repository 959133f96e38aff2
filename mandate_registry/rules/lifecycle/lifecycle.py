"""The life of a mandate: what may happen to it, and its status, which follows from what happened.

A mandate is the stretches of time in which it says one thing; whatever happens to it gives new stretches.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from mandate_registry.rules.decision.consents import asks_consent_of, consents_of, lacks_consent
from mandate_registry.rules.facts import Employee, Mandate
from mandate_registry.rules.mandates import in_order
from mandate_registry.rules.periods import Period, merged

Stretches = tuple[Mandate, ...]


class Event(StrEnum):
    """What happens to a mandate."""

    DRAFT = "draft"
    EDIT = "edit"
    PROPOSAL = "proposal"
    SUBMISSION = "submission"
    APPROVAL = "approval"
    REJECTION = "rejection"
    WITHDRAWAL = "withdrawal"
    PUBLICATION = "publication"
    CONSENT = "consent"
    GRANT = "grant"
    AMENDMENT = "amendment"
    SUSPENSION = "suspension"
    RESUMPTION = "resumption"
    REVOCATION = "revocation"


class Status(StrEnum):
    """Where a mandate stands at a moment. It is never kept: it follows from the facts."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    CONSENTED = "consented"
    IN_FORCE = "in_force"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    EXPIRED = "expired"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"


class ChangeKind(StrEnum):
    """What a plan lets happen to an entry."""

    ADDED = "added"
    CHANGED = "changed"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"


class ChangesetState(StrEnum):
    """How far a changeset has come."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    REJECTED = "rejected"
    APPROVED = "approved"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class EventRefusal(ValueError):
    """Why something cannot happen to a mandate: the field that says so, a code, and a sentence."""

    def __init__(self, field: str, code: str, detail: str) -> None:
        super().__init__(detail)
        self.field, self.code, self.detail = field, code, detail


def status(mandate: Mandate, at: datetime, *, submitted: bool, has_left: bool) -> Status:
    """Return the status at a moment. `has_left`: a seat names an employee with whose leaving it lapsed by then."""
    asks_consent = bool(consents_of(mandate))
    states = (
        (Status.SUBMITTED, not mandate.approved and submitted),
        (Status.DRAFT, not mandate.approved),
        (Status.REVOKED, mandate.is_revoked(at)),
        (Status.EXPIRED, mandate.valid.is_over(at)),
        (Status.LAPSED, has_left),
        (Status.APPROVED, lacks_consent(mandate, at)),
        (Status.CONSENTED, asks_consent and not mandate.valid.has_begun(at)),
        (Status.APPROVED, not mandate.valid.has_begun(at)),
        (Status.SUSPENDED, mandate.is_suspended(at)),
    )
    return next((found for found, applies in states if applies), Status.IN_FORCE)


def approve(stretches: Stretches) -> Stretches:
    """Approve a draft."""
    return tuple(replace(stretch, approved=True) for stretch in stretches)


def consent(stretches: Stretches, giver: str, at: datetime) -> Stretches:
    """Record a consent (Awb 10:4); `giver` is holder or superior."""
    if not any(stretch.is_external for stretch in stretches):
        raise EventRefusal("giver", "not_external", "no holder of another organisation needs to consent (Awb 10:4)")
    if not any(asks_consent_of(stretch, giver) for stretch in stretches):
        raise EventRefusal("giver", "not_asked", "the law asks no such consent for this mandate (Awb 10:4, 10:12)")
    changed: dict[str, Any] = {f"{giver}_consent": at}
    return tuple(replace(stretch, **changed) for stretch in stretches)


def revoke(stretches: Stretches, at: datetime) -> Stretches:
    """Revoke from a moment on (Awb 10:8); one that is revoked already can only be revoked earlier."""
    _must_not_be_revoked(stretches, at)
    return tuple(replace(stretch, revoked_at=at) for stretch in stretches)


def suspend(stretches: Stretches, since: datetime, until: datetime | None) -> Stretches:
    """Suspend for a period; None is until it is resumed."""
    period = Period(since, until)
    _must_run_forward(period)
    _must_not_be_revoked(stretches, since)
    if any(other.covers(period) for stretch in stretches for other in stretch.suspensions):
        raise EventRefusal("effectiveAt", "already_suspended", "the mandate is suspended then")
    return tuple(replace(stretch, suspensions=merged((*stretch.suspensions, period))) for stretch in stretches)


def stop(employee: Employee, employments: Iterable[Employee], since: datetime, until: datetime | None) -> Employee:
    """Stop a person for a period; None is until resumed. `employments` are all of the same number."""
    period = Period(since, until)
    _must_run_forward(period)
    if not employee.valid.meets(period):
        raise EventRefusal("effectiveAt", "not_employed", "the person is not employed then")
    if any(other.covers(period) for one in employments for other in one.suspensions):
        raise EventRefusal("effectiveAt", "already_suspended", "the person is stopped then")
    return replace(employee, suspensions=merged((*employee.suspensions, period)))


def resume_person(employments: Sequence[Employee], at: datetime) -> list[Employee]:
    """End the suspension of that moment, in every employment of one number."""
    if not any(one.is_suspended(at) for one in employments):
        raise EventRefusal("effectiveAt", "not_suspended", "the person is not stopped then")
    return [replace(one, suspensions=tuple(_until(one.suspensions, at))) for one in employments]


def resumed_from(before: Employee, after: Employee, moment: datetime) -> Employee:
    """Return an employee as he is to be, but stopped for as long before a moment as he was."""
    stopped = (Period(one.since, min(one.until or moment, moment)) for one in before.suspensions)
    past = (one for one in stopped if not one.is_backward)
    return replace(after, suspensions=merged((*after.suspensions, *past)))


def resume(stretches: Stretches, at: datetime) -> Stretches:
    """End the suspension of that moment."""
    _must_not_be_revoked(stretches, at)
    if not any(stretch.is_suspended(at) for stretch in stretches):
        raise EventRefusal("effectiveAt", "not_suspended", "the mandate is not suspended then")
    return tuple(replace(stretch, suspensions=tuple(_until(stretch.suspensions, at))) for stretch in stretches)


def amend(stretches: Stretches, at: datetime, values: Mapping[str, Any]) -> Stretches:
    """Return the mandate amended from a moment on, or from its beginning if that is later.

    `values` are fields of the fact, and `valid_from` and `valid_until` for where it begins and ends. What was said to
    change later stays, where this does not say otherwise. No moments are left out but those beyond a new end.
    """
    _must_not_be_revoked(stretches, at)
    said = {name: value for name, value in values.items() if name not in ("valid_from", "valid_until")}
    ordered = _bounded(tuple(in_order(stretches)), values)
    if said and ordered[-1].valid.is_over(at):
        raise EventRefusal("effectiveAt", "expired", "the mandate has ended by then")
    changed = (part for stretch in ordered for part in _amended(stretch, at, said))
    return tuple(_joined(changed))


def _amended(stretch: Mandate, at: datetime, said: Mapping[str, Any]) -> Iterator[Mandate]:
    """Yield the part before a moment as it was, and the part from it on as it is said now."""
    if stretch.valid.is_over(at):
        yield stretch
    elif at in stretch.valid and stretch.valid.since != at:
        yield replace(stretch, valid=Period(stretch.valid.since, at))
        yield replace(stretch, valid=Period(at, stretch.valid.until), **said)
    else:
        yield replace(stretch, **said)


def _bounded(stretches: Stretches, values: Mapping[str, Any]) -> Stretches:
    """Return the mandate with the beginning and the end that `values` state."""
    since = values.get("valid_from", stretches[0].valid.since)
    until = values.get("valid_until", stretches[-1].valid.until)
    first = replace(stretches[0], valid=Period(since, stretches[0].valid.until))
    if first.valid.is_backward or Period(since, until).is_backward:
        field = "valid_until" if "valid_until" in values else "valid_from"
        raise EventRefusal(field, "last_day_before_first", "it would end before it begins, or begin after an amendment")
    begun = [one for one in (first, *stretches[1:]) if until is None or not one.valid.since or one.valid.since < until]
    return (*begun[:-1], replace(begun[-1], valid=Period(begun[-1].valid.since, until)))


def _joined(stretches: Iterable[Mandate]) -> Iterator[Mandate]:
    """Yield neighbours that say the same as one; a mandate has at least one stretch."""
    last, *others = stretches
    for stretch in others:
        if last.valid.until == stretch.valid.since and replace(stretch, valid=last.valid) == last:
            last = replace(last, valid=Period(last.valid.since, stretch.valid.until))
        else:
            yield last
            last = stretch
    yield last


def _must_not_be_revoked(stretches: Stretches, at: datetime) -> None:
    if any(stretch.is_revoked(at) for stretch in stretches):
        raise EventRefusal("effectiveAt", "already_revoked", "the mandate is revoked by then")


def _must_run_forward(period: Period) -> None:
    if period.is_backward:
        raise EventRefusal("until", "ends_before_it_begins", "lies before the moment from which it counts")


def _until(periods: Iterable[Period], at: datetime) -> Iterator[Period]:
    """Yield the periods, the one of that moment ended by it."""
    for period in periods:
        if at not in period:
            yield period
        elif period.since != at:
            yield Period(period.since, at)
