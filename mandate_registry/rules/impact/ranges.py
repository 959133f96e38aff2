"""The axes along which questions differ: cut where an answer may change, and joined again where it does not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from itertools import product
from operator import attrgetter
from string import ascii_uppercase
from typing import Any

from mandate_registry.rules.decision.amounts import Bound
from mandate_registry.rules.facts import Vat
from mandate_registry.rules.impact.power_differences import ANY, NONE, Among, Amounts, Scope
from mandate_registry.rules.questions import CENT, Money

Row = tuple[Scope, Hashable]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Amounts between which nothing distinguishes the answers, and one of them; None where no amount is stated."""

    amounts: Amounts
    representative: Money | None


Strip = tuple[Stretch, ...]


def strips(bounds: Iterable[Bound]) -> Iterator[Strip]:
    """Yield the axis of amounts in strips that hang together: no amount, and each currency on each VAT basis."""
    yield (Stretch(Amounts(NONE), None),)
    values: dict[str, set[Decimal]] = defaultdict(set)
    for bound in bounds:
        values[bound.currency].add(bound.value)
    named = tuple(sorted(values))
    elsewhere = next(code for code in _UNUSED if code not in values)
    yield (Stretch(Amounts(Among(named, excluded=True)), Money(Decimal(1), elsewhere)),)
    for currency in named:
        pieces = list(_pieces(sorted(values[currency])))
        for vat in Vat:
            yield tuple(
                Stretch(replace(piece, currencies=Among((currency,)), vat=vat), Money(value, currency, vat))
                for piece, value in pieces
            )


_UNUSED = tuple(f"X{letter}{other}" for letter, other in product(ascii_uppercase, repeat=2))
"""Codes among which one is a currency that no mandate states."""


def _pieces(values: Sequence[Decimal]) -> Iterator[tuple[Amounts, Decimal]]:
    """Yield each value by itself and what lies between, with an amount in it; amounts are whole cents."""
    last: Decimal | None = None
    for value in values:
        inside = Decimal(0) if last is None else last + CENT
        if inside < value:
            yield Amounts(above=last, below=value), inside
        yield Amounts(at_least=value, up_to=value), value
        last = value
    yield Amounts(above=last), Decimal(0) if last is None else last + CENT


def joined(one: Amounts, other: Amounts) -> Amounts:
    """Return the range from one stretch up to another, later one of the same strip."""
    return replace(one, below=other.below, up_to=other.up_to)


def merged(rows: Iterable[Row]) -> list[Row]:
    """Join rows that differ along one axis only: what is told of every value on it is told whatever it is."""
    found = _merged(rows, _vat_blanked, lambda scope: scope.amounts.vat, _in_vats)
    found = _merged(found, _currency_blanked, lambda scope: scope.amounts.currencies, _in_currencies)
    for name in ("units", "abouts", "counterparties", "cases"):
        along, value_of, join = partial(_blanked, name), attrgetter(name), partial(_joined, name)
        found = _merged(found, along, value_of, join)
    return found


def _merged(
    rows: Iterable[Row],
    blank: Callable[[Scope], Scope],
    value_of: Callable[[Scope], Any],
    join: Callable[[Scope, list[Any]], Iterable[Scope]],
) -> list[Row]:
    groups: dict[tuple[Scope, Hashable], list[Any]] = defaultdict(list)
    for scope, change in rows:
        groups[blank(scope), change].append(value_of(scope))
    return [(scope, change) for (blanked, change), values in groups.items() for scope in join(blanked, values)]


def _vat_blanked(scope: Scope) -> Scope:
    return scope._replace(amounts=replace(scope.amounts, vat=None))


def _in_vats(scope: Scope, found: list[Vat | None]) -> list[Scope]:
    kept = [None] if set(found) == set(Vat) else found
    return [scope._replace(amounts=replace(scope.amounts, vat=vat)) for vat in kept]


def _currency_blanked(scope: Scope) -> Scope:
    """Leave the currency of a range as it is: amounts in two of them are not compared."""
    amounts = scope.amounts
    return scope if amounts.is_bounded else scope._replace(amounts=replace(amounts, currencies=ANY))


def _in_currencies(scope: Scope, found: list[Among]) -> list[Scope]:
    return [scope._replace(amounts=replace(scope.amounts, currencies=union(found)))]


def _blanked(name: str, scope: Scope) -> Scope:
    return scope.along(name, ANY)


def _joined(name: str, scope: Scope, found: list[Among]) -> list[Scope]:
    return [scope.along(name, union(found))]


def union(found: Iterable[Among]) -> Among:
    """Return the values of all of these together; no value is in two of them, and at most one says all but some."""
    parts = list(found)
    named = {value for part in parts if not part.excluded for value in part.values}
    or_none = any(part.or_none for part in parts)
    for part in parts:
        if part.excluded:
            return Among(tuple(value for value in part.values if value not in named), excluded=True, or_none=or_none)
    return Among(tuple(sorted(named)), or_none=or_none)
