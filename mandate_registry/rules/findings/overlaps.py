"""Mandates that give the same holder the same power twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator

from mandate_registry.rules.facts import Mandate
from mandate_registry.rules.findings.findings import Finding, FindingCode, Severity, about
from mandate_registry.rules.findings.review import Review
from mandate_registry.rules.sentences import Called, make_sentence


def overlapping_mandates(review: Review) -> Iterator[Finding]:
    """Find mandates that share body, seats, scope and a listed type with a lower one, at one time and for one amount.

    Of several lower ones that share a type, the lowest is named.
    """
    lower: dict[Hashable, list[Mandate]] = defaultdict(list)
    for mandate in review.living:
        shared: dict[str, list[str]] = defaultdict(list)
        reach = _reach(mandate)
        for code in mandate.decision_types:
            other = next((one for one in lower[reach, code] if _meet(one, mandate)), None)
            if other is None:
                lower[reach, code].append(mandate)
            else:
                shared[other.number].append(code)
        yield from (_finding(number, mandate, codes) for number, codes in shared.items())


def _finding(lower: str, mandate: Mandate, codes: list[str]) -> Finding:
    detail = make_sentence(
        "Mandates %(lower)s and %(number)s give the same holder the same power: %(codes)s.",
        lower=lower,
        number=mandate.number,
        codes=tuple(Called("decision_types", code) for code in codes),
    )
    entries = (("mandates", lower), *about([mandate]))
    return Finding(FindingCode.OVERLAPPING_MANDATES, Severity.WARNING, "", entries, detail)


def _reach(mandate: Mandate) -> Hashable:
    """Return what two mandates have in common when they concern the same holders and matters."""
    seats = tuple(sorted(map(str, mandate.seats)))
    matters = (mandate.cases, mandate.counterparties, mandate.within)
    return mandate.on_behalf_of, seats, *map(frozenset, matters)


def _meet(mandate: Mandate, other: Mandate) -> bool:
    """Return whether two mandates share a kind, a moment and an amount."""
    kinds = set(mandate.kinds) & set(other.kinds)
    bands = not (_lies_below(mandate, other) or _lies_below(other, mandate))
    return bool(kinds) and mandate.valid.meets(other.valid) and bands


def _lies_below(mandate: Mandate, other: Mandate) -> bool:
    """Return whether every amount of a mandate certainly lies below those of another."""
    if mandate.max_amount is None or other.above_amount is None:
        return False
    same_basis = (mandate.currency, mandate.vat) == (other.currency, other.vat)
    return same_basis and mandate.max_amount <= other.above_amount
