"""Importing a register folder: all of it or nothing, and nothing at all when it says what the register says."""

from __future__ import annotations

import io
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal
from uuid import uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import select, text

from mandate_registry.errors import Conflict
from mandate_registry.register_folder.reading import read_packed
from mandate_registry.register_folder.writing import write_zip
from mandate_registry.rules.integrity import KEYS, key_of
from mandate_registry.rules.moments import beginning_of, day_of
from mandate_registry.services.changing.drafting import four_eyes, propose_folder
from mandate_registry.services.changing.expecting import differences, expect_all, expectations_of
from mandate_registry.services.changing.planning import plan
from mandate_registry.services.installation import now
from mandate_registry.services.permissions import Right
from mandate_registry.services.registers.recording import current, find_register, open_register
from models import proposed_folders

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Connection

    from mandate_registry.register_folder.reading import RegisterFolder
    from mandate_registry.rules.facts import Fact, Organisation
    from mandate_registry.services.callers import Caller
    from mandate_registry.services.changing.matching import TablePlan
    from mandate_registry.services.installation import Installation
    from mandate_registry.services.registers.recording import Entry, OpenRegister

RecordedAt = Literal["now", "adopted"]
MANY = 500
"""So many rows written at once change what the database should know of its tables."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import did, or would do: for each table the keys of the entries added, changed and ended.

    With `changeset` it waits there for approval.
    """

    organisation: str
    tables: dict[str, dict[str, list[str]]]
    changeset: UUID | None = None

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

    A change of mandates in a register that is there waits for somebody else's approval, unless the organisation does
    without. The changes are known from now on; with `adopted`, which only the first import of an organisation may use,
    each mandate is known from the day its instrument was adopted, and all else since ever. `progress` is told how many
    rows have been written. Nothing is kept on a dry run. Forbidden when the caller does not keep the register, or does
    not administer the installation where there is none yet. Conflict when the folder decides on drafts, gives back
    what was revoked, or `adopted` would rewrite what was known.
    """
    caller.must(Right.KEEP, register.organisation.oin)
    if dry_run:
        with installation.reading() as connection:
            return _preview(connection, register, _plan(connection, _found(caller, connection, register), register))
    with installation.writing() as connection:
        _found(caller, connection, register)
        opened = open_register(connection, register.organisation.oin)
        plans = _plan(connection, opened.id, register)
        preview = _preview(connection, register, plans)
        if preview.is_empty:
            return preview
        _refuse_rewriting(opened, recorded_at)
        if "mandates" in preview.tables and not opened.is_new and four_eyes(opened):
            changeset = propose_folder(caller, opened, _zipped(register))
            opened.record(caller, "propose an import")
            return replace(preview, changeset=changeset)
        adopted = _adopted(register) if recorded_at == "adopted" else {}
        _carry_out(opened, plans, adopted, progress)
        _expect(opened, register)
        opened.record(caller, "import", _in_order(adopted) if recorded_at == "adopted" else [])
    return preview


def import_packed(
    caller: Caller, installation: Installation, content: bytes, ending: str, *, dry_run: bool = False
) -> Preview:
    """Import the bytes of a .zip or an .xlsx as `import_register` does; InvalidRegister when they are none.

    Who keeps no register at all is refused before anything is read.
    """
    caller.must(Right.KEEP, caller.organisation or "")
    return import_register(caller, installation, read_packed(content, ending), dry_run=dry_run)


def carry_out_folder(opened: OpenRegister, changeset: UUID) -> None:
    """Bring a register to what a folder says that was proposed; it is planned anew for the register as it is now."""
    wanted = select(proposed_folders.c.content).where(proposed_folders.c.changeset_id == changeset)
    register = read_packed(opened.connection.execute(wanted).scalar_one(), ".zip")
    _carry_out(opened, _plan(opened.connection, opened.id, register), {}, None)
    _expect(opened, register)


def _found(caller: Caller, connection: Connection, register: RegisterFolder) -> int | None:
    """Give the register that is there; None is one that an administrator begins."""
    found = find_register(connection, register.organisation.oin)
    if found is None:
        caller.must_administer()
    return found


def _expect(opened: OpenRegister, register: RegisterFolder) -> None:
    """Expect the answers that the folder expects; one that does not say leaves them alone."""
    if register.expectations is not None:
        expect_all(opened, register.expectations)


def _zipped(register: RegisterFolder) -> bytes:
    stream = io.BytesIO()
    write_zip(register, stream)
    return stream.getvalue()


def _plan(connection: Connection, register_id: int | None, register: RegisterFolder) -> dict[str, TablePlan]:
    """Plan what an import does to a register; None is one that is not there yet."""
    present = {table: current(connection, register_id, table) if register_id else [] for table in KEYS}
    wanted = register.tables | {"organisations": [register.organisation]}
    wanted["employees"] = _still_forgotten(wanted["employees"], present["employees"])
    return plan(wanted, present, _today(register.organisation))


def _still_forgotten(wanted: Iterable[Any], present: Iterable[Entry]) -> list[Any]:
    """Let who was forgotten stay without a name: a folder calls him by his number."""
    forgotten = {entry.fact.number for entry in present if not entry.fact.name}
    return [
        replace(fact, name="") if fact.number in forgotten and fact.name == fact.number else fact for fact in wanted
    ]


def _today(organisation: Organisation) -> datetime:
    """Give the first moment of this day, where the organisation is."""
    zone = ZoneInfo(organisation.time_zone)
    return beginning_of(day_of(now(), zone), zone)


def _preview(connection: Connection, register: RegisterFolder, plans: Mapping[str, TablePlan]) -> Preview:
    oin = register.organisation.oin
    tables = {table: _keys(table, changes) for table, changes in plans.items()}
    if register.expectations is not None:
        found = find_register(connection, oin)
        before = expectations_of(connection, found) if found else []
        tables["expected_checks"] = differences(before, register.expectations)
    return Preview(oin, {table: keys for table, keys in tables.items() if any(keys.values())})


def _keys(table: str, changes: TablePlan) -> dict[str, list[str]]:
    """Give the keys of what happens; a mandate of several stretches is named once."""
    facts = {"added": changes.added, "changed": changes.said_otherwise, "ended": changes.said_no_more}
    named = {change: dict.fromkeys(_shown(table, fact) for fact in found) for change, found in facts.items()}
    return {change: list(keys) for change, keys in named.items()}


def _shown(table: str, fact: Any) -> str:
    return " / ".join(key_of(table, fact))


def _refuse_rewriting(opened: OpenRegister, recorded_at: RecordedAt) -> None:
    if recorded_at == "adopted" and not opened.is_new:
        raise Conflict(
            "Only the first import of an organisation can be recorded as of the adoption of its instruments."
        )


def _adopted(register: RegisterFolder) -> dict[str, datetime]:
    """Give the beginning of the day on which each instrument was adopted, as far as that is stated."""
    zone = ZoneInfo(register.organisation.time_zone)
    instruments: Iterable[Any] = register.tables["instruments"]
    return {fact.reference: beginning_of(fact.adopted_on, zone) for fact in instruments if fact.adopted_on}


def _in_order(adopted: Mapping[str, datetime]) -> list[datetime | None]:
    """Give the moments at which something came to be known: since ever, then at each adoption of an instrument."""
    return [None, *sorted(set(adopted.values()))]


def _carry_out(
    opened: OpenRegister,
    plans: Mapping[str, TablePlan],
    adopted: Mapping[str, datetime],
    progress: Callable[[int], None] | None,
) -> None:
    """Write what is planned; what an instrument in `adopted` grants is known to the version of that moment."""
    written = 0
    versions = {moment: place for place, moment in enumerate(_in_order(adopted))}
    for table, changes in plans.items():
        opened.close(table, [*changes.closed, *changes.withdrawn])
        kept = (*changes.changed, *changes.beside, *changes.ended)
        added: dict[int, list[tuple[UUID, Fact]]] = {0: [(entry.id, fact) for entry, fact in kept]}
        granted: dict[str, UUID] = defaultdict(uuid4)
        for fact in changes.added:
            moment = adopted.get(fact.instrument) if table == "mandates" else None
            identity = granted[fact.number] if table == "mandates" else uuid4()
            added.setdefault(versions[moment], []).append((identity, fact))
        for ahead, facts in added.items():
            for count in opened.add(table, facts, ahead=ahead):
                written += count
                if progress:
                    progress(written)
    if written > MANY and opened.connection.dialect.name == "postgresql":
        # PostgreSQL plans by what it counted last. SQLite finds the right way uncounted, and a longer one counted.
        opened.connection.execute(text("ANALYZE"))
