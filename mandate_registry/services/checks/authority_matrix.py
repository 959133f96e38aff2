"""The authority matrix of an organisation, for who reads its register."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby
from typing import TypeVar
from zoneinfo import ZoneInfo

from mandate_registry.errors import FieldError, InvalidInput
from mandate_registry.rules.decision.case import Register
from mandate_registry.rules.directory import Directory
from mandate_registry.rules.facts import DecisionType, Position, Unit
from mandate_registry.rules.moments import beginning_of, day_of
from mandate_registry.rules.powers.matrix import Matrix, matrix
from mandate_registry.services.callers import Caller
from mandate_registry.services.installation import Installation
from mandate_registry.services.permissions import Right
from mandate_registry.services.register.loader import Loader
from mandate_registry.services.register.whole_registers import WholeRegister, whole_register, worked_out_once

F = TypeVar("F")
G = TypeVar("G")

EVERYTHING = "*"
CELLS, LEAST_ROWS, MOST_ROWS = 4000, 10, 40
"""How many cells a page of a matrix has at most, as far as its rows are as many, or as few, as these."""
PAGES = 16
"""How many pages of matrices are kept in memory."""
USUAL_POSITIONS = 40
"""Up to how many decision types are shown together when no group is chosen."""


@dataclass(frozen=True, slots=True)
class MatrixRequest:
    """Which part of a matrix is wanted: at the beginning of a day (None: now), of a group of types, of a unit.

    `under` is the code of a decision type above others, or EVERYTHING; None is everything where that is little, else
    the largest group. `after` counts the positions before the page; with `whole` all are given at once.
    """

    organisation: str
    day: date | None = None
    under: str | None = None
    unit: str | None = None
    after: int = 0
    whole: bool = False


@dataclass(frozen=True, slots=True)
class ShownMatrix:
    """A matrix with what it was chosen from: the groups of decision types and the units there were.

    `columns` are its decision types under the one above them all, `rows` its positions under their unit (None: of no
    unit). `ids` gives the id of a mandate by its number, `vacant` the positions that nobody holds, `under` the group.
    `next_after` is where the next page begins, None at the end.
    """

    organisation: str
    name: str
    at: datetime
    day: date
    under: str
    unit: str | None
    groups: tuple[DecisionType, ...]
    units: tuple[Unit, ...]
    columns: tuple[tuple[DecisionType, tuple[DecisionType, ...]], ...]
    rows: tuple[tuple[Unit | None, tuple[Position, ...]], ...]
    matrix: Matrix
    ids: Mapping[str, str]
    vacant: frozenset[str]
    next_after: int | None


def read_matrix(caller: Caller, installation: Installation, wanted: MatrixRequest) -> ShownMatrix:
    """Return the matrix as the register knows it today; InvalidInput names what it does not know."""
    caller.must(Right.READ, wanted.organisation)
    with installation.reading() as connection:
        loader = Loader(connection, None, installation.remembered)
        moment = loader.moment(wanted.organisation)
        register = whole_register(loader, installation.remembered, wanted.organisation)
    directory = register.register.directory
    zone = ZoneInfo(directory.time_zone(moment))
    is_past = wanted.day is not None and wanted.day != day_of(moment, zone)
    at = beginning_of(wanted.day, zone) if wanted.day and is_past else moment
    under = wanted.under or _usual(directory, at)
    found, following = _found_once(installation, register, replace(wanted, under=under), at, is_now=not is_past)
    return ShownMatrix(
        organisation=wanted.organisation,
        name=directory.name(at),
        at=at,
        day=day_of(at, zone),
        under=under,
        unit=wanted.unit,
        groups=tuple(_groups(directory, at)),
        units=tuple(directory.units(at)),
        columns=_beside(found.decision_types, lambda fact: _top(directory, fact, at)),
        rows=_beside(found.positions, lambda fact: directory.unit(fact.unit or "", at)),
        matrix=found,
        ids=register.ids,
        vacant=frozenset(fact.code for fact in found.positions if not directory.holders_of(fact.code, at)),
        next_after=following,
    )


def _found_once(
    installation: Installation, whole: WholeRegister, wanted: MatrixRequest, at: datetime, *, is_now: bool
) -> tuple[Matrix, int | None]:
    """Return a page of a matrix and where the next one begins; that of now is filled once for each version."""
    if whole.state is None or wanted.whole or not is_now:
        return _filled(whole.register, wanted, at)
    place = ("matrix", (whole.id + wanted.after) % PAGES)
    return worked_out_once(
        installation.remembered, place, whole, wanted, at, lambda: _filled(whole.register, wanted, at)
    )


def _filled(register: Register, wanted: MatrixRequest, at: datetime) -> tuple[Matrix, int | None]:
    positions = _positions(register.directory, wanted.unit, at)
    types = _types(register.directory, wanted.under or EVERYTHING, at)
    most = None if wanted.whole else min(max(CELLS // max(len(types), 1), LEAST_ROWS), MOST_ROWS)
    found = matrix(register, at, positions[wanted.after :], types, most)
    return found, positions.index(found.following) if found.following else None


def _usual(directory: Directory, at: datetime) -> str:
    """Return the largest group where there are many types."""
    types, groups = directory.decision_types(at), _groups(directory, at)
    tops = Counter(_top(directory, fact, at).code for fact in types)
    return max(groups, key=lambda fact: tops[fact.code]).code if groups and len(types) > USUAL_POSITIONS else EVERYTHING


def _groups(directory: Directory, at: datetime) -> list[DecisionType]:
    """Return the decision types that others are below and that are below none, by title."""
    parents = {fact.parent for fact in directory.decision_types(at)}
    tops = [fact for fact in directory.decision_types(at) if fact.parent is None and fact.code in parents]
    return sorted(tops, key=lambda fact: fact.title_nl)


def _beside(facts: Iterable[F], of: Callable[[F], G]) -> tuple[tuple[G, tuple[F, ...]], ...]:
    """Return facts that stand beside each other under what they are of."""
    return tuple((one, tuple(group)) for one, group in groupby(facts, of))


def _top(directory: Directory, fact: DecisionType, at: datetime) -> DecisionType:
    *_, top = directory.types_above(fact.code, at)
    return directory.decision_type(top, at) or fact


def _types(directory: Directory, under: str, at: datetime) -> list[DecisionType]:
    """Return the decision types of a group, those of one group beside each other."""
    if under != EVERYTHING and directory.decision_type(under, at) is None:
        raise InvalidInput(FieldError("under", "unknown_code", f"{under} is no decision type of that day"))
    lines = {fact.code: tuple(directory.types_above(fact.code, at)) for fact in directory.decision_types(at)}
    found = [fact for fact in directory.decision_types(at) if under == EVERYTHING or under in lines[fact.code]]
    return sorted(found, key=lambda fact: tuple(reversed(lines[fact.code])))


def _positions(directory: Directory, unit: str | None, at: datetime) -> list[Position]:
    """Return the positions of a unit and below it, those of one unit beside each other, the highest first."""
    if unit and directory.unit(unit, at) is None:
        raise InvalidInput(FieldError("unit", "unknown_code", f"{unit} is no unit of that day"))
    lines = {fact.code: tuple(directory.units_above(fact.unit or "", at)) for fact in directory.positions(at)}
    found = [fact for fact in directory.positions(at) if not unit or unit in lines[fact.code]]
    return sorted(found, key=lambda fact: (tuple(reversed(lines[fact.code])), fact.title))
