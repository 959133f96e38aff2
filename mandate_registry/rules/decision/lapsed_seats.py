"""Which seats of mandates have lapsed: they name an employee who has left since (`rules.lapses`)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from mandate_registry.rules.decision.case import Register
from mandate_registry.rules.facts import Appointment, Deputyship, Employee, Mandate
from mandate_registry.rules.mandates import in_order
from mandate_registry.rules.notation import Seat
from mandate_registry.rules.periods import merged


def has_lapsed(register: Register, number: str, seat: Seat, at: datetime) -> bool:
    """Return True if a seat of a mandate names an employee who has left by then, after the mandate named him."""
    if seat.employee is None:
        return False
    directory = register.directory_of(seat.organisation or register.directory.oin)
    since = named_since(register.mandates.stretches(number), seat)
    lapse = directory.lapses(seat.employee, since) if directory else None
    return lapse is not None and lapse <= at


def named_since(stretches: Iterable[Mandate], seat: Seat) -> datetime | None:
    """Return since when a mandate, by all its stretches, names the employee whom a seat of it names; None: since ever.

    An amendment grants nothing anew: what is granted again bears a number of its own.
    """
    naming = (one for one in in_order(stretches) if any(_is_same(seat, other) for other in one.seats))
    first = next(naming, None)
    return first.valid.since if first else None


def _is_same(seat: Seat, other: Seat) -> bool:
    return (seat.organisation, seat.employee) == (other.organisation, other.employee)


def named_when(register: Register, fact: Any, at: datetime) -> tuple[datetime | None, ...]:
    """Return what decides by `at` whether a fact, or what names the employee whom it is about, has lapsed.

    It is since when the fact names each employee, and of an employment which ones of his have ended.
    """
    match fact:
        case Employee():
            employments = merged(one.valid for one in register.directory.employees.get(fact.number, ()))
            return tuple(period.until for period in employments if period.is_over(at))
        case Appointment():
            return (fact.valid.since,)
        case Deputyship():
            return (fact.valid.since,) if fact.principal.employee or fact.deputy.employee else ()
        case Mandate():
            stretches = register.mandates.stretches(fact.number)
            return tuple(named_since(stretches, seat) for seat in fact.seats if seat.employee)
    return ()
