"""A check that is answered from memory: what another process changed meanwhile counts at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from sqlalchemy import event, func, select

from mandate_registry import bootstrap
from mandate_registry.errors import Forbidden, Unauthenticated
from mandate_registry.rules.facts import EVERY_TYPE, Agreement, Employee, Fact
from mandate_registry.rules.lifecycle.lifecycle import Event
from mandate_registry.services.callers import COMMAND_LINE, Caller
from mandate_registry.services.checks.answer_check import check
from mandate_registry.services.identity import api_keys
from mandate_registry.services.installation import Installation
from mandate_registry.services.permissions import Role
from mandate_registry.services.register.register_writer import open_register
from models import checks
from tests.services.town import OIN, QUESTION, Town

pytestmark = pytest.mark.either_database

PARTNER = "00000009000000000099"
ASKED = replace(QUESTION, purpose="a test")


@pytest.fixture
def other(installation: Installation) -> Iterator[Town]:
    """Yield the town as another process sees it, which changes it."""
    opened = bootstrap.build(installation.settings)
    yield Town(opened)
    opened.close()


@pytest.fixture
def mandate(installation: Installation) -> UUID:
    return Town.founded(installation, four_eyes=False).granted()


def key_of_partner(town: Town) -> str:
    """Return a key of a partner that the town lets ask."""
    agreement = Agreement(number="A-1", partner=PARTNER, decision_types=(EVERY_TYPE,))
    _put(town, "agreements", agreement)
    return api_keys.create(COMMAND_LINE, town.installation, Role.PARTNER, PARTNER, "a key")


def _put(town: Town, table: str, fact: Fact) -> None:
    with town.installation.writing() as connection:
        register = open_register(connection, OIN)
        register.put(table, uuid4(), fact)
        register.record(COMMAND_LINE, "change")


def asks(installation: Installation) -> bool:
    return check(COMMAND_LINE, installation, ASKED).decision


def test_a_mandate_that_another_process_suspended_gives_no_yes(
    installation: Installation, other: Town, mandate: UUID
) -> None:
    assert [asks(installation) for _ in range(2)] == [True, True]
    other.does(COMMAND_LINE, Event.SUSPENSION, mandate)
    assert not asks(installation)
    other.does(COMMAND_LINE, Event.RESUMPTION, mandate)
    other.does(COMMAND_LINE, Event.APPROVAL, mandate)
    assert asks(installation)


@pytest.mark.usefixtures("mandate")
def test_who_came_meanwhile_is_known(installation: Installation, other: Town) -> None:
    assert asks(installation)
    sam = replace(ASKED, employees=(replace(ASKED.employees[0], number="e2"),))
    before = check(COMMAND_LINE, installation, sam)
    _put(other, "employees", Employee(number="e2", name="Sam"))
    after = check(COMMAND_LINE, installation, sam)
    assert [one["code"] for one in (*before.reasons, *after.reasons)] == ["subject_unknown", "no_mandate"]


@pytest.mark.usefixtures("mandate")
def test_an_agreement_that_another_process_made_counts(installation: Installation, other: Town) -> None:
    caller = Caller((Role.PARTNER,), PARTNER, "key 1")
    with pytest.raises(Forbidden):
        check(caller, installation, ASKED)
    key_of_partner(other)
    assert check(caller, installation, ASKED).decision


@pytest.mark.usefixtures("mandate")
def test_a_key_that_another_process_revoked_gets_no_answer(installation: Installation, other: Town) -> None:
    secret = key_of_partner(other)
    caller = api_keys.recall(installation, secret)
    assert check(caller, installation, ASKED).decision
    api_keys.revoke(COMMAND_LINE, other.installation, UUID(caller.credential.removeprefix("key ")))
    assert api_keys.recall(installation, secret) == caller, "it is remembered"
    before = saved(installation)
    with pytest.raises(Unauthenticated):
        check(caller, installation, ASKED)
    assert saved(installation) == before


@pytest.mark.usefixtures("mandate")
def test_a_revoked_key_keeps_nobody_else_from_an_answer(installation: Installation, other: Town) -> None:
    secret = key_of_partner(other)
    good = api_keys.recall(installation, api_keys.create(COMMAND_LINE, installation, Role.PARTNER, PARTNER, "other"))
    bad = api_keys.recall(installation, secret)
    api_keys.revoke(COMMAND_LINE, other.installation, UUID(bad.credential.removeprefix("key ")))
    with pytest.raises(Unauthenticated):
        check(bad, installation, ASKED)
    assert check(good, installation, ASKED).decision


@pytest.mark.usefixtures("mandate")
def test_an_answer_from_memory_reads_no_register(installation: Installation) -> None:
    assert asks(installation)
    statements: list[str] = []
    event.listen(installation.engine, "before_cursor_execute", lambda *args: statements.append(str(args[2])))
    assert asks(installation)
    assert not [one for one in statements if one.startswith("SELECT") and "FROM mandates" in one]
    assert len(statements) <= MOST


MOST = 8
"""Statements of one check that is answered from memory, with the beginning and the end of its transaction."""


def saved(installation: Installation) -> int:
    """Return how many questions are saved."""
    with installation.reading() as connection:
        return connection.scalar(select(func.count()).select_from(checks)) or 0
