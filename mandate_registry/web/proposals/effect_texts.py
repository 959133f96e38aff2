"""The differences of a proposal, line by line, in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from mandate_registry.rules.facts import Vat
from mandate_registry.rules.impact.power_differences import Amounts, EmptySeat, PowerState, Scope, joined
from mandate_registry.rules.periods import Period
from mandate_registry.rules.questions import Named
from mandate_registry.services.changesets.changeset_impact import NamedDifference, TurnedCheck
from mandate_registry.web.language import gettext as _
from mandate_registry.web.proposals import scope_texts, way_texts
from mandate_registry.web.proposals.grouped_effects import called
from mandate_registry.web.proposals.scope_texts import Bases
from mandate_registry.web.register_names import RegisterNames

_PersonAndType = tuple["_Alike", str, str]
"""What is told, of which person and which decision type."""


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


class _Alike(NamedTuple):
    """What differences have in common that are told in one line; `word` and `tone` say what becomes of it."""

    scope: Scope
    word: str
    tone: str
    period: Period


def lines_of(found: Iterable[NamedDifference], names: RegisterNames) -> list[EffectLine]:
    """Return differences in words."""
    return EffectTexts(names).lines(found)


class EffectTexts:
    """Words differences, empty seats and expected checks for a page, with the names of one register."""

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
