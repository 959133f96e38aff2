"""A change that is refused for want of a right locks nothing, so that it delays nobody who may change something."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

from mandate_registry.services.permissions import Right, Role
from tests.api.town import CLOSED, ELSEWHERE, Operation, Town
from tests.api.world import HERE, THERE

CHANGING = {Right.ADMINISTER, Right.KEEP, Right.APPROVE, Right.CARD}
GIVEN_ONCE = {"createCard", "drawCard"}
"""What takes no Idempotency-Key, for its answer is kept nowhere."""


def _with_and_without_key(operation: Operation) -> list[dict[str, str]]:
    takes_key = operation.method == "POST" and operation.name not in GIVEN_ONCE
    return [{}, {"Idempotency-Key": f"of-{operation.name}"}] if takes_key else [{}]


def test_a_change_that_is_refused_never_waits_for_whoever_writes(town: Town) -> None:
    changes = [operation for operation in CLOSED if operation.right in CHANGING and operation.method != "GET"]
    refused = [(Role.PARTNER, THERE), (Role.AUDITOR, HERE), (Role.HR, ELSEWHERE), (Role.APPROVER, ELSEWHERE)]
    allowed = next(operation for operation in changes if operation.name == "changeUnit")
    with (
        town.opened("written.db") as app,
        closing(sqlite3.connect(town.folder / "written.db", isolation_level=None)) as writer,
        ThreadPoolExecutor(1) as pool,
    ):
        writer.execute("BEGIN IMMEDIATE")
        waiting = pool.submit(town.call, app, (Role.HR, HERE), allowed)
        asked = [(one, who, headers) for one in changes for who in refused for headers in _with_and_without_key(one)]
        got = {
            (one.name, who, *headers): town.call(app, who, one, headers=headers).status_code
            for one, who, headers in asked
        }
        assert {case: status for case, status in got.items() if status not in {403, 404}} == {}
        assert not waiting.done()
        writer.execute("ROLLBACK")
        assert waiting.result().status_code == 200
