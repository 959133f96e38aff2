"""A plan as its readers see it: each change before and after, with what should not be overlooked."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from itertools import chain
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, select

from mandate_registry.rules.directory import Directory
from mandate_registry.rules.facts import Mandate
from mandate_registry.rules.findings.covered_at_once import Standing
from mandate_registry.rules.findings.headings import empty_headings
from mandate_registry.rules.findings.remarks import Remark, UnaskedTypes, remarks, remarks_on_type
from mandate_registry.rules.lifecycle.lifecycle import ChangeKind
from mandate_registry.rules.mandates import Mandates
from mandate_registry.services.changesets.planned_change import EXPECTED, PlannedChange, Settled, settled
from mandate_registry.services.changesets.plans import facts_of_rows
from mandate_registry.services.expected_checks.expected_check import ExpectedCheck
from mandate_registry.services.pagination import Page, Slice
from mandate_registry.services.progress import count
from mandate_registry.services.register.entries import EntryView
from mandate_registry.services.register.loader import IN_THE_DIRECTORY, is_known
from mandate_registry.services.register.register_writer import CHUNK_SIZE, EntryRow, as_entry
from models import TABLES

Codes = Mapping[UUID, Sequence[str]]


class ChangeView(NamedTuple):
    """A change of a plan as it is seen: what the entry says `before` and `after` it, None nothing; and what stands out.

    `kind` is what happens on the day on which it counts. The organisation (OIN) is whose register it changes.
    """

    organisation: str
    time_zone: str

    change: PlannedChange
    kind: ChangeKind
    before: Any
    after: Any
    warnings: tuple[Remark, ...]

    @property
    def sides(self) -> tuple[EntryView | ExpectedCheck | None, ...]:
        """What the entry says before and after, as it would be kept."""
        return tuple(None if fact is None else self._kept(fact) for fact in (self.before, self.after))

    def _kept(self, fact: Any) -> EntryView | ExpectedCheck:
        if self.change.table == EXPECTED:
            return ExpectedCheck(0, self.change.entry, self.organisation, 0, None, fact)
        return EntryView(self.organisation, self.time_zone, EntryRow(0, self.change.entry, fact), None, "")


@dataclass(frozen=True, slots=True)
class Summary:
    """How many changes of which kind there are, by table, and of how many of them which warning is given."""

    counts: Mapping[tuple[str, ChangeKind], int]
    warnings: Mapping[str, int]


@dataclass(frozen=True)
class ViewPoint:
    """Where a plan is looked at from: a version of a register (None: one not there yet), and the moment it counts."""

    connection: Connection
    register_id: int | None
    oin: str
    time_zone: str
    version: int
    moment: datetime
    end: datetime


class PlanView:
    """A whole plan looked at from one standpoint."""

    def __init__(self, standpoint: ViewPoint, changes: Iterable[PlannedChange], codes: Codes | None = None) -> None:
        """Settle what the plan does when it counts then; `codes` are what stands out, where that is known."""
        self._from = standpoint
        self._known = codes
        self._done = settled(changes, standpoint.end)
        self._closed = {(one.change.table, one.change.from_row) for one in self._done}
        self._warned: dict[UUID, tuple[Remark, ...]] = {}

    def page(self, wanted: Slice) -> Page[ChangeView]:
        """Return a page of its changes by `table`, `kind` and `warning`, in their order; `after` is a position."""
        fits = [one for one in self._done if self._fits(one, wanted.filters)]
        part = [one for one in fits if one.change.position > wanted.after][: wanted.limit + 1]
        shown = part[: wanted.limit]
        before = facts_of_rows(self._from.connection, [one.change for one in shown])
        seen = [self._seen(one, before) for one in shown]
        return Page(seen, shown[-1].change.position if len(part) > wanted.limit else None)

    def _seen(self, one: Settled, before: Mapping[tuple[str, int], Any]) -> ChangeView:
        row = one.change.from_row
        said = None if row is None else before.get((one.change.table, row))
        home = self._from.oin, self._from.time_zone
        return ChangeView(*home, one.change, one.kind, said, one.after, self.warnings_of(one))

    def _fits(self, one: Settled, filters: Mapping[str, Any]) -> bool:
        return (
            filters.get("table") in (None, one.change.table)
            and filters.get("kind") in (None, one.kind)
            and (not filters.get("warning") or filters["warning"] in self.codes.get(one.change.id, ()))
        )

    @cached_property
    def summary(self) -> Summary:
        """The numbers of the whole plan."""
        counts = Counter((one.change.table, one.kind) for one in self._done)
        return Summary(counts, Counter(chain.from_iterable(self.codes.values())))

    @cached_property
    def codes(self) -> Codes:
        """The codes of what stands out in each change in which something does."""
        if self._known is not None:
            return self._known
        found: dict[UUID, list[str]] = {}
        for place, one in enumerate(self._done, start=1):
            if codes := list(dict.fromkeys(each.code for each in self.warnings_of(one))):
                found[one.change.id] = codes
            count(place, len(self._done))
        return found

    @property
    def standpoint(self) -> ViewPoint:
        """Where it is looked at from."""
        return self._from

    def sides(self, table: str) -> tuple[list[Any], list[Any]]:
        """Return all facts of a table as the register has them, and as it has them once the plan is carried out."""
        entries = self._entries(table)
        return [entry.fact for entry in entries], self._after(table, entries)

    @property
    def named(self) -> list[tuple[str, Any]]:
        """What the plan adds that others may refer to, by table."""
        added = (one for one in self._done if one.kind is ChangeKind.ADDED and one.change.table in _REFERRED_TO)
        return [(one.change.table, one.after) for one in added if one.after is not None]

    def warnings_of(self, one: Settled) -> tuple[Remark, ...]:
        """Return what stands out in a change of a mandate or a decision type, none of any other table.

        Of what is changed that is what did not stand out before.
        """
        if one.kind not in _SAYING or one.after is None or not self._may_stand_out(one.change):
            return ()
        if one.change.table == "decision_types":
            covered = self._standing_before.remarks(one.after) if one.kind is ChangeKind.ADDED else []
            return (*remarks_on_type(one.after, self._emptied), *covered)
        if one.change.table != "mandates":
            return ()
        if one.change.id not in self._warned:
            before = self._before.get(one.change.entry, ())
            had = {found for fact in before for found in self._remarks(fact, self._parents_before)}
            found = self._remarks(one.after, self._parents)
            self._warned[one.change.id] = tuple(each for each in found if each not in had)
        return self._warned[one.change.id]

    def _may_stand_out(self, change: PlannedChange) -> bool:
        return self._known is None or change.id in self._known

    def _remarks(self, mandate: Mandate, parents: Mandates) -> list[Remark]:
        at = max(self._from.moment, mandate.valid.since or self._from.moment)
        above = parents.chain(mandate, at)[0]
        lasting = [_lasting(parent, parents) for parent in above]
        return remarks(mandate, lasting, self._unasked, at)

    @cached_property
    def _unasked(self) -> UnaskedTypes:
        return UnaskedTypes(self._directory)

    @cached_property
    def _before(self) -> dict[UUID, list[Mandate]]:
        """What the mandates said that are changed."""
        mandates = (one for one in self._done if one.change.table == "mandates" and one.kind in _SAYING)
        granted = [one.change for one in mandates if self._may_stand_out(one.change)]
        said, found = facts_of_rows(self._from.connection, granted), defaultdict(list)
        for change in granted:
            if change.from_row is not None:
                found[change.entry].append(said["mandates", change.from_row])
        return dict(found)

    @cached_property
    def _emptied(self) -> set[str]:
        """The headings that come to have no decision type below them."""
        entries = self._entries("decision_types")
        return empty_headings(self._after("decision_types", entries)) - empty_headings([one.fact for one in entries])

    @cached_property
    def _standing_before(self) -> Standing:
        """The mandates that the register has, as the plan leaves them, beside the directory once it is carried out."""
        entries = self._entries("mandates")
        had = {entry.fact.number for entry in entries}
        staying = [one for one in self._after("mandates", entries) if one.number in had]
        return Standing(staying, self._directory, self._from.moment)

    @cached_property
    def _directory(self) -> Directory:
        """Who works in the organisation, and how it is built, once the plan is carried out."""
        tables = {table: self._after(table, self._entries(table)) for table in IN_THE_DIRECTORY}
        return Directory(self._from.oin, tables)

    @cached_property
    def _standing(self) -> list[EntryRow]:
        """The mandates above those that the plan names, as the register has them."""
        return list(self._above())

    @cached_property
    def _parents(self) -> Mandates:
        return Mandates(self._after("mandates", self._standing))

    @cached_property
    def _parents_before(self) -> Mandates:
        return Mandates(entry.fact for entry in self._standing)

    def _after(self, table: str, entries: Iterable[EntryRow]) -> list[Any]:
        staying = [entry.fact for entry in entries if (table, entry.row) not in self._closed]
        return staying + [one.after for one in self._done if one.change.table == table and one.after is not None]

    def _above(self) -> Iterator[EntryRow]:
        """Yield the mandates above others level by level, as far as the plan does not say all of them itself."""
        facts = [one.after for one in self._done if one.change.table == "mandates" and one.after is not None]
        asked: set[str] = set()
        wanted = {fact.parent for fact in chain(facts, *self._before.values()) if fact.parent}
        while wanted:
            asked |= wanted
            found = [entry for numbers in _chunks(sorted(wanted)) for entry in self._entries("mandates", numbers)]
            yield from found
            wanted = {entry.fact.parent for entry in found if entry.fact.parent} - asked

    def _entries(self, table: str, numbers: Sequence[str] | None = None) -> list[EntryRow]:
        if self._from.register_id is None:
            return []
        rows = TABLES[table]
        wanted = select(rows).where(rows.c.register_id == self._from.register_id, is_known(rows)).order_by(rows.c.row)
        if numbers is not None:
            wanted = wanted.where(rows.c.number.in_(numbers))
        found = self._from.connection.execute(wanted, {"version": self._from.version}).mappings()
        return [as_entry(table, row) for row in found]


_REFERRED_TO = ("bodies", "units", "positions", "decision_types", "employees", "instruments")
_SAYING = (ChangeKind.ADDED, ChangeKind.CHANGED)
"""The kinds of changes after which an entry says something else."""


def _lasting(parent: Mandate, parents: Mandates) -> Mandate:
    """Return a mandate for as long as its stretches last: an amendment does not end it."""
    return replace(parent, valid=parents.lasting(parent.number))


def _chunks(numbers: Sequence[str]) -> Iterator[Sequence[str]]:
    return (numbers[start : start + CHUNK_SIZE] for start in range(0, len(numbers), CHUNK_SIZE))
