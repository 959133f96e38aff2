"""Every operation, asked by every caller, is allowed or refused as the one table of permissions says."""

from __future__ import annotations

from typing import Any

import pytest
from werkzeug.test import TestResponse

from mandate_registry.services.permissions import PERMISSIONS, Reach, Right, Role
from tests.api.full_town import CALLERS, CLOSED, OPERATIONS, Operation, Town, Who
from tests.api.recipes import QUESTION, RECIPES
from tests.api.small_register import HERE, THERE

BY_NAME = {operation.name: operation for operation in OPERATIONS}
CHANGING = {Right.ADMINISTER, Right.KEEP, Right.APPROVE}
SHOWING = {"createCard", "revokeCard", "issueCredential", "revokeCredential"}
"""What changes no register, but what employees show of it."""


def test_every_operation_names_its_right_and_has_its_recipe() -> None:
    assert {operation.name for operation in CLOSED} == RECIPES.keys()
    assert {operation.right for operation in OPERATIONS if operation.is_public} == {None}
    assert [operation.name for operation in CLOSED if operation.right not in set(Right)] == []


def may(role: Role, home: str | None, right: Right) -> bool:
    """Return by the table whether a caller may do this in HERE's register, to himself where it reaches no further."""
    reaches = PERMISSIONS[right][role]
    nearby = {HERE: {Reach.OWN, Reach.SELF}, THERE: {Reach.AGREED}}
    return bool(reaches & ({Reach.ANY} | nearby.get(home or "", set())))


def shows_nothing(response: TestResponse) -> bool:
    """Return whether somebody was refused, or told nothing of a register: other registers are not there.

    That is a list in which nothing stands but hashes, or a receipt to which nothing is added.
    """
    if response.status_code in {403, 404}:
        return True
    told = response.get_json() if response.is_json else {}
    items = told.get("items")
    is_empty = items is not None and all(map(_is_a_hash_alone, items))
    return is_empty or bool(told.get("withheld"))


def _is_a_hash_alone(item: dict[str, Any]) -> bool:
    """Return whether it is an entry of the log that does not tell of HERE: everybody may know its hash."""
    return "leafHash" in item and (item["entry"] or {}).get("register") != HERE


@pytest.mark.parametrize("operation", CLOSED, ids=lambda operation: operation.name)
def test_every_caller_may_do_what_the_table_says_and_no_more(town: Town, operation: Operation) -> None:
    right = Right(operation.right or "")
    allowed = [who for who in CALLERS if may(*who, right)]
    _must_refuse(town, operation, [who for who in CALLERS if who not in allowed])
    before = town.contents()
    for who in allowed:
        with town.opened("copy.db") as app:
            response = town.call(app, who, operation)
        assert response.status_code in operation.statuses, (who, response.text)
        assert not shows_nothing(response), who
        assert (town.contents("copy.db") != before) == (right in CHANGING or operation.name in SHOWING), who


def _must_refuse(town: Town, operation: Operation, callers: list[Who], **otherwise: object) -> None:
    before, answered = town.contents(), town.answers()
    with town.opened() as app:
        for who in callers:
            response = town.call(app, who, operation, **otherwise)
            assert shows_nothing(response), (who, response.text)
    assert (town.contents(), town.answers()) == (before, answered)


ABOUT_A_COLLEAGUE = {"employees": [{"number": "K-002"}]}
ABOUT_BOTH = {"employees": [{"number": "K-001"}, {"number": "K-002"}]}
SEATED = [{"organisation": HERE, "number": number} for number in ("K-001", "K-002")]


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("check", QUESTION | ABOUT_A_COLLEAGUE),
        ("check", QUESTION | ABOUT_BOTH),
        ("checkBatch", {"checks": [RECIPES["check"].body, QUESTION | ABOUT_A_COLLEAGUE]}),
        ("checkTable", RECIPES["checkTable"].body | {"employees": SEATED}),
        ("searchAuthorities", RECIPES["searchAuthorities"].body | ABOUT_BOTH),
        ("searchAuthorities", QUESTION),
    ],
    ids=["a check", "together", "a batch", "a table", "what they may", "who may"],
)
def test_an_employee_asks_about_nobody_but_himself(town: Town, name: str, body: object) -> None:
    _must_refuse(town, BY_NAME[name], [(Role.HOLDER, HERE)], body=body)


def test_who_keeps_a_register_does_not_switch_its_four_eyes(town: Town) -> None:
    body = {"fourEyes": False}
    others = [who for who in CALLERS if who != (Role.ADMINISTRATOR, None)]
    _must_refuse(town, BY_NAME["changeOrganisation"], others, body=body)
    with town.opened("copy.db") as app:
        assert town.call(app, (Role.ADMINISTRATOR, None), BY_NAME["changeOrganisation"], body=body).status_code == 200
