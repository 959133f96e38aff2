"""Which entries of a change may bring about what it changes for somebody.

As `touched` it errs on one side: an entry is named that may have a part in it, and none is left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from mandate_registry.rules.decision.case import Register
from mandate_registry.rules.impact.touched import touched, touched_by_new
from mandate_registry.rules.impact.views import EVERY, View
from mandate_registry.rules.integrity import key_of
from mandate_registry.rules.questions import Person

Named = tuple[str, str]
"""An entry: its table, and its key as people write it."""


def entry_name(table: str, fact: Any) -> Named:
    """Return the table and the key of a fact, as people write it."""
    return table, " / ".join(key_of(table, fact))


class Contributions:
    """Whom each entry that differs between two registers may concern, and about which decision types."""

    def __init__(self, before: Register, after: Register, sides: Iterable[Mapping[str, Sequence[Any]]]) -> None:
        """Look at every entry of which one register says something else than the other: `sides` has their facts."""
        views = (View(before), View(after))
        facts: dict[Named, list[Any]] = defaultdict(list)
        for side in sides:
            for table, found in side.items():
                for fact in found:
                    facts[entry_name(table, fact)].append(fact)
        self._found: Mapping[Named, Mapping[Person, set[str]]] = {
            (table, key): (
                touched_by_new(views, its)
                if table == "mandates" and not before.mandates.stretches(key)
                else touched(views, {table: its})
            )
            for (table, key), its in facts.items()
        }

    def to(self, people: Collection[Person], types: Collection[str]) -> tuple[Named, ...]:
        """Return the entries that may change something for one of these people about one of these types."""
        return tuple(
            entry
            for entry, concerned in self._found.items()
            if any(not concerned[one].isdisjoint({*types, *EVERY}) for one in people if one in concerned)
        )
