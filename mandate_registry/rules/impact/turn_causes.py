"""Which entries of a change turn an answer: each is left out of it, and tried alone with what it refers to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from mandate_registry.rules.decision.case import Register
from mandate_registry.rules.decision.decision import decide
from mandate_registry.rules.directory import Directory
from mandate_registry.rules.impact.contributions import Named, entry_name
from mandate_registry.rules.impact.impact import Comparison
from mandate_registry.rules.integrity import key_of, references
from mandate_registry.rules.mandates import Mandates
from mandate_registry.rules.questions import Question

Answered = tuple[str, str | None, str | None]

MAX_FACTS = 300_000
"""So many facts are looked at again at most, in all registers that are tried together."""


class Share(StrEnum):
    """What part the entries have that are named as causes: all are needed, any one is enough, or it is not known."""

    ALL = "all"
    ANY = "any"
    PERHAPS = "perhaps"


@dataclass(frozen=True, slots=True)
class Causes:
    """The entries by which an answer turns, and what part they have in it."""

    entries: tuple[Named, ...]
    share: Share = Share.PERHAPS


class TurnAnalysis:
    """Tries the entries that differ between two registers, one by one."""

    def __init__(self, compared: Comparison) -> None:
        """Sort what only one of the registers has by the entry that it is of."""
        self._compared = compared
        self._gone = _by_entry(compared.gone)
        self._come = _by_entry(compared.come)
        self._there: dict[tuple[str, str], set[Named]] = defaultdict(set)
        for entry, facts in self._come.items():
            for fact in facts:
                self._there[entry[0], key_of(entry[0], fact)[0]].add(entry)
        size = sum(1 for facts in compared.after.directory.tables.values() for _ in facts)
        self._left = MAX_FACTS // max(size, 1)

    def causes(self, question: Question, entries: Sequence[Named]) -> Causes:
        """Return which of the entries turn the answer to a question; all of them where that was not found out."""
        self._left -= 2 * len(entries)
        before, after = (answered(one, question) for one in (self._compared.before, self._compared.after))
        if self._left < 0 or before == after:
            return Causes(tuple(entries))
        if needed := tuple(one for one in entries if answered(self._without(one), question) == before):
            return Causes(needed, Share.ALL)
        enough = tuple(one for one in entries if answered(self._alone(one), question) != before)
        return Causes(enough, Share.ANY) if enough else Causes(tuple(entries))

    def _without(self, entry: Named) -> Register:
        """Return the register as it is to be, but for an entry that stays as it is."""
        return _with(self._compared.after, entry[0], self._come.get(entry, ()), self._gone.get(entry, ()))

    def _alone(self, entry: Named) -> Register:
        """Return the register as it is, with an entry as it is to be, and with what is new that it refers to."""
        register = self._compared.before
        for one in self._referred(entry):
            register = _with(register, one[0], self._gone.get(one, ()), self._come.get(one, ()))
        return register

    def _referred(self, entry: Named) -> set[Named]:
        waiting, found = [entry], set[Any]()
        while waiting:
            one = waiting.pop()
            if one not in found:
                found.add(one)
                named = (target for fact in self._come.get(one, ()) for target in references(one[0], fact))
                waiting += [each for _, table, code in named for each in self._there.get((table, code), ())]
        return found


def answered(register: Register, question: Question) -> Answered:
    """Return the outcome that a register gives to a question, with its reason and its mandate."""
    answer = decide(register, question, look_ahead=False)
    return answer.outcome, answer.reason, answer.mandate.number if answer.mandate else None


def _by_entry(side: Mapping[str, Iterable[Any]]) -> dict[Named, list[Any]]:
    found: dict[Named, list[Any]] = defaultdict(list)
    for table, facts in side.items():
        for fact in facts:
            found[entry_name(table, fact)].append(fact)
    return dict(found)


def _with(register: Register, table: str, out: Iterable[Any], into: Iterable[Any]) -> Register:
    """Return a register in which a table has some facts more and others less."""
    gone = {id(fact) for fact in out}
    tables = register.directory.tables
    changed = [fact for fact in tables.get(table, ()) if id(fact) not in gone] + list(into)
    directory = Directory(register.directory.oin, {**tables, table: changed})
    mandates = Mandates(changed) if table == "mandates" else register.mandates
    return Register(directory, mandates, register.others)
