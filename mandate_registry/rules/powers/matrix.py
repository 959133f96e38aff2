"""The authority matrix: what a holder of each position may decide of each decision type, by that position alone.

Somebody who does not exist is put into each position, and nobody anywhere else; what he may decide is found as every
power is (`powers`). So a cell never says more than a check would, and nothing of a person, a deputy or an absence.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from itertools import islice

from mandate_registry.rules.answers import Reason
from mandate_registry.rules.decision.candidates import seat_names
from mandate_registry.rules.decision.case import Case, Leg, Register
from mandate_registry.rules.decision.decision import leg_types, trials_of
from mandate_registry.rules.decision.gates import GATES
from mandate_registry.rules.facts import EVERY_TYPE, DecisionType, Mandate, Position
from mandate_registry.rules.mandates import Mandates
from mandate_registry.rules.powers.powers import Ground, Limit, grounds, power
from mandate_registry.rules.questions import Named, Person, Question

STAFFED_AT_ONCE = 100
"""Into so many positions somebody is put at once: a page of a matrix needs no more."""


class CellState(StrEnum):
    """What a cell says, the most first."""

    ALONE = "alone"
    TOGETHER = "together"
    CONDITIONAL = "conditional"
    RESTRICTED = "restricted"
    """For cases or counterparties that the mandate names, and no others."""
    RESERVED = "reserved"
    """Held back from a mandate that would have it otherwise."""


class AppointedVia(StrEnum):
    """How a position came by it."""

    NAME = "name"
    """The mandate names the position, and the type or one above it."""
    FAMILY = "family"
    """The mandate names a category, a unit or everybody."""
    REVERSE = "reverse"
    """A mandate for everything except what is reserved."""
    OWN_POWER = "own_power"


@dataclass(frozen=True, slots=True)
class MatrixEntry:
    """One way in which a position may decide a type; `mandates` are those it rests on, by number, one for each leg."""

    state: CellState
    through: AppointedVia
    mandates: tuple[str, ...] = ()
    limits: tuple[Limit, ...] = ()
    conditions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Matrix:
    """Positions and decision types that say something, and by their codes what they say, the most first.

    `following` is the first position after these that says something, where there are more than were wanted.
    """

    positions: tuple[Position, ...]
    decision_types: tuple[DecisionType, ...]
    cells: dict[tuple[str, str], tuple[MatrixEntry, ...]]
    following: Position | None = None


def matrix(
    register: Register,
    at: datetime,
    positions: Sequence[Position],
    types: Iterable[DecisionType],
    most: int | None = None,
) -> Matrix:
    """Fill a matrix as it was at a moment; rows and columns in which nothing stands are left out.

    It has the first `most` rows; None is all of them.
    """
    asked = [fact for fact in types if not fact.is_heading]
    filled = list(islice(_filled(register, at, positions, asked), None if most is None else most + 1))
    shown = filled[:most]
    cells = {(fact.code, code): entries for fact, row in shown for code, entries in row.items()}
    columns = {column for _, column in cells}
    return Matrix(
        tuple(fact for fact, _ in shown),
        tuple(fact for fact in asked if fact.code in columns),
        cells,
        filled[len(shown)][0] if len(filled) > len(shown) else None,
    )


def _filled(
    register: Register, at: datetime, positions: Sequence[Position], types: Sequence[DecisionType]
) -> Iterator[tuple[Position, dict[str, tuple[MatrixEntry, ...]]]]:
    """Yield the positions that say something, with what they say by decision type."""
    for start in range(0, len(positions), STAFFED_AT_ONCE):
        some = positions[start : start + STAFFED_AT_ONCE]
        staffed = replace(register, directory=register.directory.staffed(_holder_of(fact.code) for fact in some))
        for position in some:
            row = _Row.of(staffed, position.code, at)
            if cells := {fact.code: entries for fact in types if (entries := row.cell(fact))}:
                yield position, cells


def _holder_of(position: str) -> tuple[str, str]:
    """Name who holds a position here and nowhere else: no employee has a number that begins with a space."""
    return f" {position}", position


@dataclass(frozen=True, slots=True)
class _Row:
    """One position with the mandates that could concern its holder, by the decision types that they list."""

    register: Register
    position: str
    at: datetime
    by_type: dict[str, set[str]]
    mandates: Mandates

    @classmethod
    def of(cls, register: Register, position: str, at: datetime) -> _Row:
        number, _ = _holder_of(position)
        names = seat_names(register.directory, {}, [Named(number=number)])
        mandates = register.mandates.naming(names)
        by_type: dict[str, set[str]] = defaultdict(set)
        for mandate in mandates.seen_at(at):
            for code in mandate.decision_types:
                by_type[code].add(mandate.number)
        return cls(register, position, at, dict(by_type), mandates)

    def cell(self, fact: DecisionType) -> tuple[MatrixEntry, ...]:
        """Return what the holder may decide of a type, as far as any mandate or his own body's power is about it."""
        directory = self.register.directory
        legs = [code for part in directory.parts(fact.code, self.at) for code in directory.types_above(part, self.at)]
        numbers = {number for code in (*legs, EVERY_TYPE) for number in self.by_type.get(code, ())}
        if not numbers and not self._is_a_body():
            return ()
        register = replace(self.register, mandates=Mandates(self.mandates.with_parents(sorted(numbers))))
        number, _ = _holder_of(self.position)
        question = Question(
            organisation=directory.oin,
            employees=(Named(number=number),),
            decision_type=fact.code,
            at=self.at,
            known_at=self.at,
        )
        return tuple(_entries(register, question, self.position)) or tuple(
            _held_back(register, question, self.position)
        )

    def _is_a_body(self) -> bool:
        return any(body.position == self.position for body in self.register.directory.bodies(self.at))


