"""For how long questions are kept, with their receipts, as entries of the log: who verifies it later has to know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, insert, select

from mandate_registry.canonical import read_canonical
from mandate_registry.log.log_writer import open_log
from mandate_registry.rules.moments import rfc3339
from models import retention_terms

KIND = "retention"
BEGINS = b'{"at":'
"""How the entry of a term begins in canonical JSON, and no other entry does."""

_LAST = select(retention_terms.c.days).order_by(retention_terms.c.position.desc()).limit(1)


def log_term(connection: Connection, days: int | None, moment: datetime) -> None:
    """Append an entry that questions are kept for so many days from now on, None being for ever, unless it is so."""
    if not is_logged(connection, days):
        entry = {"kind": KIND, "days": days, "at": rfc3339(moment)}
        (position,) = open_log(connection).append([entry])
        connection.execute(insert(retention_terms), {"position": position, "days": days})


def is_logged(connection: Connection, days: int | None) -> bool:
    """Return whether the last entry about it says this term."""
    last = connection.execute(_LAST).one_or_none()
    return last is not None and last.days == days


def term_in(entry: bytes) -> dict[str, Any] | None:
    """Return the term that an entry says; None when it says something else."""
    if not entry.startswith(BEGINS):
        return None
    try:
        content = read_canonical(entry)
    except ValueError:
        return None
    return content if is_term(content) else None


def is_term(content: Mapping[str, Any]) -> bool:
    """Return whether the content of an entry is a term, and nothing else."""
    days = content.get("days")
    try:
        moment = datetime.fromisoformat(content["at"])
    except (KeyError, TypeError, ValueError):
        return False
    is_number = days is None or (isinstance(days, int) and not isinstance(days, bool) and days > 0)
    is_whole = content.keys() == {"kind", "days", "at"} and content["kind"] == KIND
    return is_whole and moment.tzinfo is not None and is_number


def kept_since(terms: Sequence[Mapping[str, Any]], moment: datetime) -> datetime | None:
    """Return since when nothing may have been deleted up to a moment, None being ever, by terms in their order.

    Each was in force until the next; the first counts for the time before it too, of which the log does not tell.
    """
    ends = [datetime.fromisoformat(one["at"]) for one in terms[1:]] + [moment]
    reached = [
        end - timedelta(days=one["days"]) for one, end in zip(terms, ends, strict=True) if one["days"] is not None
    ]
    return max(reached, default=None)
