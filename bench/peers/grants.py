"""The mandates of a register, flattened to what an engine of another kind can hold.

Such an engine knows roles, resources and conditions, and no chains, seats, headings, reservations or deputies. So these
are resolved before: each grant says what the holder of a role may decide of one type, within its whole chain.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from mandate_registry.register_folder.reader import RegisterFolder
from mandate_registry.rules.facts import EVERY_TYPE, DecisionType, Mandate


@dataclass(frozen=True, slots=True)
class Grant:
    """Who has the role may decide up to `cents`, from `start` on (epoch seconds).

    If `conditional`, the caller must have confirmed its conditions. All limits of the register are excl. VAT, so an
    amount on any basis is within one if it is not larger.
    """

    role: str
    cents: int
    start: int
    conditional: bool


class Flattened:
    """What a register grants, by decision type, and the roles of its people."""

    def __init__(self, register: RegisterFolder) -> None:
        """Resolve chains, headings, reservations, units and deputies."""
        tables: dict[str, Any] = dict(register.tables)
        self._mandates = {one.number: one for one in tables["mandates"]}
        self._types: dict[str, DecisionType] = {one.code: one for one in tables["decision_types"]}
        self.grants: dict[str, list[Grant]] = defaultdict(list)
        for mandate in self._mandates.values():
            for code, grant in self._granted(mandate):
                self.grants[code].append(grant)
        self.roles = _roles(tables)

    def _granted(self, mandate: Mandate) -> Iterator[tuple[str, Grant]]:
        """Yield what a mandate grants for each decision type that no mandate of its chain leaves out."""
        chain = list(self._chain(mandate))
        if any(not above.sub_mandating for above in chain[1:]):
            return
        for code, kind in self._types.items():
            if kind.is_heading or not all(self._lists(one, code) for one in chain):
                continue
            bounds = [bound for one in chain for bound in self._bounds(one, code)]
            cents = min(bounds)
            if cents >= 0:
                yield code, Grant(_role(mandate), cents, _start(chain), any(one.conditions for one in chain))

    def _chain(self, mandate: Mandate) -> Iterator[Mandate]:
        yield mandate
        if mandate.parent:
            yield from self._chain(self._mandates[mandate.parent])

    def _lists(self, mandate: Mandate, code: str) -> bool:
        return not {EVERY_TYPE, code, self._types[code].parent}.isdisjoint(mandate.decision_types)

    def _bounds(self, mandate: Mandate, code: str) -> Iterator[int]:
        """Yield up to how many cents the mandate reaches; what is held back altogether ends below zero."""
        if mandate.max_amount is not None:
            yield int(mandate.max_amount * 100)
        for held_back in mandate.reservations:
            if held_back.code in (code, self._types[code].parent):
                yield int(held_back.threshold * 100) - 1 if held_back.threshold is not None else -1


def _role(mandate: Mandate) -> str:
    seat = mandate.seats[0]
    return seat.position or seat.unit or ""


def _start(chain: list[Mandate]) -> int:
    return max(int(one.valid.since.timestamp()) if one.valid.since else 0 for one in chain)


def _roles(tables: dict[str, Any]) -> dict[str, list[str]]:
    """Return the roles of each employee: positions, the units these belong to, and the positions deputised for."""
    above = {unit.code: unit.parent for unit in tables["units"]}
    unit_of = {position.code: position.unit for position in tables["positions"]}
    roles: dict[str, list[str]] = defaultdict(list)
    holders: dict[str, set[str]] = defaultdict(set)
    for appointment in tables["appointments"]:
        holders[appointment.position].add(appointment.employee)
        unit = unit_of[appointment.position]
        roles[appointment.employee] += [appointment.position, unit, *([above[unit]] if above[unit] else [])]
    absent = {absence.employee for absence in tables["absences"]}
    for deputyship in tables["deputyships"]:
        position = deputyship.principal.position
        if holders[position] <= absent:
            roles[deputyship.deputy.employee].append(position)
    return dict(roles)
