"""When mandates were in force, in whole days: all that a register folder, which knows no status, says of their life.

A day on which a mandate changed is left out: the folder cannot say from which hour, and an uncertain answer is a no.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from mandate_registry.rules.decision.consents import consents_of
from mandate_registry.rules.facts import Kind, Mandate
from mandate_registry.rules.mandates import in_order
from mandate_registry.rules.moments import beginning_of, day_of, end_of
from mandate_registry.rules.periods import Period, without


def in_the_folder(mandates: Iterable[Mandate], zone: ZoneInfo) -> dict[str, list[Mandate]]:
    """Return the rows of a register folder by number, for all stretches of all mandates of a register.

    A row below a mandate that has no rows is left out too: it is without force, and would refer to nothing.
    """
    stretches: dict[str, list[Mandate]] = defaultdict(list)
    for mandate in mandates:
        stretches[mandate.number].append(mandate)
    found = {number: rows_in_force(own, zone) for number, own in stretches.items()}
    while True:
        known = {None, *(number for number, rows in found.items() if rows)}
        kept = {number: [row for row in rows if row.parent in known] for number, rows in found.items() if rows}
        if kept == found:
            return found
        found = kept


def rows_in_force(stretches: Iterable[Mandate], zone: ZoneInfo) -> list[Mandate]:
    """Return the rows of one mandate: what it said, for the whole days on which it was in force, in order of time.

    A draft has none. A revocation ends the last one, a suspension leaves a gap.
    """
    return in_order(row for stretch in stretches for row in rows_of(stretch, zone))


def rows_of(stretch: Mandate, zone: ZoneInfo) -> list[Mandate]:
    """Return the rows of one stretch of a mandate."""
    if not stretch.approved:
        return []
    days = [period for one in _in_force(stretch, zone) if not (period := _whole_days(one, zone)).is_backward]
    said = _without_fate(stretch, zone)
    return [said if period == said.valid else replace(said, valid=period) for period in days]


def _without_fate(stretch: Mandate, zone: ZoneInfo) -> Mandate:
    """Return a stretch as a row says it: with the days of its consents, and nothing of what became of it."""
    consents = (stretch.holder_consent, stretch.superior_consent)
    if not (stretch.suspensions or stretch.revoked_at or any(consents)):  # most are so, and there are many
        return stretch
    holder, superior = (_begun(consent, zone) for consent in consents)
    return replace(stretch, suspensions=(), revoked_at=None, holder_consent=holder, superior_consent=superior)


def _in_force(stretch: Mandate, zone: ZoneInfo) -> Iterator[Period]:
    """Yield the periods in which a stretch held, to the moment.

    Before its consents it held for nothing, or for the acts of other kinds than decisions.
    """
    since, until = stretch.valid.since, stretch.valid.until
    consented = _consented_within_a_day(stretch, zone)
    is_of_other_kinds_too = set(stretch.kinds) != {Kind.MANDATE}
    left_out = (_day_around(consented, zone),) if consented and is_of_other_kinds_too else ()
    if consented and not left_out and (since is None or since < consented):
        since = consented
    if stretch.revoked_at and (until is None or stretch.revoked_at < until):
        until = stretch.revoked_at
    return without(Period(since, until), (*stretch.suspensions, *left_out))


def _day_around(moment: datetime, zone: ZoneInfo) -> Period:
    day = day_of(moment, zone)
    return Period(beginning_of(day, zone), end_of(day, zone))


def _consented_within_a_day(stretch: Mandate, zone: ZoneInfo) -> datetime | None:
    """Return the moment of the last consent (Awb 10:4), where its day alone would let the mandate begin too early."""
    consents = [consent for consent in consents_of(stretch) if consent]
    if not consents or len(consents) < len(consents_of(stretch)):
        return None
    return None if _begun(max(consents), zone) == max(consents) else max(consents)


def _whole_days(period: Period, zone: ZoneInfo) -> Period:
    """Return the days that lie wholly within a period; there may be none."""
    since, until = period.since, period.until
    if since and _begun(since, zone) != since:
        since = end_of(day_of(since, zone), zone)
    return Period(since, _begun(until, zone))


@lru_cache(maxsize=4096)
def _begun(moment: datetime | None, zone: ZoneInfo) -> datetime | None:
    """Return the beginning of the day of a moment."""
    return moment and beginning_of(day_of(moment, zone), zone)
