"""Deleting what has been kept for long enough, without waiting for the next question."""

from __future__ import annotations

from mandate_registry.services.callers import Caller
from mandate_registry.services.checks import retention
from mandate_registry.services.idempotency import replies
from mandate_registry.services.installation import Installation, now
from mandate_registry.services.privacy.erased_copies import truncate_write_ahead_log


def purge(caller: Caller, installation: Installation) -> tuple[int, bool]:
    """Delete old questions and replies; return how many questions went, and whether the write-ahead log is empty."""
    caller.must_administer()
    deleted = 0
    while count := _once(installation):
        deleted += count
    return deleted, truncate_write_ahead_log(installation.engine)


def _once(installation: Installation) -> int:
    """Delete what one transaction may, so that nobody waits long for it."""
    with installation.writing() as connection:
        replies.forget_old(connection, installation.settings, now())
        return retention.forget(connection, installation.settings, now())
