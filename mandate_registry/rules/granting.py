"""What may be granted: a sub-mandate stays within its parent (Awb 10:9), and what the law keeps is not mandated (10:3).

This binds who grants through the API or the pages. An import records what was decided (`check.md`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mandate_registry.rules.facts import EVERY_TYPE, Vat
from mandate_registry.rules.sentences import Sentence, tell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime
    from decimal import Decimal

    from mandate_registry.rules.directory import Directory
    from mandate_registry.rules.facts import Mandate


class Overstep(NamedTuple):
    """In which field a mandate oversteps the law or its parents, and how; `article` is that of the law."""

    field: str
    code: str
    told: Sentence
    article: str

    @property
    def detail(self) -> str:
        """The same in a line."""
        return f"{self.told} ({self.article})"


def oversteps(mandate: Mandate, parents: Sequence[Mandate], directory: Directory, at: datetime) -> list[Overstep]:
    """Find everything in which a new mandate oversteps the law or its parents (the nearest first).

    `at` is the moment whose decision types count.
    """
    complaints = [*_kept_by_law(mandate, directory, at)]
    for depth, parent in enumerate(parents, start=1):
        complaints += _not_permitted(mandate, parent, depth, lambda code: set(directory.types_above(code, at)))
    if parents:
        complaints += _wider(mandate, parents[0], lambda code: set(directory.types_above(code, at)))
    return list(dict.fromkeys(complaints))


def _kept_by_law(mandate: Mandate, directory: Directory, at: datetime) -> Iterator[Overstep]:
    for code in mandate.decision_types:
        fact = directory.decision_type(code, at)
        if fact and not fact.mandatable:
            told = tell("'%(code)s' may not be mandated", code=code)
            yield Overstep("decision_types", "not_mandatable", told, "Awb 10:3")


def _not_permitted(
    mandate: Mandate, parent: Mandate, depth: int, lineage: Callable[[str], set[str]]
) -> Iterator[Overstep]:
    if parent.sub_mandating < depth:
        told = tell("mandate %(number)s does not allow a sub-mandate at this depth", number=parent.number)
        yield Overstep("parent", "sub_mandate_not_permitted", told, "Awb 10:9")
    for code in mandate.decision_types:
        only, barred = set(parent.sub_mandating_only), set(parent.sub_mandating_except)
        if (only and not lineage(code) & only) or lineage(code) & barred:
            told = tell(
                "mandate %(number)s does not allow a sub-mandate for '%(code)s'", number=parent.number, code=code
            )
            yield Overstep("decision_types", "sub_mandate_not_permitted", told, "Awb 10:9")


def _wider(mandate: Mandate, parent: Mandate, lineage: Callable[[str], set[str]]) -> Iterator[Overstep]:
    """Yield each field in which the mandate reaches further than its parent."""
    checks = (
        ("on_behalf_of", mandate.on_behalf_of == parent.on_behalf_of),
        ("kinds", set(mandate.kinds) <= set(parent.kinds)),
        ("decision_types", all(_is_covered(code, parent, lineage) for code in mandate.decision_types)),
        ("max_amount", _ends_no_higher(mandate, parent)),
        ("above_amount", _starts_no_lower(mandate, parent)),
        ("valid_from", _starts_within(mandate, parent)),
        ("valid_until", _ends_within(mandate, parent)),
    )
    for field, holds in checks:
        if not holds:
            told = tell("reaches further than mandate %(number)s, its parent", number=parent.number)
            yield Overstep(field, "wider_than_parent", told, "Awb 10:9")


def _is_covered(code: str, parent: Mandate, lineage: Callable[[str], set[str]]) -> bool:
    return EVERY_TYPE in parent.decision_types or bool(lineage(code) & set(parent.decision_types))


def _ends_no_higher(mandate: Mandate, parent: Mandate) -> bool:
    if parent.max_amount is None:
        return True
    return mandate.max_amount is not None and _is_at_most(mandate, mandate.max_amount, parent, parent.max_amount)


def _starts_no_lower(mandate: Mandate, parent: Mandate) -> bool:
    if parent.above_amount is None:
        return True
    return mandate.above_amount is not None and _is_at_most(parent, parent.above_amount, mandate, mandate.above_amount)


def _is_at_most(mandate: Mandate, amount: Decimal, other: Mandate, limit: Decimal) -> bool:
    """Tell whether an amount on one mandate's basis certainly is at most a limit on another's."""
    same_basis = mandate.vat is other.vat or Vat.NONE in (mandate.vat, other.vat)
    return mandate.currency == other.currency and amount <= limit and (same_basis or mandate.vat is Vat.INCL)


def _starts_within(mandate: Mandate, parent: Mandate) -> bool:
    first = parent.valid.since
    return first is None or (mandate.valid.since is not None and mandate.valid.since >= first)


def _ends_within(mandate: Mandate, parent: Mandate) -> bool:
    last = parent.valid.until
    return last is None or (mandate.valid.until is not None and mandate.valid.until <= last)
