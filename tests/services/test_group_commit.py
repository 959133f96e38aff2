"""One commit for all who wait: each gets what came of its own work."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from mandate_registry.errors import Unavailable
from mandate_registry.services.group_commit import MOST, GroupCommit
from tests.services.concurrency import at_once
from tests.support.waiting import until


@dataclass
class Batches:
    """What was done together; the first waits until it may go on. What begins with `bad` fails."""

    done: list[list[str]] = field(default_factory=list)
    may_go_on: threading.Event = field(default_factory=threading.Event)
    error: type[Exception] = ValueError

    def do(self, work: Sequence[str]) -> None:
        """Do this work, or fail as a whole."""
        if not self.done:
            self.done.append(list(work))
            self.may_go_on.wait()
            return
        if bad := [one for one in work if one.startswith("bad")]:
            raise self.error(*bad)
        self.done.append(list(work))


def run_behind_the_first(batches: Batches, *works: str) -> dict[str, Exception | None]:
    """Run these while the first commit is under way, and return what each failed with."""
    together, failed = GroupCommit[str](), dict[str, Exception | None]()

    def run(work: str) -> None:
        failed[work] = None
        try:
            together.run(work, batches.do)
        except (ValueError, Unavailable) as error:
            failed[work] = error

    first = threading.Thread(target=run, args=("first",))
    first.start()
    until(lambda: bool(batches.done), "the first commit")
    others = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in others:
        thread.start()
    until(lambda: len(together._waiting) == len(works), "all to wait")  # noqa: SLF001 - nothing else tells who waits
    batches.may_go_on.set()
    for thread in (first, *others):
        thread.join()
    return failed


def test_who_waits_is_done_in_one_commit() -> None:
    batches = Batches()
    assert set(run_behind_the_first(batches, "a", "b", "c").values()) == {None}
    first, second = batches.done
    assert (first, sorted(second)) == (["first"], ["a", "b", "c"])


def test_one_that_fails_keeps_nobody_else_from_it() -> None:
    batches = Batches()
    failed = run_behind_the_first(batches, "a", "bad", "c")
    assert {work: repr(error) for work, error in failed.items() if error} == {"bad": "ValueError('bad')"}
    assert sorted(work for batch in batches.done[1:] for work in batch) == ["a", "c"]


def test_without_a_database_all_fail_at_once() -> None:
    batches = Batches(error=Unavailable)
    failed = run_behind_the_first(batches, "a", "bad", "c")
    assert {work for work, error in failed.items() if isinstance(error, Unavailable)} == {"a", "bad", "c"}
    assert len(batches.done) == 1


def test_no_more_than_so_many_are_done_together() -> None:
    batches = Batches()
    run_behind_the_first(batches, *(str(number) for number in range(MOST + 1)))
    assert sorted(map(len, batches.done)) == [1, 1, MOST]


@pytest.mark.slow
def test_everybody_is_done_once_however_many_come_at_once() -> None:
    together, done = GroupCommit[int](), list[int]()
    at_once(*(lambda number=number: together.run(number, done.extend) for number in range(200)))
    assert sorted(done) == list(range(200))
