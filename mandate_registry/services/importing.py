"""Importing a register folder: all of it or nothing, and nothing at all when it says what the register says."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal
from uuid import uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import text

from mandate_registry.errors import Conflict
from mandate_registry.rules.integrity import KEYS, key_of
from mandate_registry.rules.moments import beginning_of, day_of
from mandate_registry.rules.periods import ALWAYS, Period
from mandate_registry.services.planning import TablePlan, as_changed, plan
from mandate_registry.services.recording import OpenRegister, current, open_register

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime

    from mandate_registry.register_folder.reading import RegisterFolder
    from mandate_registry.rules.facts import Fact, Organisation
    from mandate_registry.services.callers import Caller
    from mandate_registry.services.installation import Installation

RecordedAt = Literal["now", "adopted"]
MANY = 500
"""So many rows written at once change what the database should know of its tables."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import did, or would do: for each table the keys of the entries added, changed and ended."""

    organisation: str
    tables: dict[str, dict[str, list[str]]]

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing changes."""
        return not any(keys for changes in self.tables.values() for keys in changes.values())


def import_register(
    caller: Caller,
    installation: Installation,
    register: RegisterFolder,
    *,
    recorded_at: RecordedAt = "now",
    dry_run: bool = False,
    progress: Callable[[int], None] | None = None,
) -> Preview:
    """Bring a register to what a folder says, in one transaction.

    The changes are known from now on; with `adopted`, which only the first import of an organisation may use, each
    mandate is known from the day its instrument was adopted, and all else since ever. `progress` is told how many rows
    have been written. Nothing is kept on a dry run. Conflict when `adopted` would rewrite what was known.
    """
    caller.must_keep(register.organisation.oin)
    with installation.writing() as connection:
        opened = open_register(connection, register.organisation.oin)
        plans = _plan(opened, register)
        preview = _preview(register.organisation.oin, plans)
        if dry_run or preview.is_empty:
            connection.rollback()
            return preview
        _refuse_rewriting(opened, recorded_at)
        _carry_out(opened, plans, _known(register, opened, recorded_at), progress)
    return preview


def _plan(opened: OpenRegister, register: RegisterFolder) -> dict[str, TablePlan]:
    present = {table: current(opened.connection, opened.id, table) for table in KEYS}
    plans = plan(register.tables, present, _today(register.organisation, opened.recorded_at))
    return {"organisations": _plan_organisation(opened, register.organisation)} | plans


def _plan_organisation(opened: OpenRegister, organisation: Organisation) -> TablePlan:
    entries = current(opened.connection, opened.id, "organisations")
    if not entries:
        return TablePlan(added=[organisation])
    changed = as_changed(entries[0], organisation)
    return TablePlan(changed=[(entries[0], changed)] if replace(entries[0].fact, recorded=ALWAYS) != changed else [])


def _today(organisation: Organisation, moment: datetime) -> datetime:
    """Give the first moment of this day, where the organisation is."""
    zone = ZoneInfo(organisation.time_zone)
    return beginning_of(day_of(moment, zone), zone)


def _preview(oin: str, plans: Mapping[str, TablePlan]) -> Preview:
    tables = {}
    for table, changes in plans.items():
        ended = [entry for entry, _ in changes.ended] + changes.withdrawn
        keys = {
            "added": [_shown(table, fact) for fact in changes.added],
            "changed": [_shown(table, fact) for _, fact in changes.changed],
            "ended": [_shown(table, entry.fact) for entry in ended],
        }
        if any(keys.values()):
            tables[table] = keys
    return Preview(oin, tables)


def _shown(table: str, fact: Any) -> str:
    return " / ".join(key_of(table, fact)) if table in KEYS else fact.oin


def _refuse_rewriting(opened: OpenRegister, recorded_at: RecordedAt) -> None:
    if recorded_at == "adopted" and not opened.is_new:
        raise Conflict(
            "Only the first import of an organisation can be recorded as of the adoption of its instruments."
        )


def _known(register: RegisterFolder, opened: OpenRegister, recorded_at: RecordedAt) -> Callable[[str, Any], Period]:
    """Give how a fact's recorded period is found."""
    if recorded_at == "now":
        since = Period(opened.recorded_at)
        return lambda _table, _fact: since
    zone = ZoneInfo(register.organisation.time_zone)
    instruments: Iterable[Any] = register.tables["instruments"]
    adopted = {fact.reference: fact.adopted_on for fact in instruments if fact.adopted_on}
    starts = {reference: Period(beginning_of(day, zone)) for reference, day in adopted.items()}
    return lambda table, fact: starts.get(fact.instrument, ALWAYS) if table == "mandates" else ALWAYS


def _carry_out(
    opened: OpenRegister,
    plans: Mapping[str, TablePlan],
    known: Callable[[str, Any], Period],
    progress: Callable[[int], None] | None,
) -> None:
    written = 0
    since = Period(opened.recorded_at)
    for table, changes in plans.items():
        replaced = [*changes.changed, *changes.ended]
        opened.close(table, [*(entry for entry, _ in replaced), *changes.withdrawn])
        added: list[tuple[Any, Fact]] = [(entry.id, replace(fact, recorded=since)) for entry, fact in replaced]
        fresh = ((uuid4(), replace(fact, recorded=known(table, fact))) for fact in changes.added)
        for facts in (added, fresh):
            for count in opened.add(table, facts):
                written += count
                if progress:
                    progress(written)
    if written > MANY and opened.connection.dialect.name == "postgresql":
        # PostgreSQL plans by what it counted last. SQLite finds the right way uncounted, and a longer one counted.
        opened.connection.execute(text("ANALYZE"))
