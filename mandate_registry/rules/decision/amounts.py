"""Comparing amounts with limits, the VAT basis minded: the register never guesses a rate (`check.md`, VAT)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from mandate_registry.rules.answers import Reason, first
from mandate_registry.rules.facts import Deputyship, Mandate, Vat
from mandate_registry.rules.questions import Money


@dataclass(frozen=True, slots=True)
class Bound:
    """An amount in a mandate that a question is held against; `reason` is what follows from crossing it."""

    value: Decimal
    currency: str
    vat: Vat
    reason: Reason

    def judge(self, amount: Money) -> Reason | None:
        """Return the reason why `amount` does not stay within the bound, None when it certainly does."""
        if amount.currency != self.currency:
            return Reason.CURRENCY_MISMATCH
        crossed = self._is_crossed(amount)
        return Reason.VAT_BASIS_UNCLEAR if crossed is None else self.reason if crossed else None

    def _is_crossed(self, amount: Money) -> bool | None:
        match self.reason:
            case Reason.AMOUNT_NOT_ABOVE_MINIMUM:
                above = _exceeds(amount, self)
                return None if above is None else not above
            case Reason.RESERVED:
                return _reaches(amount, self)
            case _:
                return _exceeds(amount, self)


def _exceeds(amount: Money, bound: Bound) -> bool | None:
    """Return whether amount > bound; None when that depends on a VAT rate."""
    return _certain(amount, bound, crossed=amount.value > bound.value)


def _reaches(amount: Money, bound: Bound) -> bool | None:
    """Return whether amount >= bound; None when that depends on a VAT rate."""
    return _certain(amount, bound, crossed=amount.value >= bound.value)


def _certain(amount: Money, bound: Bound, *, crossed: bool) -> bool | None:
    """Return what the values say if it holds on the basis of the bound too; None when it does not for certain.

    What has no VAT on it is the same on both bases. An amount incl. is less without VAT, one excl. is more with it.
    """
    if amount.vat is bound.vat or Vat.NONE in (amount.vat, bound.vat):
        return crossed
    return crossed if crossed is (amount.vat is Vat.EXCL) else None


def limits(mandate: Mandate) -> Iterator[Bound]:
    """Yield the lower and the upper bound of a mandate, as far as it states them."""
    if mandate.above_amount is not None:
        yield Bound(mandate.above_amount, mandate.currency, mandate.vat, Reason.AMOUNT_NOT_ABOVE_MINIMUM)
    if mandate.max_amount is not None:
        yield Bound(mandate.max_amount, mandate.currency, mandate.vat, Reason.AMOUNT_ABOVE_LIMIT)


def cap(deputyship: Deputyship) -> Iterator[Bound]:
    """Yield the upper bound of a deputyship, if it states one."""
    if deputyship.max_amount is not None:
        yield Bound(deputyship.max_amount, "EUR", deputyship.vat, Reason.AMOUNT_ABOVE_LIMIT)


def judge(bounds: Iterable[Bound], amount: Money | None, *, required: bool | None) -> Reason | None:
    """Hold `amount` against all bounds; a certain no goes before one that cannot be judged (`answers.first`).

    A threshold that is certainly reached is for the gate of reservations to tell.

    `required` is the decision type's: True, the question must state an amount; False, such decisions have none;
    None, one is needed where a bound applies.
    """
    if amount is None:
        return Reason.AMOUNT_REQUIRED if required or (required is None and any(bounds)) else None
    found = {bound.judge(amount) for bound in bounds}
    return first(reason for reason in found if reason not in (None, Reason.RESERVED))
