"""What a process takes of a quota at once: little first, and never more than there is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import time_machine
from limits import parse

from mandate_registry.services.installation import Installation
from mandate_registry.services.leases import PARTS
from mandate_registry.services.rate_limits import Counters, consume
from models import counters as table
from tests.services.concurrency import at_once

LIMIT = parse("1000/day")
NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)


def taken(counters: Counters) -> int:
    """Return how many of the quota were taken by all processes."""
    return counters.get(LIMIT.key_for("questions", "me"))


def test_it_takes_one_first_and_then_twice_as_many_up_to_a_part(installation: Installation) -> None:
    with time_machine.travel(NOON, tick=False):
        steps = []
        for spent in range(1, 501):
            assert consume(installation.counters, "questions", LIMIT, "me").remaining == 1000 - spent
            steps.append(taken(installation.counters))
    most = LIMIT.amount // PARTS
    assert sorted(set(steps))[:6] == [1, 3, 7, 15, 31, 63]
    assert max(after - before for before, after in pairwise(steps)) == most


def test_a_process_that_begins_anew_takes_little_with_it(installation: Installation) -> None:
    with time_machine.travel(NOON, tick=False):
        for _ in range(300):
            again = Counters(table.make_engine(installation.settings.database_url))
            consume(again, "questions", LIMIT, "me")
            again.close()
        assert taken(installation.counters) == 300


def test_all_processes_together_let_through_what_there_is_and_no_more(installation: Installation) -> None:
    several = [Counters(table.make_engine(installation.settings.database_url)) for _ in range(3)]
    limit = parse("60/day")

    def ask(counters: Counters) -> object:
        return consume(counters, "questions", limit, "me")

    got = at_once(*(lambda one=one: ask(one) for one in several for _ in range(25)))
    for one in several:
        one.close()
    let_through = sum(not isinstance(one, Exception) for one in got)
    assert 60 - 2 * limit.amount // PARTS <= let_through <= 60


def test_what_is_left_of_a_lease_is_worth_nothing_when_its_time_is_over(installation: Installation) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        for _ in range(5):
            consume(installation.counters, "questions", LIMIT, "me")
        clock.shift(timedelta(days=1, seconds=1))
        assert consume(installation.counters, "questions", LIMIT, "me").remaining == 999


def test_where_a_clock_that_is_a_little_ahead_began_each_takes_what_it_needs(installation: Installation) -> None:
    limit = parse("100/second")
    with time_machine.travel(NOON, tick=False) as clock:
        clock.shift(timedelta(seconds=5))
        consume(installation.counters, "requests", limit, "me")
        clock.shift(timedelta(seconds=-5))
        left = [consume(installation.counters, "requests", limit, "me").remaining for _ in range(99)]
    assert left == list(range(98, -1, -1))
