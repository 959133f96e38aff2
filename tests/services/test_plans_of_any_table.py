"""A plan is of any table, beside steps of mandates; and what was proposed before there were plans is not approved."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from mandate_registry.errors import Conflict
from mandate_registry.log.verification import ExternalEvidence, verify
from mandate_registry.rules import facts
from mandate_registry.rules.lifecycle.lifecycle import ChangeKind, ChangesetState, Event
from mandate_registry.services.approval.shown_plan import show_changes
from mandate_registry.services.callers import COMMAND_LINE
from mandate_registry.services.changesets.changeset_impact import impact
from mandate_registry.services.changesets.drafts import EventDetails
from mandate_registry.services.changesets.mandate_events import MandateCommand, execute
from mandate_registry.services.changesets.planned_change import PlannedChange
from mandate_registry.services.changesets.plans import read_plan, save_plan
from mandate_registry.services.changesets.proposal_changes import draft_changeset
from mandate_registry.services.installation import Installation
from mandate_registry.services.pagination import Slice
from mandate_registry.services.privacy.forgotten_people import forget_employee
from mandate_registry.services.register.changeset_store import Changeset, save
from mandate_registry.services.register.register_writer import find_entry, open_register
from mandate_registry.services.uploads.proposal_renewal import renew
from models import planned_changes, wishes
from tests.services.import_town import ANY, APPROVER, FOLDER, HR, OIN, Veldwijk, written

pytestmark = pytest.mark.either_database


@pytest.fixture
def veldwijk(installation: Installation, tmp_path: Path) -> Veldwijk:
    return Veldwijk.founded(installation, tmp_path / "register")


def retitled(veldwijk: Veldwijk) -> UUID:
    """Draft a changeset in which a position gets another title, a unit comes, and a mandate another limit."""
    changeset = draft_changeset(HR, veldwijk.installation, OIN, {"title": "Reorganisatie"}).kept.changeset.id
    mandate = veldwijk.entry("mandates", number="1.1").entry.id
    account, values = EventDetails(), {"max_amount": Decimal("70000.00")}
    deed = MandateCommand(event=Event.AMENDMENT, details=account, values=values, changeset=changeset)
    execute(HR, veldwijk.installation, mandate, ANY, deed)
    with veldwijk.installation.writing() as connection:
        register = open_register(connection, OIN)
        position = find_entry(register, "positions", "inkoper")
        assert position
        about: dict[str, Any] = {"from_version": register.version}
        title = replace(position.fact, title="Inkoopadviseur")
        changed = PlannedChange(
            kind=ChangeKind.CHANGED, table="positions", entry=position.id, key="inkoper", fact=title,
            from_row=position.row, **about,
        )  # fmt: skip
        unit = facts.Unit(code="nieuw", name="Nieuw")
        added = PlannedChange(kind=ChangeKind.ADDED, table="units", entry=uuid4(), key="nieuw", fact=unit, **about)
        save_plan(register, changeset, [changed])
        register.record(HR, "plan")
    with veldwijk.installation.writing() as connection:
        register = open_register(connection, OIN)
        save_plan(register, changeset, [*read_plan(connection, changeset), added])
        register.record(HR, "plan")
    veldwijk.decides(changeset, Event.SUBMISSION, HR)
    return changeset


def position(veldwijk: Veldwijk) -> facts.Position:
    found: facts.Position = veldwijk.entry("positions", code="inkoper").entry.fact
    return found


def test_single_entries_of_any_table_change_together_with_steps(veldwijk: Veldwijk) -> None:
    changeset = retitled(veldwijk)
    shown = show_changes(APPROVER, veldwijk.installation, changeset, Slice())
    assert [(one.change.key, one.kind) for one in shown.page.items] == [("inkoper", "changed"), ("nieuw", "added")]
    assert position(veldwijk).title == "Inkoper"
    assert impact(APPROVER, veldwijk.installation, changeset).differences
    veldwijk.decides(changeset)
    assert position(veldwijk).title == "Inkoopadviseur"
    assert veldwijk.entry("units", code="nieuw").entry.fact.name == "Nieuw"
    assert veldwijk.asks("E2", "buy.award", "70000.00") == "authorised"


def test_one_change_out_of_date_holds_back_all_of_it_and_is_made_again_without_undoing(veldwijk: Veldwijk) -> None:
    changeset = retitled(veldwijk)
    veldwijk.corrects("positions", {"code": "inkoper"}, unit="juz")
    with pytest.raises(Conflict, match="inkoper has changed"):
        veldwijk.decides(changeset)
    assert veldwijk.asks("E2", "buy.award", "70000.00") == "not_authorised"
    renew(HR, veldwijk.installation, changeset, ANY)
    veldwijk.decides(changeset)
    assert (position(veldwijk).title, position(veldwijk).unit) == ("Inkoopadviseur", "juz")


def test_what_was_added_by_somebody_else_is_not_added_again(veldwijk: Veldwijk) -> None:
    changeset = retitled(veldwijk)
    veldwijk.adds("units", facts.Unit(code="nieuw", name="Van een ander"))
    with pytest.raises(Conflict, match="nieuw was added"):
        veldwijk.decides(changeset)
    with pytest.raises(Conflict, match="nieuw"):
        renew(HR, veldwijk.installation, changeset, ANY)


def test_a_circle_that_two_changes_close_together_is_refused(veldwijk: Veldwijk) -> None:
    with veldwijk.installation.writing() as connection:
        register = open_register(connection, OIN)
        made = Changeset(uuid4(), "Anders", state=ChangesetState.SUBMITTED, proposers=("Hanna",))
        save(register, made)
        unit = find_entry(register, "units", "inkoop")
        assert unit
        below = replace(unit.fact, parent="juz")
        change = PlannedChange(
            kind=ChangeKind.CHANGED, table="units", entry=unit.id, key="inkoop", fact=below,
            from_row=unit.row, from_version=register.version,
        )  # fmt: skip
        save_plan(register, made.id, [change])
        register.record(HR, "plan")
    veldwijk.corrects("units", {"code": "juz"}, parent="inkoop")
    with pytest.raises(Conflict) as found:
        veldwijk.decides(made.id)
    assert [error.code for error in found.value.errors] == ["circle"]


def test_a_changeset_without_a_plan_is_not_made_again(veldwijk: Veldwijk) -> None:
    made = Changeset(uuid4(), "Anders", state=ChangesetState.SUBMITTED, proposers=("Hanna",))
    with veldwijk.installation.writing() as connection:
        register = open_register(connection, OIN)
        save(register, made)
        register.record(HR, "propose")
    with pytest.raises(Conflict, match="has no plan that could be made again"):
        renew(HR, veldwijk.installation, made.id, ANY)


def kept_wishes(veldwijk: Veldwijk) -> int:
    with veldwijk.installation.reading() as connection:
        return connection.scalar(select(func.count()).select_from(wishes)) or 0


def test_the_file_goes_when_it_is_decided_and_the_plan_stays(veldwijk: Veldwijk) -> None:
    row = "Z-{};mandate;college;Controller;buy.small;10,00"
    approved, withdrawn, rejected = (veldwijk.sends(row.format(number)) for number in (1, 2, 3))
    assert kept_wishes(veldwijk) == 3
    veldwijk.decides(approved)
    veldwijk.decides(withdrawn, Event.WITHDRAWAL, HR)
    veldwijk.decides(rejected, Event.REJECTION)
    assert kept_wishes(veldwijk) == 1
    for changeset, number in ((approved, 1), (withdrawn, 2), (rejected, 3)):
        (seen,) = show_changes(HR, veldwijk.installation, changeset, Slice()).page.items
        assert seen.after.number == f"Z-{number}"
    renew(HR, veldwijk.installation, rejected, ANY)
    veldwijk.decides(rejected)
    assert kept_wishes(veldwijk) == 0


def test_who_is_forgotten_is_forgotten_in_plans_too(veldwijk: Veldwijk, tmp_path: Path) -> None:
    employees = FOLDER["employees.csv"].replace("E1,Anna Zandstra", "E1,Anna Zandstra-Vos")
    mandates = FOLDER["mandates.csv"].replace("50000.00", "60000.00")
    changeset = veldwijk.imports(written(tmp_path / "other", employees=employees, mandates=mandates))
    veldwijk.corrects("employees", {"number": "E1"}, {"valid_until": date(2025, 1, 1)})
    forget_employee(COMMAND_LINE, veldwijk.installation, OIN, "E1")
    with veldwijk.installation.reading() as connection:
        told = connection.scalars(select(planned_changes.c.fact)).all()
        assert not any("Anna" in text for text in told)
        assert len([text for text in told if text]) == 1
        assert verify(connection, ExternalEvidence()).difference is None
    with pytest.raises(Conflict, match="E1 has changed"):
        veldwijk.decides(changeset)
    shown = show_changes(HR, veldwijk.installation, changeset, Slice())
    assert [(one.change.key, one.after is None) for one in shown.page.items] == [("E1", True), ("1.1", False)]
