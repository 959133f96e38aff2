"""For how long a question is kept: what is older is not shown at once, and deleted with the next question."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import ColumnElement, Connection, bindparam, delete, func, select, true

from mandate_registry.config import Settings
from mandate_registry.log.retention_entries import is_logged, log_term
from mandate_registry.services.installation import Installation, now
from models import checks
from models.types import Instant

DELETED_AT_ONCE = 1000
"""How many are deleted with one call: as many as one call asks at most, so that it keeps up and nobody waits long."""

listed_at = func.coalesce(checks.c.recorded_at, checks.c.recorded_at)
"""When a question was recorded, to filter a list by: an index by it is not used, which leaves the list to be sorted."""

_OLD = (
    select(checks.c.row)
    .where(checks.c.recorded_at < bindparam("since", type_=Instant))
    .order_by(checks.c.recorded_at)
    .limit(DELETED_AT_ONCE)
    .with_for_update(skip_locked=True)  # what somebody else is deleting is not waited for
)
_FORGET = delete(checks).where(checks.c.row.in_(_OLD))


def is_kept(settings: Settings, moment: datetime) -> ColumnElement[bool]:
    """Return the condition that a check is still kept at a moment."""
    days = settings.keep_checks
    return true() if days is None else listed_at >= moment - timedelta(days=days)


def forget_if_due(connection: Connection, installation: Installation, moment: datetime) -> None:
    """Delete what has been kept for long enough (`forget`), once in a minute of each process; more often if it must."""
    settings = installation.settings
    due = moment.replace(second=0, microsecond=0), settings.keep_checks
    delete_old = partial(forget, connection, settings, moment)
    installation.remembered.get("deleted_checks", due, delete_old, is_good=lambda count: count < DELETED_AT_ONCE)


def forget(connection: Connection, settings: Settings, moment: datetime) -> int:
    """Delete what has been kept for long enough, the oldest first and DELETED_AT_ONCE at most, with whom it was about.

    Return how many questions went. Where any does, the log tells of the term.
    """
    if settings.keep_checks is None:
        return 0
    count = connection.execute(_FORGET, {"since": moment - timedelta(days=settings.keep_checks)}).rowcount
    if count:
        log_term(connection, settings.keep_checks, moment)
    return count


def begin(installation: Installation) -> None:
    """Append the current retention term of questions to the log, unless it is the last one there."""
    days = installation.settings.keep_checks
    with installation.reading() as connection:
        if is_logged(connection, days):
            return
    with installation.writing() as connection:
        log_term(connection, days, now())
