"""The settings of an installation in a test: its database, and the keys of this run that sign."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from mandate_registry.config import Settings
from tests.support import shared

BEGINNING = datetime(2020, 1, 1, tzinfo=UTC)
"""Since when the keys of the tests sign: before any day on which a test plays."""

AS_OFTEN_AS_IT_LIKES = "100000/minute"
"""What one address may ask without a key: all tests come from one."""


def settings_of(url: str, **fields: Any) -> Settings:
    """Return the settings for a database that was copied from a migrated one, with the keys that were made for that."""
    from limits import parse  # noqa: PLC0415 - see below

    from mandate_registry.config import Settings  # noqa: PLC0415 - tests of the pure rules do not load it

    usual: dict[str, Any] = {"signing_keys": keys_file(), "visits": parse(AS_OFTEN_AS_IT_LIKES)}
    return Settings(url, **usual | fields)


def environment_of(url: str) -> dict[str, str]:
    """Return the environment of a process that serves such a database."""
    return {
        "MANDATES_DATABASE_URL": url,
        "MANDATES_SIGNING_KEYS": str(keys_file()),
        "MANDATES_VISITS": AS_OFTEN_AS_IT_LIKES,
    }


def keys_file() -> Path:
    return shared.folder() / "signing-keys.json"
