"""New decision types held back from mandates for everything (`*`): who gave these did not think of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from mandate_registry.rules.decision.gates import KIND_FOR
from mandate_registry.rules.facts import EVERY_TYPE, DecisionType, Mandate
from mandate_registry.rules.notation import Reservation

MAX_HELD = 200
"""So many types may a mandate hold back to be changed by the API and on the pages, which take no longer lists."""


class Holding(NamedTuple):
    """The mandates, of which some hold new decision types back, and how many times that is done."""

    mandates: list[Mandate]
    times: int

    @property
    def is_too_much(self) -> bool:
        """Return True if a mandate would hold back more than it may."""
        return self.times > 0 and any(len(one.reservations) > MAX_HELD for one in self.mandates)


def holding_back(mandates: Sequence[Mandate], new: Iterable[DecisionType], had: Iterable[str]) -> Holding:
    """Return mandates of which those of the numbers that the register `had` hold back what they would cover of `new`.

    Only mandates for everything are looked at. One that names a new type is granted for it, and keeps it; so do those
    on which it rests, for without them it would not hold.
    """
    types = sorted(new, key=lambda one: one.code)
    above, known = _above(mandates), set(had)
    carrying = {fact.code: _bearers(fact, mandates, above) for fact in types}
    found: list[Mandate] = []
    times = 0
    for one in mandates:
        its = [fact.code for fact in types if would_cover(one, fact)] if one.number in known else []
        held = [code for code in its if one.number not in carrying[code]]
        times += len(held)
        found.append(replace(one, reservations=(*one.reservations, *map(Reservation, held))) if held else one)
    return Holding(found, times)


def would_cover(mandate: Mandate, fact: DecisionType) -> bool:
    """Return True if a mandate for everything covers a decision type at some moment, by its own words.

    A type without a nature is decided on by nobody. What bounds a mandate otherwise, as a limit, is no answer here.
    """
    if fact.nature is None or EVERY_TYPE not in mandate.decision_types or fact.code in mandate.decision_types:
        return False
    is_over = fact.valid.since is not None and mandate.is_revoked(fact.valid.since)
    is_of_body = fact.body in (None, mandate.on_behalf_of)
    is_held_back = Reservation(fact.code) in mandate.reservations
    is_of_kind = KIND_FOR[fact.nature] in mandate.kinds
    return is_of_body and is_of_kind and mandate.valid.meets(fact.valid) and not (is_over or is_held_back)


def _above(mandates: Iterable[Mandate]) -> dict[str, set[str]]:
    """Return by number those of the mandates directly above."""
    found: dict[str, set[str]] = defaultdict(set)
    for one in mandates:
        if one.parent:
            found[one.number].add(one.parent)
    return found


def _bearers(fact: DecisionType, mandates: Iterable[Mandate], above: Mapping[str, set[str]]) -> set[str]:
    """Return the numbers of all mandates on which those rest that name a decision type."""
    waiting = [one.number for one in mandates if fact.code in one.decision_types]
    found: set[str] = set()
    while waiting:
        for number in above.get(waiting.pop(), set()) - found:
            found.add(number)
            waiting.append(number)
    return found
