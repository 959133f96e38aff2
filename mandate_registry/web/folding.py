"""What a changeset changes in what people may decide, folded: one line for those of whom the same becomes.

A line tells of each decision type between which amounts and of which matters something changes, taken together. What
holds of single amounts, matters and periods is told line by line (`effects`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from mandate_registry.rules.differences import Difference
from mandate_registry.rules.periods import Period
from mandate_registry.services.changing.impact import Told
from mandate_registry.web import scopes
from mandate_registry.web.becoming import Becomes, becomes
from mandate_registry.web.names import Names
from mandate_registry.web.reach import Reach

_Each = tuple[tuple[str, Reach], ...]
"""Each decision type with what is told of it, in the order in which it is told."""


FIRST = 3
"""So many decision types of a line are seen at once, where there are more."""


class Some(NamedTuple):
    """Decision types of which the same is told: `about` which amounts and matters, empty for all."""

    titles: tuple[str, ...]
    about: str


@dataclass(frozen=True, slots=True)
class Fold:
    """What becomes of what these people may decide; `employees` are how they are written, for a closer look.

    `first` are the decision types that they share with the fewest others, with the limit of each that has one.
    """

    people: tuple[str, ...]
    employees: tuple[str, ...]
    becomes: str
    tone: str
    parts: tuple[Some, ...]
    first: tuple[str, ...]
    when: str

    @property
    def types(self) -> int:
        """How many decision types it is about."""
        return sum(len(one.titles) for one in self.parts)


class _What(NamedTuple):
    """What is the same for everybody in a line."""

    becomes: Becomes
    each: _Each
    period: Period


def called(told: Told) -> str:
    """Return the name of a person with his number, which tells those of one name apart."""
    return f"{told.name} ({told.employee})" if told.name else told.employee


def folded(found: Iterable[Told], names: Names) -> list[Fold]:
    """Return what people gain or lose, those together of whom the same becomes: who gains power comes first."""
    people: dict[_What, list[Told]] = defaultdict(list)
    for whose, what in _each(found):
        people[what].append(whose)
    ordered = sorted(people.items(), key=lambda item: (item[0].becomes.rank, item[1][0].employee))
    shared = Counter(code for what, whose in people.items() for code, _ in what.each for _ in whose)
    return [_fold(what, whose, shared, names) for what, whose in ordered]


def counted(folds: Iterable[Fold]) -> list[tuple[str, str, int]]:
    """Return of how many people what becomes, with the tone in which it is told: who gains power comes first."""
    people: dict[tuple[str, str], set[str]] = defaultdict(set)
    for one in folds:
        people[one.becomes, one.tone].update(one.employees)
    return [(*told, len(whose)) for told, whose in people.items()]


def _each(found: Iterable[Told]) -> Iterable[tuple[Told, _What]]:
    """Yield for each person what becomes of the decision types of which the same becomes."""
    types: dict[str, dict[str, list[Told]]] = defaultdict(lambda: defaultdict(list))
    for told in found:
        types[told.employee][told.difference.decision_type].append(told)
    for of_one in types.values():
        kinds: dict[Becomes, dict[str, list[Difference]]] = defaultdict(dict)
        for code, its in of_one.items():
            differences = [told.difference for told in its]
            kinds[becomes(differences)][code] = differences
        whose = next(iter(of_one.values()))[0]
        yield from ((whose, _what(kind, its)) for kind, its in kinds.items())


def _what(kind: Becomes, found: dict[str, list[Difference]]) -> _What:
    each = ((code, Reach.of(its)) for code, its in found.items())
    return _What(kind, tuple(each), _span([one.period for its in found.values() for one in its]))


def _span(periods: Sequence[Period]) -> Period:
    """Return the period from the first of these to the last."""
    since = None if any(one.since is None for one in periods) else min(one.since for one in periods if one.since)
    until = None if any(one.until is None for one in periods) else max(one.until for one in periods if one.until)
    return Period(since, until)


def _fold(what: _What, whose: Sequence[Told], shared: Mapping[str, int], names: Names) -> Fold:
    rarest = sorted((shared[code], _limited(code, reach, names)) for code, reach in what.each)
    return Fold(
        tuple(map(called, whose)),
        tuple(one.employee for one in whose),
        str(what.becomes.words),
        what.becomes.tone,
        tuple(_parts(what.each, names)),
        tuple(title for _, title in rarest[:FIRST]),
        scopes.when(what.period, names),
    )


def _limited(code: str, reach: Reach, names: Names) -> str:
    """Return the title of a decision type, with between which amounts where there are bounds."""
    title, amounts = names.title("decision_types", code), reach.amounts(names)
    return f"{title} ({amounts})" if amounts else title


def _parts(each: _Each, names: Names) -> Iterable[Some]:
    """Yield decision types with what is told of them, those together of which it is the same; all of one first."""
    told = sorted((reach.told(names), names.title("decision_types", code)) for code, reach in each)
    for about, found in groupby(told, key=lambda one: one[0]):
        yield Some(tuple(title for _, title in found), about)
