"""Somebody who was stopped is resumed when somebody else approves it, and from then on."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import time_machine

from mandate_registry.errors import Conflict, Forbidden, InvalidInput
from mandate_registry.rules.lifecycle.lifecycle import Event
from mandate_registry.services.callers import COMMAND_LINE, Caller
from mandate_registry.services.changesets.drafts import EventDetails
from mandate_registry.services.changesets.entry_proposals import WaitingChange
from mandate_registry.services.changesets.person_suspension import resume, stop
from mandate_registry.services.changesets.proposal_changes import decide_on
from mandate_registry.services.checks.answer_check import check
from mandate_registry.services.installation import Installation
from mandate_registry.services.pagination import Slice
from mandate_registry.services.permissions import Role
from mandate_registry.services.register.entries import EntryView, list_entries
from mandate_registry.services.register.mandate_history import mandate_events
from tests.services.town import ANY, APPROVER, HR, QUESTION, Town, somebody

pytestmark = pytest.mark.either_database

MONDAY = datetime(2033, 6, 6, 9, tzinfo=UTC)
WEDNESDAY, FRIDAY, SATURDAY = (MONDAY + timedelta(days=days) for days in (2, 4, 5))


@pytest.fixture
def town(installation: Installation) -> Town:
    town = Town.founded(installation)
    town.granted()
    return town


def kim(town: Town) -> UUID:
    return list_entries(HR, town.installation, "employees", Slice({"number": "e1"})).items[-1].entry.id


def answer(town: Town, at: datetime) -> str:
    told = check(COMMAND_LINE, town.installation, replace(QUESTION, at=at))
    return str(told.reasons[0]["code"] if told.reasons else told.outcome)


def proposed(town: Town, since: datetime | None = None) -> UUID:
    waiting = resume(HR, town.installation, kim(town), ANY, EventDetails(since, "Onderzoek afgerond."))
    assert isinstance(waiting, WaitingChange)
    return waiting.changeset


def approve(town: Town, changeset: UUID, by: Caller = APPROVER) -> None:
    decide_on(by, town.installation, changeset, ANY, Event.APPROVAL, EventDetails())


@pytest.mark.parametrize("since", [None, MONDAY + timedelta(hours=1)])
def test_it_counts_from_the_approval_and_no_answer_of_before_changes(town: Town, since: datetime | None) -> None:
    with time_machine.travel(MONDAY, tick=False):
        stop(HR, town.installation, kim(town), ANY, EventDetails(reason="Onderzoek."))
    with time_machine.travel(WEDNESDAY, tick=False):
        changeset = proposed(town, since)
        assert answer(town, WEDNESDAY) == "person_suspended"
    with time_machine.travel(FRIDAY, tick=False):
        approve(town, changeset)
    with time_machine.travel(SATURDAY, tick=False):
        moments = (MONDAY - timedelta(days=1), WEDNESDAY, FRIDAY - timedelta(seconds=1), FRIDAY, SATURDAY)
        told = ["authorised", "person_suspended", "person_suspended", "authorised", "authorised"]
        assert [answer(town, at) for at in moments] == told


def test_a_later_moment_is_kept(town: Town) -> None:
    with time_machine.travel(MONDAY, tick=False):
        stop(HR, town.installation, kim(town), ANY, EventDetails(reason="Onderzoek."))
        approve(town, proposed(town, FRIDAY))
    with time_machine.travel(MONDAY + timedelta(minutes=1), tick=False):
        assert [answer(town, at) for at in (MONDAY, WEDNESDAY, FRIDAY)] == [*["person_suspended"] * 2, "authorised"]


def test_neither_who_proposed_it_nor_the_person_approves_it(town: Town) -> None:
    stop(HR, town.installation, kim(town), ANY, EventDetails(reason="Onderzoek."))
    changeset = proposed(town)
    with pytest.raises(Forbidden, match="proposed"):
        approve(town, changeset, somebody(Role.APPROVER, "Hanna"))
    with pytest.raises(Forbidden, match="gains"):
        approve(town, changeset, somebody(Role.APPROVER, "e1"))


def test_where_nobody_asks_for_four_eyes_it_counts_at_once(installation: Installation) -> None:
    town = Town.founded(installation, four_eyes=False)
    town.granted()
    stop(HR, town.installation, kim(town), ANY, EventDetails(reason="Onderzoek."))
    done = resume(HR, town.installation, kim(town), ANY, EventDetails(reason="Onderzoek afgerond."))
    assert isinstance(done, EntryView)
    assert answer(town, datetime.now(UTC)) == "authorised"


def test_the_history_of_the_person_tells_who_proposed_and_who_approved(town: Town) -> None:
    stop(HR, town.installation, kim(town), ANY, EventDetails(reason="Onderzoek."))
    approve(town, proposed(town))
    told = [(one.event, one.actor) for one in mandate_events(HR, town.installation, "employees", kim(town))]
    assert told == [("suspension", "Hanna"), ("proposal", "Hanna"), ("approval", "Arjan")]


def test_nobody_is_resumed_who_is_not_stopped(town: Town) -> None:
    with pytest.raises(InvalidInput) as refused:
        resume(HR, town.installation, kim(town), ANY, EventDetails(reason="Zomaar."))
    assert [error.code for error in refused.value.errors] == ["not_suspended"]


@pytest.mark.each_database
def test_a_resumption_is_refused_when_the_person_was_stopped_again_since(town: Town) -> None:
    stop(
        HR, town.installation, kim(town), ANY, EventDetails(reason="Onderzoek."), datetime.now(UTC) + timedelta(days=1)
    )
    changeset = proposed(town)
    stop(HR, town.installation, kim(town), ANY, EventDetails(datetime.now(UTC) + timedelta(days=9), "Opnieuw."))
    with pytest.raises(Conflict, match="changed"):
        approve(town, changeset)
