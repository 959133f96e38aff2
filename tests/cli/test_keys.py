"""`key` makes a key that is shown once, lists keys without showing them, and revokes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mandate_registry.services.permissions import Role
from tests.cli.support import loaded, run
from tests.support.demo import WIERDENLAND


def test_a_key_is_shown_once_and_can_be_revoked(tmp_path: Path) -> None:
    data = loaded(tmp_path, "sample/wierdenland")
    made = run("key", "create", "--role", "hr", "--organisation", WIERDENLAND, "--label", "HR", "--data", data)
    assert made.out.startswith("mr_")
    (listed,) = run("key", "list", "--data", data, "--json").json
    assert made.out.strip() not in str(listed)
    assert (listed["role"], listed["organisation"], listed["revokedAt"]) == ("hr", WIERDENLAND, None)
    assert run("key", "revoke", listed["id"], "--data", data).code == 0
    assert "revoked" in run("key", "list", "--data", data).out
    assert run("key", "revoke", listed["id"], "--data", data).code == 2


def test_a_key_says_whose_it_is(tmp_path: Path) -> None:
    data = loaded(tmp_path, "sample/duinrand")
    made = run("key", "create", "--role", "administrator", "--person", "D-003", "--data", data, "--json")
    assert made.json["person"] == "D-003"
    (listed,) = run("key", "list", "--data", data, "--json").json
    assert listed["person"] == "D-003"
    assert "  D-003  in use" in run("key", "list", "--data", data).out
    assert "approved by somebody else" in " ".join(run("key", "create", "--help").out.split())


def test_a_role_needs_its_organisation(tmp_path: Path) -> None:
    done = run("key", "create", "--role", "hr", "--data", tmp_path)
    assert done.code == 2
    assert "organisation: " in done.err


@pytest.mark.parametrize(("given", "ends"), [("2999-12-31", "3000-01-01 00:00:00+00:00"), ("30", None), ("30d", None)])
def test_a_key_ends_after_its_last_day_or_a_number_of_days(tmp_path: Path, given: str, ends: str | None) -> None:
    made = run("key", "create", "--role", "administrator", "--expires", given, "--data", tmp_path, "--json").json
    in_days = datetime.fromisoformat(made["expiresAt"]) - datetime.now(UTC)
    assert made["expiresAt"] == ends if ends else timedelta(days=29) < in_days < timedelta(days=31)
    assert f"expires: {made['expiresAt'][:16]} UTC" in run("key", "list", "--data", tmp_path).out


def test_a_key_is_rotated_and_goes_by_the_same_id(tmp_path: Path) -> None:
    first = run("key", "create", "--role", "administrator", "--data", tmp_path).out.strip()
    (before,) = run("key", "list", "--data", tmp_path, "--json").json
    second = run("key", "rotate", before["id"], "--overlap", "2d", "--data", tmp_path).out.strip()
    third = run("key", "rotate", before["id"], "--overlap", "0", "--data", tmp_path, "--json").json
    (after,) = run("key", "list", "--data", tmp_path, "--json").json
    assert (after["id"], third["id"]) == (before["id"], before["id"])
    made = [first, second, third["key"]]
    assert [secret["prefix"] for secret in after["secrets"]] == [secret[:9] for secret in made]
    assert list(after["secrets"][0]) == ["prefix", "createdAt", "expiresAt", "lastUsedAt"]
    assert [secret["expiresAt"] is None for secret in after["secrets"]] == [False, False, True]


@pytest.mark.parametrize(
    "wrong",
    [
        ("create", "--role", "administrator", "--expires", "gisteren"),
        ("create", "--role", "administrator", "--expires", "2020-01-01"),
        ("create", "--role", "holder", "--organisation", WIERDENLAND),
        ("rotate", "3f0c5f5e-8f1e-4d0b-9c57-1f2a6b0d9a11"),
        ("rotate", "3f0c5f5e-8f1e-4d0b-9c57-1f2a6b0d9a11", "--overlap", "-1"),
        ("rotate", "3f0c5f5e-8f1e-4d0b-9c57-1f2a6b0d9a11", "--overlap", "a week"),
    ],
)
def test_what_cannot_be_a_key_is_refused(tmp_path: Path, wrong: tuple[str, ...]) -> None:
    assert run("key", *wrong, "--data", tmp_path).code == 2


def test_a_key_of_every_role_can_be_made() -> None:
    assert f"[{'|'.join(Role)}]" in "".join(run("key", "create", "--help").out.split())
