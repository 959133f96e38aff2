"""Telling the own organisation what would make it a yes, in values that JSON knows."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from mandate_registry.rules.answers import Remedy
from mandate_registry.rules.directory import Directory
from mandate_registry.rules.moments import rfc3339
from mandate_registry.rules.notation import Seat
from mandate_registry.rules.questions import Money


def told(directory: Directory, at: datetime, remedy: Remedy) -> dict[str, object]:
    """Tell one remedy; seats and units are called what they were called at the moment asked about."""
    unit = directory.unit(remedy.unit, at) if remedy.unit else None
    return {
        "kind": remedy.change.value,
        "outcome": remedy.outcome.value,
        "above": _amount(remedy.above),
        "up_to": _amount(remedy.up_to),
        "seats": [{"seat": str(seat), "name": _name(directory, at, seat)} for seat in remedy.seats],
        "since": rfc3339(remedy.since) if remedy.since else None,
        "conditions": [asdict(condition) | {"stated_by_asker": False} for condition in remedy.conditions],
        "case": remedy.case,
        "counterparty": remedy.counterparty,
        "unit": {"code": unit.code, "name": unit.name} if unit else None,
    }


def _amount(amount: Money | None) -> dict[str, str] | None:
    if amount is None:
        return None
    return {"value": f"{amount.value:.2f}", "currency": amount.currency, "vat": amount.vat.value}


def _name(directory: Directory, at: datetime, seat: Seat) -> str | None:
    """Give what a seat is called: of another organisation, a category or anyone nothing but what is written."""
    if seat.organisation:
        return None
    if seat.employee:
        return directory.name_of(seat.employee, at)
    position = directory.position(seat.position, at) if seat.position else None
    unit = directory.unit(seat.unit, at) if seat.unit else None
    return position.title if position else unit.name if unit else None
