"""What a register says of a mandate once the rows of a folder say otherwise: identity and fate stay.

The folder says what a mandate grants, and when; it does not know what became of it. So rows never give back what a
suspension or a revocation took away.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from typing import Any
from zoneinfo import ZoneInfo

from mandate_registry.rules.facts import Mandate
from mandate_registry.rules.lifecycle.in_force import rows_of
from mandate_registry.rules.lifecycle.lifecycle import EventRefusal
from mandate_registry.rules.mandates import in_order
from mandate_registry.rules.moments import day_of
from mandate_registry.rules.periods import merged


def restated(rows: Sequence[Mandate], stretches: Sequence[Mandate], zone: ZoneInfo) -> list[Mandate]:
    """Return the stretches that a mandate has when a folder gives it these rows, in order of time.

    A stretch whose days stand in the folder, as an export writes them or as they were before anything became of it,
    keeps its moments and says what the rows say. Every other row is a stretch of its own, and every other stretch
    goes, unless it was never in force for a day and no row takes its time. EventRefusal when a row begins after the
    mandate was revoked: what is granted anew bears a number of its own.
    """
    waiting = list(rows)
    kept: list[Mandate] = []
    silent: list[Mandate] = []
    for stretch in stretches:
        said = _said_of(stretch, waiting, zone)
        if said and _keeps_to(said, changed := _saying(said[0], stretch, zone), zone):
            waiting = [row for row in waiting if row not in said]
            kept.append(changed)
        elif not rows_of(stretch, zone):
            silent.append(stretch)
    fate = _fate(stretches)
    _refuse_revival(waiting, fate)
    found = [*kept, *(_anew(row, fate, zone) for row in waiting)]
    if any(one.valid.meets(other.valid) for one, other in combinations(found, 2)):
        found = [_anew(row, fate, zone) for row in rows]
    return in_order([*found, *(one for one in silent if not any(one.valid.meets(other.valid) for other in found))])


def _said_of(stretch: Mandate, rows: Sequence[Mandate], zone: ZoneInfo) -> list[Mandate]:
    """Return the rows that say one thing for all the days of a stretch, with or without what became of it; or none."""
    untouched = replace(stretch, suspensions=(), revoked_at=None)
    for days in ([one.valid for one in rows_of(form, zone)] for form in (untouched, stretch)):
        said = [row for row in rows if row.valid in days]
        if days and len(said) == len(days) and all(replace(row, valid=said[0].valid) == said[0] for row in said):
            return said
    return []


def _keeps_to(rows: Sequence[Mandate], stretch: Mandate, zone: ZoneInfo) -> bool:
    """Return whether a stretch is in force on no other days than the rows say: a consent less may bring it forward."""
    return all(any(row.valid.covers(days.valid) for row in rows) for days in rows_of(stretch, zone))


def _saying(row: Mandate, stretch: Mandate, zone: ZoneInfo) -> Mandate:
    """Return a stretch with the values of a row. A consent of the same day keeps its moment."""
    consents: dict[str, Any] = {}
    for giver in ("holder_consent", "superior_consent"):
        day, moment = getattr(row, giver), getattr(stretch, giver)
        consents[giver] = moment if day and moment and day_of(day, zone) == day_of(moment, zone) else day
    return replace(
        row,
        valid=stretch.valid,
        approved=stretch.approved,
        suspensions=stretch.suspensions,
        revoked_at=stretch.revoked_at,
        **consents,
    )


def _anew(row: Mandate, fate: Mandate, zone: ZoneInfo) -> Mandate:
    return _saying(row, replace(fate, valid=row.valid), zone)


def _fate(stretches: Sequence[Mandate]) -> Mandate:
    """Return a stretch that bears all that became of the mandate."""
    revoked = [stretch.revoked_at for stretch in stretches if stretch.revoked_at]
    suspensions = merged(period for stretch in stretches for period in stretch.suspensions)
    return replace(stretches[-1], suspensions=suspensions, revoked_at=min(revoked, default=None))


def _refuse_revival(rows: Sequence[Mandate], fate: Mandate) -> None:
    for row in rows:
        if fate.revoked_at and row.valid.since and row.valid.since >= fate.revoked_at:
            detail = f"{row.number} was revoked before: what is granted anew bears a number of its own"
            raise EventRefusal("number", "already_revoked", detail)
