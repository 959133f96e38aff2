"""Credentials of people who have left: from that moment they do nothing, by whichever way in."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
import time_machine

from mandate_registry.errors import Departed, Stopped
from mandate_registry.rules import facts
from mandate_registry.rules.findings.findings import FindingCode, Severity
from mandate_registry.rules.lifecycle.lifecycle import Event
from mandate_registry.services.callers import COMMAND_LINE, Caller
from mandate_registry.services.changesets.drafts import EventDetails
from mandate_registry.services.changesets.entry_changes import Correction, Draft, change, create
from mandate_registry.services.changesets.person_suspension import stop
from mandate_registry.services.findings.register_health import register_health
from mandate_registry.services.identity import access_tokens, api_keys, sessions
from mandate_registry.services.installation import Installation
from mandate_registry.services.issuers.issuer_keys import Keyring
from mandate_registry.services.permissions import Role
from tests.services.town import ANY, HR, OIN, Town, somebody
from tests.support import entries
from tests.support.issuer import invented, public

pytestmark = pytest.mark.either_database

NOON = datetime(2026, 9, 15, 12, tzinfo=UTC)
YESTERDAY = date(2026, 9, 14)
ADA = somebody(Role.APPROVER, "E1")


def employed(installation: Installation, number: str = "E1", until: date | None = None) -> UUID:
    """Add an employee to the register, and return the id."""
    fact = facts.Employee(number=number, name="Ada Vertrekt")
    return entries.add(installation, "employees", Draft(OIN, fact, {"valid_until": until}), HR).entry.id


def leave(installation: Installation, identity: UUID, last: date | None = YESTERDAY) -> None:
    entries.correct(installation, "employees", identity, Correction({}, {"valid_until": last}), HR)


def test_a_key_does_nothing_from_the_moment_its_person_has_left(installation: Installation) -> None:
    town = Town.founded(installation)
    ada = employed(town.installation)
    made = api_keys.create(COMMAND_LINE, installation, Role.APPROVER, OIN, "desk", "E1")
    with time_machine.travel(NOON, tick=False):
        assert api_keys.authenticate(installation, made).person == "E1"
        leave(installation, ada)
        with pytest.raises(Departed, match="Employee E1 does not work at organisation"):
            api_keys.authenticate(installation, made)


@pytest.mark.each_database
def test_a_session_does_nothing_any_more_and_nobody_signs_in_anew(installation: Installation) -> None:
    Town.founded(installation)
    ada = employed(installation)
    token = sessions.begin(installation, ADA)
    assert sessions.find(installation, token).person == "E1"
    leave(installation, ada)
    with pytest.raises(Departed):
        sessions.find(installation, token)
    with pytest.raises(Departed):
        sessions.begin(installation, ADA)


def test_who_is_stopped_is_told_so_and_not_that_she_left(installation: Installation) -> None:
    Town.founded(installation)
    ada = employed(installation)
    token = sessions.begin(installation, ADA)
    stop(HR, installation, ada, ANY, EventDetails(reason="Onderzoek."))
    with pytest.raises(Stopped, match=f"Employee E1 of organisation {OIN} is stopped now"):
        sessions.find(installation, token)
    leave(installation, ada)
    with pytest.raises(Departed, match="Employee E1 does not work at organisation") as refused:
        sessions.find(installation, token)
    assert not isinstance(refused.value, Stopped)


def test_a_session_ends_with_the_last_day(installation: Installation) -> None:
    midnight = datetime(2026, 9, 15, 22, tzinfo=UTC)
    with time_machine.travel(midnight - timedelta(minutes=1), tick=False):
        Town.founded(installation)
        employed(installation, until=date(2026, 9, 15))
        token = sessions.begin(installation, ADA)
    with time_machine.travel(midnight - timedelta(microseconds=1), tick=False):
        sessions.find(installation, token)
    with time_machine.travel(midnight, tick=False), pytest.raises(Departed):
        sessions.find(installation, token)


def test_a_token_of_an_issuer_does_nothing_any_more(installation: Installation) -> None:
    Town.founded(installation)
    ada = employed(installation)
    with invented() as issuer:
        issuer.publish(public("first"))
        claimed = {"organisation_claim": "oin", "organisations": frozenset({OIN}), "person_claim": "nr"}
        trusted = issuer.trusted(roles={Role.HR: frozenset({"hr"})}, roles_claim="roles", **claimed)
        trusting = replace(installation, issuers={issuer.url: Keyring(trusted)})
        token = issuer.token(oin=OIN, nr="E1", roles=["hr"])
        assert access_tokens.authenticate(trusting, token).person == "E1"
        leave(installation, ada)
        with pytest.raises(Departed):
            access_tokens.authenticate(trusting, token)


@pytest.mark.parametrize(
    "other",
    [
        Caller((Role.HR,), OIN, "key 1", "Contractor"),
        Caller((Role.HR,), OIN, "key 2"),
        Caller((Role.ADMINISTRATOR,), None, "key 3", "E1"),
        Caller((Role.PARTNER,), "00000009000000000002", "key 4", "E1"),
    ],
    ids=["a contractor", "nobody in particular", "an administrator of the installation", "of another organisation"],
)
def test_who_is_no_employee_of_that_organisation_is_not_affected(installation: Installation, other: Caller) -> None:
    Town.founded(installation)
    leave(installation, employed(installation))
    assert sessions.find(installation, sessions.begin(installation, other)).person == other.person


@pytest.mark.each_database
def test_an_approval_under_way_does_not_count_when_the_leaving_came_first(installation: Installation) -> None:
    town = Town.founded(installation)
    ada = employed(installation)
    approver = api_keys.authenticate(
        installation, api_keys.create(COMMAND_LINE, installation, Role.APPROVER, OIN, "desk", "E1")
    )
    mandate = town.draft()
    town.does(HR, Event.SUBMISSION, mandate)
    leave(installation, ada)
    with pytest.raises(Departed):
        town.does(approver, Event.APPROVAL, mandate)
    assert not town.reads(mandate).entry.fact.approved


def test_who_keeps_the_register_may_record_that_she_left_herself(installation: Installation) -> None:
    Town.founded(installation)
    ada = employed(installation)
    herself = somebody(Role.HR, "E1")
    change(herself, installation, "employees", ada, ANY, Correction({}, {"valid_until": YESTERDAY}))
    with pytest.raises(Departed):
        create(herself, installation, "units", Draft(OIN, facts.Unit(code="new", name="New")))


@pytest.mark.each_database
def test_health_finds_a_key_of_somebody_who_left_until_it_is_revoked(installation: Installation) -> None:
    Town.founded(installation)
    api_keys.create(COMMAND_LINE, installation, Role.HR, OIN, "desk", "E1")
    leave(installation, employed(installation))
    (found,) = [one for one in register_health(HR, installation, OIN) if one.code is FindingCode.KEY_OF_LEAVER]
    assert (found.severity, [entry.key for entry in found.entries]) == (Severity.ERROR, ["E1"])
    (key,) = api_keys.list_keys(COMMAND_LINE, installation)
    assert str(key["id"]) in str(found.detail)
    api_keys.revoke(COMMAND_LINE, installation, key["id"])
    assert FindingCode.KEY_OF_LEAVER not in {one.code for one in register_health(HR, installation, OIN)}


def test_a_key_that_has_expired_is_no_finding(installation: Installation) -> None:
    Town.founded(installation)
    leave(installation, employed(installation))
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    api_keys.create(COMMAND_LINE, installation, Role.HR, OIN, "desk", "E1", expires_at=tomorrow)
    codes = [one.code for one in register_health(HR, installation, OIN)]
    assert FindingCode.KEY_OF_LEAVER in codes
    with time_machine.travel(tomorrow + timedelta(seconds=1)):
        assert FindingCode.KEY_OF_LEAVER not in {one.code for one in register_health(HR, installation, OIN)}
