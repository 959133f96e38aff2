"""What binds over a chain of mandates: which amount, and which mandate sets it (`check.md`, gate 7)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from mandate_registry.rules.answers import Reason
from mandate_registry.rules.decision import amounts
from mandate_registry.rules.decision.amounts import Bound
from mandate_registry.rules.facts import Mandate, Vat


@dataclass(frozen=True, slots=True)
class Binding:
    """A bound, and the mandate of the chain that sets it."""

    bound: Bound
    mandate: Mandate

    @property
    def is_minimum(self) -> bool:
        """Return whether amounts have to lie above it; otherwise up to and including it."""
        return self.bound.reason is Reason.AMOUNT_NOT_ABOVE_MINIMUM


def binding(line: Iterable[Mandate]) -> list[Binding]:
    """Return the bounds that bind, of a mandate followed by its parents.

    They are the highest minimum and the narrowest maximum, in each currency and on each VAT basis apart: no rate is
    guessed. Of equal ones it is the nearest mandate's.
    """
    found: dict[tuple[str, Vat, Reason], Binding] = {}
    for mandate in line:
        for bound in amounts.limits(mandate):
            basis = bound.currency, bound.vat, bound.reason
            if basis not in found or _is_narrower(bound, found[basis].bound):
                found[basis] = Binding(bound, mandate)
    return sorted(found.values(), key=lambda one: (one.bound.currency, one.bound.vat, not one.is_minimum))


def _is_narrower(bound: Bound, other: Bound) -> bool:
    minimum = bound.reason is Reason.AMOUNT_NOT_ABOVE_MINIMUM
    return bound.value > other.value if minimum else bound.value < other.value
