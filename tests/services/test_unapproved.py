"""What gave somebody power without an approval stands in a list until each approver has looked."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from mandate_registry.errors import Forbidden, InvalidInput
from mandate_registry.rules import facts
from mandate_registry.rules.notation import Seat
from mandate_registry.services.approval.unapproved_gains import Gain, look_up_to, unapproved_gains
from mandate_registry.services.changesets.entry_changes import Draft, create
from mandate_registry.services.installation import Installation
from mandate_registry.services.pagination import Page
from mandate_registry.services.permissions import Role
from tests.services.import_town import APPROVER, HR, OIN, Veldwijk, somebody
from tests.support.days import today

pytestmark = pytest.mark.either_database

TODAY = today()
SECOND = somebody(Role.APPROVER, "Berna")


@pytest.fixture
def veldwijk(installation: Installation, tmp_path: Path) -> Veldwijk:
    founded = Veldwijk.founded(installation, tmp_path)
    look_up_to(APPROVER, installation, OIN, 1)
    return founded


def appoint(veldwijk: Veldwijk, employee: str, position: str, since: date = TODAY) -> None:
    appointment = facts.Appointment(employee=employee, position=position)
    create(HR, veldwijk.installation, "appointments", Draft(OIN, appointment, {"valid_from": since}))


def listed(veldwijk: Veldwijk, limit: int = 20, after: int = 0) -> Page[Gain]:
    return unapproved_gains(APPROVER, veldwijk.installation, OIN, limit, after)


def told(gains: Page[Gain]) -> list[tuple[str, set[tuple[str, str]]]]:
    """Return who made each change, and who gained what by it."""
    return [(one.actor, {(each.employee, each.difference.decision_type) for each in one.gains}) for one in gains.items]


def test_an_appointment_that_gives_power_is_listed_with_who_made_it(veldwijk: Veldwijk) -> None:
    appoint(veldwijk, "E4", "inkoper")
    assert told(listed(veldwijk)) == [("Hanna", {("E4", "buy.award")})]


def test_what_gives_nothing_is_not_listed(veldwijk: Veldwijk) -> None:
    appoint(veldwijk, "E4", "griffier")
    veldwijk.adds("units", facts.Unit(code="nieuw", name="Nieuw"))
    veldwijk.corrects("employees", {"number": "E2"}, {"valid_until": TODAY - timedelta(days=1)})
    assert told(listed(veldwijk)) == []


def test_what_somebody_else_approved_is_not_listed(veldwijk: Veldwijk) -> None:
    veldwijk.grants("5.1", "griffier", "buy.small")
    deputyship = facts.Deputyship(
        number="P-1",
        principal=Seat(position="inkoper"),
        deputy=Seat(employee="E3"),
        trigger=facts.Trigger.ALWAYS,
    )
    veldwijk.adds("deputyships", deputyship)
    assert veldwijk.asks("E3", "buy.award", "10") == "authorised"
    assert told(listed(veldwijk)) == []


@pytest.mark.each_database
def test_each_approver_looks_for_himself_and_what_comes_later_is_listed_again(veldwijk: Veldwijk) -> None:
    appoint(veldwijk, "E4", "inkoper")
    (seen,) = listed(veldwijk).items
    look_up_to(APPROVER, veldwijk.installation, OIN, seen.version)
    assert told(listed(veldwijk)) == []
    theirs = unapproved_gains(SECOND, veldwijk.installation, OIN)
    assert [one.is_first for one in theirs.items] == [True, False]
    appoint(veldwijk, "E3", "jurist")
    assert told(listed(veldwijk)) == [("Hanna", {("E3", "obj.decide")})]


def test_whoever_looked_further_is_not_brought_back(veldwijk: Veldwijk) -> None:
    appoint(veldwijk, "E4", "inkoper")
    (seen,) = listed(veldwijk).items
    assert look_up_to(APPROVER, veldwijk.installation, OIN, seen.version) == seen.version
    assert look_up_to(APPROVER, veldwijk.installation, OIN, 1) == seen.version


@pytest.mark.each_database
def test_the_list_is_read_page_by_page(veldwijk: Veldwijk) -> None:
    for employee, position in (("E4", "inkoper"), ("E3", "jurist")):
        appoint(veldwijk, employee, position)
    first = listed(veldwijk, limit=1)
    assert told(first) == [("Hanna", {("E4", "buy.award")})]
    assert first.next_after is not None
    second = listed(veldwijk, limit=1, after=first.next_after)
    assert (told(second), second.next_after) == ([("Hanna", {("E3", "obj.decide")})], None)


def test_the_import_with_which_a_register_began_is_named_and_not_taken_apart(veldwijk: Veldwijk) -> None:
    (first,) = unapproved_gains(SECOND, veldwijk.installation, OIN).items
    assert (first.version, first.is_first, first.gains) == (1, True, [])


@pytest.mark.parametrize("version", [0, 99])
def test_nobody_looks_at_a_version_that_there_is_not(veldwijk: Veldwijk, version: int) -> None:
    with pytest.raises(InvalidInput) as refused:
        look_up_to(APPROVER, veldwijk.installation, OIN, version)
    assert [error.field for error in refused.value.errors] == ["version"]


def test_whoever_does_not_approve_does_not_look_for_approvers(veldwijk: Veldwijk) -> None:
    with pytest.raises(Forbidden):
        look_up_to(HR, veldwijk.installation, OIN, 1)
