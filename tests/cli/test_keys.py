"""`key` makes a key that is shown once, lists keys without showing them, and revokes."""

from __future__ import annotations

from pathlib import Path

from tests.cli.support import WIERDENLAND, loaded, run


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
