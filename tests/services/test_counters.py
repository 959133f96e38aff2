"""The counters, held against the contract of the library whose storage they are, on both databases."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
import time_machine
from limits import parse
from limits.strategies import FixedWindowRateLimiter
from sqlalchemy import Connection

from mandate_registry.errors import Allowance, TooMany, Unavailable
from mandate_registry.services.counter_batches import CounterBatch, load, save
from mandate_registry.services.installation import Installation
from mandate_registry.services.rate_limits import BUSY_TIMEOUT_SECONDS, SWEEP_SECONDS, Counters, consume
from models import counters as table
from tests.services.concurrency import at_once, persistently
from tests.services.counters import counter_names

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)


def test_it_is_a_storage_as_the_library_wants_it(installation: Installation) -> None:
    counters = installation.counters
    assert counters.check()
    with time_machine.travel(NOON, tick=False):
        assert counters.get("a") == 0
        assert counters.get_expiry("a") == NOON.timestamp()
        assert [counters.incr("a", 60), counters.incr("a", 60, 3), counters.incr("b", 60)] == [1, 4, 1]
        assert counters.get("a") == 4
        assert counters.get_expiry("a") == NOON.timestamp() + 60
        counters.clear("a")
        assert (counters.get("a"), counters.get("b")) == (0, 1)
        assert (counters.reset(), counters.get("b")) == (1, 0)


def test_its_limiters_count_with_it(installation: Installation) -> None:
    limiter, limit = FixedWindowRateLimiter(installation.counters), parse("3/minute")
    with time_machine.travel(NOON, tick=False):
        assert [limiter.hit(limit, "me") for _ in range(4)] == [True, True, True, False]
        assert limiter.hit(limit, "you")
        assert (limiter.test(limit, "me"), limiter.test(limit, "you")) == (False, True)
        assert limiter.get_window_stats(limit, "you").remaining == 2


def test_a_counter_expires_so_long_after_it_began(installation: Installation) -> None:
    counters = installation.counters
    with time_machine.travel(NOON, tick=False) as clock:
        counters.incr("a", 60)
        clock.shift(59)
        assert counters.incr("a", 60) == 2
        clock.shift(1)
        assert (counters.get("a"), counters.incr("a", 60)) == (0, 1)
        assert counters.get_expiry("a") == NOON.timestamp() + 120


def test_none_of_many_at_once_is_lost(installation: Installation) -> None:
    def count() -> None:
        for _ in range(50):
            persistently(partial(installation.counters.incr, "a", 3600))

    assert at_once(*[count] * 16) == [None] * 16
    assert installation.counters.get("a") == 800


def test_no_more_are_spent_than_there_are_however_many_ask_at_once(installation: Installation) -> None:
    got = at_once(*[lambda: consume(installation.counters, "questions", parse("10/day"), "me", 3)] * 16)
    assert sorted(one.remaining for one in got if isinstance(one, Allowance)) == [1, 4, 7]
    assert sum(isinstance(one, TooMany) for one in got) == 13


def test_what_does_not_fit_is_not_spent(installation: Installation) -> None:
    limit = parse("10/minute")
    with time_machine.travel(NOON, tick=False) as clock:
        with pytest.raises(TooMany) as never:
            consume(installation.counters, "questions", limit, "me", 11)
        assert never.value.allowance == Allowance("questions", 10, 60, 10, 1)
        assert consume(installation.counters, "questions", limit, "me", 8).remaining == 2
        clock.shift(timedelta(seconds=20.5))
        with pytest.raises(TooMany) as refused:
            consume(installation.counters, "questions", limit, "me", 3)
        assert refused.value.allowance == Allowance("questions", 10, 60, 2, 40)
        assert consume(installation.counters, "questions", limit, "me", 2).remaining == 0
        clock.shift(40)
        assert consume(installation.counters, "questions", limit, "me", 10).remaining == 0


@pytest.mark.parametrize("ahead", [timedelta(minutes=2), timedelta(hours=1), timedelta(days=400)], ids=str)
def test_what_was_counted_by_a_clock_that_was_ahead_is_over(installation: Installation, ahead: timedelta) -> None:
    """Its expiry is later than that of a counter that began now; until then nobody would have anything left."""
    counters, limit, whose = installation.counters, parse("3/minute"), ("names", "me")
    with time_machine.travel(NOON, tick=False) as clock:
        clock.shift(ahead)
        consume(counters, "requests", limit, "me", 3)
        counters.put({"job": 1}, 60)
        with counters.writing() as connection:
            _enter(connection, CounterBatch(connection, limit, whose), "kim")
        clock.shift(-ahead)
        assert counters.all_of(("job",), 60) == {"job": 0}
        with counters.writing() as connection:
            opened = CounterBatch(connection, limit, whose)
            assert (_enter(connection, opened, "sam"), opened.expires_at) == (0, NOON.timestamp() + 60)
        assert consume(counters, "requests", limit, "me", 3).seconds == 60
        with pytest.raises(TooMany):
            consume(counters, "requests", limit, "me")
        clock.shift(ahead + timedelta(seconds=1))
        with counters.writing() as connection:
            assert _enter(connection, CounterBatch(connection, limit, whose), "kim") == 0, (
                "it is not counted when its time comes either"
            )


def _enter(connection: Connection, batch: CounterBatch, who: str) -> int:
    """Return what a batch has of somebody, and enter one more."""
    load(connection, {batch: [(who,)]})
    before = batch[(who,)]
    batch[(who,)] = before + 1
    save(connection, [batch])
    return before


def test_a_statement_that_waited_begins_no_counter_anew(installation: Installation) -> None:
    limit = parse("3/minute")
    with time_machine.travel(NOON, tick=False) as clock:
        clock.shift(BUSY_TIMEOUT_SECONDS)
        consume(installation.counters, "requests", limit, "me", 2)
        clock.shift(-BUSY_TIMEOUT_SECONDS)
        assert consume(installation.counters, "requests", limit, "me").remaining == 0
        with pytest.raises(TooMany) as refused:
            consume(installation.counters, "requests", limit, "me")
        assert refused.value.allowance == Allowance("requests", 3, 60, 0, 60)


def test_what_has_expired_is_deleted_now_and_then(installation: Installation) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        installation.counters.incr("old", 60)
        clock.shift(61)
        for _ in range(SWEEP_SECONDS - 1):
            installation.counters.incr("new", 3600)
    assert len(counter_names(installation.counters)) == 1


def test_counting_waits_for_nobody_who_writes_to_the_register(installation: Installation) -> None:
    with installation.one_write():
        assert installation.counters.incr("a", 60) == 1


def test_who_cannot_be_counted_is_not_answered(installation: Installation, database: str) -> None:
    nowhere = database.replace("register.sqlite", "nowhere/registry.db").replace("/test_", "/nowhere_")
    lost = replace(installation, counters=Counters(table.make_engine(nowhere)))
    assert not lost.counters.check()
    with pytest.raises(Unavailable):
        consume(lost.counters, "requests", parse("1/second"), "me")
    lost.counters.close()


def test_no_counter_is_named_after_anybody(installation: Installation) -> None:
    consume(installation.counters, "questions", parse("1/day"), "00000009100000000002")
    assert [name for name in counter_names(installation.counters) if not re.fullmatch("[0-9a-f]{64}", name)] == []
    assert set(table.counters.c.keys()) == {"name", "count", "expires_at"}
