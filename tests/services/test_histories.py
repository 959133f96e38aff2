"""Whatever happened to a register, it says what a clerk with squared paper would say, about any time, as known at any.

The long histories go on for 150 deeds on each database, with `--all` for 2,000; MANDATES_HISTORY=20000 says otherwise.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from random import Random

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from mandate_registry.services.installation import Installation
from tests.services.model_comparison import Ask, Told, ask, must_agree, must_read_the_same
from tests.services.model_days import LAST, NEVER, NOON
from tests.services.register_histories import Deed, History
from tests.support import selection
from tests.support.properties import part

pytestmark = pytest.mark.slow

DEEDS = os.environ.get("MANDATES_HISTORY")
A_LIFETIME = 80
"""After so many deeds another organisation begins: one whose mandates are all revoked has little left to tell."""

squares = st.integers(0, LAST)
deeds = st.builds(Deed, st.integers(0, 15), st.integers(0, 20), squares, st.integers(1, NEVER), st.integers(0, 19))
asks = st.builds(Ask, st.integers(0, 6), st.integers(0, 5), st.integers(0, 9), st.integers(0, 15), st.integers(0, 99))


@pytest.fixture(scope="module", autouse=True)
def _on_one_day() -> Iterator[None]:
    with time_machine.travel(NOON):
        yield


@part(8)
@given(st.lists(deeds, max_size=12), st.lists(asks, min_size=1, max_size=6))
def test_a_short_history_is_told_as_the_clerk_tells_it(
    shared_installation: Installation, done: list[Deed], asked: list[Ask]
) -> None:
    history = History(shared_installation)
    for deed in done:
        history.perform(deed)
    for one in asked:
        must_agree(history, one)
        must_read_the_same(history, one)


def test_in_a_long_history_no_answer_that_was_told_ever_changes(
    shared_installation: Installation, request: pytest.FixtureRequest
) -> None:
    random, done = Random(20260301), 0  # noqa: S311 - the same history every time
    deeds_in_all = int(DEEDS or (2000 if request.config.getoption(selection.EVERYTHING) else 150))
    told: list[tuple[History, Told]] = []
    while done < deeds_in_all:
        history = History(shared_installation)
        for _ in range(min(A_LIFETIME, deeds_in_all - done)):
            history.perform(_deed(random))
            done += 1
            if done % 2:
                told.append((history, must_agree(history, _ask(random))))
        for _ in range(A_LIFETIME // 8):
            must_read_the_same(history, _ask(random))
    for history, before in random.sample(told, len(told) // 4):
        assert replace(ask(history, before.request), stable_until=None) == replace(before, stable_until=None)


def _deed(random: Random) -> Deed:
    when, until = random.randint(0, LAST), random.randint(1, NEVER)
    if random.randint(0, 2):
        when, until = min(when, until), max(when, until)
    return Deed(random.randint(0, 15), random.randint(0, 20), when, until, random.randint(0, 19))


def _ask(random: Random) -> Ask:
    return Ask(*(random.randint(0, most) for most in (6, 5, 9, 15, 99)))
