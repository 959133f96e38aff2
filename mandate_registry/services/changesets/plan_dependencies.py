"""Which entries of a plan rest on which others, so that it is not taken apart where it hangs together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection

from mandate_registry.rules.facts import Mandate
from mandate_registry.rules.impact.contributions import Named, entry_name
from mandate_registry.rules.integrity import key_of, references
from mandate_registry.rules.lifecycle.lifecycle import ChangeKind
from mandate_registry.services.changesets.planned_change import EXPECTED, PlannedChange
from mandate_registry.services.changesets.plans import facts_of_rows


class Dependencies:
    """Which entries of a plan rest on which others of it."""

    def __init__(self, connection: Connection, plan: Sequence[PlannedChange]) -> None:
        """Look at what each entry says before and after.

        An entry rests on what it comes to refer to; what goes away rests on those that referred to it. A decision type
        rests on the mandates that come to hold it back: without these it would give power.
        """
        self._names: dict[Named, Named] = {}
        self._rest: dict[Named, set[Named]] = defaultdict(set)
        self._bear: dict[Named, set[Named]] = defaultdict(set)
        said = list(_said(connection, plan))
        there: dict[tuple[str, str], set[Named]] = defaultdict(set)
        for name, fact, _ in said:
            self._names[entry_name(name[0], fact)] = name
            for target in _targets(name[0], fact):
                there[target].add(name)
        for name, fact, is_after in said:
            for _, table, code in references(name[0], fact):
                for other in there.get((table, code), set()) - {name}:
                    self._add(*((name, other) if is_after else (other, name)))
            for code in _held_back(fact) if is_after else ():
                for other in there.get(("decision_types", code), ()):
                    self._add(other, name)

    def _add(self, entry: Named, rests_on: Named) -> None:
        self._rest[rests_on].add(entry)
        self._bear[entry].add(rests_on)

    def grown(self, entries: Iterable[Named], *, both_ways: bool) -> set[Named]:
        """Return entries with all that rest on them, and with `both_ways` also with what these rest on."""
        waiting, found = [self._names.get(one, one) for one in entries], set[Any]()
        while waiting:
            one = waiting.pop()
            if one not in found:
                found.add(one)
                waiting += self._rest.get(one, ())
                waiting += self._bear.get(one, ()) if both_ways else ()
        return found


def _said(connection: Connection, plan: Sequence[PlannedChange]) -> Iterator[tuple[Named, Any, bool]]:
    """Yield what the entries of a plan say: before it, and (True) after it."""
    before = facts_of_rows(connection, plan)
    for one in plan:
        if one.table == EXPECTED:
            continue
        if one.from_row is not None:
            yield (one.table, one.key), before[one.table, one.from_row], False
        if one.kind in (ChangeKind.ADDED, ChangeKind.CHANGED) and one.fact is not None:
            yield (one.table, one.key), one.fact, True


def _held_back(fact: Any) -> list[str]:
    """Return the decision types (codes) that a mandate holds back."""
    return [held.code for held in fact.reservations] if isinstance(fact, Mandate) else []


def _targets(table: str, fact: Any) -> Iterator[tuple[str, str]]:
    """Yield as what others may refer to a fact."""
    yield table, key_of(table, fact)[0]
    if table == "positions" and fact.category:
        yield "categories", fact.category
