"""One change of a plan: what is to happen to an entry of any table, and how the plan keeps it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import RowMapping, Table

from mandate_registry.register_folder.expectations import as_json, parse_expectations
from mandate_registry.rules.facts import Mandate
from mandate_registry.rules.integrity import KEYS, key_of
from mandate_registry.rules.lifecycle.lifecycle import ChangeKind
from mandate_registry.rules.periods import Period
from models import TABLES, as_fact, as_row, expected_checks
from models.plain_values import from_plain, to_plain

EXPECTED = "expected_checks"
DATED = ("mandates", "deputyships", "absences", "appointments", "employees")
"""Tables whose entries bear dates: one that has begun is ended, and stays true of the time before."""

PLANNABLE: dict[str, Table] = TABLES | {EXPECTED: expected_checks}
"""The tables that a plan may change; those that others refer to come first."""

KEY_COLUMNS = KEYS | {EXPECTED: ("name",)}


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedChange:
    """What is to happen to an entry: what it is to say (`fact`), or what it says that is ended or withdrawn.

    `from_row` is the row that it was made from, as version `from_version` of the register had it; None where nothing
    was said. A mandate that comes to have fewer stretches is changed to no fact, one that comes to have more from no
    row. Of who was `forgotten` nothing is left. `kept_in` is the version that came to have it in a plan.
    """

    kind: ChangeKind
    table: str
    entry: UUID
    key: str
    fact: Any
    from_row: int | None = None
    from_version: int = 0
    position: int = 0
    forgotten: bool = False
    kept_in: int | None = None
    id: UUID = field(default_factory=uuid4)

    def as_row(self) -> dict[str, Any]:
        """Return the columns in which it is kept, all but its changeset."""
        return {
            "id": self.id,
            "position": self.position,
            "table_name": self.table,
            "kind": self.kind.value,
            "entry_id": self.entry,
            "key": self.key,
            "from_row": self.from_row,
            "from_version": self.from_version,
            "fact": written(self.table, self.fact),
        }

    @property
    def is_as_made(self) -> bool:
        """Return True if the plan was kept as it was made, and not taken apart since."""
        return self.kept_in in (None, self.from_version + 1)

    @property
    def settled(self) -> Settled:
        """What it does if it counts at once."""
        return Settled(self, self.kind, self.fact)

    @classmethod
    def of(cls, row: RowMapping) -> PlannedChange:
        """Read it from its row."""
        return cls(
            kind=ChangeKind(row["kind"]),
            table=row["table_name"],
            entry=row["entry_id"],
            key=row["key"],
            fact=_read(row["table_name"], row["fact"]),
            from_row=row["from_row"],
            from_version=row["from_version"],
            position=row["position"],
            forgotten=not row["fact"],
            kept_in=row.get("known_from"),
            id=row["id"],
        )


def key_text(table: str, fact: Any) -> str:
    """Return what people call an entry."""
    return str(fact.id) if table == EXPECTED else " / ".join(key_of(table, fact))


def written(table: str, fact: Any) -> str:
    """Write a fact as JSON; `null` is no fact."""
    if fact is None:
        return "null"
    if table == EXPECTED:
        return as_json(fact)
    return json.dumps(to_plain(table, as_row(table, fact)), ensure_ascii=False)


def _read(table: str, text: str) -> Any:
    """Read what `written` wrote; nothing is left where a name was erased."""
    if text in ("", "null"):
        return None
    if table == EXPECTED:
        return parse_expectations(text)[0]
    return as_fact(table, from_plain(table, json.loads(text)))


def fact_of(table: str, row: RowMapping) -> Any:
    """Make the fact of a row of a table that a plan may change."""
    return parse_expectations(row["expectation"])[0] if table == EXPECTED else as_fact(table, row)


class Settled(NamedTuple):
    """What a change does on the day on which it counts: `after` is what the entry says from then on, None nothing."""

    change: PlannedChange
    kind: ChangeKind
    after: Any


def settled(changes: Iterable[PlannedChange], end: datetime) -> list[Settled]:
    """Return what a plan does when it takes effect: it ends entries at `end`, and leaves those over by then.

    What was to be withdrawn and has begun meanwhile is ended: what was true stays true.
    """
    found = (_settled(change, end) for change in changes)
    return [one for one in found if one]


def _settled(change: PlannedChange, end: datetime) -> Settled | None:
    if change.kind in (ChangeKind.ADDED, ChangeKind.CHANGED) or change.table not in DATED or change.forgotten:
        return Settled(change, change.kind, None if change.kind is ChangeKind.WITHDRAWN else change.fact)
    if not has_begun(change.fact, end):
        if change.kind is ChangeKind.WITHDRAWN:
            return Settled(change, change.kind, None)
        return Settled(change, change.kind, replace(change.fact, revoked_at=end))  # it is referred to, and never counts
    if is_over(change.fact, end):
        return None
    return Settled(change, ChangeKind.ENDED, replace(change.fact, valid=Period(change.fact.valid.since, end)))


def has_begun(fact: Any, end: datetime) -> bool:
    """Return whether a fact was true before a moment."""
    return bool(fact.valid.has_begun(end) and fact.valid.since != end)


def is_over(fact: Any, end: datetime) -> bool:
    """Return whether a fact is true no more from a moment on."""
    return bool(fact.valid.is_over(end) or (isinstance(fact, Mandate) and fact.is_revoked(end)))
