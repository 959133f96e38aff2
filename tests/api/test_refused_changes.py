"""A change that is refused locks nothing: it is told so at once, and delays nobody who may change something."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import Any
from uuid import UUID

from mandate_registry.services.permissions import Right, Role
from tests.api.full_town import CLOSED, ELSEWHERE, Operation, Town
from tests.api.recipes import RECIPES
from tests.api.small_register import HERE, THERE, mandate

CHANGING = {Right.ADMINISTER, Right.KEEP, Right.APPROVE, Right.CARD}
GIVEN_ONCE = {"createCard", "drawCard", "issueCredential"}
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


STALE = '"0"'
COLLIDING: list[tuple[str, dict[str, Any], int]] = [
    ("createOrganisation", {"oin": HERE, "name": "Gemeente"}, 409),
    ("createUnit", {"code": "inkoop", "name": "X"}, 409),
    ("createUnit", {"code": "x", "name": "X", "parent": "nowhere"}, 400),
    ("createEmployee", {"number": "K-001", "name": "X"}, 409),
    ("createInstrument", {"reference": "MB-2026", "title": "X"}, 409),
    ("createMandate", mandate("1"), 409),
    ("createMandate", mandate("99", changeset=str(UUID(int=1))), 409),
    ("createExpectedCheck", RECIPES["createExpectedCheck"].body | {"name": "verwacht"}, 409),
    ("draftChangeset", {"title": "X", "instrument": "nowhere"}, 400),
]
IN_A_STATE = {
    "approveMandate": "granted",
    "changeMandate": "granted",
    "resumeMandate": "granted",
    "amendMandate": "drafted",
    "approveChangeset": "drafted changeset",
    "changeChangeset": "approved changeset",
    "publishChangeset": "drafted changeset",
    "renewChangeset": "drafted changeset",
    "stopEmployee": "stopped now",
    "resumeEmployee": "employees",
}
"""By operation, an entry whose state does not allow it."""


def test_what_is_stale_or_collides_is_refused_while_somebody_else_writes(town: Town) -> None:
    """Without a wait for the lock, which would end in 503 after ten seconds."""
    conditional = [one for one in CLOSED if one.is_conditional]
    who = {Right.APPROVE: (Role.APPROVER, HERE), Right.ADMINISTER: (Role.ADMINISTRATOR, None)}
    by_name = {one.name: one for one in CLOSED}
    asked: list[tuple[Operation, dict[str, Any], set[int]]] = [
        *((one, {"headers": {"If-Match": STALE}}, {412}) for one in conditional),
        *(
            (by_name[name], {"body": body if "oin" in body else {"organisation": HERE} | body}, {status})
            for name, body, status in COLLIDING
        ),
        *((by_name[name], _at(town, entry), {400, 403, 409}) for name, entry in IN_A_STATE.items()),
    ]
    with (
        town.opened("written.db") as app,
        closing(sqlite3.connect(town.folder / "written.db", isolation_level=None)) as writer,
    ):
        writer.execute("BEGIN IMMEDIATE")
        for one, otherwise, statuses in asked:
            caller = who.get(Right(one.right or ""), (Role.HR, HERE))
            response = town.call(app, caller, one, **otherwise)
            assert response.status_code in statuses, (one.name, response.text)
        writer.execute("ROLLBACK")


def _at(town: Town, entry: str) -> dict[str, Any]:
    return {"identity": town.entries[entry], "headers": {"If-Match": town.tags[entry]}}
