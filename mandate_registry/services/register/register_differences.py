"""What differs in a whole register between two moments, in either time or both."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice, zip_longest
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, false, func, true

from mandate_registry.rules.integrity import KEYS, key_of
from mandate_registry.services.callers import Caller
from mandate_registry.services.installation import Installation
from mandate_registry.services.pagination import Page
from mandate_registry.services.permissions import Right
from mandate_registry.services.register.entries import EntryView, entry_views, readable
from mandate_registry.services.register.points_in_time import PointInTime
from models import TABLES, registers


@dataclass(frozen=True, slots=True)
class EntryDifference:
    """What an entry says at one moment and at another; None: it was not there."""

    table: str
    before: EntryView | None
    after: EntryView | None

    @property
    def id(self) -> UUID:
        """Whose versions these are."""
        return self._either.entry.id

    @property
    def key(self) -> str:
        """What people call it."""
        return " / ".join(key_of(self.table, self._either.entry.fact))

    @property
    def _either(self) -> EntryView:
        either = self.after or self.before
        assert either, "an entry that was never there differs in nothing"  # noqa: S101 - two None differ in nothing
        return either


def differences(
    caller: Caller,
    installation: Installation,
    organisation: str,
    moments: tuple[PointInTime, PointInTime],
    limit: int = 200,
    after: int = 0,
) -> Page[EntryDifference]:
    """Return the entries of a register that differ between two moments, table by table: so many after `after`.

    A draft of a mandate is none: the register says it when it is approved.

    A moment that says nothing of validity is about all that is said, whenever it is valid: a mandate that was amended
    is then compared stretch by stretch.
    """
    caller.must(Right.READ, organisation)
    with installation.reading() as connection:
        for moment, field in zip(moments, ("fromKnownAt", "toKnownAt"), strict=True):
            moment.must_be_past(caller, connection, organisation, field)
        of_tables = (_in_table(caller, connection, table, organisation, moments) for table in KEYS)
        found = list(islice(chain.from_iterable(of_tables), after, after + limit + 1))
    return Page(found[:limit], after + limit if len(found) > limit else None)


def _in_table(
    caller: Caller, connection: Connection, table: str, organisation: str, moments: tuple[PointInTime, PointInTime]
) -> Iterator[EntryDifference]:
    rows = TABLES[table]
    counts = rows.c.approved if table == "mandates" else true()  # a draft is not what the register says
    seen = [func.coalesce(when.knows(rows) & when.finds_valid(rows) & counts, false()) for when in moments]
    wanted = readable(caller, table).add_columns(seen[0].label("before"))
    wanted = wanted.where(registers.c.oin == organisation, seen[0] != seen[1])
    found = connection.execute(wanted.order_by(rows.c.valid_from.nulls_first(), rows.c.row)).mappings().all()
    sides = [[row for row in found if bool(row["before"]) is side] for side in (True, False)]
    before, after = (
        _by_id(entry_views(connection, table, side, when)) for side, when in zip(sides, moments, strict=True)
    )
    for identity in dict.fromkeys(row["id"] for row in found):
        for was, is_ in zip_longest(before[identity], after[identity]):
            yield EntryDifference(table, was, is_)


def _by_id(entries: list[EntryView]) -> dict[Any, list[EntryView]]:
    grouped: dict[Any, list[EntryView]] = defaultdict(list)
    for entry in entries:
        grouped[entry.entry.id].append(entry)
    return grouped
