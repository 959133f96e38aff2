"""The mandates of a register as known at one moment, by number, with their chains of parents."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import cached_property

from mandate_registry.rules.facts import Mandate
from mandate_registry.rules.periods import Period


class Mandates:
    """Mandates by number. Several facts of one number are its stretches of time; each moment sees one of them."""

    def __init__(self, facts: Iterable[Mandate]) -> None:
        self._stretches: dict[str, list[Mandate]] = defaultdict(list)
        for fact in facts:
            self._stretches[fact.number].append(fact)

    def __iter__(self) -> Iterator[Mandate]:
        """Yield every stretch of every mandate."""
        return (fact for stretches in self._stretches.values() for fact in stretches)

    def seen_at(self, at: datetime) -> list[Mandate]:
        """Return one fact for each number: the one in force at that moment, else the nearest to it."""
        return [_nearest(stretches, at) for stretches in self._stretches.values()]

    def one(self, number: str, at: datetime) -> Mandate | None:
        """Return the fact of this number: the one in force at that moment, else the nearest to it; None without any."""
        stretches = self._stretches.get(number)
        return _nearest(stretches, at) if stretches else None

    def lasting(self, number: str) -> Period:
        """Return the period from the first stretch of a mandate to its last: an amendment does not end it."""
        ordered = in_order(self._stretches[number])
        return Period(ordered[0].valid.since, ordered[-1].valid.until)

    def stretches(self, number: str) -> Sequence[Mandate]:
        """Return every stretch of a mandate."""
        return self._stretches.get(number, ())

    def with_parents(self, numbers: Iterable[str]) -> list[Mandate]:
        """Return every stretch of these mandates and of all their parents."""
        waiting = list(numbers)
        found: dict[str, list[Mandate]] = {}
        while waiting:
            number = waiting.pop()
            if number not in found:
                found[number] = self._stretches.get(number, [])
                waiting.extend(fact.parent for fact in found[number] if fact.parent)
        return [fact for stretches in found.values() for fact in stretches]

    def naming(self, names: Iterable[str]) -> Mandates:
        """Return the mandates with one of these names in a seat (`Seat.names`), and all their parents."""
        numbers = {number for name in names for number in self._numbers_by_name.get(name, ())}
        return Mandates(self.with_parents(numbers))

    @cached_property
    def _numbers_by_name(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for fact in self:
            for seat in fact.seats:
                for name in seat.names:
                    found[name].add(fact.number)
        return found

    def chain(self, mandate: Mandate, at: datetime) -> tuple[tuple[Mandate, ...], bool]:
        """Return the parents from the nearest to the root, and whether the chain is whole."""
        parents: list[Mandate] = []
        seen = {mandate.number}
        while (number := (parents[-1] if parents else mandate).parent) is not None:
            parent = self.one(number, at)
            if number in seen or parent is None:
                return tuple(parents), False
            seen.add(number)
            parents.append(parent)
        return tuple(parents), True


def _nearest(stretches: Sequence[Mandate], at: datetime) -> Mandate:
    """Choose the stretch that holds at that moment, else the last begun, else the first to come."""
    if len(stretches) == 1:
        return stretches[0]
    ordered = in_order(stretches)
    begun = [fact for fact in ordered if fact.valid.has_begun(at)]
    return next((fact for fact in begun if at in fact.valid), begun[-1] if begun else ordered[0])


def in_order(stretches: Iterable[Mandate]) -> list[Mandate]:
    """Return the stretches of one mandate in order of time."""
    return sorted(stretches, key=lambda fact: fact.valid.beginning)


def by_number(number: str) -> tuple[list[str | int], str]:
    """Return the sort key of a mandate number: digits compared as numbers, so that 3.2 comes before 3.10."""
    parts = re.split(r"([0-9]+)", number)  # texts and digits take turns
    return [int(part) if place % 2 else part for place, part in enumerate(parts)], number
