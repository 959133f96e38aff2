"""What lapsed when somebody left comes back only where somebody else has seen that it does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from mandate_registry.errors import Conflict, Forbidden
from mandate_registry.rules import facts
from mandate_registry.rules.lifecycle.lifecycle import Event
from mandate_registry.rules.notation import Seat
from mandate_registry.services.approval.unapproved_gains import unapproved_gains
from mandate_registry.services.callers import COMMAND_LINE, Caller
from mandate_registry.services.changesets.changeset_impact import impact
from mandate_registry.services.changesets.drafts import EventDetails
from mandate_registry.services.changesets.entry_changes import Correction, Draft, change, create
from mandate_registry.services.changesets.entry_proposals import WaitingChange
from mandate_registry.services.changesets.mandate_events import MandateCommand, execute
from mandate_registry.services.changesets.person_suspension import stop
from mandate_registry.services.changesets.proposal_changes import draft_changeset
from mandate_registry.services.changesets.proposals import list_changesets
from mandate_registry.services.installation import Installation
from mandate_registry.services.pagination import Slice
from mandate_registry.services.permissions import Role
from mandate_registry.services.register.entries import EntryView, list_entries
from mandate_registry.services.transfer.register_import import import_register
from tests.services.import_town import ANY, APPROVER, FOLDER, HR, OIN, Veldwijk, somebody, written
from tests.support import entries
from tests.support.days import today

pytestmark = pytest.mark.either_database

TODAY = today()
TODAY_NOON = datetime.combine(TODAY, time(12), UTC)
BACK = TODAY - timedelta(days=20)
CORA, DIRK = somebody(Role.HR, "E3"), somebody(Role.APPROVER, "E4")
PEOPLE = FOLDER["employees.csv"]
GONE = PEOPLE.replace("E4,Dirk Vos,2020-01-01,", "E4,Dirk Vos,2020-01-01,2023-12-31")
CAME_BACK = f"{GONE}E4,Dirk Vos,{BACK},2095-12-30\n"
BY_NAME = FOLDER["mandates.csv"] + "5.1,mandate,college,employee:E4,buy.small,2020-01-01,,\n"
FOR_THE_BUYER = "number,for,deputy,trigger,valid_from\nP-1,position:inkoper,employee:E4,always,2020-01-01\n"


@pytest.fixture
def founded(installation: Installation, tmp_path: Path) -> Callable[..., Veldwijk]:
    def found(**otherwise: str) -> Veldwijk:
        import_register(COMMAND_LINE, installation, written(tmp_path / "register", **otherwise))
        return Veldwijk(installation)

    return found


def corrects(veldwijk: Veldwijk, by: Caller, table: str, key: dict[str, Any], **said: Any) -> EntryView | WaitingChange:
    """Correct the first entry of a key."""
    dates: dict[str, Any] = {name: said.pop(name) for name in ("valid_from", "valid_until") if name in said}
    found = list_entries(HR, veldwijk.installation, table, Slice({"organisation": OIN, **key})).items
    first = min(found, key=lambda one: one.entry.row)
    return change(by, veldwijk.installation, table, first.entry.id, ANY, Correction(said, dates))


def mandate_of(number: str, seat: Seat) -> facts.Mandate:
    said: dict[str, Any] = {"kinds": (facts.Kind.MANDATE,), "on_behalf_of": "college", "decision_types": ("buy.small",)}
    return facts.Mandate(number=number, seats=(seat,), **said)


def gained(veldwijk: Veldwijk) -> list[str]:
    told = unapproved_gains(APPROVER, veldwijk.installation, OIN).items
    return [one.employee for gain in told for one in gain.gains]


def waiting(veldwijk: Veldwijk) -> Any:
    (found,) = list_changesets(HR, veldwijk.installation, Slice({"organisation": OIN})).items
    return found.kept.changeset.id


def test_a_deputyship_that_begins_later_is_no_narrower_when_it_may_have_lapsed(founded: Any) -> None:
    veldwijk = founded(employees=CAME_BACK, deputyships=FOR_THE_BUYER)
    assert veldwijk.asks("E4", "buy.award", "10") == "not_authorised"
    done = corrects(veldwijk, HR, "deputyships", {"number": "P-1"}, valid_from=BACK)
    assert isinstance(done, WaitingChange)
    assert {one.employee for one in impact(APPROVER, veldwijk.installation, done.changeset).differences} == {"E4"}
    assert veldwijk.asks("E4", "buy.award", "10") == "not_authorised"
    ends = corrects(veldwijk, HR, "deputyships", {"number": "P-1"}, valid_until=TODAY)
    assert not isinstance(ends, WaitingChange)


@pytest.mark.each_database
def test_an_appointment_that_begins_later_is_one_anew(founded: Any) -> None:
    appointments = FOLDER["appointments.csv"] + "E4,inkoper,2020-01-01\n"
    veldwijk = founded(employees=CAME_BACK, appointments=appointments)
    key = {"employee": "E4", "position": "inkoper"}
    itself = somebody(Role.HR, "E4")
    assert isinstance(corrects(veldwijk, itself, "appointments", key, valid_from=BACK), WaitingChange)
    assert isinstance(corrects(veldwijk, HR, "appointments", key, valid_from=date(2024, 10, 1)), WaitingChange)
    assert veldwijk.asks("E4", "buy.award", "10") == "not_authorised"
    corrects(veldwijk, HR, "appointments", key, valid_from=BACK)  # as a new appointment of somebody else may be
    assert veldwijk.asks("E4", "buy.award", "10") == "authorised"
    assert "E4" in gained(veldwijk)


@pytest.mark.parametrize(
    "dates",
    [
        {"valid_from": TODAY, "valid_until": None},
        {"valid_from": date(2096, 1, 1), "valid_until": date(2096, 1, 2)},
        {"valid_from": date(2019, 1, 1), "valid_until": date(2019, 12, 31)},
        {"valid_until": BACK - timedelta(days=1)},
    ],
)
def test_no_correction_of_an_employment_gives_back_at_once_what_lapsed(founded: Any, dates: dict[str, Any]) -> None:
    is_open = dates.get("valid_until", "") is None
    veldwijk = founded(employees=GONE if is_open else CAME_BACK, mandates=BY_NAME)
    before = veldwijk.asks("E4", "buy.small", "10")
    done = corrects(veldwijk, HR, "employees", {"number": "E4"}, **dates)
    assert isinstance(done, WaitingChange)
    assert (before, veldwijk.asks("E4", "buy.small", "10")) == ("not_authorised", "not_authorised")
    told = impact(APPROVER, veldwijk.installation, done.changeset).differences
    assert any(one.difference.gains and TODAY_NOON in one.difference.period for one in told)
    veldwijk.decides(done.changeset)
    assert veldwijk.asks("E4", "buy.small", "10") == "authorised"


def test_an_employment_that_adjoins_a_former_one_waits_and_a_later_one_does_not(founded: Any) -> None:
    gone = PEOPLE.replace("E4,Dirk Vos,2020-01-01,", f"E4,Dirk Vos,2020-01-01,{BACK}")
    veldwijk = founded(employees=gone, mandates=BY_NAME)
    employee = facts.Employee(number="E4", name="Dirk Vos")
    adjoining = Draft(OIN, employee, {"valid_from": BACK + timedelta(days=1)})
    assert isinstance(create(HR, veldwijk.installation, "employees", adjoining), WaitingChange)
    later = Draft(OIN, employee, {"valid_from": TODAY})
    assert not isinstance(create(HR, veldwijk.installation, "employees", later), WaitingChange)
    assert veldwijk.asks("E4", "buy.small", "10") == "not_authorised"


def test_who_would_hold_a_lapsed_mandate_again_does_not_approve_its_amendment(founded: Any) -> None:
    veldwijk = founded(employees=CAME_BACK, mandates=BY_NAME)
    identity = veldwijk.entry("mandates", number="5.1").entry.id
    deed = MandateCommand(event=Event.AMENDMENT, details=EventDetails(), dates={"valid_from": BACK})
    execute(HR, veldwijk.installation, identity, ANY, deed)
    told = impact(APPROVER, veldwijk.installation, waiting(veldwijk)).differences
    assert any(one.employee == "E4" and one.difference.gains for one in told)
    with pytest.raises(Forbidden):
        execute(
            DIRK, veldwijk.installation, identity, ANY, MandateCommand(event=Event.APPROVAL, details=EventDetails())
        )


def test_a_stop_on_an_employment_to_come_is_not_lifted_by_leaving_that_out(founded: Any, tmp_path: Path) -> None:
    to_come = PEOPLE.replace("E2,Bas Mulder,2020-01-01,", "E2,Bas Mulder,2020-01-01,2096-12-31")
    veldwijk = founded(employees=f"{to_come}E2,Bas Mulder,2097-06-01,\n")
    found = list_entries(HR, veldwijk.installation, "employees", Slice({"number": "E2"})).items
    later = max(found, key=lambda one: one.entry.row)
    stop(HR, veldwijk.installation, later.entry.id, ANY, EventDetails(reason="Wacht even."))
    assert veldwijk.asks("E2", "buy.award", "10") == "not_authorised"
    done = import_register(HR, veldwijk.installation, written(tmp_path / "other", employees=to_come))
    assert done.changeset is not None
    assert veldwijk.asks("E2", "buy.award", "10") == "not_authorised"


def test_a_name_that_partners_ask_by_is_not_given_to_somebody_else_by_one_person(founded: Any) -> None:
    veldwijk = founded()
    assert isinstance(corrects(veldwijk, HR, "employees", {"number": "E3"}, name="C. Prins-Jansen"), WaitingChange)
    assert isinstance(corrects(veldwijk, HR, "employees", {"number": "E2"}, name="Cora Prins"), WaitingChange)
    assert not isinstance(corrects(veldwijk, HR, "employees", {"number": "E2"}, name="Bas  mulder"), WaitingChange)
    assert not isinstance(
        corrects(veldwijk, HR, "employees", {"number": "E2"}, email="bas@veldwijk.example"), WaitingChange
    )


def test_a_type_that_was_left_out_does_not_come_back_otherwise_at_once(founded: Any, tmp_path: Path) -> None:
    header, *rows = FOLDER["decision_types.csv"].splitlines()
    types = "\n".join([f"{header},mandatable", *(f"{row}," for row in rows)]) + "\n"
    veldwijk = founded(decision_types=f"{types}x,Verordening,,college,decision,no\n")
    without = import_register(HR, veldwijk.installation, written(tmp_path / "a", decision_types=types))
    assert without.changeset is None
    back = written(tmp_path / "b", decision_types=f"{types}x,Verordening,buy,college,decision,yes\n")
    assert import_register(HR, veldwijk.installation, back).changeset is not None


def test_a_second_number_under_ones_own_name_is_ones_own(founded: Any) -> None:
    veldwijk = founded(employees=f"{PEOPLE}X4,Dirk Vos,2020-01-01,\n")
    draft = Draft(OIN, mandate_of("6.1", Seat(employee="X4")))
    identity = entries.add(veldwijk.installation, "mandates", draft, HR).entry.id
    execute(HR, veldwijk.installation, identity, ANY, MandateCommand(event=Event.SUBMISSION, details=EventDetails()))
    with pytest.raises(Forbidden):
        execute(
            DIRK, veldwijk.installation, identity, ANY, MandateCommand(event=Event.APPROVAL, details=EventDetails())
        )
    execute(
        APPROVER, veldwijk.installation, identity, ANY, MandateCommand(event=Event.APPROVAL, details=EventDetails())
    )


def test_a_mandate_is_not_approved_apart_from_what_waits_with_it(founded: Any) -> None:
    veldwijk = founded()
    draft = draft_changeset(HR, veldwijk.installation, OIN, {"title": "Een besluit"}).kept.changeset.id
    mandate = Draft(OIN, mandate_of("6.1", Seat(position="griffier")), changeset=draft)
    made = entries.add(veldwijk.installation, "mandates", mandate, HR).entry.id
    deputyship = facts.Deputyship(
        number="P-2", principal=Seat(position="jurist"), deputy=Seat(employee="E1"), trigger=facts.Trigger.ALWAYS
    )
    create(HR, veldwijk.installation, "deputyships", Draft(OIN, deputyship, changeset=draft))
    veldwijk.decides(draft, Event.SUBMISSION, HR)
    with pytest.raises(Conflict, match="concerns other entries too"):
        execute(
            APPROVER, veldwijk.installation, made, ANY, MandateCommand(event=Event.APPROVAL, details=EventDetails())
        )
    assert veldwijk.asks("E1", "obj.decide") == "not_authorised"
    veldwijk.decides(draft)
    assert veldwijk.asks("E1", "obj.decide") == "authorised"