def _entries(register: Register, question: Question, position: str) -> Iterator[MatrixEntry]:
    """Yield the ways to decide it: that with the fewest provisos first, then each that reaches further."""
    found = grounds(register, question)
    if len(found) == 1:
        reached = None
        for ground in sorted(found[0], key=Ground.order):
            if reached is None or ground.reach > reached:
                reached = ground.reach
                yield _entry((ground,), ground.limits, ground.conditions, position)
    elif whole := power(register, question):
        yield _entry(whole.legs, whole.limits, whole.conditions, position)


def _entry(
    legs: tuple[Ground, ...], limits: tuple[Limit, ...], conditions: tuple[str, ...], position: str
) -> MatrixEntry:
    mandates = [ground.mandate for ground in legs if ground.mandate]
    state = CellState.CONDITIONAL if conditions else CellState.ALONE
    return MatrixEntry(
        CellState.TOGETHER if any(ground.jointly for ground in legs) else state,
        max((_through(mandate, position) for mandate in mandates), key=_BY_WAY.index, default=AppointedVia.OWN_POWER),
        tuple(dict.fromkeys(mandate.number for mandate in mandates)),
        limits,
        conditions,
    )


def _through(mandate: Mandate, position: str) -> AppointedVia:
    if EVERY_TYPE in mandate.decision_types:
        return AppointedVia.REVERSE
    return AppointedVia.NAME if any(seat.position == position for seat in mandate.seats) else AppointedVia.FAMILY


_BY_WAY = list(AppointedVia)
_ASIDE = {Reason.OUT_OF_SCOPE, Reason.CO_HOLDER_REQUIRED}


def _held_back(register: Register, question: Question, position: str) -> Iterator[MatrixEntry]:
    """Yield why nothing may be decided that a mandate is about: it is held back, or for matters that it names."""
    number, _ = _holder_of(position)
    people = (Person(register.directory.oin, number),)
    case = Case(register, replace(question, confirmed_conditions=None), people)
    legs = [Leg(case, replace(fact, amount_required=False)) for fact in leg_types(case, question.decision_type)]
    found = [_nearest(leg) for leg in legs]
    nearest = [one for one in found if one]
    state = max((one[0] for one in nearest), key=list(CellState).index, default=CellState.ALONE)
    # Where nothing holds a leg back and yet there is no power, no amount lies within the limits: nothing is to be said.
    if len(nearest) == len(found) and state is not CellState.ALONE:
        mandates = tuple(dict.fromkeys(mandate.number for _, mandate in nearest))
        yield MatrixEntry(
            state, max((_through(mandate, position) for _, mandate in nearest), key=_BY_WAY.index), mandates
        )


def _nearest(leg: Leg) -> tuple[CellState, Mandate] | None:
    """Return the mandate that says most of a leg, and what it comes to when nothing is asked in particular."""
    found = []
    for trial in trials_of(leg) if leg.decision_type.mandatable else ():
        reasons = {reason for gate in GATES if (reason := gate(trial))}
        if reasons <= _ASIDE | {Reason.RESERVED}:
            state = CellState.RESERVED if Reason.RESERVED in reasons else CellState.RESTRICTED
            found.append((state if reasons else CellState.ALONE, trial.mandate))
    return min(found, key=lambda one: list(CellState).index(one[0]), default=None)
