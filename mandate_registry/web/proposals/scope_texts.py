"""Of which questions something is told, in words: which amounts, which matters, and when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from mandate_registry.rules.facts import Vat
from mandate_registry.rules.impact.power_differences import ANY, Among, Amounts, Scope
from mandate_registry.rules.periods import Period
from mandate_registry.web.language import gettext as _
from mandate_registry.web.language import lazy
from mandate_registry.web.register_names import RegisterNames
from mandate_registry.web.terms import BASES

Bases = frozenset[Vat | None]


def about(scope: Scope, vats: Bases, names: RegisterNames) -> str:
    """Return a scope, whose amounts are meant on these VAT bases."""
    amounts = " ".join((_amounts(scope.amounts, names), *_bases(vats)))
    return "; ".join((amounts, *matter(scope, names)))


def period_text(period: Period, names: RegisterNames) -> str:
    """Return a period by its first and its last day."""
    since = None if period.since is None else names.write.day(period.since, names.zone)
    last = None if period.until is None else names.write.last_day(period.until, names.zone)
    if since is not None and since == last:
        return _("on %(day)s", day=since)
    parts = [] if since is None else [_("from %(day)s", day=since)]
    parts += [] if last is None else [_("up to and including %(day)s", day=last)]
    return " ".join(parts) or _("at any time")


def _amounts(amounts: Amounts, names: RegisterNames) -> str:
    if not amounts.is_bounded:
        return _unbounded(amounts.currencies)
    (currency,) = amounts.currencies.values
    bounds = [str(words) % {"amount": names.write.amount(value, currency)} for words, value in _bounds(amounts)]
    return (" " if amounts.below is None else _(" and ")).join(bounds)


def _unbounded(currencies: Among) -> str:
    if currencies.is_any:
        return _("Whatever the amount")
    parts = []
    if currencies.or_none:
        parts.append(_("no amount stated"))
    if currencies.excluded:
        but = ", ".join(currencies.values)
        parts.append(_("an amount in another currency than %(but)s", but=but) if but else _("any amount stated"))
    elif currencies.values:
        parts.append(_("any amount in %(currencies)s", currencies=", ".join(currencies.values)))
    text = _(" or ").join(parts)
    return text[:1].upper() + text[1:]


def _bounds(amounts: Amounts) -> Iterator[tuple[Any, Decimal]]:
    """Yield what bounds amounts, with the words for it."""
    if amounts.at_least is not None and amounts.at_least == amounts.up_to:
        yield lazy("exactly %(amount)s"), amounts.up_to
        return
    values = (amounts.above, amounts.at_least, amounts.below, amounts.up_to)
    yield from ((words, value) for words, value in zip(_BOUNDS, values, strict=True) if value is not None)


def _bases(vats: Bases) -> Iterator[str]:
    """Yield on which bases; nothing when it is on any."""
    if None in vats or vats >= set(Vat):
        return
    said = [str(words) for vat, words in BASES.items() if vat in vats]
    if vats >= _WITH_OR_WITHOUT:
        said = [_("with or without VAT"), *(str(BASES[vat]) for vat in BASES if vat in vats - _WITH_OR_WITHOUT)]
    yield f"({_(' or ').join(said)})"


def matter(scope: Scope, names: RegisterNames, most: int | None = None) -> Iterator[str]:
    """Yield of which matters something is told; more than `most` values of a kind are counted, and not named."""
    units = [names.title("units", code) for code in scope.units.values]
    people = [names.title("employees", number) for number in scope.abouts.values]
    others, cases = scope.counterparties.values, scope.cases.values
    yield from _among(scope.units, _UNITS, _some(units, lazy("%(count)s units"), most))
    yield from _among(scope.abouts, _ABOUTS, _some(people, lazy("%(count)s people"), most))
    yield from _among(scope.counterparties, _OTHERS, _some(others, lazy("%(count)s partners"), most))
    yield from _among(scope.cases, _CASES, _some(cases, lazy("%(count)s cases"), most))


def _some(names: Sequence[str], counted: Any, most: int | None) -> str:
    return ", ".join(names) if most is None or len(names) <= most else str(counted) % {"count": len(names)}


def _among(among: Among, words: Sequence[Any], names: str) -> Iterator[str]:
    """Yield of what something is told; nothing when it is whatever the question names."""
    if among == ANY:
        return
    named, other, anything, nothing = words
    parts = []
    if among.values:
        parts.append(str(other if among.excluded else named) % {"names": names})
    elif among.excluded:
        parts.append(str(anything))
    if among.or_none:
        parts.append(str(nothing))
    yield _(" or ").join(parts)


_WITH_OR_WITHOUT = {Vat.EXCL, Vat.INCL}
_BOUNDS = (
    lazy("above %(amount)s"),
    lazy("from %(amount)s"),
    lazy("below %(amount)s"),
    lazy("up to and including %(amount)s"),
)
_UNITS = (
    lazy("for a matter of %(names)s"),
    lazy("for a matter of another unit than %(names)s"),
    lazy("where a unit is named"),
    lazy("where no unit is named"),
)
_ABOUTS = (
    lazy("about %(names)s"),
    lazy("about somebody else than %(names)s"),
    lazy("where it is said whom it is about"),
    lazy("where it is not said whom it is about"),
)
_OTHERS = (
    lazy("with %(names)s"),
    lazy("with another party than %(names)s"),
    lazy("where another party is named"),
    lazy("where no other party is named"),
)
_CASES = (
    lazy("in the case %(names)s"),
    lazy("in another case than %(names)s"),
    lazy("where a case is named"),
    lazy("where no case is named"),
)
"""Of what a question may name: one of these, another than these, anything, and nothing."""
