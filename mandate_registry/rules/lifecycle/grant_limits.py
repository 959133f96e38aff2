"""What may be granted: a sub-mandate stays within its parent (Awb 10:9), and what the law keeps is not mandated (10:3).

This binds who grants through the API or the pages. An import records what was decided (`check.md`).

A mandate is compared with every mandate above it in each field that bounds what its holder may do:

- `on_behalf_of`, `kinds`, `decision_types`, `valid_from`, `valid_until`, `cases`, `counterparties` and `conditions`;
- `max_amount` and `above_amount`, in their `currency` and on their `vat` basis: what cannot be compared is too much;
- `reservations`, with their thresholds, and what `sub_mandating_except` of the mandate above bars below a heading;
- `not_about_oneself`, which is kept;
- `within`: units by the tree of units, an own field by the units of those who hold the two mandates;
- `sub_mandating`: as many levels as are left. `sub_mandating_only` and `sub_mandating_except` of a mandate bind every
  mandate below it, at whatever depth: nothing is gained by stating less of them, so they are not compared.

Not compared, as they bound nothing of what the holder may do: `seats` (another holder is what a sub-mandate is for),
`disclosure` (to whom it may be named), `instructions`, `legal_basis` and `instrument`; nor approval, consents,
suspension and revocation, which a check looks at in the whole chain.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from mandate_registry.rules.decision.mandate_bounds import BOUNDS
from mandate_registry.rules.decision.mandate_pairs import Pair
from mandate_registry.rules.directory import Directory
from mandate_registry.rules.facts import Mandate
from mandate_registry.rules.sentences import Called, Sentence, make_sentence


class Overreach(NamedTuple):
    """In which field a mandate oversteps the law or its parents, and how; `article` is that of the law."""

    field: str
    code: str
    sentence: Sentence
    article: str

    @property
    def detail(self) -> str:
        """The same in a line."""
        return f"{self.sentence} ({self.article})"

    @property
    def column(self) -> str:
        """The field as the register folder names it."""
        return "except" if self.field == "reservations" else self.field


TABLES = ("organisations", "decision_types", "units", "positions", "employees", "appointments")
"""What of a directory is looked at; all but the first two only for a parent that is restricted `within`."""


def overreaches(mandate: Mandate, parents: Sequence[Mandate], directory: Directory, at: datetime) -> list[Overreach]:
    """Find everything in which a new mandate oversteps the law or its parents (the nearest first).

    `at` is the moment whose decision types, units and appointments count.
    """
    complaints = [*_kept_by_law(mandate, directory, at)]
    pairs = [Pair(mandate, parent, depth, directory, at) for depth, parent in enumerate(parents, start=1)]
    for judge in (_not_permitted, _wider):
        for pair in pairs:
            complaints += judge(pair)
    return list(dict.fromkeys(complaints))


def _kept_by_law(mandate: Mandate, directory: Directory, at: datetime) -> Iterator[Overreach]:
    for code in mandate.decision_types:
        fact = directory.decision_type(code, at)
        if fact and not fact.mandatable:
            sentence = make_sentence("'%(code)s' may not be mandated", code=Called("decision_types", code))
            yield Overreach("decision_types", "not_mandatable", sentence, "Awb 10:3")


def _not_permitted(pair: Pair) -> Iterator[Overreach]:
    parent = pair.parent
    if parent.sub_mandating < pair.depth:
        sentence = make_sentence("mandate %(number)s does not allow a sub-mandate at this depth", number=parent.number)
        yield Overreach("parent", "sub_mandate_not_permitted", sentence, "Awb 10:9")
    barred = {part for code in parent.sub_mandating_except for part in pair.directory.parts(code, pair.at)}
    for code in pair.mandate.decision_types:
        only = parent.sub_mandating_only
        if (only and not pair.is_among(code, only)) or pair.is_among(code, barred):
            sentence = make_sentence(
                "mandate %(number)s does not allow a sub-mandate for '%(code)s'",
                number=parent.number,
                code=Called("decision_types", code),
            )
            yield Overreach("decision_types", "sub_mandate_not_permitted", sentence, "Awb 10:9")


def _wider(pair: Pair) -> Iterator[Overreach]:
    """Yield each field in which the mandate reaches further than the one above it."""
    for compare in BOUNDS:
        for wider in compare(pair):
            sentence = wider.why or make_sentence(
                "mandate %(number)s says: %(said)s; right would be, for example: %(right)s",
                number=pair.parent.number,
                said=wider.said,
                right=wider.right,
            )
            yield Overreach(wider.field, "wider_than_parent", sentence, "Awb 10:9")
