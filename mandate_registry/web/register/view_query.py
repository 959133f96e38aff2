"""As of which days, in whose register and by which filters somebody looks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import request

from mandate_registry.errors import FieldError, InvalidInput
from mandate_registry.rules.moments import beginning_of, day_of, end_of
from mandate_registry.services.permissions import Right
from mandate_registry.services.register import entry_details
from mandate_registry.services.register.points_in_time import PointInTime
from mandate_registry.view_context import call
from mandate_registry.web.chosen_register import nearest
from mandate_registry.web.language import chosen
from mandate_registry.web.language import gettext as _
from mandate_registry.web.register.displayed_names import DisplayedNames
from schemas.base import Schema
from schemas.forms import as_json, tidied
from schemas.load import load

MOMENTS = {"since": beginning_of, "until": end_of, "ends_by": end_of}
"""Which moment a day stands for, by the name of the filter: a last day is one of those meant."""


@dataclass(frozen=True, slots=True)
class RegisterView:
    """In whose register somebody looks, as of when, with the names of its codes."""

    organisation: str
    zone: ZoneInfo
    when: PointInTime
    names: DisplayedNames


def register_view(organisation: str | None, at: date | None = None, known: date | None = None) -> RegisterView:
    """Look in a register, one's own where none is named, as valid on a day (whenever) and known on a day (now)."""
    oin = organisation or nearest(Right.READ).oin
    this = call(entry_details.this_moment, oin)
    zone = ZoneInfo(call(entry_details.directory, oin).time_zone(this))
    when = moment(at, known, zone, this)
    return RegisterView(
        oin, zone, when, DisplayedNames(call(entry_details.directory, oin, when), when.valid_at or this, chosen())
    )


def moment(at: date | None, known: date | None, zone: ZoneInfo, this: datetime) -> PointInTime:
    """Return the moment of days: of today it is this one, of another day its beginning.

    Known is what was at its end.
    """
    today = day_of(this, zone)
    if known is not None and known > today:
        raise InvalidInput(
            FieldError("known", "still_to_come", _("Choose today or a day before: nobody knows more yet."))
        )
    valid_at = None if at is None else this if at == today else beginning_of(at, zone)
    known_at = None if known is None or known == today else end_of(known, zone) - timedelta(microseconds=1)
    return PointInTime(valid_at, known_at)


def load_query(schema: type[Schema]) -> dict[str, Any]:
    """Load what the address asks, the language aside; InvalidInput names every field."""
    given = tidied((name, text) for name, text in request.args.items(multi=True) if name != "lang")
    found: dict[str, Any] = load(schema, as_json(schema, given))
    return found


def filters(asked: Mapping[str, Any], zone: ZoneInfo) -> dict[str, Any]:
    """Return the filters of a list, days among them as moments."""
    return {name: MOMENTS[name](value, zone) if isinstance(value, date) else value for name, value in asked.items()}
