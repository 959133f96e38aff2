"""Credentials: issued of what is so, marked at once when it is so no more, and never against a final no."""

from __future__ import annotations

import base64
import json
import zlib
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
import time_machine

from mandate_registry.errors import Conflict, Forbidden, InvalidInput, NotFound
from mandate_registry.rules import facts
from mandate_registry.rules.lifecycle.lifecycle import Event
from mandate_registry.rules.notation import Seat
from mandate_registry.rules.periods import Period
from mandate_registry.services.callers import COMMAND_LINE, Caller
from mandate_registry.services.changesets.drafts import EventDetails
from mandate_registry.services.changesets.entry_changes import Draft
from mandate_registry.services.credentials import issuance, stored_credentials
from mandate_registry.services.credentials.issuance import CredentialRequest
from mandate_registry.services.credentials.status_lists import TTL, status_list
from mandate_registry.services.credentials.stored_credentials import Credential, CredentialState
from mandate_registry.services.installation import Installation, now
from mandate_registry.services.pagination import Slice
from mandate_registry.services.permissions import Role
from mandate_registry.services.register.register_writer import current, find_entry, open_register
from tests.services.town import HR, OIN, Town, somebody
from tests.support import entries

pytestmark = pytest.mark.either_database

KIM = somebody(Role.HOLDER, "e1")
PERMIT = CredentialRequest(organisation=OIN, decision_types=["permit"])


@pytest.fixture
def town(installation: Installation) -> Town:
    return Town.founded(installation)


def later(*, tick: bool = True, **lapse: float) -> time_machine.travel:
    return time_machine.travel(now() + timedelta(**lapse), tick=tick)


def issued(town: Town, caller: Caller = KIM, **fields: Any) -> Credential:
    values = {name: getattr(PERMIT, name) for name in PERMIT.__dataclass_fields__}
    return issuance.issue(caller, town.installation, CredentialRequest(**values | fields))


def as_json(part: str) -> Any:
    return json.loads(base64.urlsafe_b64decode(part + "=="))


def claims(made: Credential) -> dict[str, Any]:
    return dict(as_json((made.text or "").split("~")[0].split(".")[1]))


def disclosed(made: Credential) -> list[Any]:
    return [as_json(one)[1:] for one in (made.text or "").split("~")[1:-1]]


