"""Seats that a change leaves empty: somebody filled them before, and nobody does after, not even in another's place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import pairwise
from typing import Any

from mandate_registry.rules.decision.filled_seats import Staff
from mandate_registry.rules.decision.gates import kinds_in_force
from mandate_registry.rules.impact.power_differences import EmptySeat
from mandate_registry.rules.impact.touched import touched
from mandate_registry.rules.impact.views import View
from mandate_registry.rules.mandates import by_number
from mandate_registry.rules.notation import Seat
from mandate_registry.rules.periods import Period, merged, moment_in
from mandate_registry.rules.questions import Person

Views = tuple[View, View]
Differing = Mapping[str, Iterable[Any]]

STAFFING = {"employees", "appointments", "positions", "units", "deputyships"}
"""The tables on which it depends whether anybody fills a seat."""


def empty_seats(views: Views, pieces: Iterable[tuple[Period, Differing]]) -> list[EmptySeat]:
    """Return the seats of mandates that stay in force, by mandate; `pieces` are periods with the facts that differ."""
    looking = _Emptied(views)
    found: dict[tuple[str, Seat], list[Period]] = defaultdict(list)
    for period, differing in pieces:
        staffing = {table: facts for table, facts in differing.items() if table in STAFFING}
        for mandate, seat, stretch in looking.at(period, staffing) if staffing else ():
            found[mandate, seat].append(stretch)
    ordered = sorted(found, key=lambda key: (by_number(key[0]), str(key[1])))
    return [EmptySeat(*key, period) for key in ordered for period in merged(found[key])]


class _Emptied:
    def __init__(self, views: Views) -> None:
        self._views = views
        self._staffs: dict[datetime, tuple[Staff, Staff]] = {}
        self._holding: dict[Seat, set[str]] = defaultdict(set)
        for mandate in views[1].register.mandates:
            for seat in mandate.seats:
                self._holding[seat].add(mandate.number)

    def at(self, period: Period, differing: Differing) -> Iterator[tuple[str, Seat, Period]]:
        """Yield mandate, seat and stretch of a period in which the seat is empty and was not before."""
        people = touched(self._views, differing).keys()
        for seat, numbers in self._holding.items():
            reached = {person for view in self._views for person in view.reached(seat)}
            if reached & people:
                for stretch in self._stretches(seat, reached, period):
                    yield from ((number, seat, stretch) for number in numbers if self._is_held(number, stretch))

    def _stretches(self, seat: Seat, people: Iterable[Person], period: Period) -> Iterator[Period]:
        moments = {at for view in self._views for at in view.moments(seat, people) if at in period}
        for since, until in pairwise((period.since, *sorted(moments - {period.since}), period.until)):
            stretch = Period(since, until)
            before, after = self._staff(moment_in(stretch))
            if _is_filled(before, seat) and not _is_filled(after, seat):
                yield stretch

    def _staff(self, at: datetime) -> tuple[Staff, Staff]:
        if at not in self._staffs:
            before, after = (Staff(view.register, at) for view in self._views)
            self._staffs[at] = before, after
        return self._staffs[at]

    def _is_held(self, number: str, stretch: Period) -> bool:
        at = moment_in(stretch)
        mandate = self._views[1].register.mandates.one(number, at)
        return mandate is not None and bool(kinds_in_force(mandate, at))


def _is_filled(staff: Staff, seat: Seat) -> bool:
    """Return whether somebody fills a seat; of another organisation without a register here nobody can tell."""
    people = staff.fill(seat)
    return people is None or bool(people) or bool(staff.deputies(seat))
