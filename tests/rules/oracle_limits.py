"""How far a mandate reaches with all its parents: amounts first, then cases, counterparties, units and staff."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal

from mandate_registry.rules.answers import Reason
from mandate_registry.rules.facts import Mandate, Vat
from mandate_registry.rules.notation import Reservation, Seat
from mandate_registry.rules.questions import Named
from tests.rules.oracle_seats import Seats, Way
from tests.rules.oracle_view import find

# A certain no goes before what cannot be judged.
AMOUNT_REASONS = [
    Reason.AMOUNT_NOT_ABOVE_MINIMUM,
    Reason.AMOUNT_ABOVE_LIMIT,
    Reason.AMOUNT_REQUIRED,
    Reason.CURRENCY_MISMATCH,
    Reason.VAT_BASIS_UNCLEAR,
]

TURNABLE = AMOUNT_REASONS[2:]


class Limits(Seats):
    """One decision type, asked for these people: the limits of the mandates."""

    # The chain

    def mandates(self) -> list[Mandate]:
        numbers = dict.fromkeys(mandate.number for mandate in self.view.ever("mandates"))
        return [self.numbered(number) for number in numbers]

    def numbered(self, number: str) -> Mandate:
        at = self.view.question.at
        stretches: list[Mandate] = [mandate for mandate in self.view.ever("mandates") if mandate.number == number]
        return next((mandate for mandate in stretches if at in mandate.valid), stretches[0])

    def parents(self, mandate: Mandate) -> list[Mandate]:
        found = []
        while mandate.parent:
            mandate = self.numbered(mandate.parent)
            found.append(mandate)
        return found

    def whole(self, mandate: Mandate) -> list[Mandate]:
        return [mandate, *self.parents(mandate)]

    # Gate 7

    def above(self, limit: Decimal, currency: str, vat: Vat) -> bool | Reason | None:
        """Return whether the amount is above; a reason when that cannot be judged, None when no limit binds."""
        amount = self.view.question.amount
        if amount is None:
            return None if self.type.amount_required is False else Reason.AMOUNT_REQUIRED
        if amount.currency != currency:
            return Reason.CURRENCY_MISMATCH
        above = amount.value > limit
        if Vat.NONE in {vat, amount.vat} or vat == amount.vat:
            return above
        sure = above if amount.vat is Vat.EXCL else not above
        return above if sure else Reason.VAT_BASIS_UNCLEAR

    def limits(self, mandate: Mandate) -> Reason | None:
        ways = [way for seat in mandate.seats for way in self.ways_into(mandate, seat)]
        reasons = set(self.amount_reasons(mandate))
        first = next((reason for reason in AMOUNT_REASONS if reason in reasons), None)
        if first or not ways:
            return first
        if stopped := self.stopped(mandate, ways, self.over_cap):
            return stopped
        if not self.in_scope(mandate):
            return Reason.OUT_OF_SCOPE
        return self.stopped(mandate, ways, lambda way: self.stop_of(mandate, way))

    def stop_of(self, mandate: Mandate, way: Way) -> Reason | None:
        return self.over_cap(way) or (None if self.reaches(mandate, way) else Reason.OUT_OF_SCOPE)

    def stopped(self, mandate: Mandate, ways: list[Way], bars: Callable[[Way], Reason | None]) -> Reason | None:
        """Return the reason when nobody gets through, or not enough do: first what a better question could turn."""
        reasons = [bars(way) for way in ways]
        if None in reasons and not self.needs(mandate, lambda way: bars(way) is not None):
            return None
        open_ones = [reason for reason in reasons if reason in TURNABLE]
        lost = self.needs(mandate, lambda way: bars(way) not in {None, *TURNABLE})
        certain = [reason for reason in reasons if reason and reason not in TURNABLE]
        return max(open_ones if open_ones and not lost else certain, key=list(Reason).index)

    def needs(self, mandate: Mandate, barred: Callable[[Way], bool]) -> bool:
        """Return whether all seats can be filled, but not without somebody who is barred."""
        seatings = [ways for ways in itertools.product(*map(self.ways, mandate.seats)) if are_different(ways)]
        return bool(seatings) and all(any(map(barred, ways)) for ways in seatings)

    def amount_reasons(self, mandate: Mandate) -> Iterator[Reason]:
        if self.type.amount_required and self.view.question.amount is None:
            yield Reason.AMOUNT_REQUIRED
        for one in self.whole(mandate):
            if one.max_amount is not None:
                yield from refused(self.above(one.max_amount, one.currency, one.vat), Reason.AMOUNT_ABOVE_LIMIT)
            if one.above_amount is not None:
                found = self.above(one.above_amount, one.currency, one.vat)
                yield from refused(not found if isinstance(found, bool) else found, Reason.AMOUNT_NOT_ABOVE_MINIMUM)
            for reservation in one.reservations:
                if self.under([reservation.code]):
                    found = self.holds_back(one, reservation)
                    if isinstance(found, Reason):
                        yield found

    def over_cap(self, way: Way) -> Reason | None:
        row = way.deputyship
        if row is None or row.max_amount is None:
            return None
        return next(refused(self.above(row.max_amount, "EUR", row.vat), Reason.AMOUNT_ABOVE_LIMIT), None)

    def reaches(self, mandate: Mandate, way: Way) -> bool:
        return self.over_cap(way) is None and self.own_field(mandate, way) is not False

    def in_scope(self, mandate: Mandate) -> bool:
        asked = self.view.question
        strangers = {person.organisation for person in self.people} - {self.view.oin}
        for one in self.whole(mandate):
            if one.not_about_oneself and (self.is_about_oneself() or asked.counterparty in strangers):
                return False
            if one.cases and asked.case not in one.cases:
                return False
            if one.counterparties and asked.counterparty not in one.counterparties:
                return False
            if self.named_units(one) is False:
                return False
        return all(self.parents_field(one) is not False for one in self.parents(mandate))

    # Fields: within answers yes, no, or None for "to be confirmed"

    def named_units(self, mandate: Mandate) -> bool | None:
        units = [code for code in mandate.within if code not in {"own_unit", "own_staff"}]
        return self.lies_in(units) if units else True

    def own_field(self, mandate: Mandate, way: Way) -> bool | None:
        return self.field(mandate.within, way.units, {person.number for person in self.people})

    def field(self, within: Iterable[str], units: tuple[str, ...], oneself: set[str]) -> bool | None:
        found: list[bool | None] = [True]
        if "own_unit" in within:
            found.append(self.lies_in(units))
        if "own_staff" in within:
            found.append(self.own_staff(units, oneself))
        return False if False in found else None if None in found else True

    def lies_in(self, units: Iterable[str]) -> bool | None:
        """Judge by the unit that the question names, else by the person whom it is about."""
        named, about = self.view.question.unit, self.about()
        if named is not None:
            return self.view.is_below("units", named, units)
        return None if about is None else self.sits_in(about, units)

    def own_staff(self, units: Iterable[str], oneself: set[str]) -> bool | None:
        about = self.about()
        if about is not None:
            return about not in oneself and self.sits_in(about, units)
        return False if self.lies_in(units) is False else None

    def is_about_oneself(self) -> bool:
        asked = self.view.question
        about = find(self.view, asked.about) if asked.about else set()
        other = asked.counterparty
        named = Named(number=other, name=other) if isinstance(other, str) else other
        party = find(self.view, named) if named else set()
        return any(person in about or person in party for person in self.people)

    def about(self) -> str | None:
        if self.view.question.about is None:
            return None
        return next((person.number for person in find(self.view, self.view.question.about)), "")

    def sits_in(self, number: str, units: Iterable[str]) -> bool:
        sits = self.view.units(self.view.held_by(number))
        return any(self.view.is_below("units", unit, units) for unit in sits)

    def parents_field(self, parent: Mandate) -> bool | None:
        found = [self.field(parent.within, self.units_of(seat), self.holders_of(seat)) for seat in parent.seats]
        return False if False in found else None if None in found else True

    def holders_of(self, seat: Seat) -> set[str]:
        if seat.organisation:
            return set()
        rows = [row for row in self.view.now("positions") if seat.category and row.category == seat.category]
        codes = [row.code for row in rows] + [seat.position] * bool(seat.position)
        held = {number for code in codes for number in self.view.holders(str(code))}
        return held & {seat.employee} if seat.employee and seat.position else held | {str(seat.employee)}

    def units_of(self, seat: Seat) -> tuple[str, ...]:
        if seat.organisation:
            return ()
        if seat.unit:
            return (seat.unit,)
        if seat.position:
            return self.view.units([seat.position])
        if seat.category:
            rows = self.view.now("positions")
            return tuple(row.unit for row in rows if row.category == seat.category and row.unit)
        return self.view.units(self.view.held_by(str(seat.employee)))

    def holds_back(self, mandate: Mandate, reservation: Reservation) -> bool | Reason | None:
        """Return whether it surely holds back; a reason when that cannot be judged."""
        if reservation.threshold is None:
            return True
        least = reservation.threshold - Decimal("0.01")
        found = self.above(least, mandate.currency, mandate.vat)
        return found if found is not None else None


def are_different(ways: tuple[Way, ...]) -> bool:
    """Return whether nobody sits in two seats."""
    return len({way.person for way in ways}) == len(ways)


def refused(found: bool | Reason | None, reason: Reason) -> Iterator[Reason]:  # noqa: FBT001 - three answers
    if isinstance(found, Reason):
        yield found
    elif found:
        yield reason
