"""The impact of a change: whose answers change, of which questions and in which period (`check.md`).

Two registers are compared, one as it is and one as it is to be. Time is cut where a fact that differs begins or ends,
and where anything does on which the answer about a person rests; between two cuts nothing changes by itself. Amounts
and matters are cut likewise (`rules.impact.cell_comparison`). Of each piece one question is asked, as every check is.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from itertools import pairwise
from typing import Any

from mandate_registry.rules.decision.case import Register
from mandate_registry.rules.decision.gates import kinds_in_force
from mandate_registry.rules.decision.lapsed_seats import named_when
from mandate_registry.rules.facts import EVERY_TYPE, Fact, Mandate
from mandate_registry.rules.impact.cell_comparison import ScopedChange, compare
from mandate_registry.rules.impact.cells import Cell, PersonCells
from mandate_registry.rules.impact.contributions import Contributions
from mandate_registry.rules.impact.empty_seats import empty_seats
from mandate_registry.rules.impact.power_differences import Effect, PowerDifference
from mandate_registry.rules.impact.touched import touched
from mandate_registry.rules.impact.tried import Memory
from mandate_registry.rules.impact.views import View
from mandate_registry.rules.periods import ALWAYS, Period, moment_in
from mandate_registry.rules.questions import Person

Facts = Mapping[str, Sequence[Any]]
Piece = tuple[Period, dict[str, list[Any]]]

WITHOUT_PART: dict[str, dict[str, Any]] = {
    "bodies": {"name": ""},
    "units": {"name": ""},
    "positions": {"title": ""},
    "decision_types": {"title_nl": "", "title_en": "", "legal_basis": ""},
    "employees": {"name": "", "email": ""},
    "mandates": {"instructions": "", "legal_basis": "", "instrument": None},
}
"""What has no part in what somebody may decide, by table."""


@dataclass(frozen=True)
class Comparison:
    """Two registers, and the facts of each table that only one of them has.

    Facts that both have should be the same objects: what rests on these alone is not looked at any further.
    """

    before: Register
    after: Register
    gone: Facts
    come: Facts
    memory: Memory = field(default_factory=Memory)

    @cached_property
    def structure(self) -> set[datetime]:
        """The moments at which the organisation is built otherwise, before or after."""
        return {at for register in (self.before, self.after) for at in register.directory.changes_of_structure}

    def effect(self) -> Effect:
        """Return all that the change changes."""
        return self._effect

    @cached_property
    def _effect(self) -> Effect:
        pieces, views = list(self._pieces()), (View(self.before), View(self.after))
        return Effect(tuple(self._differences(views, pieces)), tuple(empty_seats(views, pieces)))

    def gains(self, person: Person) -> bool:
        """Return True if one person may decide more than before; nobody else is looked at."""
        views = (View(self.before), View(self.after))
        return any(one.gains for one in self._differences(views, self._pieces(), person))

    def gained_by(self, person: Person) -> frozenset[str]:
        """Return the decision types about which one person may decide more than before.

        Nobody else is looked at, unless all are known already.
        """
        if "_effect" in self.__dict__:
            found: Iterable[PowerDifference] = (one for one in self._effect.differences if one.person == person)
        else:
            found = self._differences((View(self.before), View(self.after)), self._pieces(), person)
        return frozenset(one.decision_type for one in found if one.gains)

    @cached_property
    def contributions(self) -> Contributions:
        """Whom each entry that differs may concern."""
        return Contributions(self.before, self.after, (self.gone, self.come))

    def _pieces(self) -> Iterator[Piece]:
        """Yield the periods in which facts differ in what they say then, and these facts by table."""
        facts = [fact for _, side in self._sides for found in side.values() for fact in found]
        cuts = sorted({at for fact in facts for at in fact.changes()})
        for since, until in pairwise((None, *cuts, None)):
            period = Period(since, until)
            if differing := self._differing(moment_in(period)):
                yield period, differing

    def _differing(self, at: datetime) -> dict[str, list[Any]]:
        found: dict[str, list[Any]] = {}
        for table in {*self.gone, *self.come}:
            before, after = (_said(register, table, side.get(table, ()), at) for register, side in self._sides)
            if differing := [fact for fact, _ in (*(before - after), *(after - before))]:
                found[table] = differing
        return found

    @cached_property
    def _sides(self) -> tuple[tuple[Register, Facts], ...]:
        """Each register with what only it has, and all that lapses otherwise because of that."""
        people = {fact.number for side in (self.gone, self.come) for fact in side.get("employees", ())}
        mandates = (fact for side in (self.gone, self.come) for fact in side.get("mandates", ()))
        naming = {fact.number for fact in mandates if any(seat.employee for seat in fact.seats)}
        return tuple(
            (register, _with_all_of(register, side, people, naming))
            for register, side in ((self.before, self.gone), (self.after, self.come))
        )

    def _differences(
        self, views: tuple[View, View], pieces: Iterable[Piece], only: Person | None = None
    ) -> Iterator[PowerDifference]:
        joiners: dict[Person, dict[str, _PeriodJoiner]] = defaultdict(lambda: defaultdict(_PeriodJoiner))
        lookers: dict[Person, _PersonComparison] = {}
        for period, differing in pieces:
            moved = frozenset(number for view in views for number in view.moved(differing))
            turns = {at for view in views for number in moved for at in view.directory.moves_of(number)}
            for person, types in touched(views, differing).items():
                if only not in (None, person):
                    continue
                if person not in lookers:
                    lookers[person] = _PersonComparison(self, views, person)
                for code, stretch, changes in lookers[person].look(types, period, moved, turns):
                    joiners[person][code].add(stretch, changes)
        for person in sorted(joiners):
            for code, joiner in sorted(joiners[person].items()):
                for period, (scope, (before, after)) in joiner.all():
                    yield PowerDifference(person, code, scope, before, after, period)

    def tell(self, before: Cell, after: Cell, moved: frozenset[str]) -> list[ScopedChange]:
        """Return what is told of one cell; cells that rest on the same are compared once.

        What is about somebody who moved depends on where he works at that moment, and may depend on who decides.
        """
        rests_on: tuple[Hashable, ...] = ()
        if moved and (before.is_bound or after.is_bound):
            personal = before.is_personal or after.is_personal
            rests_on = (before.question.at, moved, before.question.employees if personal else None)
        found = moved if rests_on else ()
        return self.memory.kept((before.key, after.key, *rests_on), lambda: compare(before, after, found))


def _with_all_of(register: Register, facts: Facts, people: set[str], naming: set[str]) -> Facts:
    """Return facts with all employments of these people, and all stretches of the mandates of these numbers."""
    employments = [fact for number in people for fact in register.directory.employees.get(number, ())]
    stretches = [fact for number in naming for fact in register.mandates.stretches(number)]
    others = [fact for fact in facts.get("mandates", ()) if fact.number not in naming]
    return {**facts, "employees": employments, "mandates": [*others, *stretches]}


def _said(register: Register, table: str, facts: Iterable[Fact], at: datetime) -> Counter[tuple[Fact, Any]]:
    """Count what facts say at a moment, whenever they do, with what decides whether they have lapsed."""
    nothing = {**WITHOUT_PART.get(table, {}), "valid": ALWAYS}
    return Counter(
        (_at_a_moment(fact, nothing, at), named_when(register, fact, at)) for fact in facts if at in fact.valid
    )


def _at_a_moment(fact: Fact, nothing: dict[str, Any], at: datetime) -> Fact:
    """Return what a fact says at a moment; of a mandate all that may have happened to it is whether it is in force."""
    if isinstance(fact, Mandate):
        kinds = kinds_in_force(fact, at)
        return replace(fact, **nothing, **_SPENT, approved=bool(kinds), kinds=kinds or fact.kinds)
    return replace(fact, **nothing)


_SPENT: dict[str, Any] = {
    "suspensions": (),
    "revoked_at": None,
    "holder_consent": None,
    "superior_consent": None,
    "no_superior": False,
    "consent_statute": None,
}


class _PersonComparison:
    """Looks at one person before and after; at what rests on him, everything is looked up once."""

    def __init__(self, comparison: Comparison, views: tuple[View, View], person: Person) -> None:
        """Look up what concerns the person, before and after."""
        self._comparison = comparison
        self._views = views
        self._person = person
        sides = (comparison.before, comparison.after)
        self._seekers = [PersonCells(register, person, comparison.memory) for register in sides]
        own = (at for seeker in self._seekers for at in seeker.moments())
        self._moments = {*own, *comparison.structure}
        self._is_bound = any(fact.within for seeker in self._seekers for fact in seeker.register.mandates)

    @cached_property
    def _every(self) -> set[str]:
        return {code for view in self._views for code in view.types_of(self._person)}

    def look(
        self, types: set[str], period: Period, moved: frozenset[str], turns: set[datetime]
    ) -> Iterator[tuple[str, Period, list[ScopedChange]]]:
        """Yield what is told of each type, stretch by stretch of a period.

        `turns` are the moments at which those who moved begin or end to work somewhere, and what is about them changes.
        """
        stretches = list(self._stretches(period, turns))
        codes = self._every | types - {EVERY_TYPE} if EVERY_TYPE in types else types
        before, after = self._seekers
        for code in codes:
            for stretch in stretches:
                at = moment_in(stretch)
                if changes := self._comparison.tell(before.cell(code, at), after.cell(code, at), moved):
                    yield code, stretch, changes

    def _stretches(self, period: Period, turns: set[datetime]) -> Iterator[Period]:
        moments = self._moments | turns if self._is_bound else self._moments
        inside = sorted(at for at in moments if at in period and at != period.since)
        return (Period(since, until) for since, until in pairwise((period.since, *inside, period.until)))


class _PeriodJoiner:
    """Joins what is told of one person and one type, stretch by stretch, into periods."""

    def __init__(self) -> None:
        self._stretches: list[tuple[Period, list[ScopedChange]]] = []

    def add(self, stretch: Period, changes: list[ScopedChange]) -> None:
        """Add what is told of a stretch that is later than all before."""
        self._stretches.append((stretch, changes))

    def all(self) -> Iterator[tuple[Period, ScopedChange]]:
        """Yield everything that is told, once, with the period in which it is so."""
        begun: dict[ScopedChange, datetime | None] = {}
        reached: datetime | None = None
        for stretch, changes in self._stretches:
            going_on = set(changes) if reached == stretch.since else set()
            for one in [one for one in begun if one not in going_on]:
                yield Period(begun.pop(one), reached), one
            for one in changes:
                begun.setdefault(one, stretch.since)
            reached = stretch.until
        for one, since in begun.items():
            yield Period(since, reached), one
