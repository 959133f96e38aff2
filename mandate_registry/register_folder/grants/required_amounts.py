"""Decision types of which an amount has to be told, so that the limits of a list stop whoever tells none."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from mandate_registry.rules.facts import EVERY_TYPE, DecisionType, Mandate


def with_required_amounts(types: Sequence[DecisionType], mandates: Iterable[Mandate]) -> list[DecisionType]:
    """Return decision types, of which those on which these mandates have a limit need an amount from now on.

    Those are the types that a mandate names, and those below them. One for everything names none.
    """
    limited = {code for one in mandates if _has_limit(one) for code in one.decision_types} - {EVERY_TYPE}
    parents = {one.code: one.parent for one in types}
    return [replace(one, amount_required=True) if _is_asked(one, limited, parents) else one for one in types]


def _has_limit(mandate: Mandate) -> bool:
    return mandate.max_amount is not None or mandate.above_amount is not None


def _is_asked(fact: DecisionType, limited: Collection[str], parents: Mapping[str, str | None]) -> bool:
    """Return True if a decision type itself, or one above it, is limited; a heading is asked about by nobody."""
    code: str | None = fact.code
    seen: set[str] = set()
    while code and code not in seen and code not in limited:
        seen.add(code)
        code = parents.get(code)
    return bool(fact.nature) and code in limited
