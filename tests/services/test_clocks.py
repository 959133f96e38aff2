"""What is committed is known, whatever the clocks of the hosts say: one may be ahead, or be set back."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
import time_machine
from sqlalchemy import select

from mandate_registry.errors import Stopped
from mandate_registry.rules.check_requests import CheckRequest
from mandate_registry.rules.lifecycle.lifecycle import Event
from mandate_registry.services.callers import Caller
from mandate_registry.services.changesets.drafts import EventDetails
from mandate_registry.services.changesets.person_suspension import stop
from mandate_registry.services.checks.answer_check import check, check_all
from mandate_registry.services.checks.authority_search import search
from mandate_registry.services.checks.check_result import CheckResult
from mandate_registry.services.checks.clock_skew import ARRIVES
from mandate_registry.services.installation import Installation
from mandate_registry.services.permissions import Role
from mandate_registry.services.register.employment import must_work_here
from models import TABLES
from tests.services.town import ANY, APPROVER, HR, OIN, QUESTION, Town

pytestmark = pytest.mark.slow

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
SKEWS = [timedelta(seconds=20), timedelta(hours=3), timedelta(days=400)]
SEARCH = replace(QUESTION, employees=())


@pytest.fixture
def town(installation: Installation) -> Town:
    return Town.founded(installation)


def moments(told: CheckResult) -> list[datetime]:
    return [told.at, told.known_at, told.evaluated_at]


def ask(town: Town, request: CheckRequest = QUESTION) -> CheckResult:
    return check(HR, town.installation, request)


def as_known_then(town: Town, *told: CheckResult) -> list[str]:
    """Return the answers as known when these were told, asked again when the clocks agree."""
    asked = [replace(QUESTION, at=at, known_at=known_at) for at, known_at, _ in map(moments, told)]
    with time_machine.travel(max(moments(one)[2] for one in told) + 2 * ARRIVES):
        return [ask(town, one).outcome for one in asked]


@pytest.mark.parametrize("skew", SKEWS, ids=str)
@pytest.mark.parametrize("since", [None, LONG_AGO], ids=["now", "long ago"])
def test_a_revocation_by_a_host_that_is_ahead_is_seen_at_once(
    town: Town, skew: timedelta, since: datetime | None
) -> None:
    mandate = town.granted()
    before = ask(town)
    with time_machine.travel(datetime.now(UTC) + skew):
        town.does(HR, Event.REVOCATION, mandate, details=EventDetails(since, "x"))
    after = ask(town)
    assert (before.outcome, after.outcome) == ("authorised", "not_authorised")
    assert after.reasons[0]["code"] == "revoked"
    assert search(HR, town.installation, SEARCH) == []
    assert moments(after)[1] == moments(after)[2] >= _changed(town, mandate)
    assert as_known_then(town, before, after) == ["authorised", "not_authorised"]


@pytest.mark.parametrize("skew", SKEWS, ids=str)
def test_a_revocation_is_seen_also_after_the_clock_was_set_back(town: Town, skew: timedelta) -> None:
    mandate = town.granted()
    before = ask(town)
    town.does(HR, Event.REVOCATION, mandate, details=EventDetails(LONG_AGO, "x"))
    with time_machine.travel(datetime.now(UTC) - skew):
        after = check_all(HR, town.installation, [QUESTION, QUESTION])
        stated = ask(town, replace(QUESTION, known_at=moments(after[0])[1]))
    assert [one.outcome for one in [*after, stated]] == ["not_authorised"] * 3
    assert after[0].evaluated_at == after[1].evaluated_at > before.evaluated_at


def test_a_change_is_recorded_after_every_answer_that_did_not_know_it(town: Town) -> None:
    mandate = town.granted()
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=5)):
        before = ask(town)
    town.does(HR, Event.REVOCATION, mandate, details=EventDetails(LONG_AGO, "x"))
    after = ask(town)
    assert _changed(town, mandate) > moments(before)[1]
    assert moments(after)[1] > moments(before)[1]
    assert as_known_then(town, before, after) == ["authorised", "not_authorised"]


def test_a_yes_about_now_is_one_by_both_clocks(town: Town) -> None:
    """A host that is far ahead recorded something else: what begins in between has not begun by the other clock."""
    mandate = town.granted()
    day = timedelta(days=1)
    town.amends(HR, mandate, valid_from=datetime.now(UTC) + day)
    town.does(APPROVER, Event.APPROVAL, mandate)
    with time_machine.travel(datetime.now(UTC) + 2 * day):
        town.draft(number="M-2")
        assert ask(town).outcome == "authorised"
    told = ask(town)
    assert told.reasons[0]["code"] == "not_yet_valid"
    assert moments(told)[0] < moments(told)[2]


def _revoked(town: Town, mandate: UUID) -> None:
    town.does(HR, Event.REVOCATION, mandate, details=EventDetails(reason="x"))


def _suspended(town: Town, mandate: UUID) -> None:
    town.does(HR, Event.SUSPENSION, mandate, details=EventDetails(reason="x"))


def _stopped(town: Town, _mandate: UUID) -> None:
    with town.installation.reading() as connection:
        (identity,) = connection.scalars(select(TABLES["employees"].c.id))
    stop(HR, town.installation, identity, ANY, EventDetails(reason="x"), None)


def _narrowed(town: Town, mandate: UUID) -> None:
    town.amends(HR, mandate, max_amount=Decimal("10.00"))
    town.does(APPROVER, Event.APPROVAL, mandate)


@pytest.mark.parametrize("takes_away", [_revoked, _suspended, _stopped, _narrowed])
@pytest.mark.parametrize(("before", "writer"), [(True, False), (False, True), (True, True)], ids=str)
def test_no_question_about_now_is_a_yes_once_power_was_taken_away(
    town: Town,
    takes_away: Callable[[Town, UUID], None],
    before: bool,  # noqa: FBT001 - a case
    writer: bool,  # noqa: FBT001 - a case
) -> None:
    """A host was ahead when it recorded something innocent, or when it took away, or its clock was set back since."""
    mandate, ahead = town.granted(), timedelta(hours=1)
    if before:
        with time_machine.travel(datetime.now(UTC) + ahead):
            town.draft(number="M-2")
    with time_machine.travel(datetime.now(UTC) + ahead) if writer else nullcontext():
        takes_away(town, mandate)
    now = datetime.now(UTC)
    with time_machine.travel(now, tick=False):
        moments_stated = [now, now - timedelta(seconds=1), now + ahead / 2, now + ahead, now + 2 * ahead]
        told = [ask(town, replace(QUESTION, at=at, receipt=True)) for at in moments_stated]
        told += [ask(town, replace(QUESTION, at=at, known_at=at, receipt=True)) for at in moments_stated[:3]]
        assert {one.outcome for one in told} == {"not_authorised"}
        assert [one.at for one in told] == moments_stated + moments_stated[:3]
        assert {one.known_at for one in told} == {told[0].evaluated_at}
        assert [search(HR, town.installation, replace(SEARCH, at=at, known_at=at)) for at in moments_stated[:3]] == [
            *[[]] * 3
        ]


@pytest.mark.parametrize("takes_away", [_revoked, _suspended, _stopped])
def test_what_is_taken_away_counts_from_the_earlier_clock(town: Town, takes_away: Callable[[Town, UUID], None]) -> None:
    """Once the clocks agree again, it is so about every moment since it was acknowledged."""
    mandate, ahead = town.granted(), timedelta(hours=1)
    with time_machine.travel(datetime.now(UTC) + ahead):
        town.draft(number="M-2")
    takes_away(town, mandate)
    done = datetime.now(UTC)
    with time_machine.travel(done + 2 * ahead):
        assert ask(town, replace(QUESTION, at=done)).outcome == "not_authorised"
        assert ask(town, replace(QUESTION, at=done - timedelta(minutes=1))).outcome != "not_authorised"


def test_who_is_stopped_by_a_host_that_is_ahead_does_nothing_from_then_on(town: Town) -> None:
    kim = Caller((Role.HOLDER,), OIN, "key 9", "e1")
    with town.installation.reading() as connection:
        assert must_work_here(connection, kim) == kim
        (identity,) = connection.scalars(select(TABLES["employees"].c.id))
    with time_machine.travel(datetime.now(UTC) + SKEWS[0]):
        stop(HR, town.installation, identity, ANY, EventDetails(reason="x"), None)
    with town.installation.reading() as connection, pytest.raises(Stopped):
        must_work_here(connection, kim)


def _changed(town: Town, mandate: UUID) -> datetime:
    recorded = town.reads(mandate).recorded_at
    assert recorded
    return recorded
