"""What a changeset changes in what people may decide, in words: who, for what, between which amounts, from when."""

from __future__ import annotations

from dataclasses import dataclass

from mandate_registry.services.changesets.changeset_impact import Impact, NamedDifference
from mandate_registry.services.impact.new_entries import Covering
from mandate_registry.web.language import ngettext
from mandate_registry.web.proposals.effect_texts import EffectLine, EffectTexts, Expected
from mandate_registry.web.proposals.grouped_effects import EffectGroup, counted, group_effects
from mandate_registry.web.register_names import RegisterNames

MAX_LINES = 200
"""How many lines a page shows; it says how many more there are."""
MAX_CAUSES = 30
"""How many mandates are named that cover new decision types."""
NAMED_EMPLOYEES = 12
"""How many lines are told one by one; more are folded."""


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


def effects_of(impact: Impact, names: RegisterNames) -> Effects:
    """Return an impact in words."""
    texts = EffectTexts(names)
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
