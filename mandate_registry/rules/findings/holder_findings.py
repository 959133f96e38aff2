"""Findings about who fills the seats of mandates that have begun."""

from __future__ import annotations

from collections.abc import Iterator

from mandate_registry.rules.decision.holders import all_different
from mandate_registry.rules.facts import Mandate
from mandate_registry.rules.findings.findings import Entry, Finding, FindingCode, Severity, about
from mandate_registry.rules.findings.review import Review
from mandate_registry.rules.notation import Seat
from mandate_registry.rules.questions import Person
from mandate_registry.rules.sentences import SEATS, Called, Sentence, make_sentence

TABLES = {"position": "positions", "employee": "employees", "unit": "units"}
"""Where the names in a seat stand; a category has no entry of its own."""


def holder_left(review: Review) -> Iterator[Finding]:
    """Find seats of an employee who is not employed, or who left after the mandate named him and came back."""
    for seat, mandates in review.by_seat.items():
        if _has_left(review, seat):
            sentence = make_sentence(
                "Employee %(number)s is not employed, and the seat %(seat)s ends with him.",
                number=_named(seat),
                seat=_called(seat),
            )
            yield _left(seat, mandates, sentence)
        elif lapsed := [mandate for mandate in mandates if review.has_lapsed(mandate, seat)]:
            sentence = make_sentence(
                "Employee %(number)s left and came back, and the seat %(seat)s ended when he left.",
                number=_named(seat),
                seat=_called(seat),
            )
            yield _left(seat, lapsed, sentence)


def _called(seat: Seat) -> Called:
    return Called(SEATS, str(seat))


def _named(seat: Seat) -> Called | str:
    """Return who is named in a seat; of another organisation by his number there."""
    return seat.employee or "" if seat.organisation else Called("employees", seat.employee or "")


def _left(seat: Seat, mandates: list[Mandate], detail: Sentence) -> Finding:
    return Finding(FindingCode.HOLDER_LEFT, Severity.ERROR, "", about(mandates, *_entries(seat)), detail)


def _has_left(review: Review, seat: Seat) -> bool:
    directory = review.register.directory_of(seat.organisation or review.directory.oin)
    return bool(seat.employee and directory and not directory.is_employed(seat.employee, review.at))


def _entries(seat: Seat) -> Iterator[Entry]:
    """Yield the entries of the own register that a seat names."""
    names = {table: getattr(seat, kind) for kind, table in TABLES.items()}
    return ((table, name) for table, name in names.items() if name and not seat.organisation)


def seat_vacant(review: Review) -> Iterator[Finding]:
    """Find seats that nobody fills, other than by leaving, and say who stands in."""
    for seat, begun in review.by_seat.items():
        mandates = [mandate for mandate in begun if not review.has_lapsed(mandate, seat)]
        if mandates and review.staff.fill(seat) == frozenset() and not _has_left(review, seat):
            standing_in = _standing_in(review, seat)
            detail = make_sentence(
                "Nobody fills the seat %(seat)s; %(standing_in)s.", seat=_called(seat), standing_in=standing_in
            )
            yield Finding(FindingCode.SEAT_VACANT, Severity.WARNING, "", about(mandates, *_entries(seat)), detail)


def _standing_in(review: Review, seat: Seat) -> Sentence:
    numbers = [fact.number for fact in review.staff.deputyships(seat) if review.staff.fill(fact.deputy)]
    if not numbers:
        return make_sentence("nobody stands in")
    return make_sentence("a deputy stands in by deputyship %(numbers)s", numbers=", ".join(sorted(numbers)))


def seats_unfillable(review: Review) -> Iterator[Finding]:
    """Find joint mandates whose seats cannot be filled by different people, deputies included."""
    for mandate in review.begun:
        if len(mandate.seats) > 1 and not all_different([*_people(review, mandate)]):
            detail = make_sentence(
                "Mandate %(number)s needs %(count)s different people, and so many are not there.",
                number=mandate.number,
                count=len(mandate.seats),
            )
            yield Finding(FindingCode.SEATS_UNFILLABLE, Severity.ERROR, "", about([mandate]), detail)


def _people(review: Review, mandate: Mandate) -> Iterator[frozenset[Person]]:
    """Yield, for each seat whose people a register here keeps, everyone who fills it or could stand in."""
    for seat in mandate.seats:
        filled = review.staff.fill(seat)
        if review.has_lapsed(mandate, seat):
            yield frozenset()
        elif filled is not None:
            yield filled | review.staff.deputies(seat)


def single_holder(review: Review) -> Iterator[Finding]:
    """Find seats of mandates held alone that one person fills, and in which nobody could ever stand in for him."""
    for seat, mandates in review.by_seat.items():
        lasting = (mandate for mandate in mandates if not review.has_lapsed(mandate, seat))
        alone = [mandate for mandate in lasting if len(mandate.seats) == 1]
        people = review.staff.fill(seat) or frozenset()
        if alone and len(people) == 1 and not seat.organisation and not review.staff.deputies(seat) - people:
            holder = next(iter(people)).number
            detail = make_sentence(
                "Only employee %(number)s fills the seat %(seat)s, and nobody could stand in.",
                number=Called("employees", holder),
                seat=_called(seat),
            )
            yield Finding(FindingCode.SINGLE_HOLDER, Severity.NOTICE, "", about(alone, *_entries(seat)), detail)
