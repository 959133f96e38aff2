"""Whatever happens between a proposal and its approval: what the plan names changes, and nothing else."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from mandate_registry import bootstrap
from mandate_registry.errors import Conflict
from mandate_registry.rules import facts
from mandate_registry.rules.integrity import KEYS
from mandate_registry.services.changesets.plans import read_plan
from mandate_registry.services.register.register_writer import current, find_register
from mandate_registry.services.uploads.proposal_renewal import renew
from tests.services.import_town import ANY, FOLDER, HR, OIN, Veldwijk, written
from tests.support import sqlite
from tests.support.settings import settings_of

pytestmark = pytest.mark.slow

MANDATES = FOLDER["mandates.csv"]
Snapshot = dict[tuple[str, UUID], list[str]]
Replacing = tuple[str, str, str]
"""Of a file of the folder, what takes the place of what."""

EDITS: list[Replacing] = [
    ("mandates", "50000.00", "60000.00"),
    ("mandates", "2.1,mandate,college,position:jurist,obj.decide,2025-01-01,,\n", ""),
    ("positions", "Controller", "Concerncontroller"),
    ("positions", "griffier,Griffier,gem\n", ""),
    ("employees", "Dirk Vos", "Dirk de Vos"),
    ("appointments", "E4,jurist,2020-01-01\n", ""),
    ("units", "juz,Team Juridisch,gem\n", "juz,Juridische Zaken,gem\nnieuw,Nieuw,gem\n"),
]
ADDED = "Z-1,mandate,college,position:controller,buy.small,2026-01-01,10.00,\n"
"""What every proposed folder adds, so that it has to wait."""

MEANWHILE: dict[str, Callable[[Veldwijk], object]] = {
    "1.1 is narrowed": lambda town: town.amends("1.1", max_amount=Decimal("10000.00")),
    "2.1 is limited": lambda town: town.amends("2.1", max_amount=Decimal("1000.00")),
    "Z-1 is granted": lambda town: town.grants("Z-1", "jurist", "obj.decide"),
    "Q-1 is granted": lambda town: town.grants("Q-1", "jurist", "obj.decide"),
    "E4 leaves": lambda town: town.corrects("employees", {"number": "E4"}, {"valid_until": date(2025, 6, 30)}),
    "E77 comes": lambda town: town.adds("employees", facts.Employee(number="E77", name="Nieuw Hier")),
    "a unit comes": lambda town: town.adds("units", facts.Unit(code="nieuw", name="Ook Nieuw")),
    "the clerk comes": lambda town: town.adds("appointments", facts.Appointment(employee="E1", position="griffier")),
    "a title changes": lambda town: town.corrects("positions", {"code": "inkoper"}, title="Inkoopadviseur"),
}
TOUCHES = {
    "1.1 is narrowed": "1.1",
    "2.1 is limited": "2.1",
    "Z-1 is granted": "Z-1",
    "E4 leaves": "E4",
    "a unit comes": "nieuw",
    "the clerk comes": "griffier",
    "a title changes": "inkoper",
}
"""The key that is touched, where a plan may name it."""


@contextmanager
def copied(founded: Path) -> Iterator[Veldwijk]:
    """Open a copy of a register in a folder of its own: SQLite keeps more than one file."""
    with TemporaryDirectory(dir=founded.parent) as folder, opened(Path(shutil.copy(founded, folder))) as town:
        yield town


@contextmanager
def opened(file: Path) -> Iterator[Veldwijk]:
    installation = bootstrap.build(settings_of(sqlite.url(file)))
    yield Veldwijk(installation)
    installation.close()


def snapshot(town: Veldwijk) -> Snapshot:
    """Return all that the register says, by table and identity."""
    found: Snapshot = {}
    with town.installation.reading() as connection:
        register = find_register(connection, OIN) or 0
        for table in KEYS:
            for entry in current(connection, register, table):
                found.setdefault((table, entry.id), []).append(repr(entry.fact))
    return found


def planned(town: Veldwijk, changeset: UUID) -> tuple[set[tuple[str, UUID]], set[str]]:
    with town.installation.reading() as connection:
        plan = read_plan(connection, changeset)
    return {(one.table, one.entry) for one in plan}, {one.key for one in plan}


def differing(before: Snapshot, after: Snapshot) -> set[tuple[str, UUID]]:
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


def is_carried_out(town: Veldwijk, changeset: UUID) -> bool:
    """Approve: exactly what the plan names differs after it, or it is refused and nothing does."""
    before, (named, _) = snapshot(town), planned(town, changeset)
    try:
        town.decides(changeset)
    except Conflict:
        assert snapshot(town) == before
        return False
    assert differing(before, snapshot(town)) == named
    return True


def test_exactly_the_named_entries_differ(tmp_path: Path) -> None:
    founded = tmp_path / "register.sqlite"
    sqlite.database(tmp_path)
    with opened(founded) as town:
        Veldwijk.founded(town.installation, tmp_path / "folder")

    @settings(max_examples=20, phases=[Phase.generate])
    @given(st.sets(st.sampled_from(EDITS)), st.sets(st.sampled_from(sorted(MEANWHILE)), max_size=4))
    def holds(edits: set[Replacing], meanwhile: set[str]) -> None:
        changed = dict.fromkeys(("mandates",), MANDATES + ADDED)
        for name, this, that in sorted(edits):
            changed[name] = changed.get(name, FOLDER[f"{name}.csv"]).replace(this, that)
        with copied(founded) as town:
            changeset = town.imports(written(tmp_path / "wished", **changed))
            for name in sorted(meanwhile):
                MEANWHILE[name](town)
            _, keys = planned(town, changeset)
            touched = {TOUCHES.get(name) for name in meanwhile} & keys
            assert is_carried_out(town, changeset) is not bool(touched)
            if touched:
                renew(HR, town.installation, changeset, ANY)
                assert is_carried_out(town, changeset)

    holds()


def test_so_they_do_of_sheets_that_wait_together(tmp_path: Path) -> None:
    founded = tmp_path / "register.sqlite"
    sqlite.database(tmp_path)
    with opened(founded) as town:
        Veldwijk.founded(town.installation, tmp_path / "folder")
    rows: st.SearchStrategy[Any] = st.lists(st.tuples(st.integers(1, 3), st.integers(1, 3)), min_size=2, max_size=4)

    @settings(max_examples=10, phases=[Phase.generate])
    @given(rows, st.randoms(use_true_random=False))
    def holds(wished: list[tuple[int, int]], order: Any) -> None:
        with copied(founded) as town:
            waiting = [(town.sends(_row(*one)), one) for one in wished]
            order.shuffle(waiting)
            said: dict[int, int] = {}
            for changeset, (number, limit) in waiting:
                assert is_carried_out(town, changeset) is (number not in said)
                said.setdefault(number, limit)
            limits = {one.number: one.max_amount for one in town.says["mandates"]}
            assert {number: limits[f"Z-{number}"] for number in said} == said

    holds()


def _row(number: int, limit: int) -> str:
    return f"Z-{number};mandate;college;Controller;buy.small;{limit},00"
