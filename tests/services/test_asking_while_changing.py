"""A check asked while a change is being committed: no answer is given that this change makes untrue."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from datetime import datetime

from mandate_registry.errors import Unavailable
from mandate_registry.rules.lifecycle import Event
from mandate_registry.services.answering.checking import check
from mandate_registry.services.answering.disclosure import Told
from mandate_registry.services.callers import COMMAND_LINE
from mandate_registry.services.changing.drafting import Account
from mandate_registry.services.installation import Installation
from tests.services.town import QUESTION, Town

FLIPS = 15
ASKERS = 4
A_TURN = 0.005
"""SQLite lets one write at a time, in no order: whoever asks gets a turn too."""
SINCE = datetime.fromisoformat("2020-01-01T00:00:00+00:00")
"""From when it counts: long before, so that an answer about any moment depends on what is known."""


def test_every_answer_given_meanwhile_is_still_the_answer_for_its_moment(installation: Installation) -> None:
    town = Town.founded(installation, four_eyes=False)
    mandate = town.draft(COMMAND_LINE)
    for event in (Event.SUBMISSION, Event.APPROVAL):
        town.does(COMMAND_LINE, event, mandate)
    done = threading.Event()
    told: list[Told] = []
    failed: list[Exception] = []
    threads = [threading.Thread(target=_ask, args=(installation, done, told, failed)) for _ in range(ASKERS)]
    for thread in threads:
        thread.start()
    for _ in range(FLIPS):
        for event in (Event.SUSPENSION, Event.RESUMPTION, Event.APPROVAL):
            town.does(COMMAND_LINE, event, mandate, account=Account(SINCE))
            time.sleep(A_TURN)
    done.set()
    for thread in threads:
        thread.join()
    assert not failed
    assert {one.outcome for one in told} == {"authorised", "not_authorised"}
    for one in told:
        at, known_at = datetime.fromisoformat(one.at), datetime.fromisoformat(one.known_at)
        again = check(COMMAND_LINE, installation, replace(QUESTION, at=at, known_at=known_at))
        assert (again.outcome, again.reasons, again.mandate) == (one.outcome, one.reasons, one.mandate)


def _ask(installation: Installation, done: threading.Event, told: list[Told], failed: list[Exception]) -> None:
    while not done.is_set():
        try:
            told.append(check(COMMAND_LINE, installation, QUESTION))
        except Unavailable:
            continue  # no answer is better than one that does not hold
        except Exception as error:  # noqa: BLE001 - whatever goes wrong in a thread is told by the test
            failed.append(error)
            return
