"""The wire format of plans: what a changeset does to which entries, and what should not be overlooked of that."""

from __future__ import annotations

import re
from typing import Any

import marshmallow as ma

from mandate_registry.rules.findings.remarks import in_short
from mandate_registry.rules.integrity import KEYS
from mandate_registry.rules.lifecycle.lifecycle import ChangeKind
from schemas import fields
from schemas.base import Listed, Nested, Schema, ready
from schemas.differences import Said, differing
from schemas.expected_checks import ExpectedCheckOut
from schemas.queries import Paged
from schemas.resources import WIRES
from schemas.values import Count, Value, Word, Written

EXPECTED = "expected_checks"
TABLE_NAMES = [table.replace("_", "-") for table in (*KEYS, EXPECTED)]


class ChangeQuery(Paged):
    """Which changes of a plan are wanted."""

    table = Written(
        re.compile("|".join(TABLE_NAMES)), "the name of a list", lambda text: text.replace("-", "_"), load_only=True
    )
    kind = Word(ChangeKind)
    warning = Written(re.compile("[a-z]+(?:_[a-z]+)*"), "the code of a warning", load_only=True)


class WarningOut(Schema):
    """What stands out in a mandate, and in which of its fields."""

    code = Value()
    field = Value()
    text = Value(attribute="detail")


class PlannedChangeOut(Schema):
    """A change of an entry: what it says before it and after it; null is nothing."""

    table = Value()
    id = fields.identity()
    key = Value()
    kind = Value()
    differing = Listed(Value(), data_key="fields")
    before = Said(allow_none=True)
    after = Said(allow_none=True)
    warnings = Listed(Nested(WarningOut))

    @ma.pre_dump
    def spread(self, seen: Any, **_: object) -> dict[str, Any]:
        """Write both sides, and name what differs."""
        before, after = (_side(seen.change.table, kept) for kept in seen.sides)
        return {
            "table": seen.change.table.replace("_", "-"),
            "id": seen.change.entry,
            "key": seen.change.key,
            "kind": seen.kind.value,
            "differing": differing(before, after) if before and after else [],
            "before": before,
            "after": after,
            "warnings": seen.warnings,
        }


def _side(table: str, kept: Any) -> dict[str, Any] | None:
    """Write what an entry says as its own address gives it."""
    if kept is None:
        return None
    gives = ExpectedCheckOut if table == EXPECTED else WIRES[table].gives
    said: dict[str, Any] = ready(gives).dump(kept)
    return {name: value for name, value in said.items() if name not in _OF_NO_PLAN}


_OF_NO_PLAN = {"recordedAt", "status", "changeset"}
"""What an address says beside what the entry says."""


class ChangeCountOut(Schema):
    """How many changes of a kind a plan has in a list."""

    table = Value()
    kind = Value()
    count = Count(0, 1_000_000_000)


class WarningCountOut(Schema):
    """How many changes of a plan stand out in this way."""

    code = Value()
    count = Count(0, 1_000_000_000)
    text = Value()


class OutdatedOut(Schema):
    """Of which entry something else is so than the plan was made for."""

    table = Value()
    key = Value()
    code = Value()
    text = Value()


def about(shown: Any) -> dict[str, Any]:
    """Write what stands beside the changes of a plan: the numbers of all of it, and what is out of date."""
    counts = [
        {"table": table.replace("_", "-"), "kind": kind.value, "count": count}
        for (table, kind), count in shown.summary.counts.items()
    ]
    warned = [
        {"code": code, "count": count, "text": str(in_short(code, count))}
        for code, count in shown.summary.warnings.items()
    ]
    late = [
        {"table": one.table.replace("_", "-"), "key": one.key, "code": one.code, "text": str(one)}
        for one in shown.outdated
    ]
    return {
        "counts": ready(ChangeCountOut).dump(counts, many=True),
        "warnings": ready(WarningCountOut).dump(warned, many=True),
        "outdated": ready(OutdatedOut).dump(late, many=True),
    }
