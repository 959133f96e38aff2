"""What a changeset changes in what people may decide, in words: who, for what, between which amounts, from when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from mandate_registry.rules.facts import Vat
from mandate_registry.rules.impact.power_differences import Amounts, EmptySeat, PowerState, Scope, joined
from mandate_registry.rules.periods import Period
from mandate_registry.rules.questions import Named
from mandate_registry.services.changesets.changeset_impact import Impact, NamedDifference, TurnedCheck
from mandate_registry.services.impact.new_types import Covering
from mandate_registry.web.language import gettext as _
from mandate_registry.web.language import ngettext
from mandate_registry.web.proposals import scope_texts, way_texts
from mandate_registry.web.proposals.grouped_effects import EffectGroup, called, counted, group_effects
from mandate_registry.web.proposals.scope_texts import Bases
from mandate_registry.web.register_names import RegisterNames

_PersonAndType = tuple["_Alike", str, str]
"""What is told, of which person and which decision type."""

MAX_LINES = 200
"""How many lines a page shows; it says how many more there are."""
MAX_CAUSES = 30
"""How many mandates are named that cover new decision types."""
NAMED_EMPLOYEES = 12
"""How many lines are told one by one; more are folded."""


@dataclass(frozen=True, slots=True)
class EffectLine:
    """Who may decide what otherwise: `about` which amounts and matters, `change` into what, and `when`."""

    people: tuple[str, ...]
    decision_types: tuple[str, ...]
    about: str
    change: str
    tone: str
    when: str


@dataclass(frozen=True, slots=True)
class Expected:
    """An expected check whose answer changes."""

    name: str
    people: str
    what: str
    before: str
    after: str
    breaks: bool


@dataclass(frozen=True, slots=True)
class ByOthers:
    """What mandates bring about that are there already, by new decision types: of how many people, why, and for whom.

    `causes` says of each of these mandates how many of the types it covers.
    """

    people: int
    types: int
    causes: list[str]
    causes_left_out: int
    folds: list[EffectGroup]


@dataclass(frozen=True, slots=True)
class AboutNew:
    """What people who were there already may decide about new colleagues, of how many people."""

    people: int
    folds: list[EffectGroup]


@dataclass(frozen=True, slots=True)
class Effects:
    """All that a page tells of an impact; `left_out` counts the lines that it does not show.

    `folds` tells the same of each person where there are many lines, and of `folds_left_out` more nothing. `unsaid` is
    where nobody gains or loses; of these, `unsaid_left_out` are not shown. `counts` says of how many people what
    becomes, with its tone, where there are folds.
    """

    expected: list[Expected]
    folds: list[EffectGroup]
    folds_left_out: int
    lines: list[EffectLine]
    left_out: int
    unsaid: list[EffectLine]
    unsaid_left_out: int
    empty: list[str]

    counts: list[tuple[str, str, int]]
    by_others: ByOthers | None = None
    about_new: AboutNew | None = None

    @property
    def count(self) -> int:
        """How many lines there are, shown or not."""
        return len(self.lines) + self.left_out


class _Alike(NamedTuple):
    """What differences have in common that are told in one line; `word` and `tone` say what becomes of it."""

    scope: Scope
    word: str
    tone: str
    period: Period


def effects_of(impact: Impact, names: RegisterNames) -> Effects:
    """Return an impact in words."""
    texts = _Effects(names)
    moving = [difference for difference in impact.differences if moves_power(difference)]
    powers = [difference for difference in moving if not (difference.by_new_type or difference.about_new)]
    others = [difference for difference in impact.differences if not moves_power(difference)]
    lines, unsaid = texts.lines(powers), texts.lines(others)
    folds = group_effects(powers, names) if len(lines) > NAMED_EMPLOYEES else []
    return Effects(
        [texts.expected(flip) for flip in sorted(impact.flips, key=lambda one: not one.breaks)],
        folds[:MAX_LINES],
        len(folds[MAX_LINES:]),
        lines[:MAX_LINES],
        len(lines[MAX_LINES:]),
        unsaid[:MAX_LINES],
        len(unsaid[MAX_LINES:]),
        [texts.empty(seat) for seat in impact.empty_seats],
        counted(folds),
        _by_others(impact, names),
        _about_new([difference for difference in moving if difference.about_new and not difference.by_new_type], names),
    )


def _about_new(found: list[NamedDifference], names: RegisterNames) -> AboutNew | None:
    return (
        AboutNew(len({difference.employee for difference in found}), group_effects(found, names)[:MAX_LINES])
        if found
        else None
    )


def _by_others(impact: Impact, names: RegisterNames) -> ByOthers | None:
    """Return what mandates bring about that are there already; None where they bring about nothing."""
    found = [difference for difference in impact.differences if difference.by_new_type]
    if not found:
        return None
    causes = [_cause(one) for one in impact.covering]
    people, types = (
        {difference.employee for difference in found},
        {difference.difference.decision_type for difference in found},
    )
    folds = group_effects(found, names)[:MAX_LINES]
    return ByOthers(len(people), len(types), causes[:MAX_CAUSES], len(causes[MAX_CAUSES:]), folds)


def _cause(one: Covering) -> str:
    """Return how many new decision types an existing mandate covers, in words."""
    total = len(one.decision_types)
    text = ngettext(
        "Mandate %(mandate)s covers one of these decision types: it is for a whole group of them.",
        "Mandate %(mandate)s covers %(num)s of these decision types: it is for a whole group of them.",
        total,
    )
    return text % {"mandate": one.mandate, "num": total}


def moves_power(difference: NamedDifference) -> bool:
    """Return True if somebody gains or loses by it; else a no stays a no, or it cannot be said."""
    return difference.difference.gains or difference.difference.loses


def lines_of(found: Iterable[NamedDifference], names: RegisterNames) -> list[EffectLine]:
    """Return differences in words."""
    return _Effects(names).lines(found)


class _Effects:
    def __init__(self, names: RegisterNames) -> None:
        self._names = names
        self._write = names.write
        self._words: dict[tuple[PowerState, PowerState], str] = {}

    def lines(self, found: Iterable[NamedDifference]) -> list[EffectLine]:
        """Return lines about differences, grouped over bases, ranges, types and people."""
        types: dict[tuple[_Alike, str, Bases], list[str]] = defaultdict(list)
        for (alike, person, code), vats in _one_range(self._bases(found)):
            types[alike, person, vats].append(self._names.title("decision_types", code))
        people: dict[tuple[_Alike, Bases, tuple[str, ...]], list[str]] = defaultdict(list)
        for (alike, person, vats_of), titles in types.items():
            people[alike, vats_of, tuple(titles)].append(person)
        return _joined(self._line(*key, tuple(sorted(named))) for key, named in people.items())

    def _bases(self, found: Iterable[NamedDifference]) -> dict[_PersonAndType, Bases]:
        """Return on which VAT bases each of these is told."""
        bases: dict[_PersonAndType, set[Vat | None]] = defaultdict(set)
        for difference in found:
            bases[self._alike(difference), called(difference), difference.difference.decision_type].add(
                _vat(difference)
            )
        return {of: frozenset(vats) for of, vats in bases.items()}

    def _alike(self, difference: NamedDifference) -> _Alike:
        one = difference.difference
        scope = one.scope._replace(amounts=replace(one.scope.amounts, vat=None))
        tone = "partly" if one.gains == one.loses else "good" if one.gains else "bad"
        return _Alike(scope, self._change(one.before, one.after), tone, one.period)

    def _change(self, before: PowerState, after: PowerState) -> str:
        if (before, after) not in self._words:
            self._words[before, after] = way_texts.change(before, after, self._names)
        return self._words[before, after]

    def _line(self, alike: _Alike, vats: Bases, titles: tuple[str, ...], people: tuple[str, ...]) -> EffectLine:
        about = scope_texts.about(alike.scope, vats, self._names)
        return EffectLine(
            people, titles, about, alike.word, alike.tone, scope_texts.period_text(alike.period, self._names)
        )

    def empty(self, seat: EmptySeat) -> str:
        """Return a line about a seat that becomes empty."""
        when = scope_texts.period_text(seat.period, self._names)
        values = {"number": seat.mandate, "seat": self._names.seat(seat.seat), "when": when}
        return _("Mandate %(number)s: %(seat)s, %(when)s", **values)

    def expected(self, flip: TurnedCheck) -> Expected:
        """Return an expected check in words."""
        question = flip.question
        amount = question.amount and self._write.amount(question.amount.value, question.amount.currency)
        title = self._names.title("decision_types", question.decision_type)
        before, after = way_texts.turned(flip.before, flip.after)
        return Expected(
            flip.expectation,
            _(" together with ").join(map(self._person, question.employees)),
            ", ".join(part for part in (title, amount) if part),
            before,
            after,
            flip.breaks,
        )

    def _person(self, named: Named) -> str:
        if named.organisation or named.number not in self._names.facts("employees"):
            return named.name or named.number or ""
        return self._names.title("employees", named.number)


def _joined(lines: Iterable[EffectLine]) -> list[EffectLine]:
    """Make one line of those that say the same of several periods."""
    periods: dict[EffectLine, list[str]] = defaultdict(list)
    for line in lines:
        periods[replace(line, when="")].append(line.when)
    return [replace(line, when="; ".join(when)) for line, when in periods.items()]


def _one_range(bases: dict[_PersonAndType, Bases]) -> Iterator[tuple[_PersonAndType, Bases]]:
    """Make one range of those that touch, where all else is the same."""
    ranges: dict[tuple[_PersonAndType, Bases], list[Amounts]] = defaultdict(list)
    for (alike, person, code), vats in bases.items():
        amounts = alike.scope.amounts
        without = alike._replace(scope=alike.scope._replace(amounts=Amounts(amounts.currencies)))
        ranges[(without, person, code), vats].append(amounts)
    for ((alike, person, code), vats), found in ranges.items():
        for amounts in joined(found):
            yield (alike._replace(scope=alike.scope._replace(amounts=amounts)), person, code), vats


def _vat(difference: NamedDifference) -> Vat | None:
    return difference.difference.scope.amounts.vat
