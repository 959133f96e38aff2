"""A register as the tests hold it: plain tables of facts, made into what the rules read when a question is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from mandate_registry.rules.answers import Answer
from mandate_registry.rules.decision.case import Register
from mandate_registry.rules.decision.decision import decide
from mandate_registry.rules.directory import Directory
from mandate_registry.rules.facts import Fact
from mandate_registry.rules.mandates import Mandates
from mandate_registry.rules.questions import Question

Tables = Mapping[str, tuple[Any, ...]]


@dataclass(frozen=True)
class World:
    """One organisation's tables, and those of other organisations by OIN."""

    oin: str
    tables: Tables
    others: Mapping[str, Tables] = field(default_factory=dict)

    def having(self, table: str, *facts: Fact) -> World:
        """Return the same world with these facts in that table."""
        return replace(self, tables={**self.tables, table: facts})

    def ask(self, question: Question, *, explain: bool = False) -> Answer:
        """Return the answer of the rules to a question."""
        return decide(self.register(), question, explain=explain)

    def register(self) -> Register:
        """Return the register as the rules read it."""
        return Register(
            Directory(self.oin, self.tables),
            Mandates(self.tables.get("mandates", ())),
            {oin: Directory(oin, tables) for oin, tables in self.others.items()},
        )
