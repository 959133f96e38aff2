"""What a register came to say otherwise between two days."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, request, url_for

from mandate_registry.rules.moments import beginning_of, day_of, end_of
from mandate_registry.services.installation import now
from mandate_registry.services.permissions import Right
from mandate_registry.services.register.points_in_time import PointInTime
from mandate_registry.services.register.register_differences import EntryDifference
from mandate_registry.services.register.register_differences import differences as find_differences
from mandate_registry.view_context import call
from mandate_registry.web.chosen_register import home, register_choices
from mandate_registry.web.forms import Form
from mandate_registry.web.terms import DIFFERENCES, TABLES
from schemas.base import ready
from schemas.differences import DifferenceOut
from schemas.load import load
from schemas.pages.worklist_queries import DaysQuery

MONTH = timedelta(days=30)

differences = Blueprint("differences", __name__, url_prefix="/desk/differences")


@differences.get("")
def listed() -> Response:
    """Show what differs between what was known at the beginning of a day and at the end of another."""
    at = home(Right.READ)
    zone = ZoneInfo(at.time_zone)
    today = day_of(now(), zone)
    form = Form({"since": today - MONTH, "until": today, "organisation": at.oin})
    found, further = [], None
    with form.errors_of():
        asked = load(DaysQuery, _given())
        since, until = asked["since"] or today - MONTH, asked["until"] or today
        form = Form({"since": since, "until": until, "organisation": at.oin})
        moments = PointInTime(known_at=min(beginning_of(since, zone), now())), PointInTime(known_at=_end(until, zone))
        shown = call(find_differences, at.oin, moments, after=asked["after"])
        found = [_shown(one) for one in shown.items]
        further = shown.next_after and url_for(
            "differences.listed", organisation=at.oin, since=since, until=until, after=shown.next_after
        )
    groups = [(TABLES[table.replace("-", "_")], list(of)) for table, of in groupby(found, key=lambda one: one["table"])]
    return form.page(
        "worklists/differences.html",
        home=at,
        homes=register_choices(Right.READ),
        groups=groups,
        further=further,
        changes=DIFFERENCES,
    )


def _given() -> dict[str, str]:
    """Return what the address says; a filter that was left open says nothing."""
    return {name: text for name, text in request.args.items() if text and name in {"since", "until", "after"}}


def _end(day: date, zone: ZoneInfo) -> datetime | None:
    """Return the end of a day, None for one that is not over: that is now."""
    return end if (end := end_of(day, zone)) <= now() else None


def _shown(one: EntryDifference) -> dict[str, Any]:
    wire: Any = ready(DifferenceOut).dump(one)
    before, after = wire["before"] or {}, wire["after"] or {}
    return {
        "table": wire["table"],
        "key": wire["key"],
        "change": wire["change"],
        "href": url_for("desk.mandate", identity=UUID(wire["id"])) if wire["table"] == "mandates" and after else None,
        "fields": [(name, _text(before.get(name)), _text(after.get(name))) for name in wire["fields"]],
    }


def _text(value: Any) -> str:
    """Write a value of JSON so that people can compare two."""
    if isinstance(value, list):
        return " ; ".join(map(_text, value))
    if isinstance(value, dict):
        return ", ".join(f"{name}: {_text(inner)}" for name, inner in value.items() if inner is not None)
    return "–" if value in (None, "") else str(value)
