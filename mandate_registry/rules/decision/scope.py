"""Which matters a mandate reaches: cases, counterparties, units, one's own staff."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from mandate_registry.rules.decision.case import Case
from mandate_registry.rules.decision.holders import in_person
from mandate_registry.rules.directory import Directory
from mandate_registry.rules.facts import OWN_FIELDS, OWN_STAFF, OWN_UNIT, Mandate
from mandate_registry.rules.notation import Seat
from mandate_registry.rules.questions import Person

ONE_OF_UNITS = "The matter belongs to one of these units: "
OWN_WORDS = {
    OWN_UNIT: "The matter belongs to the holder's own unit.",
    OWN_STAFF: "The decision is about an employee of the holder's own unit, and not about the holder.",
}


OWN_INTEREST = "own_interest"
"""The id of the condition that whoever decides about or with himself has to confirm, under whatever mandate."""
OWN_INTEREST_WORDS = (
    "It is about or with one of those who act, and no personal interest bears on the decision (Awb 2:4, BW 3:68)."
)
NOT_ABOUT_ONESELF = "The decision is not about one of those who act."
"""What a power says that rests on a mandate which is never about those who act: a check looks at whom it is about."""


def keeps_off_oneself(case: Case, mandate: Mandate) -> bool:
    """Return whether the mandate is never about those who act, and this would be, or for the organisation of one."""
    return mandate.not_about_oneself and (case.is_about_oneself or case.is_with_oneself)


def names_the_case(case: Case, mandate: Mandate) -> bool:
    """Return whether the question names a case and a counterparty to which the mandate is restricted, if it is."""
    question = case.question
    return (not mandate.cases or question.case in mandate.cases) and (
        not mandate.counterparties or question.counterparty in mandate.counterparties
    )


def named_units_cover(case: Case, mandate: Mandate) -> bool | None:
    """Judge the units that a mandate names; None when the question names neither unit nor person."""
    units = [code for code in mandate.within if code not in OWN_FIELDS]
    return _lies_within(case, units) if units else True


def own_area_covers(
    case: Case, mandate: Mandate, own_units: Collection[str], oneself: Collection[Person]
) -> bool | None:
    """Judge `own_unit` and `own_staff` for a holder of these units; None when the question does not tell."""
    verdicts = [
        _lies_within(case, own_units) if restriction == OWN_UNIT else _is_own_staff(case, own_units, oneself)
        for restriction in mandate.within
        if restriction in OWN_FIELDS
    ]
    return False if False in verdicts else None if None in verdicts else True


def parents_area_covers(case: Case, parent: Mandate) -> bool | None:
    """Judge the own field of a parent: that of every seat of it, whoever fills it now."""
    verdicts = {own_area_covers(case, parent, *_area_of(case, seat)) for seat in parent.seats}
    return False if False in verdicts else None if None in verdicts else True


def areas_of_seats(case: Case, parent: Mandate) -> list[tuple[str, ...]]:
    """Return for each seat of a mandate the units that are its own field, whoever fills it now."""
    return [_area_of(case, seat)[0] for seat in parent.seats]


def _area_of(case: Case, seat: Seat) -> tuple[tuple[str, ...], set[Person]]:
    """Return the units of a seat, and those who fill it (whom its own staff leaves out)."""
    directory, at = case.directory, case.at
    about = [person for person in case.about or () if any(in_person(case, seat, person))]
    if seat.organisation:
        return (), set(about)  # a position of this code may stand in the register here as well
    if seat.unit:
        return (seat.unit,), set()
    return directory.units_of(_positions_of(seat, directory, at), at), set(about)


def _positions_of(seat: Seat, directory: Directory, at: datetime) -> Collection[str]:
    """Return the positions that a seat means.

    That which it names, those that an employee holds, those of a category.
    """
    if seat.position:
        return [seat.position]
    if seat.employee:
        return directory.positions_of(seat.employee, at)
    return directory.positions_in(seat.category, at) if seat.category else ()


def _lies_within(case: Case, units: Iterable[str]) -> bool | None:
    """Judge a matter by the unit that the question names, else by the person it is about."""
    if case.question.unit is not None:
        return _is_below(case, [case.question.unit], units)
    return None if case.about is None else _is_below(case, case.units_of(case.about), units)


def _is_own_staff(case: Case, units: Collection[str], oneself: Collection[Person]) -> bool | None:
    """Judge a decision by the person it is about; a unit alone can only tell that it is another's staff."""
    if case.about is not None:
        return case.about.isdisjoint(oneself) and _is_below(case, case.units_of(case.about), units)
    stated = _lies_within(case, units)
    return False if stated is False else None


def _is_below(case: Case, units: Iterable[str], wanted: Iterable[str]) -> bool:
    return not units_with_above(case, units).isdisjoint(wanted)


def units_with_above(case: Case, units: Iterable[str]) -> set[str]:
    """Return these units and all above them, at the moment asked about."""
    return {code for unit in units for code in case.directory.units_above(unit, case.at)}
