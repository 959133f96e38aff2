"""How far what becomes of a decision type reaches at most: all amounts, matters and conditions taken together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from mandate_registry.rules.decision.scope import ONE_OF_UNITS, OWN_WORDS
from mandate_registry.rules.impact.power_differences import ANY, NONE, Among, Amounts, PowerDifference, Scope, Way
from mandate_registry.web.language import gettext as _
from mandate_registry.web.proposals import scope_texts
from mandate_registry.web.register_names import RegisterNames

SHOWN_PARTS = 3
"""So many units, people, partners and cases are named; more are counted."""


class CombinedReach(NamedTuple):
    """The amounts from the lowest to the highest, the matters, and what is asked of all (`is_always`) or of a part."""

    scope: Scope
    conditions: tuple[str, ...] = ()
    is_joint: bool = False
    is_always: bool = False

    @classmethod
    def of(cls, found: Sequence[PowerDifference]) -> CombinedReach:
        """Return how far these reach, which are of one person and one decision type."""
        found_scopes = [one.scope for one in found]
        ways = [way for one in found for way in _ways(one)]
        conditions = tuple(dict.fromkeys(text for way in ways for text in way.conditions if not _is_of_units(text)))
        return cls(
            _simple(
                Scope(
                    _hull([one.amounts for one in found_scopes]),
                    *map(_together, zip(*_matters(found_scopes), strict=True)),
                )
            ),
            conditions,
            any(way.seats for way in ways),
            all(way.seats or not all(map(_is_of_units, way.conditions)) for way in ways),
        )

    def in_words(self, names: RegisterNames) -> str:
        """Return the combined reach in few words; empty if everything is the same."""
        parts = [amounts] if (amounts := self.amounts(names)) else []
        parts += scope_texts.matter(self.scope, names, SHOWN_PARTS)
        return "; ".join([*parts, *self._asked(names)])

    def amounts(self, names: RegisterNames) -> str:
        """Return between which amounts; nothing where it is all the same."""
        amounts = self.scope.amounts
        return scope_texts.about(Scope(amounts), frozenset({None}), names) if amounts != Amounts() else ""

    def _asked(self, names: RegisterNames) -> Iterator[str]:
        if len(self.conditions) == 1:
            (text,) = self.conditions
            in_words = names.condition(text).rstrip(".")
            yield (
                _("on the condition: %(conditions)s", conditions=in_words)
                if self.is_always
                else _("in part on the condition: %(conditions)s", conditions=in_words)
            )
        elif self.conditions:
            yield _("on conditions") if self.is_always else _("in part on conditions")
        if self.is_joint:
            yield _("together with somebody else") if self.is_always else _("in part together with somebody else")


def _ways(one: PowerDifference) -> Sequence[Way]:
    return one.after.beside(one.before) or one.before.beside(one.after)


def _is_of_units(text: str) -> bool:
    """Return True if a condition only says that the matter belongs to units: so do the matters."""
    return text in OWN_WORDS.values() or text.startswith(ONE_OF_UNITS)


def _matters(found: Iterable[Scope]) -> Iterator[tuple[Among, ...]]:
    return ((one.units, one.abouts, one.counterparties, one.cases) for one in found)


def _together(found: Iterable[Among]) -> Among:
    """Return what a question may name of which any of these is told."""
    parts = list(found)
    named = {value for part in parts if not part.excluded for value in part.values}
    or_none = any(part.or_none for part in parts)
    others = [set(part.values) for part in parts if part.excluded]
    if others:
        return Among(tuple(sorted(set.intersection(*others) - named)), excluded=True, or_none=or_none)
    return Among(tuple(sorted(named)), or_none=or_none)


def _simple(scope: Scope) -> Scope:
    """Leave out where nothing is named of what it holds, and whom it is about where it also holds of nobody."""
    units, abouts = scope.units, scope.abouts
    if units.values and units.or_none:
        units = Among(units.values, units.excluded)
    if units == NONE and not abouts.or_none:
        units = ANY
    return scope._replace(units=units, abouts=ANY if abouts.or_none else abouts)


def _hull(found: Sequence[Amounts]) -> Amounts:
    """Return the range from the lowest to the highest of amounts; all, where they are in more than one currency."""
    stated = [one for one in found if one.currencies.values and not one.currencies.excluded]
    if any(one.currencies.is_any for one in found) or len({one.currencies.values for one in stated}) != 1:
        return Amounts()
    low, high = min(stated, key=_lower), max(stated, key=_upper)
    hull = Amounts(Among(stated[0].currencies.values), None, low.above, low.at_least, high.below, high.up_to)
    return hull if hull.is_bounded else Amounts()


def _lower(one: Amounts) -> tuple[bool, Decimal | int, bool]:
    bound = one.at_least if one.above is None else one.above
    return bound is not None, bound or 0, one.above is not None


def _upper(one: Amounts) -> tuple[bool, Decimal | int, bool]:
    bound = one.up_to if one.below is None else one.below
    return bound is None, bound or 0, one.below is None
