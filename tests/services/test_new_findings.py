"""What an import would add to the findings is told before it is done, and to whoever approves it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest

from mandate_registry.rules.findings.findings import FindingCode, Severity
from mandate_registry.services.approval.shown_plan import findings_of_changeset, warnings_and_findings
from mandate_registry.services.findings.new_findings import MAX_PER_KIND, NewFinding, NewFindings
from mandate_registry.services.findings.register_health import register_health
from mandate_registry.services.installation import Installation
from mandate_registry.services.transfer.register_import import import_register
from mandate_registry.services.uploads.import_outcome import ImportOutcome
from tests.services.import_town import APPROVER, FOLDER, HR, OIN, Veldwijk, written

pytestmark = pytest.mark.either_database

NOT_COVERED = "X-1;volmacht;college;Inkoper;buy.award;10000,00"


@pytest.fixture
def town(installation: Installation, tmp_path: Path) -> Veldwijk:
    return Veldwijk.founded(installation, tmp_path / "veldwijk")


def of(found: NewFindings, code: FindingCode) -> list[NewFinding]:
    return [one for one in found.first if one.code is code]


def test_a_mandate_that_cannot_cover_its_decision_type_is_told_first_with_its_row(town: Veldwijk) -> None:
    _, foreseen = town.foresees(NOT_COVERED)
    first = foreseen.findings.first[0]
    assert (first.code, first.rows) == (FindingCode.TYPE_NOT_COVERED, (2,))
    assert str(first.detail) == "Mandate X-1 cannot cover what it lists: buy.award needs the kind mandate."
    assert first.entries == (("mandates", "X-1"), ("decision_types", "buy.award"))


def test_what_the_register_has_to_mend_already_is_not_told_again(town: Veldwijk) -> None:
    _, foreseen = town.foresees(NOT_COVERED)
    missing = of(foreseen.findings, FindingCode.INSTRUMENT_MISSING)
    assert [one.entries for one in missing] == [(("mandates", "X-1"),)]


def test_a_mandate_that_comes_to_be_of_another_kind_is_told(town: Veldwijk) -> None:
    _, foreseen = town.foresees("1.1;volmacht;college;Inkoper;buy.award;50000,00")
    assert [one.entries[0][1] for one in of(foreseen.findings, FindingCode.TYPE_NOT_COVERED)] == ["1.1"]


def test_what_is_kept_of_it_is_the_same(town: Veldwijk) -> None:
    _, foreseen = town.foresees(NOT_COVERED)
    kept = ImportOutcome.of(foreseen.as_plain())
    assert kept.findings.counts == foreseen.findings.counts
    assert said(kept.findings) == said(foreseen.findings)


def said(found: NewFindings) -> list[tuple[object, ...]]:
    return [(one.code, one.severity, str(one.detail), one.entries, one.rows) for one in found.first]


def test_they_are_counted_and_the_first_of_each_kind_told(town: Veldwijk) -> None:
    rows = "\n".join(f"X-{number};volmacht;college;Inkoper;buy.award;10000,00" for number in range(1, MAX_PER_KIND + 6))
    _, foreseen = town.foresees(rows)
    assert foreseen.findings.counts[FindingCode.TYPE_NOT_COVERED, Severity.ERROR] == MAX_PER_KIND + 5
    told = of(foreseen.findings, FindingCode.TYPE_NOT_COVERED)
    assert [one.entries[0][1] for one in told] == [f"X-{number}" for number in range(1, MAX_PER_KIND + 1)]


def test_a_sheet_that_is_wrong_adds_none(town: Veldwijk) -> None:
    _, foreseen = town.foresees("X-1;volmacht;college;Iemand;buy.award;10000,00")
    assert (bool(foreseen.errors), foreseen.findings) == (True, NewFindings())


def test_a_position_that_comes_to_be_vacant_is_told_of_the_mandate(town: Veldwijk, tmp_path: Path) -> None:
    left = FOLDER["appointments.csv"].replace("E4,jurist,2020-01-01\n", "")
    folder = written(tmp_path / "left", appointments=left)
    preview = import_register(HR, town.installation, folder, dry_run=True)
    _, found = warnings_and_findings(town.installation, preview)
    assert [one.entries[0] for one in of(found, FindingCode.SEAT_VACANT)] == [("mandates", "2.1")]


def test_whoever_approves_is_told_the_same(town: Veldwijk) -> None:
    _, foreseen = town.foresees(NOT_COVERED)
    changeset = town.sends(NOT_COVERED)
    found = proposed(town, changeset)
    assert found.counts == foreseen.findings.counts
    assert [replace(one, rows=()) for one in foreseen.findings.first] == list(found.first)
    before = {str(one.detail) for one in register_health(HR, town.installation, OIN)}
    town.decides(changeset)
    after = {str(one.detail) for one in register_health(HR, town.installation, OIN)}
    assert after - before <= {str(one.detail) for one in found.first} <= after
    assert proposed(town, changeset) == NewFindings()


def proposed(town: Veldwijk, changeset: UUID) -> NewFindings:
    return findings_of_changeset(APPROVER, town.installation, changeset)


def test_it_is_what_would_be_found_in_the_register_as_it_is_now(town: Veldwijk) -> None:
    changeset = town.sends(NOT_COVERED)
    assert of(proposed(town, changeset), FindingCode.TYPE_NOT_COVERED)
    town.corrects("decision_types", {"code": "buy.award"}, nature="private_act")
    assert not of(proposed(town, changeset), FindingCode.TYPE_NOT_COVERED)