def is_marked(town: Town, made: Credential) -> bool:
    """Return whether the status list calls a credential invalid, as an outsider reads it."""
    reference = claims(made)["status"]["status_list"]
    told = as_json(status_list(town.installation, int(reference["uri"].rpartition("/")[2])).token.split(".")[1])
    assert told["sub"] == reference["uri"]
    bits = zlib.decompress(base64.urlsafe_b64decode(told["status_list"]["lst"] + "=="))
    return bool(bits[reference["idx"] // 8] >> reference["idx"] % 8 & 1)


def state(town: Town, made: Credential) -> CredentialState:
    """Return the state as the employee reads it, which the status list must not contradict."""
    found = stored_credentials.get_credential(KIM, town.installation, made.id)
    assert found.text is None
    assert is_marked(town, made) == (found.state in (CredentialState.INVALID, CredentialState.REVOKED))
    return found.state


def edit(town: Town, table: str, code: str, fact: Any) -> None:
    """Replace an entry of the register from now on."""
    with town.installation.writing() as connection:
        register = open_register(connection, OIN)
        found = find_entry(register, table, code)
        assert found
        register.close(table, [found])
        register.put(table, found.id, fact)
        register.record(COMMAND_LINE, f"change {table}")


def add(town: Town, table: str, fact: Any) -> None:
    entries.add(town.installation, table, Draft(OIN, fact))


@pytest.mark.each_database
def test_a_credential_says_what_is_so(town: Town) -> None:
    town.granted()
    made = issued(town, shows_limits=True)
    told = claims(made)
    assert told["organisation"] == {"identifier": OIN, "legalName": "Town"}
    assert told["vct"].startswith(told["iss"])
    assert told["exp"] - told["iat"] == 30 * 86400
    assert [one for one in disclosed(made) if len(one) == 2] == [["number", "e1"], ["name", "Kim"]]
    (power,) = (one[0] for one in disclosed(made) if len(one) == 1)
    (leg,) = power["legs"]
    assert power["decisionType"] == {"code": "permit", "titleNl": "Vergunning"}
    assert leg["onBehalfOf"] == {"code": "college", "name": "College"}
    assert leg["limits"] == [{"maxAmount": "100.00", "currency": "EUR", "vat": "excl"}]
    assert (leg["kind"], leg["acting"], leg["mandate"]) == ("mandate", "alone", "M-1")


def test_who_does_not_want_limits_shown_says_only_that_there_are_some(town: Town) -> None:
    town.granted()
    made = issued(town)
    (leg,) = next(one[0] for one in disclosed(made) if len(one) == 1)["legs"]
    assert leg["isLimited"] is True
    assert "limits" not in leg
    assert "100.00" not in json.dumps(disclosed(made))
    assert made.powers[0]["legs"][0]["limits"]


def test_what_somebody_may_not_decide_is_named_and_nothing_is_issued(town: Town) -> None:
    with pytest.raises(InvalidInput) as refused:
        issued(town, decision_types=["permit", "nothing"])
    assert [error.field for error in refused.value.errors] == ["decisionTypes.0", "decisionTypes.1"]
    assert stored_credentials.list_credentials(HR, town.installation, Slice()).items == []


def test_an_employee_gets_his_own_and_who_keeps_the_register_anybodys(town: Town) -> None:
    town.granted()
    assert issued(town, HR, employee="e1").issued_by == "Hanna"
    for caller, whose in ((KIM, "e2"), (somebody(Role.APPROVER, "Arjan"), "e1"), (somebody(Role.AUDITOR, "x"), "e1")):
        with pytest.raises(Forbidden):
            issued(town, caller, employee=whose)
    for missing in (None, "nobody"):
        with pytest.raises(InvalidInput):
            issued(town, HR, employee=missing)


def test_an_employee_sees_his_own(town: Town) -> None:
    town.granted()
    made = issued(town)
    other, elsewhere = somebody(Role.HOLDER, "e2"), Caller((Role.HR,), "00000009000000000002", "key", "x")
    assert [one.id for one in stored_credentials.list_credentials(KIM, town.installation, Slice()).items] == [made.id]
    for caller in (other, elsewhere):
        assert stored_credentials.list_credentials(caller, town.installation, Slice()).items == []
        with pytest.raises(NotFound):
            stored_credentials.get_credential(caller, town.installation, made.id)
        with pytest.raises(NotFound):
            stored_credentials.revoke(caller, town.installation, made.id)


@pytest.mark.each_database
def test_a_revocation_is_final_and_shows_at_once(town: Town) -> None:
    town.granted()
    made, other = issued(town), issued(town)
    assert not is_marked(town, made)
    told = stored_credentials.revoke(KIM, town.installation, made.id, "Telefoon verloren.")
    assert (told.state, told.revoked_by, told.reason) == (CredentialState.REVOKED, "e1", "Telefoon verloren.")
    assert is_marked(town, made)
    assert not is_marked(town, other)
    with pytest.raises(Conflict):
        stored_credentials.revoke(HR, town.installation, made.id)


def revoked(town: Town, mandate: UUID) -> None:
    town.does(HR, Event.REVOCATION, mandate, details=EventDetails(reason="Vervallen."))


def lowered(town: Town, _: UUID) -> None:
    """Lower the limit of the mandate from now on, as an import does."""
    with town.installation.writing() as connection:
        register = open_register(connection, OIN)
        (found,) = current(connection, register.id, "mandates")
        register.close("mandates", [found])
        register.put("mandates", found.id, replace(found.fact, max_amount=Decimal("99.99")))
        register.record(COMMAND_LINE, "lower")


def left(town: Town, _: UUID) -> None:
    edit(town, "employees", "e1", facts.Employee(number="e1", name="Kim", valid=Period(None, now())))


def stopped(town: Town, _: UUID) -> None:
    fact = facts.Employee(number="e1", name="Kim", suspensions=(Period(now() - timedelta(seconds=1), None),))
    edit(town, "employees", "e1", fact)


def retitled(town: Town, _: UUID) -> None:
    edit(town, "bodies", "college", facts.Body(code="college", name="Another college"))


def moved(town: Town, _: UUID) -> None:
    add(town, "positions", facts.Position(code="jurist", title="Jurist"))
    add(town, "appointments", facts.Appointment(employee="e1", position="jurist"))


def ended(town: Town, _: UUID) -> None:
    fact = facts.DecisionType(code="permit", title_nl="Vergunning", nature=facts.Nature.DECISION, mandatable=False)
    edit(town, "decision_types", "permit", fact)


@pytest.mark.parametrize("happening", [revoked, lowered, left, stopped, retitled, moved, ended])
def test_what_the_register_takes_away_shows_in_the_very_next_list(town: Town, happening: Any) -> None:
    mandate = town.granted()
    made = issued(town)
    assert state(town, made) is CredentialState.VALID
    with later(minutes=1):
        happening(town, mandate)
        assert state(town, made) is CredentialState.INVALID


def test_a_suspension_marks_it_and_the_end_of_the_suspension_takes_the_mark_away(town: Town) -> None:
    mandate = town.granted()
    made = issued(town)
    begin, end = now() + timedelta(hours=1), now() + timedelta(hours=2)
    town.does(HR, Event.SUSPENSION, mandate, until=end, details=EventDetails(begin, "Onderzoek."))
    assert state(town, made) is CredentialState.VALID
    for at, expected in (
        (begin - timedelta(seconds=1), CredentialState.VALID),
        (begin, CredentialState.INVALID),
        (end - timedelta(microseconds=1), CredentialState.INVALID),
        (end, CredentialState.VALID),
    ):
        with time_machine.travel(at, tick=False):
            assert state(town, made) is expected, at


def test_others_keep_a_list_no_longer_than_to_the_moment_at_which_it_changes(town: Town) -> None:
    mandate = town.granted()
    issued(town)
    assert status_list(town.installation, 1).lasts == TTL
    soon = now() + timedelta(minutes=10)
    town.does(HR, Event.SUSPENSION, mandate, details=EventDetails(soon, "Onderzoek."))
    with time_machine.travel(soon - timedelta(seconds=20), tick=False):
        assert status_list(town.installation, 1).lasts == 20


def test_a_credential_never_outlasts_what_is_known_to_end(town: Town) -> None:
    mandate = town.granted()
    end = now() + timedelta(days=3)
    town.does(HR, Event.REVOCATION, mandate, details=EventDetails(end, "Vervalt."))
    made = issued(town)
    assert made.expires_at == end
    assert claims(made)["exp"] == int(end.timestamp())
    with time_machine.travel(end, tick=False):
        assert stored_credentials.get_credential(KIM, town.installation, made.id).state is CredentialState.EXPIRED


def test_a_wider_mandate_beside_it_leaves_a_credential_as_good_as_it_was(town: Town) -> None:
    town.granted()
    made = issued(town)
    with later(minutes=1):
        with town.installation.writing() as connection:
            register = open_register(connection, OIN)
            wider = facts.Mandate(
                number="M-2",
                kinds=(facts.Kind.MANDATE,),
                on_behalf_of="college",
                seats=(Seat(employee="e1"),),
                decision_types=("permit",),
            )
            register.put("mandates", uuid4(), wider)
            register.record(COMMAND_LINE, "widen")
        assert state(town, made) is CredentialState.VALID
    with later(minutes=2, tick=False):
        assert claims(issued(town))["iat"] == int(now().timestamp())


@pytest.mark.each_database
def test_places_are_drawn_and_never_given_twice(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    town.granted()
    monkeypatch.setattr(issuance, "SIZE", 8)
    monkeypatch.setattr(issuance, "MAX_INDEX", 6)
    references = [claims(issued(town))["status"]["status_list"] for _ in range(14)]
    places = [(one["uri"].rpartition("/")[2], one["idx"]) for one in references]
    assert len(set(places)) == 14
    assert [listed for listed, _ in places] == ["1"] * 6 + ["2"] * 6 + ["3"] * 2


def test_there_is_no_list_before_a_credential_is_in_it(town: Town) -> None:
    for number in (0, 1, 2):
        with pytest.raises(NotFound):
            status_list(town.installation, number)


def test_what_is_kept_of_a_credential_is_without_the_name(town: Town) -> None:
    town.granted()
    issued(town)
    with town.installation.reading() as connection:
        (row,) = connection.exec_driver_sql("SELECT * FROM credentials").mappings().all()
    assert "Kim" not in str(dict(row))
    assert "e1" in str(dict(row))
