"""An import is all or nothing, changes only what differs, and keeps every answer of before."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from mandate_registry.errors import Conflict, Forbidden
from mandate_registry.register_folder.problems import InvalidRegister
from mandate_registry.register_folder.reader import read_register
from mandate_registry.rules.check_requests import CheckRequest, EmployeeRef
from mandate_registry.rules.questions import Money
from mandate_registry.services.callers import COMMAND_LINE, Caller
from mandate_registry.services.changesets.early_refusals import Precondition
from mandate_registry.services.changesets.entry_changes import Correction, change
from mandate_registry.services.checks.answer_check import check
from mandate_registry.services.installation import Installation, now
from mandate_registry.services.pagination import Slice
from mandate_registry.services.permissions import Role
from mandate_registry.services.progress import reporting
from mandate_registry.services.register.entries import list_entries
from mandate_registry.services.transfer.import_preview import Preview
from mandate_registry.services.transfer.register_import import import_register
from models import TABLES, registers
from tests.support.progress import Heard

pytestmark = pytest.mark.slow

OIN = "00000009100000000001"


def load(installation: Installation, folder: Path, **options: Any) -> Preview:
    return import_register(COMMAND_LINE, installation, read_register(folder), **options)


def edit(folder: Path, file: str, pattern: str, replacement: str) -> None:
    path = folder / file
    text, count = re.subn(pattern, replacement, path.read_text(), flags=re.MULTILINE)
    assert count, f"{pattern} is not in {file}"
    path.write_text(text)


def without_four_eyes(installation: Installation) -> None:
    """Set that nobody else has to approve, for tests that are not about an import that waits."""
    (home,) = list_entries(COMMAND_LINE, installation, "organisations", Slice({"organisation": OIN})).items
    change(COMMAND_LINE, installation, "organisations", home.entry.id, Precondition(), Correction({"four_eyes": False}))


def rows(installation: Installation, table: str) -> int:
    with installation.reading() as connection:
        return connection.scalar(select(func.count()).select_from(TABLES[table])) or 0


def version(installation: Installation) -> int | None:
    with installation.reading() as connection:
        return connection.scalar(select(registers.c.version).where(registers.c.oin == OIN))


def may_award(installation: Installation, at: datetime, known_at: datetime | None = None) -> str:
    """Ask whether the woo-coordinator may decide an information request (WL-5.3)."""
    request = CheckRequest(
        organisation=OIN,
        employees=(EmployeeRef(number="W-024"),),
        decision_type="information.woo",
        at=at,
        known_at=known_at,
    )
    return check(COMMAND_LINE, installation, request).outcome


def test_a_dry_run_shows_everything_and_keeps_nothing(installation: Installation, wierdenland: Path) -> None:
    preview = load(installation, wierdenland, dry_run=True)
    assert len(preview.tables["mandates"]["added"]) == 85
    assert rows(installation, "mandates") == rows(installation, "organisations") == 0
    assert version(installation) is None


def test_importing_the_same_folder_twice_changes_nothing(installation: Installation, wierdenland: Path) -> None:
    load(installation, wierdenland)
    before = {table: rows(installation, table) for table in TABLES}
    assert load(installation, wierdenland).is_empty
    assert {table: rows(installation, table) for table in TABLES} == before
    assert version(installation) == 1


def test_only_what_differs_is_changed(installation: Installation, wierdenland: Path) -> None:
    load(installation, wierdenland)
    without_four_eyes(installation)
    edit(wierdenland, "mandates.csv", r"^(WL-1\.13,.*)2500\.00", r"\g<1>3000.00")
    preview = load(installation, wierdenland)
    assert preview.tables == {"mandates": {"added": [], "changed": ["WL-1.13"], "ended": []}}
    assert rows(installation, "mandates") == 86


def test_a_mandate_left_out_ends_today_and_stays_true_for_the_past(
    installation: Installation, wierdenland: Path
) -> None:
    load(installation, wierdenland)
    without_four_eyes(installation)
    before = now()
    edit(wierdenland, "mandates.csv", r"^WL-(5\.3|1\.6),.*\n", "")
    assert load(installation, wierdenland).tables["mandates"]["ended"] == ["WL-1.6", "WL-5.3"]
    last_year = datetime(2025, 6, 2, 10, tzinfo=UTC)
    assert may_award(installation, last_year) == "authorised"
    assert may_award(installation, now()) == "not_authorised"
    assert may_award(installation, before, known_at=before) == "authorised"


def test_a_unit_left_out_is_withdrawn_unless_something_refers_to_it(
    installation: Installation, wierdenland: Path
) -> None:
    load(installation, wierdenland)
    (wierdenland / "units.csv").write_text(
        "\n".join(line for line in (wierdenland / "units.csv").read_text().splitlines() if "informatie" not in line)
    )
    edit(
        wierdenland, "positions.csv", r"^((adviseur-informatie|communicatieadviseur),.*),informatie,", r"\g<1>,bestuur,"
    )
    preview = load(installation, wierdenland)
    assert preview.tables["units"]["ended"] == ["informatie"]
    assert len(preview.tables["positions"]["changed"]) == 2


def test_adopted_is_for_a_first_import_only(installation: Installation, wierdenland: Path) -> None:
    load(installation, wierdenland, recorded_at="adopted")
    assert load(installation, wierdenland, recorded_at="adopted").is_empty
    edit(wierdenland, "mandates.csv", r"^(WL-1\.13,.*)2500\.00", r"\g<1>3000.00")
    with pytest.raises(Conflict):
        load(installation, wierdenland, recorded_at="adopted")


def test_a_retroactive_mandate_is_unknown_before_its_adoption(installation: Installation, wierdenland: Path) -> None:
    load(installation, wierdenland, recorded_at="adopted")
    april = datetime(2026, 4, 15, tzinfo=UTC)
    request = CheckRequest(
        organisation=OIN,
        employees=(EmployeeRef(number="W-051"),),
        decision_type="contract.decide",
        amount=Money(Decimal("60000.00")),
        unit="openbare-ruimte",
        at=april,
    )
    as_known_now = check(COMMAND_LINE, installation, request)
    assert as_known_now.mandate
    assert as_known_now.mandate["number"] == "WL-9.1"
    assert as_known_now.differs_from_then
    as_known_then = check(COMMAND_LINE, installation, replace(request, known_at=april))
    assert as_known_then.reasons[0]["code"] == "reserved"


def test_a_broken_row_in_the_middle_leaves_nothing_behind(installation: Installation, wierdenland: Path) -> None:
    edit(wierdenland, "mandates.csv", r"^(WL-4\.1,.*)100000\.00", r"\g<1>100.000")
    with pytest.raises(InvalidRegister, match=r"mandates\.csv, row 33, column max_amount"):
        load(installation, wierdenland)
    assert version(installation) is None


def test_an_import_says_what_is_being_done_and_how_far_it_is(installation: Installation, wierdenland: Path) -> None:
    with reporting(heard := Heard()):
        load(installation, wierdenland)
    assert heard.steps == ["comparing", "writing", "recording"]
    written = heard.counts["writing"]
    (total,) = {total for _, total in written}
    assert [done for done, _ in written] == sorted(done for done, _ in written)
    assert written[-1][0] == total


def test_a_failure_while_writing_leaves_nothing_behind(installation: Installation, wierdenland: Path) -> None:
    def power_cut(step: str, done: int) -> None:
        if step == "writing" and done > 300:
            raise KeyboardInterrupt

    with reporting(Heard(power_cut)), pytest.raises(KeyboardInterrupt):
        load(installation, wierdenland)
    assert version(installation) is None
    assert rows(installation, "units") == 0


@pytest.mark.parametrize(
    ("caller", "why"),
    [
        (Caller((Role.PARTNER,), OIN), "a partner does not write"),
        (Caller((Role.HR,), "00000009100000000002"), "another organisation's hr"),
        (Caller((Role.HR,), OIN), "a new register is for an administrator to begin"),
    ],
)
def test_only_who_keeps_the_register_imports(
    installation: Installation, wierdenland: Path, caller: Caller, why: str
) -> None:
    with pytest.raises(Forbidden):
        import_register(caller, installation, read_register(wierdenland))
    assert version(installation) is None, why
