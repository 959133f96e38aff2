"""A check asked while a change is being committed: no answer is given that this change makes untrue."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Any

import pytest

from mandate_registry.errors import Unavailable
from mandate_registry.rules.lifecycle.lifecycle import Event
from mandate_registry.services.callers import COMMAND_LINE
from mandate_registry.services.changesets.drafts import EventDetails
from mandate_registry.services.checks.answer_check import check
from mandate_registry.services.checks.check_result import CheckResult
from mandate_registry.services.installation import Installation
from tests.services.concurrency import persistently
from tests.services.town import QUESTION, Town
from tests.support.waiting import PATIENCE

pytestmark = pytest.mark.slow

FLIPS = 8
ASKERS = 4
SINCE = datetime.fromisoformat("2020-01-01T00:00:00+00:00")
"""From when it counts: long before, so that an answer about any moment depends on what is known."""


@dataclass
class Askers:
    """Several who ask the same question again and again, until they are stopped."""

    installation: Installation
    told: list[CheckResult] = field(default_factory=list)
    failed: list[Exception] = field(default_factory=list)
    is_over: bool = False
    heard: threading.Condition = field(default_factory=threading.Condition)

    @contextmanager
    def asking(self) -> Iterator[None]:
        """Ask in threads until the block ends."""
        threads = [threading.Thread(target=self._ask) for _ in range(ASKERS)]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self.is_over = True
            for thread in threads:
                thread.join()

    def _ask(self) -> None:
        while not self.is_over:
            try:
                answer = check(COMMAND_LINE, self.installation, QUESTION)
            except Unavailable:
                continue  # no answer is better than one that does not hold
            except Exception as error:  # noqa: BLE001 - whatever goes wrong in a thread is told by the test
                self._keep(self.failed, error)
                return
            self._keep(self.told, answer)

    def wait_until_one_has_asked_since(self) -> None:
        """Wait for one answer more than there are askers: one of them was told twice, and asked in between."""
        before = len(self.told)
        with self.heard:
            assert self.heard.wait_for(lambda: self.failed or len(self.told) > before + ASKERS, PATIENCE)

    def _keep(self, kept: list[Any], what: object) -> None:
        with self.heard:
            kept.append(what)
            self.heard.notify_all()


def test_every_answer_given_meanwhile_is_still_the_answer_for_its_moment(installation: Installation) -> None:
    town = Town.founded(installation, four_eyes=False)
    mandate = town.draft(COMMAND_LINE)
    for event in (Event.SUBMISSION, Event.APPROVAL):
        town.does(COMMAND_LINE, event, mandate)
    askers = Askers(installation)
    with askers.asking():
        for event in (Event.SUSPENSION, Event.RESUMPTION, Event.APPROVAL) * FLIPS:
            persistently(partial(town.does, COMMAND_LINE, event, mandate, details=EventDetails(SINCE)))
            askers.wait_until_one_has_asked_since()
    assert not askers.failed
    assert {one.outcome for one in askers.told} == {"authorised", "not_authorised"}
    for one in askers.told:
        again = check(COMMAND_LINE, installation, replace(QUESTION, at=one.at, known_at=one.known_at))
        assert (again.outcome, again.reasons, again.mandate) == (one.outcome, one.reasons, one.mandate)
