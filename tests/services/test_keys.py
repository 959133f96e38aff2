"""Keys: shown once, kept as a digest, worth nothing once revoked or mistyped."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import time_machine
from sqlalchemy import select, update

from mandate_registry import bootstrap
from mandate_registry.config import Settings
from mandate_registry.errors import Forbidden, InvalidInput, NotFound, Unauthenticated, Unsafe
from mandate_registry.services.callers import COMMAND_LINE, Caller
from mandate_registry.services.identity import api_keys
from mandate_registry.services.installation import Installation
from mandate_registry.services.permissions import Role
from models import key_secrets
from tests.support import sqlite

pytestmark = pytest.mark.either_database

NOON = datetime(2026, 9, 15, 12, tzinfo=UTC)


def test_a_key_tells_who_is_calling(installation: Installation) -> None:
    made = api_keys.create(COMMAND_LINE, installation, Role.ADMINISTRATOR, None, "first")
    assert api_keys.authenticate(installation, made).roles == (Role.ADMINISTRATOR,)


def test_a_person_is_the_same_over_keys_and_roles(installation: Installation) -> None:
    made = [
        api_keys.create(COMMAND_LINE, installation, Role.ADMINISTRATOR, None, label, person)
        for label, person in (("one", "W-004"), ("two", " W-004 "), ("three", " "), ("four", None))
    ]
    callers = [api_keys.authenticate(installation, key) for key in made]
    assert [caller.person for caller in callers] == ["W-004", "W-004", None, None]
    assert callers[0].actor == callers[1].actor == "W-004"
    assert callers[2].actor != callers[3].actor
    assert [one["person"] for one in api_keys.list_keys(COMMAND_LINE, installation)] == ["W-004", "W-004", None, None]


def test_only_a_digest_is_kept(installation: Installation) -> None:
    made = api_keys.create(COMMAND_LINE, installation, Role.ADMINISTRATOR, None, "first")
    with installation.reading() as connection:
        kept = repr(connection.execute(select(key_secrets)).all())
    assert made not in kept
    assert made[len(api_keys.MARK) + api_keys.SHOWN_CHARACTERS :] not in kept


def test_a_revoked_key_is_nobodys(installation: Installation) -> None:
    made = api_keys.create(COMMAND_LINE, installation, Role.ADMINISTRATOR, None, "first")
    identity = api_keys.list_keys(COMMAND_LINE, installation)[0]["id"]
    api_keys.revoke(COMMAND_LINE, installation, identity)
    with pytest.raises(Unauthenticated):
        api_keys.authenticate(installation, made)
    with pytest.raises(NotFound):
        api_keys.revoke(COMMAND_LINE, installation, identity)


def test_a_key_ends_when_it_was_said_to(installation: Installation) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        made = _made(installation, expires_at=NOON + timedelta(days=30))
        clock.shift(timedelta(days=30) - timedelta(microseconds=1))
        api_keys.authenticate(installation, made)
        clock.shift(timedelta(microseconds=1))
        with pytest.raises(Unauthenticated):
            api_keys.authenticate(installation, made)


@pytest.mark.each_database
def test_a_key_stays_the_same_when_its_secret_is_rotated(installation: Installation) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        first = _made(installation, person="W-004")
        clock.shift(60)
        second = api_keys.rotate(COMMAND_LINE, installation, _only_id(installation))
        callers = [api_keys.authenticate(installation, secret) for secret in (first, second)]
        assert callers[0] == callers[1]
        clock.shift(api_keys.OVERLAP)
        assert api_keys.authenticate(installation, second) == callers[0]
        with pytest.raises(Unauthenticated):
            api_keys.authenticate(installation, first)


def test_without_an_overlap_the_old_secret_ends_at_once(installation: Installation) -> None:
    first = _made(installation)
    second = api_keys.rotate(COMMAND_LINE, installation, _only_id(installation), timedelta(0))
    api_keys.authenticate(installation, second)
    with pytest.raises(Unauthenticated):
        api_keys.authenticate(installation, first)


def test_a_rotation_makes_no_secret_last_longer(installation: Installation) -> None:
    """A new secret gets the time of the one before it; one that ends before the overlap does ends as it would."""
    with time_machine.travel(NOON, tick=False) as clock:
        _made(installation, expires_at=NOON + timedelta(days=10))
        clock.shift(timedelta(days=8))
        for _ in range(2):
            api_keys.rotate(COMMAND_LINE, installation, _only_id(installation))
            clock.shift(timedelta(days=1))
        (listed,) = api_keys.list_keys(COMMAND_LINE, installation)
    ends = [secret["expires_at"] - NOON for secret in listed["secrets"]]
    assert ends == [timedelta(days=10), timedelta(days=9) + api_keys.OVERLAP, timedelta(days=9 + 10)]


def test_a_revoked_key_ends_with_all_its_secrets_and_is_not_rotated(installation: Installation) -> None:
    first = _made(installation)
    identity = _only_id(installation)
    second = api_keys.rotate(COMMAND_LINE, installation, identity)
    api_keys.revoke(COMMAND_LINE, installation, identity)
    for secret in (first, second):
        with pytest.raises(Unauthenticated):
            api_keys.authenticate(installation, secret)
    with pytest.raises(NotFound):
        api_keys.rotate(COMMAND_LINE, installation, identity)
    with pytest.raises(NotFound):
        api_keys.rotate(COMMAND_LINE, installation, UUID(int=0))


def test_a_list_tells_of_each_secret_and_shows_none(installation: Installation) -> None:
    first = _made(installation)
    second = api_keys.rotate(COMMAND_LINE, installation, _only_id(installation))
    (listed,) = api_keys.list_keys(COMMAND_LINE, installation)
    assert [secret["prefix"] for secret in listed["secrets"]] == [first[:9], second[:9]]
    assert [list(secret) for secret in listed["secrets"]] == [
        ["prefix", "created_at", "expires_at", "last_used_at"]
    ] * 2
    assert first not in str(listed)
    assert "digest" not in str(listed)


@pytest.mark.each_database
def test_when_a_secret_was_used_is_noted_once_an_hour(installation: Installation) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        made = _made(installation)
        assert _last_used(installation) is None
        for minutes, noted in ((0, 0), (59, 0), (1, 60), (30, 60), (40, 130)):
            clock.shift(timedelta(minutes=minutes))
            api_keys.authenticate(installation, made)
            assert _last_used(installation) == NOON + timedelta(minutes=noted)


@pytest.mark.each_database
def test_who_calls_does_not_wait_until_it_can_be_noted(installation: Installation) -> None:
    """Another writer holds what is to be written for as long as it takes."""
    made = _made(installation)
    with installation.writing() as connection:
        connection.execute(update(key_secrets).values(last_used_at=None))
        api_keys.authenticate(installation, made)
    assert _last_used(installation) is None
    api_keys.authenticate(installation, made)
    assert _last_used(installation)


def test_who_calls_is_known_where_nothing_can_be_written(tmp_path: Path) -> None:
    file = tmp_path / "register.sqlite"
    writable = bootstrap.build(Settings(sqlite.database(tmp_path)))
    made = _made(writable)
    writable.close()
    read_only = bootstrap.build(Settings(f"sqlite:///file:{file}?mode=ro&uri=true"))
    assert api_keys.authenticate(read_only, made).roles == (Role.ADMINISTRATOR,)
    assert _last_used(read_only) is None
    read_only.close()


def test_a_key_of_a_demonstration_is_worth_nothing_elsewhere(installation: Installation) -> None:
    demo = replace(installation, settings=replace(installation.settings, demo=True))
    made, ordinary = _made(demo), _made(installation)
    assert made.startswith("mr_demo_")
    assert api_keys.list_keys(COMMAND_LINE, demo)[0]["secrets"][0]["prefix"] == made[:14]
    api_keys.authenticate(demo, made)
    api_keys.authenticate(demo, ordinary)
    with pytest.raises(Unauthenticated):
        api_keys.authenticate(installation, made)


@pytest.mark.each_database
def test_a_database_in_which_demo_keys_are_in_use_is_not_served(installation: Installation) -> None:
    demo = replace(installation, settings=replace(installation.settings, demo=True))
    _made(installation)
    api_keys.must_be_no_demonstration(installation)
    _made(demo, expires_at=datetime.now(UTC) + timedelta(days=1))
    api_keys.must_be_no_demonstration(demo)
    with pytest.raises(Unsafe, match="key revoke"):
        api_keys.must_be_no_demonstration(installation)
    with time_machine.travel(datetime.now(UTC) + timedelta(days=2)):
        api_keys.must_be_no_demonstration(installation)
    api_keys.revoke(COMMAND_LINE, installation, api_keys.list_keys(COMMAND_LINE, installation)[1]["id"])
    api_keys.must_be_no_demonstration(installation)


def _made(installation: Installation, **fields: Any) -> str:
    return api_keys.create(COMMAND_LINE, installation, Role.ADMINISTRATOR, None, "", **fields)


def _only_id(installation: Installation) -> UUID:
    (listed,) = api_keys.list_keys(COMMAND_LINE, installation)
    identity: UUID = listed["id"]
    return identity


def _last_used(installation: Installation) -> datetime | None:
    used: datetime | None = api_keys.list_keys(COMMAND_LINE, installation)[0]["secrets"][0]["last_used_at"]
    return used


@pytest.mark.parametrize("wrong", ["", "mr_", "mr_" + "A" * 51, "Bearer", "mr_é"])
def test_a_key_that_is_none_is_nobodys(installation: Installation, wrong: str) -> None:
    with pytest.raises(Unauthenticated):
        api_keys.authenticate(installation, wrong)


@pytest.mark.parametrize(
    ("role", "organisation"),
    [
        (Role.ADMINISTRATOR, "00000009100000000001"),
        (Role.HR, None),
        (Role.AUDITOR, "00000009100000000009"),
        (Role.PARTNER, "9"),
    ],
)
def test_a_role_goes_with_an_organisation_that_is_here(
    installation: Installation, role: Role, organisation: str | None
) -> None:
    with pytest.raises(InvalidInput):
        api_keys.create(COMMAND_LINE, installation, role, organisation, "")


def test_all_that_is_wrong_with_a_key_is_said_at_once(installation: Installation) -> None:
    with pytest.raises(InvalidInput) as refused:
        api_keys.create(COMMAND_LINE, installation, Role.HOLDER, None, "", " ", expires_at=datetime.now(UTC))
    assert [error.field for error in refused.value.errors] == ["organisation", "person", "expires"]
    with pytest.raises(InvalidInput, match="overlap"):
        api_keys.rotate(COMMAND_LINE, installation, UUID(int=0), timedelta(days=-1))


def test_only_an_administrator_keeps_the_keys(installation: Installation) -> None:
    caller = Caller((Role.HR,), "00000009100000000001")
    with pytest.raises(Forbidden):
        api_keys.list_keys(caller, installation)
    with pytest.raises(Forbidden):
        api_keys.create(caller, installation, Role.ADMINISTRATOR, None, "")
    with pytest.raises(Forbidden):
        api_keys.rotate(caller, installation, UUID(int=0))
