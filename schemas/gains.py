"""The wire format of what gave somebody power without an approval."""

from __future__ import annotations

from typing import Any

import marshmallow as ma

from mandate_registry.rules.integrity import key_of
from schemas import fields
from schemas.base import Listed, Schema
from schemas.impact import PowerDifferenceOut
from schemas.queries import Paged
from schemas.values import Count, Flag, Value

MAX_NUMBER = 1_000_000_000
DEFAULT_LIMIT = 100
"""How many differences of one change are told."""


class GainQuery(Paged):
    """Of which register."""

    organisation = fields.oin(required=True)


class LookIn(Schema):
    """Up to which version of which register somebody has looked."""

    organisation = fields.oin(required=True)
    version = Count(1, MAX_NUMBER, required=True)


class LookOut(Schema):
    """Up to which version somebody has looked."""

    organisation = Value()
    version = Count(0, MAX_NUMBER)


class RecordedEntryOut(Schema):
    """What was recorded: the list in which it stands, and what people call it."""

    table = Value()
    key = Value()


class GainOut(Schema):
    """A change by which somebody gained power without an approval; `total` counts what people gained."""

    version = Count(0, MAX_NUMBER)
    entered_at = fields.instant()
    actor = Value()
    act = Value()
    is_first = Flag()
    total = Count(0, MAX_NUMBER)
    entries = Listed(RecordedEntryOut)
    gains = Listed(PowerDifferenceOut)

    @ma.pre_dump
    def spread(self, gain: Any, **_: object) -> dict[str, Any]:
        """Count all, and tell the first."""
        own = {name: getattr(gain, name) for name in ("version", "entered_at", "actor", "act", "is_first")}
        entries = [_ref(table, fact) for table, fact in gain.entries]
        return own | {"total": len(gain.gains), "gains": gain.gains[:DEFAULT_LIMIT], "entries": entries}


def _ref(table: str, fact: Any) -> dict[str, str]:
    return {"table": table.replace("_", "-"), "key": " / ".join(key_of(table, fact))}
