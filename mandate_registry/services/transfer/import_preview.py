"""What an import does or did, by table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from mandate_registry.register_folder.reader import RegisterFolder
from mandate_registry.rules.findings.headings import empty_headings
from mandate_registry.rules.lifecycle.lifecycle import ChangeKind
from mandate_registry.services.changesets.planned_change import EXPECTED, PlannedChange


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import did, or would do: for each table the keys of the entries added, changed and ended.

    With `changeset` it waits there for approval. `changes` is its plan. `headings` are the decision types that it
    leaves without a nature and with nothing below them: nobody can be asked about these.
    """

    organisation: str
    tables: dict[str, dict[str, list[str]]]
    changeset: UUID | None = None
    changes: Sequence[PlannedChange] = field(default=(), repr=False, compare=False)
    waits: bool = False
    headings: tuple[str, ...] = ()

    @property
    def weakens(self) -> bool:
        """Return True if answers may be expected no longer, or otherwise: why is said then."""
        return any(one.table == EXPECTED and one.from_row is not None for one in self.changes)

    @property
    def is_empty(self) -> bool:
        """Return whether nothing changes."""
        return not any(keys for changes in self.tables.values() for keys in changes.values())


PREVIEWED = {ChangeKind.WITHDRAWN: "ended"}
"""A preview does not tell what is withdrawn from what is ended: neither stands in the register any more."""


def preview_of(register: RegisterFolder, changes: Sequence[PlannedChange]) -> Preview:
    """Name what a plan changes; a mandate of several stretches is named once."""
    tables: dict[str, dict[str, dict[str, None]]] = {}
    for change in changes:
        keys = tables.setdefault(change.table, {"added": {}, "changed": {}, "ended": {}})
        keys[PREVIEWED.get(change.kind, change.kind.value)][change.key] = None
    named = {table: {what: list(keys) for what, keys in found.items()} for table, found in tables.items()}
    types: Sequence[Any] = register.tables["decision_types"]
    brought = {change.key for change in changes if change.table == "decision_types"}
    headings = tuple(sorted(empty_headings(types) & brought))
    return Preview(register.organisation.oin, named, changes=changes, headings=headings)
