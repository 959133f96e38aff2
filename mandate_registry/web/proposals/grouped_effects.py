"""What a changeset changes in what people may decide, folded: one line for those of whom the same becomes.

A line tells of each decision type between which amounts and of which matters something changes, taken together. What
holds of single amounts, matters and periods is told line by line (`effects`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import groupby
from typing import Any, NamedTuple

from mandate_registry.rules.impact.power_differences import PowerDifference
from mandate_registry.rules.periods import Period
from mandate_registry.services.changesets.changeset_impact import NamedDifference
from mandate_registry.web.language import lazy
from mandate_registry.web.proposals import scope_texts
from mandate_registry.web.proposals.reach import CombinedReach
from mandate_registry.web.register_names import RegisterNames

_Each = tuple[tuple[str, CombinedReach], ...]
"""Each decision type with what is told of it, in the order in which it is told."""


SHOWN_TYPES = 3
"""So many decision types of a line are seen at once, where there are more."""


class TypeGroup(NamedTuple):
    """Decision types of which the same is told: `about` which amounts and matters, empty for all."""

    titles: tuple[str, ...]
    about: str


@dataclass(frozen=True, slots=True)
class EffectGroup:
    """What becomes of what these people may decide; `employees` are how they are written, for a closer look.

    `first` are the decision types that they share with the fewest others, with the limit of each that has one.
    """

    people: tuple[str, ...]
    employees: tuple[str, ...]
    becomes: str
    tone: str
    parts: tuple[TypeGroup, ...]
    first: tuple[str, ...]
    when: str

    @property
    def types(self) -> int:
        """How many decision types it is about."""
        return sum(len(one.titles) for one in self.parts)


class _What(NamedTuple):
    """What is the same for everybody in a line."""

    becomes: PowerChange
    each: _Each
    period: Period


def called(difference: NamedDifference) -> str:
    """Return the name of a person with his number, which tells those of one name apart."""
    return f"{difference.name} ({difference.employee})" if difference.name else difference.employee


def group_effects(found: Iterable[NamedDifference], names: RegisterNames) -> list[EffectGroup]:
    """Return what people gain or lose, those together of whom the same becomes: who gains power comes first."""
    people: dict[_What, list[NamedDifference]] = defaultdict(list)
    for difference, what in _each(found):
        people[what].append(difference)
    ordered = sorted(people.items(), key=lambda item: (item[0].becomes.rank, item[1][0].employee))
    shared = Counter(code for what, differences in people.items() for code, _ in what.each for _ in differences)
    return [_fold(what, differences, shared, names) for what, differences in ordered]


def counted(folds: Iterable[EffectGroup]) -> list[tuple[str, str, int]]:
    """Return of how many people what becomes, with the tone in which it is told: who gains power comes first."""
    people: dict[tuple[str, str], set[str]] = defaultdict(set)
    for one in folds:
        people[one.becomes, one.tone].update(one.employees)
    return [(*what, len(employees)) for what, employees in people.items()]


def _each(found: Iterable[NamedDifference]) -> Iterable[tuple[NamedDifference, _What]]:
    """Yield for each person what becomes of the decision types of which the same becomes."""
    types: dict[str, dict[str, list[NamedDifference]]] = defaultdict(lambda: defaultdict(list))
    for difference in found:
        types[difference.employee][difference.difference.decision_type].append(difference)
    for of_one in types.values():
        kinds: dict[PowerChange, dict[str, list[PowerDifference]]] = defaultdict(dict)
        for code, its in of_one.items():
            differences = [difference.difference for difference in its]
            kinds[power_change(differences)][code] = differences
        difference = next(iter(of_one.values()))[0]
        yield from ((difference, _what(kind, its)) for kind, its in kinds.items())


def _what(kind: PowerChange, found: dict[str, list[PowerDifference]]) -> _What:
    each = ((code, CombinedReach.of(its)) for code, its in found.items())
    return _What(kind, tuple(each), _span([one.period for its in found.values() for one in its]))


def _span(periods: Sequence[Period]) -> Period:
    """Return the period from the first of these to the last."""
    since = None if any(one.since is None for one in periods) else min(one.since for one in periods if one.since)
    until = None if any(one.until is None for one in periods) else max(one.until for one in periods if one.until)
    return Period(since, until)


def _fold(
    what: _What, differences: Sequence[NamedDifference], shared: Mapping[str, int], names: RegisterNames
) -> EffectGroup:
    rarest = sorted((shared[code], _limited(code, reach, names)) for code, reach in what.each)
    return EffectGroup(
        tuple(map(called, differences)),
        tuple(one.employee for one in differences),
        str(what.becomes.words),
        what.becomes.tone,
        tuple(_parts(what.each, names)),
        tuple(title for _, title in rarest[:SHOWN_TYPES]),
        scope_texts.period_text(what.period, names),
    )


def _limited(code: str, reach: CombinedReach, names: RegisterNames) -> str:
    """Return the title of a decision type, with between which amounts where there are bounds."""
    title, amounts = names.title("decision_types", code), reach.amounts(names)
    return f"{title} ({amounts})" if amounts else title


def _parts(each: _Each, names: RegisterNames) -> Iterable[TypeGroup]:
    """Yield decision types with what is told of them, those together of which it is the same; all of one first."""
    titles = sorted((reach.in_words(names), names.title("decision_types", code)) for code, reach in each)
    for about, found in groupby(titles, key=lambda one: one[0]):
        yield TypeGroup(tuple(title for _, title in found), about)


class PowerChange(Enum):
    """What becomes of it, the most power first; each with the words and the tone in which it is told."""

    NEW = (lazy("may decide from then on"), "good")
    MORE = (lazy("may decide more than now"), "good")
    OTHER = (lazy("may decide otherwise than now, more and less"), "partly")
    LESS = (lazy("may decide less than now"), "bad")
    GONE = (lazy("may no longer decide"), "bad")

    @property
    def words(self) -> Any:
        """How it is told."""
        return self.value[0]

    @property
    def tone(self) -> str:
        """In which tone."""
        return self.value[1]

    @property
    def rank(self) -> int:
        """Its place in the order."""
        return list(PowerChange).index(self)


def power_change(found: Iterable[PowerDifference]) -> PowerChange:
    """Return what becomes of what one person may decide of one type, over all amounts, matters and periods."""
    differences = list(found)
    gains, loses = any(one.gains for one in differences), any(one.loses for one in differences)
    if gains and loses:
        return PowerChange.OTHER
    if gains:
        return PowerChange.MORE if any(one.before.ways for one in differences) else PowerChange.NEW
    return PowerChange.LESS if any(one.after.ways for one in differences) else PowerChange.GONE
