"""Keys: shown once, kept as a digest, worth nothing once revoked or mistyped."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from mandate_registry.errors import Forbidden, InvalidInput, NotFound, Unauthenticated
from mandate_registry.services import keys
from mandate_registry.services.callers import COMMAND_LINE, Caller
from mandate_registry.services.installation import Installation
from mandate_registry.services.permissions import Role
from models import api_keys


def test_a_key_tells_who_is_calling(installation: Installation) -> None:
    made = keys.create(COMMAND_LINE, installation, Role.ADMINISTRATOR, None, "first")
    assert keys.authenticate(installation, made).roles == (Role.ADMINISTRATOR,)


def test_a_person_is_the_same_over_keys_and_roles(installation: Installation) -> None:
    made = [
        keys.create(COMMAND_LINE, installation, Role.ADMINISTRATOR, None, label, person)
        for label, person in (("one", "W-004"), ("two", " W-004 "), ("three", " "), ("four", None))
    ]
    callers = [keys.authenticate(installation, key) for key in made]
    assert [caller.person for caller in callers] == ["W-004", "W-004", None, None]
    assert callers[0].actor == callers[1].actor == "W-004"
    assert callers[2].actor != callers[3].actor
    assert [one["person"] for one in keys.list_keys(COMMAND_LINE, installation)] == ["W-004", "W-004", None, None]


def test_only_a_digest_is_kept(installation: Installation) -> None:
    made = keys.create(COMMAND_LINE, installation, Role.ADMINISTRATOR, None, "first")
    with installation.reading() as connection:
        kept = repr(connection.execute(select(api_keys)).all())
    assert made not in kept
    assert made[keys.SHOWN :] not in kept


def test_a_revoked_key_is_nobodys(installation: Installation) -> None:
    made = keys.create(COMMAND_LINE, installation, Role.ADMINISTRATOR, None, "first")
    identity = keys.list_keys(COMMAND_LINE, installation)[0]["id"]
    keys.revoke(COMMAND_LINE, installation, identity)
    with pytest.raises(Unauthenticated):
        keys.authenticate(installation, made)
    with pytest.raises(NotFound):
        keys.revoke(COMMAND_LINE, installation, identity)


@pytest.mark.parametrize("wrong", ["", "mr_", "mr_" + "A" * 51, "Bearer", "mr_é"])
def test_a_key_that_is_none_is_nobodys(installation: Installation, wrong: str) -> None:
    with pytest.raises(Unauthenticated):
        keys.authenticate(installation, wrong)


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
        keys.create(COMMAND_LINE, installation, role, organisation, "")


def test_only_an_administrator_keeps_the_keys(installation: Installation) -> None:
    caller = Caller((Role.HR,), "00000009100000000001")
    with pytest.raises(Forbidden):
        keys.list_keys(caller, installation)
    with pytest.raises(Forbidden):
        keys.create(caller, installation, Role.ADMINISTRATOR, None, "")
