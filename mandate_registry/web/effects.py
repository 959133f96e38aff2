"""What a changeset changes in what people may decide, in words: who, for what, between which amounts, from when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from mandate_registry.rules.differences import Amounts, EmptySeat, Scope, State, joined
from mandate_registry.rules.facts import Vat
from mandate_registry.rules.periods import Period
from mandate_registry.rules.questions import Named
from mandate_registry.services.changing.impact import Flip, Impact, Told
from mandate_registry.services.changing.new_types import Covering
from mandate_registry.web import scopes, ways
from mandate_registry.web.folding import Fold, called, counted, folded
from mandate_registry.web.language import gettext as _
from mandate_registry.web.language import ngettext
from mandate_registry.web.names import Names
from mandate_registry.web.scopes import Bases

_Whose = tuple["_Alike", str, str]
"""What is told, of which person and which decision type."""

MOST = 200
"""How many lines a page shows; it says how many more there are."""
MOST_CAUSES = 30
"""How many mandates are named that cover new decision types."""
FEW = 12
"""How many lines are told one by one; more are folded."""


@dataclass(frozen=True, slots=True)
class Line:
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
    folds: list[Fold]


@dataclass(frozen=True, slots=True)
class AboutNew:
    """What people who were there already may decide about new colleagues, of how many people."""

    people: int
    folds: list[Fold]


@dataclass(frozen=True, slots=True)
class Effects:
    """All that a page tells of an impact; `left_out` counts the lines that it does not show.

    `folds` tells the same of each person where there are many lines, and of `folds_left_out` more nothing. `unsaid` is
    where nobody gains or loses; of these, `unsaid_left_out` are not shown. `counts` says of how many people what
    becomes, with its tone, where there are folds.
    """

    expected: list[Expected]
    folds: list[Fold]
    folds_left_out: int
    lines: list[Line]
    left_out: int
    unsaid: list[Line]
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


def effects_of(impact: Impact, names: Names) -> Effects:
    """Tell an impact in words."""
    telling = _Effects(names)
    moving = [told for told in impact.differences if moves_power(told)]
    powers = [told for told in moving if not (told.by_new_type or told.about_new)]
    others = [told for told in impact.differences if not moves_power(told)]
    lines, unsaid = telling.lines(powers), telling.lines(others)
    folds = folded(powers, names) if len(lines) > FEW else []
    return Effects(
        [telling.expected(flip) for flip in sorted(impact.flips, key=lambda one: not one.breaks)],
        folds[:MOST],
        len(folds[MOST:]),
        lines[:MOST],
        len(lines[MOST:]),
        unsaid[:MOST],
        len(unsaid[MOST:]),
        [telling.empty(seat) for seat in impact.empty_seats],
        counted(folds),
        _by_others(impact, names),
        _about_new([told for told in moving if told.about_new and not told.by_new_type], names),
    )


def _about_new(found: list[Told], names: Names) -> AboutNew | None:
    return AboutNew(len({told.employee for told in found}), folded(found, names)[:MOST]) if found else None


def _by_others(impact: Impact, names: Names) -> ByOthers | None:
    """Return what mandates bring about that are there already; None where they bring about nothing."""
    found = [told for told in impact.differences if told.by_new_type]
    if not found:
        return None
    causes = [_cause(one) for one in impact.covering]
    people, types = ({told.employee for told in found}, {told.difference.decision_type for told in found})
    folds = folded(found, names)[:MOST]
    return ByOthers(len(people), len(types), causes[:MOST_CAUSES], len(causes[MOST_CAUSES:]), folds)


def _cause(one: Covering) -> str:
    """Say how many new decision types a mandate covers that is there already."""
    total = len(one.decision_types)
    text = ngettext(
        "Mandate %(mandate)s covers one of these decision types: it is for a whole group of them.",
        "Mandate %(mandate)s covers %(num)s of these decision types: it is for a whole group of them.",
        total,
    )
    return text % {"mandate": one.mandate, "num": total}


def moves_power(told: Told) -> bool:
    """Return True if somebody gains or loses by it; else a no stays a no, or it cannot be said."""
    return told.difference.gains or told.difference.loses


def lines_of(found: Iterable[Told], names: Names) -> list[Line]:
    """Tell differences in words."""
    return _Effects(names).lines(found)


class _Effects:
    def __init__(self, names: Names) -> None:
        self._names = names
        self._write = names.write
        self._words: dict[tuple[State, State], str] = {}

    def lines(self, found: Iterable[Told]) -> list[Line]:
        """Tell differences: what is the same about several bases, ranges, types and people in one line."""
        types: dict[tuple[_Alike, str, Bases], list[str]] = defaultdict(list)
        for (alike, person, code), vats in _one_range(self._bases(found)):
            types[alike, person, vats].append(self._names.title("decision_types", code))
        people: dict[tuple[_Alike, Bases, tuple[str, ...]], list[str]] = defaultdict(list)
        for (alike, person, vats_of), titles in types.items():
            people[alike, vats_of, tuple(titles)].append(person)
        return _joined(self._line(*key, tuple(sorted(named))) for key, named in people.items())

    def _bases(self, found: Iterable[Told]) -> dict[_Whose, Bases]:
        """Return on which VAT bases each of these is told."""
        bases: dict[_Whose, set[Vat | None]] = defaultdict(set)
        for told in found:
            bases[self._alike(told), called(told), told.difference.decision_type].add(_vat(told))
        return {whose: frozenset(vats) for whose, vats in bases.items()}

    def _alike(self, told: Told) -> _Alike:
        one = told.difference
        scope = one.scope._replace(amounts=replace(one.scope.amounts, vat=None))
        tone = "partly" if one.gains == one.loses else "good" if one.gains else "bad"
        return _Alike(scope, self._change(one.before, one.after), tone, one.period)

    def _change(self, before: State, after: State) -> str:
        if (before, after) not in self._words:
            self._words[before, after] = ways.change(before, after, self._names)
        return self._words[before, after]

    def _line(self, alike: _Alike, vats: Bases, titles: tuple[str, ...], people: tuple[str, ...]) -> Line:
        about = scopes.about(alike.scope, vats, self._names)
        return Line(people, titles, about, alike.word, alike.tone, scopes.when(alike.period, self._names))

    def empty(self, seat: EmptySeat) -> str:
        """Tell of a seat that nobody fills any more."""
        when = scopes.when(seat.period, self._names)
        told = {"number": seat.mandate, "seat": self._names.seat(seat.seat), "when": when}
        return _("Mandate %(number)s: %(seat)s, %(when)s", **told)

    def expected(self, flip: Flip) -> Expected:
        """Tell of an expected check."""
        question = flip.question
        amount = question.amount and self._write.amount(question.amount.value, question.amount.currency)
        title = self._names.title("decision_types", question.decision_type)
        before, after = ways.turned(flip.before, flip.after)
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


def _joined(lines: Iterable[Line]) -> list[Line]:
    """Make one line of those that say the same of several periods."""
    periods: dict[Line, list[str]] = defaultdict(list)
    for line in lines:
        periods[replace(line, when="")].append(line.when)
    return [replace(line, when="; ".join(when)) for line, when in periods.items()]


def _one_range(told: dict[_Whose, Bases]) -> Iterator[tuple[_Whose, Bases]]:
    """Make one range of those that touch, where all else is the same."""
    ranges: dict[tuple[_Whose, Bases], list[Amounts]] = defaultdict(list)
    for (alike, person, code), vats in told.items():
        amounts = alike.scope.amounts
        without = alike._replace(scope=alike.scope._replace(amounts=Amounts(amounts.currencies)))
        ranges[(without, person, code), vats].append(amounts)
    for ((alike, person, code), vats), found in ranges.items():
        for amounts in joined(found):
            yield (alike._replace(scope=alike.scope._replace(amounts=amounts)), person, code), vats


def _vat(told: Told) -> Vat | None:
    return told.difference.scope.amounts.vat
