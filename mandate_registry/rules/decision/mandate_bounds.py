"""What bounds a mandate, field by field: where it reaches further than one above it.

A bound is a function of a pair: it yields the field in which the mandate is wider, if it is. A new bound is one
function and one line in BOUNDS.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from mandate_registry.rules.decision.mandate_pairs import (
    Pair,
    Wider,
    all_called,
    ends_no_higher,
    listed,
    money,
    starts_no_lower,
)
from mandate_registry.rules.decision.passed_reservations import reservations
from mandate_registry.rules.decision.unit_containment import within
from mandate_registry.rules.sentences import KINDS, Called


def on_behalf_of(pair: Pair) -> Iterator[Wider]:
    """Yield that it is on behalf of another body."""
    body = pair.parent.on_behalf_of
    if pair.mandate.on_behalf_of != body:
        yield Wider("on_behalf_of", Called("bodies", body), Called("bodies", body))


def kinds(pair: Pair) -> Iterator[Wider]:
    """Yield that it is of a kind that the parent is not."""
    wanted = pair.parent.kinds
    if not set(pair.mandate.kinds) <= set(wanted):
        common = [one for one in pair.mandate.kinds if one in wanted]
        yield Wider("kinds", all_called(KINDS, wanted), all_called(KINDS, common or wanted))


def decision_types(pair: Pair) -> Iterator[Wider]:
    """Yield that it lists a type that the parent does not cover."""
    wanted = pair.parent.decision_types
    covered = tuple(code for code in pair.mandate.decision_types if pair.is_among(code, wanted))
    if covered != pair.mandate.decision_types:
        yield Wider(
            "decision_types", all_called("decision_types", wanted), all_called("decision_types", covered or wanted)
        )


def max_amount(pair: Pair) -> Iterator[Wider]:
    """Yield that its maximum is higher than the parent's, or cannot be compared with it."""
    mandate, parent = pair.mandate, pair.parent
    limit, own = parent.max_amount, mandate.max_amount
    if limit is not None and (own is None or not ends_no_higher(mandate, own, parent, limit)):
        yield Wider("max_amount", money(limit, parent), money(limit, parent))


def above_amount(pair: Pair) -> Iterator[Wider]:
    """Yield that it begins at a lower amount than the parent, or that the two cannot be compared."""
    mandate, parent = pair.mandate, pair.parent
    limit, own = parent.above_amount, mandate.above_amount
    if limit is not None and (own is None or not starts_no_lower(mandate, own, parent, limit)):
        yield Wider("above_amount", money(limit, parent), money(limit, parent))


def cases(pair: Pair) -> Iterator[Wider]:
    """Yield that the parent is restricted to cases, and it is not, or to others."""
    return _restricted("cases", pair.mandate.cases, pair.parent.cases)


def counterparties(pair: Pair) -> Iterator[Wider]:
    """Yield that the parent is restricted to counterparties, and it is not, or to others."""
    return _restricted("counterparties", pair.mandate.counterparties, pair.parent.counterparties)


def _restricted(field: str, own: tuple[str, ...], wanted: tuple[str, ...]) -> Iterator[Wider]:
    if wanted and not (own and set(own) <= set(wanted)):
        yield Wider(field, listed(wanted), _right(own, wanted))


def not_about_oneself(pair: Pair) -> Iterator[Wider]:
    """Yield that the parent is never about those who act, and it may be."""
    if pair.parent.not_about_oneself and not pair.mandate.not_about_oneself:
        yield Wider("not_about_oneself", "yes", "yes")


def conditions(pair: Pair) -> Iterator[Wider]:
    """Yield the conditions of the parent that it does not state as well."""
    lacking = [text for text in pair.parent.conditions if text not in pair.mandate.conditions]
    if lacking:
        yield Wider("conditions", listed(lacking), listed(lacking))


def sub_mandating(pair: Pair) -> Iterator[Wider]:
    """Yield that it allows more levels below it than the parent leaves."""
    left = max(pair.parent.sub_mandating - pair.depth, 0)
    if pair.mandate.sub_mandating > left:
        yield Wider("sub_mandating", str(pair.parent.sub_mandating), str(left))


def valid_from(pair: Pair) -> Iterator[Wider]:
    """Yield that it begins before the parent does."""
    first, own = pair.parent.valid.since, pair.mandate.valid.since
    if first is not None and (own is None or own < first):
        yield Wider("valid_from", pair.first_day(first), pair.first_day(first))


def valid_until(pair: Pair) -> Iterator[Wider]:
    """Yield that it ends after the parent does."""
    last, own = pair.parent.valid.until, pair.mandate.valid.until
    if last is not None and (own is None or own > last):
        yield Wider("valid_until", pair.last_day(last), pair.last_day(last))


def _right(own: tuple[str, ...], wanted: tuple[str, ...]) -> str:
    """Write what both have in common, else all that the parent has."""
    return listed([one for one in own if one in wanted] or wanted)


BOUNDS: tuple[Callable[[Pair], Iterator[Wider]], ...] = (
    on_behalf_of,
    kinds,
    decision_types,
    reservations,
    max_amount,
    above_amount,
    cases,
    counterparties,
    within,
    not_about_oneself,
    conditions,
    sub_mandating,
    valid_from,
    valid_until,
)
