"""A folder that is proposed again gives nothing back that was taken away since, and overwrites nothing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from mandate_registry.errors import Conflict, InvalidInput
from mandate_registry.rules import facts
from mandate_registry.rules.lifecycle.lifecycle import Event
from mandate_registry.rules.notation import Seat
from mandate_registry.services.callers import COMMAND_LINE
from mandate_registry.services.changesets.drafts import EventDetails
from mandate_registry.services.changesets.entry_changes import Correction, Draft, create
from mandate_registry.services.changesets.mandate_events import MandateCommand, execute
from mandate_registry.services.changesets.person_suspension import stop
from mandate_registry.services.installation import Installation
from mandate_registry.services.transfer.register_import import import_register
from mandate_registry.services.uploads.proposal_renewal import renew
from tests.services.import_town import ANY, COLLEAGUE, FOLDER, HR, OIN, Veldwijk, written
from tests.support import entries

pytestmark = pytest.mark.either_database

PEOPLE, MANDATES, APPOINTED = (FOLDER[f"{name}.csv"] for name in ("employees", "mandates", "appointments"))
NEW = "6.1,mandate,college,position:jurist,buy.small,2025-01-01,,\n"
HELD_AT = date(2025, 1, 1)


@pytest.fixture
def veldwijk(installation: Installation, tmp_path: Path) -> Veldwijk:
    return Veldwijk.founded(installation, tmp_path / "register")


def grants(veldwijk: Veldwijk, limit: str) -> None:
    """Grant what the folder adds too, up to a limit."""
    said: dict[str, Any] = {"kinds": (facts.Kind.MANDATE,), "on_behalf_of": "college"}
    seats = (Seat(position="jurist"),)
    mandate = facts.Mandate(number="6.1", seats=seats, decision_types=("buy.small",), max_amount=Decimal(limit), **said)
    entries.add(veldwijk.installation, "mandates", Draft(OIN, mandate, {"valid_from": HELD_AT}), COLLEAGUE)
    happens(veldwijk, "6.1", Event.SUBMISSION)
    identity = veldwijk.entry("mandates", number="6.1").entry.id
    execute(
        COMMAND_LINE, veldwijk.installation, identity, ANY, MandateCommand(event=Event.APPROVAL, details=EventDetails())
    )


def happens(veldwijk: Veldwijk, number: str, event: Event) -> None:
    identity = veldwijk.entry("mandates", number=number).entry.id
    execute(
        COLLEAGUE,
        veldwijk.installation,
        identity,
        ANY,
        MandateCommand(event=event, details=EventDetails(reason="Daarom.")),
    )


@pytest.mark.parametrize("event", [Event.SUSPENSION, Event.REVOCATION])
def test_a_mandate_that_was_granted_and_taken_away_meanwhile_stays_so(
    veldwijk: Veldwijk, tmp_path: Path, event: Event
) -> None:
    changeset = veldwijk.imports(written(tmp_path / "other", mandates=MANDATES + NEW))
    grants(veldwijk, "100")
    happens(veldwijk, "6.1", event)
    assert veldwijk.asks("E4", "buy.small", "50") == "not_authorised"
    try:
        renew(HR, veldwijk.installation, changeset, ANY)
        veldwijk.decides(changeset)
    except Conflict:
        assert event is Event.REVOCATION
    assert [veldwijk.asks("E4", "buy.small", amount) for amount in ("50", "5000000")] == ["not_authorised"] * 2


@pytest.mark.each_database
def test_a_person_who_was_added_and_stopped_meanwhile_stays_stopped(veldwijk: Veldwijk, tmp_path: Path) -> None:
    people, appointed = f"{PEOPLE}E9,Nieuw Iemand,2026-01-01,\n", f"{APPOINTED}E9,inkoper,2026-11-20\n"
    folder = written(tmp_path / "other", mandates=MANDATES + NEW, employees=people, appointments=appointed)
    changeset = veldwijk.imports(folder)
    employee, place = (
        facts.Employee(number="E9", name="Nieuw Iemand"),
        facts.Appointment(employee="E9", position="inkoper"),
    )
    entries.add(veldwijk.installation, "employees", Draft(OIN, employee, {"valid_from": date(2026, 1, 1)}), COLLEAGUE)
    entries.add(veldwijk.installation, "appointments", Draft(OIN, place, {"valid_from": date(2026, 11, 20)}), COLLEAGUE)
    identity = veldwijk.entry("employees", number="E9").entry.id
    stop(COLLEAGUE, veldwijk.installation, identity, ANY, EventDetails(reason="Wacht even."))
    renew(HR, veldwijk.installation, changeset, ANY)
    veldwijk.decides(changeset)
    assert veldwijk.asks("E9", "buy.award", "10") == "not_authorised"
    assert "6.1" in [one.number for one in veldwijk.says["mandates"]]


def test_a_second_employment_or_appointment_stays_beside_the_first(installation: Installation, tmp_path: Path) -> None:
    gone = PEOPLE.replace("E4,Dirk Vos,2020-01-01,", "E4,Dirk Vos,2020-01-01,2023-12-31")
    by_name = f"{MANDATES}5.1,mandate,college,employee:E4,buy.small,2020-01-01,,\n"
    import_register(COMMAND_LINE, installation, written(tmp_path / "a", employees=gone, mandates=by_name))
    veldwijk = Veldwijk(installation)
    appointed = APPOINTED.replace("employee,position,valid_from\n", "employee,position,valid_from,valid_until\n")
    appointed = appointed.replace("2020-01-01\n", "2020-01-01,\n").replace(
        "jurist,2020-01-01,", "jurist,2020-01-01,2023-12-31"
    )
    folder = written(
        tmp_path / "b",
        employees=f"{gone}E4,Dirk Vos,2026-11-20,\n",
        appointments=f"{appointed}E4,jurist,2026-11-20,\n",
        mandates=by_name + NEW,
    )
    changeset = veldwijk.imports(folder)
    veldwijk.amends("2.1", max_amount=Decimal(7))
    renew(HR, veldwijk.installation, changeset, ANY)
    veldwijk.decides(changeset)
    assert [one.valid.until is None for one in veldwijk.says["employees"] if one.number == "E4"] == [False, True]
    assert [one.valid.until is None for one in veldwijk.says["appointments"] if one.employee == "E4"] == [False, True]
    assert veldwijk.asks("E4", "buy.small", "10") == "authorised"  # by 6.1, which somebody approved, not by 5.1
    happens(veldwijk, "6.1", Event.REVOCATION)
    assert veldwijk.asks("E4", "buy.small", "10") == "not_authorised"


@pytest.mark.parametrize("event", [Event.SUSPENSION, Event.REVOCATION])
def test_a_mandate_that_is_split_is_not_made_again_after_something_happened_to_it(
    veldwijk: Veldwijk, tmp_path: Path, event: Event
) -> None:
    header, first, second = MANDATES.splitlines()
    rows = [
        f"{header},valid_until",
        f"{first},2096-12-31",
        f"{first.replace('2025-01-01', '2097-01-01').replace('50000', '60000')},",
        f"{second},",
    ]
    changeset = veldwijk.imports(written(tmp_path / "other", mandates="\n".join(rows) + "\n"))
    happens(veldwijk, "1.1", event)
    with pytest.raises(Conflict, match=r"these mandates are others, so propose this again: 1\.1"):
        renew(HR, veldwijk.installation, changeset, ANY)


def test_a_body_that_came_to_meet_does_not_become_one_of_one_person(installation: Installation, tmp_path: Path) -> None:
    bodies = f"{FOLDER['bodies.csv'].replace('code,name', 'code,name,position').replace('W', 'W,')}"
    bodies += "burgemeester,Burgemeester,griffier\n"
    import_register(COMMAND_LINE, installation, written(tmp_path / "a", bodies=bodies))
    veldwijk = Veldwijk(installation)
    changed: dict[str, Any] = {"bodies": bodies.replace("griffier", "controller")}
    changeset = veldwijk.imports(written(tmp_path / "b", **changed))
    identity = veldwijk.entry("bodies", code="burgemeester").entry.id
    entries.correct(installation, "bodies", identity, Correction({"position": None}), HR)
    with pytest.raises(Conflict, match="a body that meets does not become"):
        renew(HR, installation, changeset, ANY)


def test_what_is_granted_is_held_against_what_is_above_it_from_now_on(veldwijk: Veldwijk) -> None:
    veldwijk.amends("1.1", max_amount=Decimal(2000))
    below = facts.Mandate(
        number="7.1",
        kinds=(facts.Kind.MANDATE,),
        on_behalf_of="college",
        seats=(Seat(position="controller"),),
        decision_types=("buy.award",),
        max_amount=Decimal(50000),
        parent="1.1",
    )
    with pytest.raises(InvalidInput) as refused:
        create(HR, veldwijk.installation, "mandates", Draft(OIN, below, {"valid_from": HELD_AT}))
    assert [(one.field, one.code) for one in refused.value.errors] == [("max_amount", "wider_than_parent")]
