"""The wire format of what differs in a register between two moments."""

from __future__ import annotations

from typing import Any

import marshmallow as ma

from schemas import fields
from schemas.base import Listed, Schema, ready
from schemas.queries import Paged
from schemas.resources import WIRES
from schemas.values import Digits, Value


class DifferenceQuery(Paged):
    """Which register, and which two moments, each in both times."""

    organisation = fields.oin(required=True)
    from_valid_at = fields.instant()
    from_known_at = fields.instant()
    to_valid_at = fields.instant()
    to_known_at = fields.instant()
    limit = Digits(1, 1000, load_default=200)


class Said(Value):
    """An entry as its own resource gives it."""

    json_type = dict


class DifferenceOut(Schema):
    """What an entry says at one moment and at another; null: it was not there."""

    table = Value()
    id = fields.identity()
    key = Value()
    change = Value()
    differing = Listed(Value(), data_key="fields")
    before = Said(allow_none=True)
    after = Said(allow_none=True)

    @ma.pre_dump
    def spread(self, difference: Any, **_: object) -> dict[str, Any]:
        """Write both sides, and name what differs."""
        gives = ready(WIRES[difference.table].gives)
        before, after = (side and gives.dump(side) for side in (difference.before, difference.after))
        return {
            "table": difference.table.replace("_", "-"),
            "id": difference.id,
            "key": difference.key,
            "change": "added" if before is None else "removed" if after is None else "changed",
            "differing": differing(before, after) if before and after else [],
            "before": before,
            "after": after,
        }


def differing(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """Name the fields that say something else; when they came to be known is no such thing."""
    return [name for name in before if before[name] != after[name] and name != "recordedAt"]
