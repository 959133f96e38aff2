"""What would make it a yes, as plain data for the own organisation."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from mandate_registry.rules.answers import Remedy
from mandate_registry.rules.directory import Directory
from mandate_registry.rules.notation import Seat
from mandate_registry.rules.plain_data import to_plain


def counterfactual(directory: Directory, at: datetime, remedy: Remedy) -> dict[str, Any]:
    """Return one remedy as plain data; seats and units are called what they were called at the moment asked about."""
    plain = to_plain(remedy)
    kind, unit = plain.pop("change"), directory.unit(remedy.unit, at) if remedy.unit else None
    return {
        **plain,
        "kind": kind,
        "seats": [{"seat": str(seat), "name": _name(directory, at, seat)} for seat in remedy.seats],
        "conditions": [condition | {"stated_by_asker": False} for condition in plain["conditions"]],
        "unit": {"code": unit.code, "name": unit.name} if unit else None,
    }


def _name(directory: Directory, at: datetime, seat: Seat) -> str | None:
    """Return what a seat is called: of another organisation, a category or anyone nothing but what is written."""
    if seat.organisation:
        return None
    if seat.employee:
        return directory.name_of(seat.employee, at)
    position = directory.position(seat.position, at) if seat.position else None
    unit = directory.unit(seat.unit, at) if seat.unit else None
    return position.title if position else unit.name if unit else None
