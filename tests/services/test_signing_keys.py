"""The keys that sign: made once, rotated with a lead, revoked at once, and told of by the log."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import select

from mandate_registry import bootstrap
from mandate_registry.config import Settings
from mandate_registry.errors import Conflict, Forbidden, InvalidInput, NotFound, Unavailable, Unsafe
from mandate_registry.evidence.private_keys import Algorithm, PrivateKeys, published_keys, signing_key
from mandate_registry.services.callers import COMMAND_LINE, Caller
from mandate_registry.services.installation import Installation, now
from mandate_registry.services.permissions import Role
from mandate_registry.services.proof import signing_keys
from models import log_entries
from tests.support import sqlite

pytestmark = pytest.mark.slow

SIGNS = Algorithm.STATEMENTS


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Installation]:
    """Yield an installation without keys."""
    url = sqlite.url(tmp_path / "register.sqlite")
    bootstrap.upgrade(url)
    opened = bootstrap.build(Settings(url, signing_keys=tmp_path / "keys.json"))
    yield opened
    opened.close()


@pytest.fixture
def installation(installation: Installation, tmp_path: Path) -> Installation:
    """Return an installation with a file of its own, to which no other test adds keys."""
    file = tmp_path / "own-keys.json"
    shutil.copy(str(installation.settings.signing_keys), file)
    settings = replace(installation.settings, signing_keys=file)
    return replace(installation, settings=settings, private_keys=PrivateKeys.of(file))


def signer(installation: Installation, moment: datetime | None = None) -> str:
    with installation.reading() as connection:
        return str(signing_key(connection, installation.private_keys, SIGNS, moment or now()).kid)


def published(installation: Installation) -> set[str]:
    with installation.reading() as connection:
        return {key["kid"] for key in published_keys(connection, SIGNS)}


def test_an_installation_without_keys_is_not_served(bare: Installation) -> None:
    with pytest.raises(Unsafe, match="signing-key create"):
        signing_keys.must_have_keys(bare)
    signing_keys.create(COMMAND_LINE, bare)
    signing_keys.must_have_keys(bare)


def test_keys_are_made_once(installation: Installation) -> None:
    with pytest.raises(Conflict):
        signing_keys.create(COMMAND_LINE, installation)


def test_a_new_key_is_published_before_it_signs_and_the_old_one_stays_published(installation: Installation) -> None:
    old = signer(installation)
    new = signing_keys.rotate(COMMAND_LINE, installation, SIGNS)
    assert signer(installation) == old
    assert signer(installation, now() + signing_keys.ROTATION_LEAD) == new
    assert published(installation) == {old, new}


def test_a_revoked_key_neither_signs_nor_is_published(installation: Installation) -> None:
    old = signer(installation)
    new = signing_keys.rotate(COMMAND_LINE, installation, SIGNS, timedelta(0))
    signing_keys.revoke(COMMAND_LINE, installation, old)
    assert published(installation) == {new}
    assert signer(installation) == new
    with pytest.raises(NotFound):
        signing_keys.revoke(COMMAND_LINE, installation, old)


def test_the_log_tells_of_every_key(bare: Installation) -> None:
    made = signing_keys.create(COMMAND_LINE, bare)
    signing_keys.revoke(COMMAND_LINE, bare, made[0])
    with bare.reading() as connection:
        entries = [json.loads(entry) for entry in connection.scalars(select(log_entries.c.entry))]
    assert [(entry["action"], entry["kid"]) for entry in entries] == [
        ("created", made[0]),
        ("created", made[1]),
        ("revoked", made[0]),
    ]


def test_a_key_that_was_made_while_the_service_runs_is_found(installation: Installation) -> None:
    running = replace(installation, private_keys=PrivateKeys.of(installation.settings.signing_keys))
    signer(running)
    new = signing_keys.rotate(COMMAND_LINE, installation, SIGNS, timedelta(0))
    assert signer(running) == new


def test_only_the_file_has_what_is_private(bare: Installation, tmp_path: Path) -> None:
    signing_keys.create(COMMAND_LINE, bare)
    file = tmp_path / "keys.json"
    private = [key["d"] for key in json.loads(file.read_text())["keys"]]
    assert len(private) == 2
    assert file.stat().st_mode & 0o777 == 0o600
    bare.close()
    for part in tmp_path.glob("register.sqlite*"):
        assert not any(secret.encode() in part.read_bytes() for secret in private)
    assert not any(secret in repr(bare) for secret in private)


def test_a_file_that_others_may_read_is_not_used(bare: Installation, tmp_path: Path) -> None:
    signing_keys.create(COMMAND_LINE, bare)
    (tmp_path / "keys.json").chmod(0o644)
    fresh = replace(bare, private_keys=PrivateKeys.of(tmp_path / "keys.json"))
    with pytest.raises(Unavailable, match="cannot be used") as told:
        signer(fresh)
    assert "chmod 600" in str(told.value.place)
    with pytest.raises(Unsafe, match="chmod 600"):
        fresh.private_keys.find("any")


def test_without_its_private_half_nothing_is_signed(bare: Installation, tmp_path: Path) -> None:
    signing_keys.create(COMMAND_LINE, bare)
    (tmp_path / "keys.json").unlink()
    with pytest.raises(Unavailable):
        signer(bare)


def test_nothing_is_made_half(bare: Installation) -> None:
    nowhere = replace(bare, private_keys=PrivateKeys.of(None))
    with pytest.raises(Unavailable):
        signing_keys.create(COMMAND_LINE, nowhere)
    assert signing_keys.list_keys(COMMAND_LINE, bare) == []


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_only_an_administrator_has_to_do_with_keys(installation: Installation, role: Role) -> None:
    caller = Caller((role,), 20 * "1", "key", "e1")
    for attempt in (
        lambda: signing_keys.create(caller, installation),
        lambda: signing_keys.rotate(caller, installation, SIGNS),
        lambda: signing_keys.revoke(caller, installation, "x"),
        lambda: signing_keys.list_keys(caller, installation),
    ):
        with pytest.raises(Forbidden):
            attempt()


def test_a_lead_is_not_less_than_nothing(installation: Installation) -> None:
    with pytest.raises(InvalidInput):
        signing_keys.rotate(COMMAND_LINE, installation, SIGNS, timedelta(days=-1))


def test_a_key_that_signs_from_tomorrow_does_not_sign_today(installation: Installation) -> None:
    new = signing_keys.rotate(COMMAND_LINE, installation, SIGNS, timedelta(days=30))
    with time_machine.travel(datetime.now(UTC) + timedelta(days=29)):
        assert signer(installation) != new
    with time_machine.travel(datetime.now(UTC) + timedelta(days=31)):
        assert signer(installation) == new
