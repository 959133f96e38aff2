"""A proposal carries out what was shown when it was made, and nothing else, however long it waits."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import time_machine

from mandate_registry.errors import Conflict, Forbidden, Stale
from mandate_registry.rules import facts
from mandate_registry.rules.lifecycle.lifecycle import Event
from mandate_registry.rules.notation import Seat
from mandate_registry.services.callers import COMMAND_LINE
from mandate_registry.services.changesets.changeset_impact import impact
from mandate_registry.services.changesets.early_refusals import Precondition
from mandate_registry.services.changesets.entry_changes import Draft, create
from mandate_registry.services.changesets.proposals import get_changeset
from mandate_registry.services.expected_checks.folder_verification import verify
from mandate_registry.services.installation import Installation
from mandate_registry.services.uploads.proposal_renewal import renew
from tests.services.import_town import ANY, APPROVER, COLLEAGUE, FOLDER, HR, OIN, Veldwijk, written

pytestmark = pytest.mark.either_database

Z_1 = "Z-1;mandate;college;Controller;buy.small;10,00"
MANDATES = FOLDER["mandates.csv"]
MONDAY, FRIDAY = datetime(2026, 11, 30, 9, tzinfo=UTC), datetime(2026, 12, 4, 15, tzinfo=UTC)


@pytest.fixture
def veldwijk(installation: Installation, tmp_path: Path) -> Veldwijk:
    return Veldwijk.founded(installation, tmp_path / "register")


def numbers(veldwijk: Veldwijk, table: str = "mandates", name: str = "number") -> list[str]:
    return [getattr(fact, name) for fact in veldwijk.says[table]]


def refused(veldwijk: Veldwijk, changeset: Any) -> list[tuple[str, str, str]]:
    """Return what an approval is refused for, which leaves everything as it was."""
    before = veldwijk.says
    with pytest.raises(Conflict) as found:
        veldwijk.decides(changeset)
    assert veldwijk.says == before
    assert get_changeset(HR, veldwijk.installation, changeset).kept.changeset.state == "submitted"
    return [(error.field, error.code, error.detail) for error in found.value.errors]


def live_on(veldwijk: Veldwijk) -> None:
    """Record changes between a proposal and its approval."""
    veldwijk.amends("1.1", max_amount=Decimal("10000.00"))
    veldwijk.corrects("employees", {"number": "E4"}, {"valid_until": date(2026, 11, 27)})
    veldwijk.adds("units", facts.Unit(code="nieuw", name="Nieuw"))
    veldwijk.adds("employees", facts.Employee(number="E77", name="Nieuw Hier"))
    veldwijk.grants("Q-1", "controller", "obj.decide")


@pytest.fixture
def monday() -> Any:
    with time_machine.travel(MONDAY) as traveller:
        yield traveller


def test_a_sheet_that_waited_undoes_nothing_of_what_happened_since(monday: Any, veldwijk: Veldwijk) -> None:
    changeset = veldwijk.sends(Z_1)
    live_on(veldwijk)
    monday.move_to(FRIDAY)
    before = veldwijk.says
    veldwijk.decides(changeset)
    assert veldwijk.asks("E2", "buy.award", "50000.00") == "not_authorised"
    assert veldwijk.asks("E2", "buy.award", "10000.00") == "authorised"
    assert veldwijk.asks("E4", "obj.decide") == "not_authorised"
    assert veldwijk.asks("E3", "buy.small", "10.00") == "authorised"
    assert veldwijk.asks("E3", "obj.decide") == "authorised"
    after = veldwijk.says
    assert {table for table in after if after[table] != before[table]} == {"mandates"}
    assert [one for one in after["mandates"] if one not in before["mandates"]] == after["mandates"][-1:]
    assert "nieuw" in numbers(veldwijk, "units", "code")
    assert {"Q-1", "Z-1"} <= set(numbers(veldwijk))


def test_a_whole_folder_that_waited_undoes_nothing_of_it_either(
    monday: Any, veldwijk: Veldwijk, tmp_path: Path
) -> None:
    row = "Z-1,mandate,college,position:controller,buy.small,2026-01-01,10.00,\n"
    changeset = veldwijk.imports(written(tmp_path / "other", mandates=MANDATES + row))
    live_on(veldwijk)
    monday.move_to(FRIDAY)
    veldwijk.decides(changeset)
    assert veldwijk.asks("E2", "buy.award", "50000.00") == "not_authorised"
    assert veldwijk.asks("E4", "obj.decide") == "not_authorised"
    assert veldwijk.asks("E3", "obj.decide") == veldwijk.asks("E3", "buy.small", "10.00") == "authorised"
    assert {"nieuw", "gem"} <= set(numbers(veldwijk, "units", "code"))
    assert veldwijk.entry("employees", number="E77").entry.fact.valid.until is None


def test_two_that_wait_together_both_stand(veldwijk: Veldwijk) -> None:
    first = veldwijk.sends(Z_1)
    second = veldwijk.sends(Z_1.replace("Z-1", "Z-2"), COLLEAGUE)
    for changeset in (second, first):
        veldwijk.decides(changeset)
    assert {"Z-1", "Z-2"} <= set(numbers(veldwijk))
    assert all(one.valid.until is None for one in veldwijk.says["mandates"])


CHANGED_LIMIT = "1.1;mandate;college;Inkoper;buy.award;60000,00"


def test_one_whose_mandate_has_changed_is_refused_and_names_it_till_it_is_made_again(veldwijk: Veldwijk) -> None:
    changeset = veldwijk.sends(CHANGED_LIMIT)
    veldwijk.amends("1.1", disclosure=facts.Disclosure.INTERNAL)
    detail = "1.1 has changed in the register in the meantime"
    assert refused(veldwijk, changeset) == [("mandates", "changed", detail)]
    with pytest.raises(Conflict):
        impact(APPROVER, veldwijk.installation, changeset)
    seen = get_changeset(HR, veldwijk.installation, changeset)
    with pytest.raises(Stale):
        renew(COLLEAGUE, veldwijk.installation, changeset, Precondition(frozenset({"0"})))
    with pytest.raises(Forbidden):
        renew(APPROVER, veldwijk.installation, changeset, ANY)
    renewed = renew(COLLEAGUE, veldwijk.installation, changeset, Precondition(frozenset({seen.tag})))
    assert renewed.kept.changeset.proposers == ("Hanna", "Henk")
    assert renewed.tag != seen.tag
    veldwijk.decides(changeset)
    assert veldwijk.asks("E2", "buy.award", "60000.00") == "authorised"
    assert {one.disclosure for one in veldwijk.says["mandates"] if one.number == "1.1"} == {
        facts.Disclosure.PARTNERS,
        facts.Disclosure.INTERNAL,
    }


def test_whoever_makes_it_again_does_not_approve_it(veldwijk: Veldwijk) -> None:
    changeset = veldwijk.sends(CHANGED_LIMIT)
    both = replace(COLLEAGUE, roles=(*COLLEAGUE.roles, *APPROVER.roles))
    renew(both, veldwijk.installation, changeset, ANY)
    with pytest.raises(Forbidden):
        veldwijk.decides(changeset, by=both)
    veldwijk.decides(changeset)


def test_a_number_that_was_taken_in_the_meantime_is_named(veldwijk: Veldwijk) -> None:
    first, second = veldwijk.sends(Z_1), veldwijk.sends(Z_1.replace("10,00", "20,00"), COLLEAGUE)
    veldwijk.decides(first)
    assert refused(veldwijk, second) == [("mandates", "added", "Z-1 was added to the register in the meantime")]
    renew(HR, veldwijk.installation, second, ANY)
    veldwijk.decides(second)
    assert [one.max_amount for one in veldwijk.says["mandates"] if one.number == "Z-1"] == [Decimal("20.00")]


def test_a_number_that_became_a_draft_is_named(veldwijk: Veldwijk) -> None:
    changeset = veldwijk.sends(Z_1)
    seats = (Seat(position="jurist"),)
    said: dict[str, Any] = {"kinds": (facts.Kind.MANDATE,), "on_behalf_of": "college", "decision_types": ("buy.small",)}
    create(HR, veldwijk.installation, "mandates", Draft(OIN, facts.Mandate(number="Z-1", seats=seats, **said)))
    assert refused(veldwijk, changeset) == [("mandates", "drafted", "Z-1 is a draft in the register by now")]
    with pytest.raises(Conflict):
        renew(HR, veldwijk.installation, changeset, ANY)


def test_what_an_added_mandate_refers_to_is_still_there_or_it_is_refused(veldwijk: Veldwijk) -> None:
    changeset = veldwijk.sends(Z_1)
    veldwijk.corrects("positions", {"code": "controller"}, code="control")
    (found,) = refused(veldwijk, changeset)
    assert found[:2] == ("mandates", "gone")
    assert found[2].startswith("Z-1 does not fit any more: 'controller'")


def test_what_a_folder_leaves_out_stays_when_something_came_to_refer_to_it(veldwijk: Veldwijk, tmp_path: Path) -> None:
    positions = FOLDER["positions.csv"].replace("griffier,Griffier,gem\n", "")
    changed = written(tmp_path / "other", positions=positions, mandates=MANDATES.replace("50000.00", "40000.00"))
    changeset = veldwijk.imports(changed)
    veldwijk.adds("appointments", facts.Appointment(employee="E1", position="griffier"))
    (found,) = refused(veldwijk, changeset)
    assert found[:2] == ("positions", "needed")
    renew(HR, veldwijk.installation, changeset, ANY)
    veldwijk.decides(changeset)
    assert [one.max_amount for one in veldwijk.says["mandates"] if one.number == "1.1"][-1] == Decimal("40000.00")
    assert "griffier" in numbers(veldwijk, "positions", "code")
    assert [one.valid.until for one in veldwijk.says["appointments"] if one.position == "griffier"] == [None]


def test_what_a_folder_adds_and_was_added_meanwhile_is_changed_or_left(veldwijk: Veldwijk, tmp_path: Path) -> None:
    row = "{},mandate,college,position:controller,buy.small,2026-12-01,{},\n"
    ours = written(tmp_path / "ours", mandates=MANDATES + row.format("Z-1", "10.00") + row.format("Z-2", "10.00"))
    theirs = written(tmp_path / "theirs", mandates=MANDATES + row.format("Z-1", "20.00") + row.format("Z-2", "10.00"))
    changeset = veldwijk.imports(ours)
    veldwijk.decides(veldwijk.imports(theirs, COLLEAGUE))
    assert {found[:2] for found in refused(veldwijk, changeset)} == {("mandates", "added")}
    renew(HR, veldwijk.installation, changeset, ANY)
    veldwijk.decides(changeset)
    limits = {one.number: one.max_amount for one in veldwijk.says["mandates"] if one.number.startswith("Z-")}
    assert limits == {"Z-1": Decimal("10.00"), "Z-2": Decimal("10.00")}


def test_what_a_plan_ends_ends_with_the_day_before_its_approval(
    monday: Any, veldwijk: Veldwijk, tmp_path: Path
) -> None:
    left_out = written(tmp_path / "other", mandates=MANDATES.rpartition("2.1")[0])
    changeset = veldwijk.imports(left_out)
    monday.move_to(MONDAY + timedelta(days=1))
    assert veldwijk.asks("E4", "obj.decide") == "authorised"
    monday.move_to(FRIDAY)
    veldwijk.decides(changeset)
    (ended,) = [one for one in veldwijk.says["mandates"] if one.number == "2.1"]
    assert ended.valid.until == datetime(2026, 12, 3, 23, tzinfo=UTC), "midnight in Amsterdam"
    assert veldwijk.asks("E4", "obj.decide") == "not_authorised"


def test_what_has_begun_since_it_was_to_be_withdrawn_is_ended(monday: Any, veldwijk: Veldwijk, tmp_path: Path) -> None:
    row = "Z-1,mandate,college,position:controller,buy.small,2026-12-02,10.00,\n"
    veldwijk.decides(veldwijk.imports(written(tmp_path / "with", mandates=MANDATES + row)))
    changeset = veldwijk.imports(written(tmp_path / "without"))
    monday.move_to(FRIDAY)
    veldwijk.decides(changeset)
    (ended,) = [one for one in veldwijk.says["mandates"] if one.number == "Z-1"]
    assert ended.valid.until == datetime(2026, 12, 3, 23, tzinfo=UTC)


def test_the_answers_that_a_folder_expects_wait_with_it(veldwijk: Veldwijk, tmp_path: Path) -> None:
    expected = "- id: bas\n  employees: [E2]\n  decision_type: buy.award\n  at: 2026-12-01T12:00:00+01:00\n"
    expected += '  amount: "60000.00"\n  outcome: authorised\n'
    folder = tmp_path / "other"
    folder.mkdir()
    (folder / "checks.yaml").write_text(expected)
    changeset = veldwijk.imports(written(folder, mandates=MANDATES.replace("50000.00", "60000.00")))
    assert verify(COMMAND_LINE, veldwijk.installation, OIN).total == 0
    veldwijk.decides(changeset)
    report = verify(COMMAND_LINE, veldwijk.installation, OIN)
    assert (report.agreed, report.total) == (1, 1)


def test_what_is_rejected_or_withdrawn_changes_nothing(veldwijk: Veldwijk) -> None:
    before = veldwijk.says
    for event, by in ((Event.REJECTION, APPROVER), (Event.WITHDRAWAL, HR)):
        veldwijk.decides(veldwijk.sends(Z_1), event, by)
        assert veldwijk.says == before
