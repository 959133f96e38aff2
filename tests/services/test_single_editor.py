"""One person of HR tries everything by which she alone could come to decide more: nothing of it counts at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from mandate_registry.errors import Conflict, Departed, Forbidden, InvalidInput, Stale
from mandate_registry.rules import facts
from mandate_registry.rules.lifecycle.lifecycle import Event
from mandate_registry.rules.notation import Seat
from mandate_registry.services.callers import COMMAND_LINE, Caller
from mandate_registry.services.changesets import proposals
from mandate_registry.services.changesets.drafts import EventDetails
from mandate_registry.services.changesets.early_refusals import Precondition
from mandate_registry.services.changesets.entry_changes import Correction, Draft, change, create
from mandate_registry.services.changesets.entry_proposals import WaitingChange
from mandate_registry.services.changesets.person_suspension import stop
from mandate_registry.services.changesets.proposal_changes import decide_on, draft_changeset
from mandate_registry.services.identity import api_keys
from mandate_registry.services.installation import Installation
from mandate_registry.services.permissions import Role
from mandate_registry.services.register.entries import EntryView
from mandate_registry.services.transfer.register_import import import_register
from tests.services.import_town import ANY, APPROVER, FOLDER, HR, OIN, Veldwijk, somebody, written
from tests.support.days import today

pytestmark = pytest.mark.either_database

CORA = somebody(Role.HR, "E3")
"""She keeps the register, is the controller, and deputises for the mayor, who is E1."""
TODAY = today()
OTHERWISE = {
    "bodies": "code,name,position\ncollege,College van B en W,\nburgemeester,Burgemeester,burgemeester\n",
    "positions": FOLDER["positions.csv"]
    .replace("title,unit\n", "title,unit,category\n")
    .replace("\n", ",\n")
    .replace("category,\n", "category\n")
    + "burgemeester,Burgemeester,gem,\nteammanager,Teammanager,inkoop,manager\n",
    "units": FOLDER["units.csv"],
    "decision_types": FOLDER["decision_types.csv"] + "order,Noodbevel,,burgemeester,decision\n",
    "appointments": FOLDER["appointments.csv"] + "E1,burgemeester,2020-01-01\n",
    "deputyships": "number,for,deputy,trigger\nP-1,position:burgemeester,employee:E3,absence_or_vacancy\n",
    "mandates": FOLDER["mandates.csv"]
    + "3.1,mandate,college,category:manager,buy.small,2025-01-01,,\n"
    + "4.1,mandate,college,unit:juz,obj.decide,2025-01-01,,\n",
}


@pytest.fixture
def veldwijk(tmp_path: Path, installation: Installation) -> Veldwijk:
    import_register(COMMAND_LINE, installation, written(tmp_path, **OTHERWISE))
    return Veldwijk(installation)


def corrects(veldwijk: Veldwijk, table: str, key: dict[str, Any], **said: Any) -> EntryView | WaitingChange:
    dates: dict[str, Any] = {name: said.pop(name) for name in ("valid_from", "valid_until") if name in said}
    identity = veldwijk.entry(table, **key).entry.id
    return change(CORA, veldwijk.installation, table, identity, ANY, Correction(said, dates))


def adds(veldwijk: Veldwijk, table: str, fact: facts.Fact, **dates: date | None) -> EntryView | WaitingChange:
    return create(CORA, veldwijk.installation, table, Draft(OIN, fact, dates))


def deputises_for(veldwijk: Veldwijk, principal: Seat) -> EntryView | WaitingChange:
    fact = facts.Deputyship(number="P-2", principal=principal, deputy=Seat(employee="E3"), trigger=facts.Trigger.ALWAYS)
    return adds(veldwijk, "deputyships", fact)


ATTEMPTS: dict[str, Callable[[Veldwijk], EntryView | WaitingChange]] = {
    "the mayor's body has her position": lambda one: corrects(
        one, "bodies", {"code": "burgemeester"}, position="controller"
    ),
    "a new body of one person": lambda one: adds(
        one, "bodies", facts.Body(code="directie", name="Directie", position="controller")
    ),
    "she stands in for the buyer at all times": lambda one: deputises_for(one, Seat(position="inkoper")),
    "her deputyship works at all times": lambda one: corrects(
        one, "deputyships", {"number": "P-1"}, trigger=facts.Trigger.ALWAYS
    ),
    "she is the mayor from today": lambda one: adds(
        one, "appointments", facts.Appointment(employee="E3", position="burgemeester"), valid_from=TODAY
    ),
    "she was the mayor from 2020": lambda one: adds(
        one, "appointments", facts.Appointment(employee="E3", position="burgemeester"), valid_from=date(2020, 1, 1)
    ),
    "a colleague was the mayor from 2020": lambda one: adds(
        one, "appointments", facts.Appointment(employee="E4", position="burgemeester"), valid_from=date(2020, 1, 1)
    ),
    "her position is a manager's": lambda one: corrects(one, "positions", {"code": "controller"}, category="manager"),
    "her position is in the team of the lawyers": lambda one: corrects(
        one, "positions", {"code": "controller"}, unit="juz"
    ),
    "all units are in the team of the lawyers": lambda one: corrects(one, "units", {"code": "inkoop"}, parent="juz"),
    "small purchases are the mayor's": lambda one: corrects(
        one, "decision_types", {"code": "buy.small"}, body="burgemeester"
    ),
    "objections are small purchases": lambda one: corrects(
        one, "decision_types", {"code": "obj.decide"}, parent="buy.small"
    ),
    "purchases have no amount": lambda one: corrects(
        one, "decision_types", {"code": "buy.award"}, amount_required=False
    ),
    "the mayor is away": lambda one: adds(one, "absences", facts.Absence(employee="E1"), valid_from=TODAY),
    "the mayor has left": lambda one: corrects(
        one, "employees", {"number": "E1"}, valid_until=TODAY - timedelta(days=1)
    ),
    "the mayor holds his position no longer": lambda one: corrects(
        one, "appointments", {"position": "burgemeester"}, valid_until=TODAY - timedelta(days=1)
    ),
}


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_it_waits_and_she_may_do_no_more(veldwijk: Veldwijk, attempt: str) -> None:
    before = powers(veldwijk)
    waiting = ATTEMPTS[attempt](veldwijk)
    assert isinstance(waiting, WaitingChange)
    assert waiting.need is not None
    assert powers(veldwijk) == before


def test_a_body_that_meets_is_never_one_person(veldwijk: Veldwijk) -> None:
    with pytest.raises(InvalidInput) as refused:
        corrects(veldwijk, "bodies", {"code": "college"}, position="controller")
    assert [(error.field, error.code) for error in refused.value.errors] == [("position", "not_by_correction")]


def test_a_folder_makes_no_body_that_meets_one_person_either(veldwijk: Veldwijk, tmp_path: Path) -> None:
    alone = OTHERWISE["bodies"].replace("B en W,", "B en W,controller")
    with pytest.raises(Conflict, match="college"):
        import_register(HR, veldwijk.installation, written(tmp_path / "again", **OTHERWISE | {"bodies": alone}))


def test_whoever_gains_does_not_approve_it_and_somebody_else_does(veldwijk: Veldwijk) -> None:
    """HR proposes that she stands in for the buyer; as an approver she would approve her own power."""
    waiting = create(
        HR,
        veldwijk.installation,
        "deputyships",
        Draft(
            OIN,
            facts.Deputyship(
                number="P-2",
                principal=Seat(position="inkoper"),
                deputy=Seat(employee="E3"),
                trigger=facts.Trigger.ALWAYS,
            ),
        ),
    )
    assert isinstance(waiting, WaitingChange)
    with pytest.raises(Forbidden, match="gains"):
        veldwijk.decides(waiting.changeset, by=somebody(Role.APPROVER, "E3"))
    assert veldwijk.asks("E3", "buy.award", "10") == "not_authorised"
    veldwijk.decides(waiting.changeset)
    assert veldwijk.asks("E3", "buy.award", "10") == "authorised"


def test_whoever_gains_by_a_mandate_does_not_approve_it(veldwijk: Veldwijk) -> None:
    with pytest.raises(Forbidden, match="gains"):
        veldwijk.decides(
            veldwijk.sends("9.1;mandate;college;employee:E3;buy.small;10"), by=somebody(Role.APPROVER, "E3")
        )


@pytest.mark.parametrize("by", [CORA, HR])
def test_a_folder_that_gives_power_waits_though_it_has_no_mandate(veldwijk: Veldwijk, tmp_path: Path, by: Any) -> None:
    before = powers(veldwijk)
    wanted = OTHERWISE | {
        "deputyships": "number,for,deputy,trigger\nP-1,position:burgemeester,employee:E3,always\n",
    }
    folder = written(tmp_path / "again", **wanted)
    assert import_register(by, veldwijk.installation, folder, dry_run=True).waits
    done = import_register(by, veldwijk.installation, folder)
    assert done.changeset is not None
    assert powers(veldwijk) == before
    veldwijk.decides(done.changeset)
    assert powers(veldwijk)["order"] == "authorised"


def test_a_folder_by_which_its_maker_would_gain_waits(veldwijk: Veldwijk, tmp_path: Path) -> None:
    wanted = OTHERWISE | {"absences": f"employee,valid_from\nE1,{TODAY}\n"}
    done = import_register(CORA, veldwijk.installation, written(tmp_path / "again", **wanted))
    assert done.changeset is not None
    assert powers(veldwijk)["order"] == "not_authorised"


def test_a_folder_that_gives_nobody_power_counts_at_once(veldwijk: Veldwijk, tmp_path: Path) -> None:
    wanted = OTHERWISE | {"units": OTHERWISE["units"] + "nieuw,Nieuw,gem\n"}
    folder = written(tmp_path / "again", **wanted)
    assert not import_register(HR, veldwijk.installation, folder, dry_run=True).waits
    assert import_register(HR, veldwijk.installation, folder).changeset is None


@pytest.mark.each_database
def test_a_deputyship_is_ended_or_narrowed_at_once(veldwijk: Veldwijk) -> None:
    narrowed = corrects(veldwijk, "deputyships", {"number": "P-1"}, max_amount=Decimal(10), decision_types=("order",))
    assert isinstance(narrowed, EntryView)
    ended = corrects(veldwijk, "deputyships", {"number": "P-1"}, valid_until=TODAY - timedelta(days=1))
    assert isinstance(ended, EntryView)


def test_what_waits_may_be_part_of_a_draft(veldwijk: Veldwijk) -> None:
    """A reorganisation: two changes in one changeset, which are approved as one."""
    draft = draft_changeset(HR, veldwijk.installation, OIN, {"title": "Reorganisatie"}).kept.changeset.id
    unit = veldwijk.entry("positions", code="controller").entry.id
    for values in ({"unit": "juz"}, {"title": "Controller juridisch"}):
        waiting = change(HR, veldwijk.installation, "positions", unit, ANY, Correction(values, {}, draft))
        assert isinstance(waiting, WaitingChange)
    assert veldwijk.asks("E3", "obj.decide") == "not_authorised"
    veldwijk.decides(draft, Event.SUBMISSION, HR)
    veldwijk.decides(draft, by=APPROVER)
    assert veldwijk.asks("E3", "obj.decide") == "authorised"


def powers(veldwijk: Veldwijk) -> dict[str, str]:
    """Return what she may decide now."""
    return {code: veldwijk.asks("E3", code, "10") for code in ("buy.award", "buy.small", "obj.decide", "order")}


# What somebody tried who knew the rules


@pytest.mark.parametrize("named", ["Cora Prins", "cora  prins", "e3"])
def test_a_key_in_her_name_is_hers(veldwijk: Veldwijk, named: str) -> None:
    keeper = with_key(veldwijk, Role.HR, named)
    assert keeper.person == "E3"
    fact = facts.Appointment(employee="E3", position="burgemeester")
    done = create(keeper, veldwijk.installation, "appointments", Draft(OIN, fact, {"valid_from": TODAY}))
    assert isinstance(done, WaitingChange)
    with pytest.raises(Forbidden, match="proposed"):
        veldwijk.decides(done.changeset, by=with_key(veldwijk, Role.APPROVER, "E3"))


def test_a_key_in_a_name_that_two_bear_does_nothing(veldwijk: Veldwijk) -> None:
    veldwijk.adds("employees", facts.Employee(number="E9", name="Cora Prins"))
    with pytest.raises(Departed, match="E3, E9"):
        with_key(veldwijk, Role.HR, "Cora Prins")


def with_key(veldwijk: Veldwijk, role: Role, person: str) -> Caller:
    secret = api_keys.create(COMMAND_LINE, veldwijk.installation, role, OIN, "a test", person)
    return api_keys.authenticate(veldwijk.installation, secret)


def test_a_second_number_in_her_name_is_hers(veldwijk: Veldwijk) -> None:
    veldwijk.adds("employees", facts.Employee(number="X1", name="Cora Prins"))
    done = adds(veldwijk, "appointments", facts.Appointment(employee="X1", position="burgemeester"), valid_from=TODAY)
    assert isinstance(done, WaitingChange)


def test_she_stops_nobody_for_whom_she_stands_in(veldwijk: Veldwijk) -> None:
    before, mayor = powers(veldwijk), veldwijk.entry("employees", number="E1").entry.id
    with pytest.raises(Forbidden, match="colleague"):
        stop(CORA, veldwijk.installation, mayor, ANY, EventDetails(reason="Onderzoek."))
    assert powers(veldwijk) == before
    stop(HR, veldwijk.installation, mayor, ANY, EventDetails(reason="Onderzoek."))
    assert powers(veldwijk)["order"] == "authorised"


def test_the_time_between_two_employments_is_not_filled_by_one(veldwijk: Veldwijk) -> None:
    left, back = TODAY - timedelta(days=20), TODAY - timedelta(days=5)
    corrects(veldwijk, "employees", {"number": "E2"}, valid_until=left)
    first = veldwijk.entry("employees", number="E2").entry.id
    adds(veldwijk, "employees", facts.Employee(number="E2", name="Bas Mulder"), valid_from=back)
    filled = Correction({}, {"valid_until": back - timedelta(days=1)})
    assert isinstance(change(CORA, veldwijk.installation, "employees", first, ANY, filled), WaitingChange)
    assert veldwijk.asks("E2", "buy.award", "10") != "authorised"


def test_an_absence_of_long_ago_waits(veldwijk: Veldwijk) -> None:
    done = adds(veldwijk, "absences", facts.Absence(employee="E2"), valid_from=date(2025, 1, 1))
    assert isinstance(done, WaitingChange)


@pytest.mark.each_database
def test_what_was_read_is_what_is_approved(veldwijk: Veldwijk) -> None:
    """Each of two proposals gives nothing by itself, and both together do."""
    veldwijk.adds("positions", facts.Position(code="helper", title="Helper"))
    appointed = adds(veldwijk, "appointments", facts.Appointment(employee="E3", position="helper"), valid_from=TODAY)
    joined = corrects(veldwijk, "positions", {"code": "helper"}, category="manager")
    assert isinstance(appointed, WaitingChange)
    assert isinstance(joined, WaitingChange)
    first, second = (approval_as_read(veldwijk, one.changeset) for one in (appointed, joined))
    second()
    with pytest.raises(Stale):
        first()


def approval_as_read(veldwijk: Veldwijk, changeset: UUID) -> Callable[[], object]:
    """Read a changeset, and return what approves it as it was read."""
    seen = Precondition(frozenset({proposals.get_changeset(APPROVER, veldwijk.installation, changeset).tag}))
    return lambda: decide_on(APPROVER, veldwijk.installation, changeset, seen, Event.APPROVAL, EventDetails())
