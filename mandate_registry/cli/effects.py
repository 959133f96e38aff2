"""Differences in what people may decide, in lines of plain English."""

from __future__ import annotations

from collections.abc import Iterator

from mandate_registry.rules.impact.power_differences import ANY, Among, Amounts, PowerState, Scope, Way
from mandate_registry.rules.periods import Period
from mandate_registry.services.changesets.changeset_impact import NamedDifference
from mandate_registry.services.expected_checks.evaluation import EvaluatedAnswer


def mark(difference: NamedDifference) -> str:
    """Return one word: whether the person gains or loses power."""
    one = difference.difference
    if one.gains == one.loses:
        return "otherwise" if one.gains else "cannot say"
    return "gains" if one.gains else "loses"


def difference_line(difference: NamedDifference) -> str:
    """Return one line about a difference."""
    one = difference.difference
    who = f"{difference.name} ({difference.employee})" if difference.name else difference.employee
    about = ", ".join((_amounts(one.scope.amounts), *_matter(one.scope)))
    return f"{who}, {one.decision_type}: {about}: {_change(one.before, one.after)}{period_text(one.period)}"


def _change(before: PowerState, after: PowerState) -> str:
    if before.ways and not after.ways:
        return "no longer"
    if not before.ways and before.outcome == after.outcome and not after.ways:
        return " -> ".join(_with(state.outcome, state.reason) for state in (before, after))
    return f"{_state(before)} -> {_state(after)}"


def turned(before: EvaluatedAnswer, after: EvaluatedAnswer) -> str:
    """Return the answer before and after; with reason and mandate if the outcome is the same."""
    if before.outcome != after.outcome:
        return f"{before.outcome} to {after.outcome}"
    if before == after:  # of a composite, whose legs name the mandates
        return f"{_in_full(before)} to {after.outcome} by another mandate"
    return f"{_in_full(before)} to {_in_full(after)}"


def _in_full(verdict: EvaluatedAnswer) -> str:
    mandate = f"mandate {verdict.mandate}" if verdict.mandate else None
    return _with(verdict.outcome, verdict.reason, mandate)


def _with(outcome: str, *details: str | None) -> str:
    said = ", ".join(filter(None, details))
    return f"{outcome} ({said})" if said else outcome


def _amounts(amounts: Amounts) -> str:
    if not amounts.is_bounded:
        return "whatever the amount" if amounts.currencies == ANY else _among("amount in", amounts.currencies)
    bounds = (("above", amounts.above), ("from", amounts.at_least), ("below", amounts.below))
    words = [f"{word} {value:,.2f}" for word, value in bounds if value is not None]
    words = words if amounts.below is None else [" and ".join(words)]
    words += [f"up to and including {amounts.up_to:,.2f}"] if amounts.up_to is not None else []
    basis = f" ({amounts.vat} VAT)" if amounts.vat else ""
    return f"{' '.join(words)} {', '.join(amounts.currencies.values)}{basis}"


def _matter(scope: Scope) -> Iterator[str]:
    named = (
        ("unit", scope.units),
        ("about", scope.abouts),
        ("counterparty", scope.counterparties),
        ("case", scope.cases),
    )
    yield from (_among(word, among) for word, among in named if among != ANY)


def _among(word: str, among: Among) -> str:
    """Return what a question may name, with `or none` if it may name nothing."""
    values = ", ".join(among.values)
    named = f"any but {values}" if among.excluded and values else "any" if among.excluded else values
    return f"{word} {' or '.join(part for part in (named, 'none' if among.or_none else '') if part)}"


def _state(state: PowerState) -> str:
    return " or ".join(map(_way, state.ways)) or state.outcome


def _way(way: Way) -> str:
    seats = f" together with {' & '.join(map(str, way.seats))}" if way.seats else ""
    conditions = f" on condition: {'; '.join(way.conditions)}" if way.conditions else ""
    return f"may decide{seats}{conditions}"


def period_text(period: Period) -> str:
    """Return the period in words."""
    since = f", from {period.since:%Y-%m-%d %H:%M}" if period.since else ""
    return since + (f", until {period.until:%Y-%m-%d %H:%M}" if period.until else "")
