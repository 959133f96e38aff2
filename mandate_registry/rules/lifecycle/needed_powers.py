"""What a mandate needs for the decision types that it lists: the body whose powers they are, and the kinds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from mandate_registry.rules.decision.gates import KIND_FOR
from mandate_registry.rules.facts import EVERY_TYPE, DecisionType, Kind

Below = Mapping[str, Sequence[DecisionType]]


@dataclass(frozen=True, slots=True)
class Needed:
    """What listed decision types say: whose powers they are, the kinds of mandate for them, and what does not tell.

    `bodiless` and `natureless` are the codes of those that do not say whose they are, or what act they are.
    `composites` are those that no mandate covers, as only their components are mandated; `unknown` there are not.
    """

    bodies: tuple[str, ...]
    kinds: tuple[Kind, ...]
    bodiless: tuple[str, ...]
    natureless: tuple[str, ...]
    composites: tuple[str, ...]
    unknown: tuple[str, ...]


def needed_powers(codes: Iterable[str], types: Mapping[str, DecisionType], below: Below) -> Needed:
    """Return what a mandate that lists these needs: a heading stands for all `below` it, `*` tells nothing."""
    covered: dict[str, DecisionType] = {}
    silent, composites, unknown = [], [], []
    for code in codes:
        fact = types.get(code)
        found = [] if fact is None else list(_covered(fact, below))
        covered |= {one.code: one for one in found}
        if fact and fact.components:
            composites.append(code)
        elif fact is None and code != EVERY_TYPE:
            unknown.append(code)
        elif not found:
            silent.append(code)
    return Needed(
        bodies=tuple(dict.fromkeys(one.body for one in covered.values() if one.body)),
        kinds=tuple(dict.fromkeys(KIND_FOR[one.nature] for one in covered.values() if one.nature)),
        bodiless=(*silent, *(one.code for one in covered.values() if not one.body)),
        natureless=tuple(silent),
        composites=tuple(composites),
        unknown=tuple(unknown),
    )


def types_below(types: Iterable[DecisionType]) -> Below:
    """Return the decision types right below each."""
    found: dict[str, list[DecisionType]] = defaultdict(list)
    for fact in types:
        if fact.parent:
            found[fact.parent].append(fact)
    return found


def _covered(fact: DecisionType, below: Below) -> Iterable[DecisionType]:
    """Return the decision types that a mandate covers which lists one: those with a nature, itself and below it."""
    found, waiting, seen = [], [fact], {fact.code}
    while waiting:
        one = waiting.pop()
        if one.nature and not one.components:
            found.append(one)
        under = [each for each in below.get(one.code, ()) if each.code not in seen]
        seen |= {each.code for each in under}
        waiting.extend(under)
    return found
